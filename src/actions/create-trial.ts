/** Puts a protocol on file as a draft. Nothing is fixed yet: a draft can be drafted again until it is locked. */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { parseServiceProtocol, planHash, protocolHash } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { perform } from './perform.ts';

export type Drafted = {
  readonly slug: string;
  readonly version: number;
  readonly protocolHash: string;
  readonly planHash: string;
};

/**
 * @param document the text of protocol.json as given
 * @throws InputRefused with every problem of the protocol; Refusal `already-exists` where a trial of that slug is locked
 */
export async function createTrial(deps: Deps, request: Request, document: string) {
  requirePermission(request.account, 'draft-protocol');
  const parsed = parseServiceProtocol(document);
  if (!parsed.ok) throw new InputRefused(parsed.problems);
  const { slug } = parsed.value;
  const mode = request.account.isTraining ? 'training' : 'live';
  return perform<Drafted>(deps, request, slug, async (now) => {
    const existing = await deps.store.read.trialBySlug(slug);
    if (existing !== undefined && existing.status !== 'draft') {
      throw new Refusal('already-exists', `A trial called ${slug} is ${existing.status}. Choose another slug.`);
    }
    const stamp = { at: now, actor: request.account.id };
    const version = (existing?.version ?? 0) + 1;
    const drafted = { slug, version, protocolHash: protocolHash(document), planHash: planHash(document) };
    const first = existing === undefined;
    return {
      status: 201,
      reply: drafted,
      appends: [
        { into: 'trial', rows: first ? [{ slug, mode, ...stamp }] : [] },
        { into: 'trialStatus', rows: first ? [{ trial: slug, seq: 0, act: 'draft', status: 'draft', ...stamp }] : [] },
        {
          into: 'protocolVersion',
          rows: [
            {
              trial: slug,
              version,
              document,
              protocolHash: drafted.protocolHash,
              planHash: drafted.planHash,
              ...stamp,
            },
          ],
        },
      ],
      notes: [{ act: 'draft-protocol', subject: slug, payload: drafted }],
    };
  });
}
