/**
 * Moves a ceremony whose arm is unsealed to a day beyond its lead time, which no borough can do by itself: a flooded hall must not
 * lose its people. The trial administrator and the auditor sign the same move, and it is counted with those made after
 * unsealing.
 */
import type { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { lastDayWithinLeadTime } from '../trial/lead-time.ts';
import { Refusal } from '../trial/refusal.ts';
import { changeable, movedRow, type moveSchema } from './change-ceremony.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

type Move = z.infer<typeof moveSchema>;
export type UnsealedMoved =
  | { readonly state: 'awaiting-signature'; readonly documentHash: string; readonly signed: readonly string[] }
  | ({ readonly state: 'moved'; readonly id: string } & Move);

/** Refuses `still-sealed` where the borough can move it itself, and days within the lead time. Two moves are two documents. */
export async function moveUnsealedCeremony(deps: Deps, request: Request, id: string, input: Move) {
  requirePermission(request.account, 'move-unsealed-ceremony');
  const { trial: slug } = await loadCeremony(deps, request.account, id);
  return perform<UnsealedMoved>(deps, request, slug, async (now) => {
    const ceremony = await changeable(deps, request, id, 'move');
    const { protocol } = await loadTrial(deps, slug);
    if (!ceremony.isUnsealed) {
      throw new Refusal('still-sealed', 'The arm of this ceremony is sealed, so its borough can move it to any day.');
    }
    const last = lastDayWithinLeadTime(now, protocol.leadTimeWorkingDays);
    if (input.heldOn <= last) {
      throw new InputRefused([
        { path: 'heldOn', message: `the borough can move it to a day up to ${last} itself; give a later one` },
      ]);
    }
    const seq = ceremony.slotSeq + 1;
    const documentHash = sha256Hex(canonicalJson({ ceremony: id, seq, ...input }));
    const { signature, signed, isComplete } = await signing(
      ...([deps, request.account, slug, 'move-unsealed-ceremony', documentHash, now] as const),
      ['trial-administrator', 'auditor'],
      id,
    );
    const note = { act: 'sign-move', subject: id, payload: { documentHash, role: request.account.role } };
    if (!isComplete) {
      const reply = { state: 'awaiting-signature' as const, documentHash, signed };
      return { status: 202, reply, appends: [signature], notes: [note] };
    }
    const row = movedRow(ceremony, input, protocol.leadTimeWorkingDays, { at: now, actor: request.account.id });
    return {
      status: 200,
      reply: { state: 'moved', id, ...input },
      appends: [signature, { into: 'ceremonySlot', rows: [{ ...row, documentHash }] }],
      notes: [note, { act: 'move-unsealed-ceremony', subject: id, payload: input }],
    };
  });
}
