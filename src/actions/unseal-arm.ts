/**
 * Shows a borough the arms of its own ceremony: after the list is closed, and from the lead time before the ceremony on.
 * Who saw them, and when, is recorded each time.
 */
import { requirePermission } from '../access/permissions.ts';
import { londonDate } from '../trial/calendar.ts';
import { mayCeremony } from '../trial/ceremony-lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import { workingDaysBefore } from '../trial/working-days.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { perform } from './perform.ts';

export type Unsealed = {
  readonly ceremony: string;
  /** One per unit of this ceremony: the ceremony itself, or each household. */
  readonly arms: readonly { readonly unit: string; readonly arm: string }[];
};

/** Refuses `list-open`, `too-early` (with the date from which it can be done), `not-randomised` in the baseline phase. */
export async function unsealArm(deps: Deps, request: Request, ceremonyId: string) {
  requirePermission(request.account, 'unseal-arm');
  const { trial } = await loadCeremony(deps, request.account, ceremonyId);
  return perform<Unsealed>(deps, request, trial, async (now) => {
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    if (ceremony.phase === 'baseline')
      throw new Refusal('not-randomised', 'This ceremony is in the baseline phase: no arm is drawn for it.');
    const answer = mayCeremony('unseal', { ...ceremony, isUnsealed: false });
    if (answer !== true) throw new Refusal(ceremony.isListClosed ? 'ceremony-cancelled' : 'list-open', answer);
    const { protocol } = await loadTrial(deps, trial);
    const from = workingDaysBefore(ceremony.heldOn, protocol.leadTimeWorkingDays);
    if (londonDate(now) < from) {
      throw new Refusal(
        'too-early',
        `The arm of this ceremony can be unsealed from ${from} on (${protocol.leadTimeWorkingDays} working days before).`,
      );
    }
    const arms = await armsOf(deps, trial, ceremonyId);
    const stamp = { ceremony: ceremonyId, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { ceremony: ceremonyId, arms },
      appends: [
        { into: 'ceremonyEvent', rows: ceremony.isUnsealed ? [] : [{ ...stamp, act: 'unsealed' as const }] },
        { into: 'armView', rows: [stamp] },
      ],
      notes: [{ act: ceremony.isUnsealed ? 'view-arm' : 'unseal-arm', subject: ceremonyId, payload: { arms } }],
    };
  });
}

/** Every unit on this ceremony's list with its arm, households drawn on an earlier list included. */
export async function armsOf(deps: Deps, trial: string, ceremonyId: string): Promise<Unsealed['arms']> {
  const members = await deps.store.read.membersOf(ceremonyId);
  const units = [...new Set(members.flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  const allocations = await deps.store.read.allocationsOfUnits(trial, units);
  return allocations.map(({ unit, arm }) => ({ unit, arm })).toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
}
