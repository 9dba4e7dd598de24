/**
 * Amends a locked protocol: one of the two who locked it proposes the new text with a reason and a weight, and signs by that; the other
 * signs the same. With the second signature it is the version in force: what is drawn from then on is drawn under its own hash, what
 * was drawn stays under the version it was drawn under.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import type { Append } from '../store/port.ts';
import { type Weight, weights } from '../trial/amendment-rules.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { judgeAmendment } from './judge-amendment.ts';
import { loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

/** The act that both sign. */
export const amendAct = 'amend-protocol';
const signers = ['trial-administrator', 'trial-statistician'] as const satisfies readonly Role[];

export const amendmentSchema = z.strictObject({
  protocol: z.string().min(2).max(400_000).describe('The text of the amended protocol.json, kept as given'),
  weight: z.enum(weights).describe('major wherever a change is; see the judgement of the changes'),
  reason: z
    .string()
    .trim()
    .min(10)
    .max(500)
    .refine((text) => text.isWellFormed(), 'contains half of a character'),
});

export type AmendmentInput = z.infer<typeof amendmentSchema>;

export type Proposed = {
  readonly state: 'awaiting-signature';
  readonly documentHash: string;
  readonly version: number;
  readonly protocolHash: string;
  readonly signed: readonly string[];
};
export type Amended = {
  readonly state: 'amended';
  readonly version: number;
  readonly protocolHash: string;
  readonly planHash: string;
};

export function refuseTooLight(weight: Weight, least: Weight): void {
  if (weight === 'major' || least === 'minor') return;
  throw new InputRefused([{ path: 'weight', message: 'Select major: something that it changes is' }]);
}

/** Refuses as `judgeAmendment` does; `already-exists` for the very same proposal; throws InputRefused for "minor" where a change is major. */
export async function proposeAmendment(deps: Deps, request: Request, slug: string, input: AmendmentInput) {
  requirePermission(request.account, 'amend-protocol');
  requireConfirmed(request.account);
  return perform<Proposed>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const { protocolHash, planHash, least } = await judgeAmendment(deps, trial, input.protocol);
    refuseTooLight(input.weight, least);
    const version = trial.row.version + 1;
    const { weight, reason } = input;
    const documentHash = sha256Hex(canonicalJson({ trial: slug, version, protocolHash, weight, reason }));
    if ((await deps.store.read.proposal(slug, documentHash)) !== undefined) {
      throw new Refusal('already-exists', 'This very amendment is proposed already. Sign that one.');
    }
    const { signature, signed } = await signing(
      ...([deps, request.account, slug, amendAct, documentHash, now, signers] as const),
    );
    const proposal: Append = {
      into: 'amendmentProposal',
      rows: [
        {
          ...{ trial: slug, documentHash, baseVersion: trial.row.version, document: input.protocol },
          ...{ protocolHash, planHash, weight, reason, at: now, actor: request.account.id },
        },
      ],
    };
    const payload = { documentHash, version, protocolHash, planHash, weight, reason, role: request.account.role };
    return {
      status: 202,
      reply: { state: 'awaiting-signature', documentHash, version, protocolHash, signed },
      appends: [proposal, signature],
      notes: [{ act: 'propose-amendment', subject: slug, payload }],
    };
  });
}

/** Refuses `not-found`, `design-locked` where another version has come between, and as `judgeAmendment` does: what happened since counts. */
export async function signAmendment(deps: Deps, request: Request, slug: string, documentHash: string) {
  requirePermission(request.account, 'amend-protocol');
  requireConfirmed(request.account);
  return perform<Amended>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const proposal = await deps.store.read.proposal(slug, documentHash);
    if (proposal === undefined) throw new Refusal('not-found', `No such amendment of ${slug} is proposed.`);
    if (proposal.baseVersion !== trial.row.version) {
      const since = `It changes version ${proposal.baseVersion}, and version ${trial.row.version} is in force.`;
      throw new Refusal('design-locked', `${since} Propose it again on that one.`);
    }
    const { document, protocolHash, planHash, weight, reason } = proposal;
    const { afterUnblinding } = await judgeAmendment(deps, trial, document);
    const { signature, isComplete } = await signing(
      ...([deps, request.account, slug, amendAct, documentHash, now, signers] as const),
    );
    if (!isComplete) throw new Error('A proposal is signed by whoever made it, so that one signature completes it.');
    const version = trial.row.version + 1;
    const stamp = { at: now, actor: request.account.id };
    const note = { act: 'sign-amendment', subject: slug, payload: { documentHash, role: request.account.role } };
    const payload = {
      ...{ documentHash, version, protocolHash, planHash, weight, reason, afterUnblinding },
      previousHash: trial.row.protocolHash,
    };
    return {
      status: 200,
      reply: { state: 'amended', version, protocolHash, planHash },
      appends: [
        signature,
        { into: 'protocolAmendment', rows: [{ trial: slug, version, documentHash, afterUnblinding, ...stamp }] },
        {
          into: 'protocolVersion',
          rows: [{ trial: slug, version, document, protocolHash, planHash, reason, ...stamp }],
        },
      ],
      notes: [note, { act: amendAct, subject: slug, payload }],
    };
  });
}
