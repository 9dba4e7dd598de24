/**
 * Moves, cancels or merges a ceremony, before or after its draw. Each is an event with a coded reason; an allocation that
 * was made stays as it was made, and the flow diagram counts the event. Where another was merged into a ceremony, its people
 * come here: it can then be moved, not cancelled or merged.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { NewRow } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { mayGiveUp, requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { lastDayWithinLeadTime } from '../trial/lead-time.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremonies, loadCeremony, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { refuseLongPast, slotRow, slotSchema } from './schedule-ceremony.ts';

export const changeReasons = [
  'venue-unavailable',
  'too-few-booked',
  'too-many-booked',
  'staff-unavailable',
  'public-event',
  'emergency',
  'entered-in-error',
] as const;
/** Of a ceremony that was held before anybody closed its list: no arm can be drawn for it any more. */
export const missed = 'not-closed-in-time';
const reason = z.enum(changeReasons);

export const moveSchema = slotSchema.extend({ reason });
export const cancelSchema = z.strictObject({ reason: z.enum([...changeReasons, missed]) });
export const mergeSchema = z.strictObject({
  into: z.string().describe('Id of the ceremony that people attend instead'),
  reason,
});

export type MoveInput = z.infer<typeof moveSchema>;
export type CancelInput = z.infer<typeof cancelSchema>;
export type MergeInput = z.infer<typeof mergeSchema>;

export async function moveCeremony(deps: Deps, request: Request, id: string, input: MoveInput) {
  const ceremony = await ownCeremony(deps, request, id);
  return perform(deps, request, ceremony.trial, async (now) => {
    const found = await changeable(deps, request, id, 'move');
    const { row: trial, protocol } = await loadTrial(deps, found.trial);
    refuseLongPast(trial.mode, input.heldOn, now);
    refuseBeyondLeadTime(found, input.heldOn, now, protocol.leadTimeWorkingDays);
    const row = movedRow(found, input, protocol.leadTimeWorkingDays, { at: now, actor: request.account.id });
    return {
      status: 200,
      reply: { id, ...input },
      appends: [{ into: 'ceremonySlot', rows: [row] }],
      notes: [{ act: 'move-ceremony', subject: id, payload: input }],
    };
  });
}

/** The row of a move: the next slot of this ceremony. */
export function movedRow(
  { id, slotSeq, borough, phase }: CeremonyState,
  { reason, ...slot }: MoveInput,
  leadTimeWorkingDays: number,
  stamp: { readonly at: string; readonly actor: string },
): NewRow<'ceremonySlot'> {
  return { ceremony: id, seq: slotSeq + 1, borough, ...slotRow(slot, phase, leadTimeWorkingDays), reason, ...stamp };
}

/** Once its arm is seen, a ceremony goes to no day whose lead time has not begun; who moves it again and again is counted. */
function refuseBeyondLeadTime({ isUnsealed }: CeremonyState, heldOn: string, now: string, leadTime: number): void {
  const last = lastDayWithinLeadTime(now, leadTime);
  if (!isUnsealed || heldOn <= last) return;
  throw new Refusal(
    'already-unsealed',
    `The arm of this ceremony is unsealed, and would be known for longer than the lead time. Choose a day up to ${last}, ` +
      'or ask the trial administrator and the auditor: together they can move it to a later one.',
  );
}

export async function cancelCeremony(deps: Deps, request: Request, id: string, input: CancelInput) {
  const ceremony = await ownCeremony(deps, request, id);
  return perform(deps, request, ceremony.trial, async (now) => {
    const found = await changeable(deps, request, id, 'cancel');
    if (input.reason === missed) refuseNotMissed(found, londonDate(now));
    const row = { ceremony: id, act: 'cancelled' as const, reason: input.reason, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { id, state: 'cancelled' as const },
      appends: [{ into: 'ceremonyEvent', rows: [row] }],
      notes: [{ act: 'cancel-ceremony', subject: id, payload: input }],
    };
  });
}

export async function mergeCeremony(deps: Deps, request: Request, id: string, input: MergeInput) {
  const ceremony = await ownCeremony(deps, request, id);
  return perform(deps, request, ceremony.trial, async (now) => {
    const found = await changeable(deps, request, id, 'merge');
    const { trial, borough, phase } = found;
    const [into] = await loadCeremonies(deps, request.account, [input.into]);
    if (into === undefined || into.id === id || into.trial !== trial || into.borough !== borough) {
      throw new InputRefused([{ path: 'into', message: 'give another ceremony of the same trial and borough' }]);
    }
    if (into.phase !== phase) {
      throw new InputRefused([
        { path: 'into', message: 'a baseline ceremony and one for which arms are drawn cannot be merged' },
      ]);
    }
    if (into.isCancelled || into.mergedInto !== null) {
      throw new Refusal('ceremony-cancelled', 'The ceremony to merge into does not take place itself.');
    }
    if (into.isListClosed) await refusePeopleOnOpen(deps, found);
    const row = {
      ceremony: id,
      act: 'merged' as const,
      into: into.id,
      reason: input.reason,
      at: now,
      actor: request.account.id,
    };
    return {
      status: 200,
      reply: { id, state: 'merged' as const, into: into.id },
      appends: [{ into: 'ceremonyEvent', rows: [row] }],
      notes: [{ act: 'merge-ceremony', subject: id, payload: input }],
    };
  });
}

/** @param today in London */
function refuseNotMissed({ isListClosed, heldOn }: CeremonyState, today: string): void {
  if (isListClosed) throw new Refusal('list-closed', 'The list of this ceremony was closed, so it was not missed.');
  if (heldOn >= today) {
    throw new Refusal('too-early', `This ceremony is held on ${heldOn}: its list can still be closed.`);
  }
}

/** Whoever is on an open list would come to a room that is drawn, with no arm, no flag and in no count. */
async function refusePeopleOnOpen(deps: Deps, { id, isListClosed }: CeremonyState): Promise<void> {
  if (isListClosed || !(await deps.store.read.holdingPeople([id])).has(id)) return;
  throw new Refusal(
    'list-open',
    'The list of this ceremony is open and holds people, and the list of the other is closed. Add them there as late joiners first.',
  );
}

async function ownCeremony(deps: Deps, request: Request, id: string): Promise<CeremonyState> {
  requirePermission(request.account, 'change-ceremony');
  return loadCeremony(deps, request.account, id);
}

/** A ceremony that can be changed so now; refuses where its trial or the ceremony itself cannot. */
export async function changeable(
  deps: Deps,
  request: Request,
  id: string,
  act: 'move' | 'cancel' | 'merge',
): Promise<CeremonyState> {
  const ceremony = await loadCeremony(deps, request.account, id);
  requireStatus(await loadTrial(deps, ceremony.trial), running, 'Changing a ceremony');
  requireCeremony(act, ceremony);
  if (act === 'move') return ceremony;
  const answer = mayGiveUp(await deps.store.read.ceremoniesMergedInto(id));
  if (answer !== true) throw new Refusal('wrong-status', answer);
  return ceremony;
}
