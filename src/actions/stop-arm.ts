/**
 * Stops an arm: the protocol gets a new version that no longer draws it. Allocations made under earlier versions stay; what
 * is drawn from now on is drawn under the new version's own hash, so that each version can be re-drawn by itself.
 */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { setUpOrRunning } from '../trial/lifecycle.ts';
import { parseProtocol, planHash, protocolHash } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export async function stopArm(deps: Deps, request: Request, slug: string, arm: string, reason: string) {
  requirePermission(request.account, 'stop-arm');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, setUpOrRunning, 'Stopping an arm');
    if (!trial.protocol.arms.some(({ name }) => name === arm))
      throw new Refusal('not-found', `This trial has no arm called ${arm}.`);
    if (trial.protocol.stoppedArms.includes(arm))
      throw new Refusal('arm-stopped', `The arm ${arm} is stopped already.`);
    const given: Record<string, unknown> = JSON.parse(trial.row.document);
    const document = JSON.stringify({ ...given, stoppedArms: [...trial.protocol.stoppedArms, arm] }, null, 2);
    const parsed = parseProtocol(document);
    if (!parsed.ok) throw new InputRefused(parsed.problems);
    const version = {
      trial: slug,
      version: trial.row.version + 1,
      document,
      protocolHash: protocolHash(document),
      planHash: planHash(document),
      reason,
      at: now,
      actor: request.account.id,
    };
    const reply = { slug, arm, version: version.version, protocolHash: version.protocolHash };
    return {
      status: 200,
      reply,
      appends: [{ into: 'protocolVersion', rows: [version] }],
      notes: [{ act: 'stop-arm', subject: slug, payload: { ...reply, reason } }],
    };
  });
}
