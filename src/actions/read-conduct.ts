/**
 * How a trial was run around its draw: by borough, a borough's own for those who work in it, with a plain warning where arms may have
 * been chosen. Nothing of it tells an arm or an outcome.
 */
import { may, requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { type Conduct, conductWarnings, type ErrorCounts } from '../trial/conduct.ts';
import { type EnteredSlot, isShortNotice } from '../trial/lead-time.ts';
import { isAmong, sinceOpened } from '../trial/lifecycle.ts';
import { type RandomisationErrorKind, randomisationErrorKinds } from '../trial/randomisation-errors.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { readReminderAlarm } from './read-reminder-delivery.ts';
import { loadVisibleTrial } from './read-trial.ts';

export type BoroughConduct = Conduct & { readonly borough: string; readonly name: string };
export type ConductView = {
  readonly boroughs: readonly BoroughConduct[];
  /** Over the boroughs shown, and errors that can be told of none. */
  readonly errors: ErrorCounts;
  readonly warnings: readonly string[];
};

export async function readConduct(deps: Deps, account: Account, slug: string): Promise<ConductView> {
  requirePermission(account, 'read-conduct');
  await refuseInBlindRole(deps, account, slug);
  const { protocol, status } = await loadVisibleTrial(deps, account, slug);
  const { read } = deps.store;
  const [slots, ceremonies, changes, errors] = await Promise.all([
    read.enteredSlots(slug),
    read.ceremoniesOf(slug, account.borough),
    read.changesAfterUnsealing(slug),
    read.randomisationErrorsOf(slug),
  ]);
  const byCeremony = Map.groupBy(slots, ({ ceremony }) => ceremony);
  const seen = errors.filter(({ borough }) => borough === null || seesBorough(account, borough));
  const boroughs = protocol.boroughs
    .filter(({ code }) => seesBorough(account, code))
    .map(({ code, name }): BoroughConduct => {
      const own = ceremonies.filter(({ borough, phase }) => borough === code && phase === 'trial');
      const notice = own.map(({ id }) => noticeOf(byCeremony.get(id) ?? [], protocol.leadTimeWorkingDays));
      const changed = (change: (typeof changes)[number]['change']) =>
        changes.find((one) => one.borough === code && one.change === change)?.count ?? 0;
      return {
        borough: code,
        name,
        ceremonies: own.length,
        shortNotice: {
          scheduled: notice.filter(({ isScheduledShort }) => isScheduledShort).length,
          broughtForward: notice.filter(({ isBroughtForward }) => isBroughtForward).length,
          cancelledOnceSeen: own.filter(({ isCancelled, isUnsealed }, index) => {
            const one = notice[index];
            return isCancelled && isUnsealed && (one?.isScheduledShort === true || one?.isBroughtForward === true);
          }).length,
        },
        afterUnsealing: {
          moved: changed('moved'),
          movedAgain: own.filter(
            ({ id }) => (byCeremony.get(id) ?? []).filter(({ isAfterUnsealing }) => isAfterUnsealing).length > 1,
          ).length,
          movedBeyondLeadTime: own.filter(({ id }) => byCeremony.get(id)?.some(({ isSigned }) => isSigned)).length,
          cancelled: changed('cancelled'),
          merged: changed('merged'),
          joined: changed('joined'),
          rebooked: changed('rebooked'),
          withdrawn: changed('withdrawn'),
        },
        errors: countErrors(seen.filter((one) => one.borough === code)),
      };
    });
  return {
    boroughs,
    errors: countErrors(seen),
    warnings: [
      ...boroughs.flatMap((one) => conductWarnings(one.name, one)),
      ...(protocol.reminders !== null && isAmong(status, sinceOpened)
        ? await reminderWarnings(deps, account, slug)
        : []),
    ],
  };
}

/** To whoever may know that much: registrars and leads know arms of their own. */
async function reminderWarnings(deps: Deps, account: Account, slug: string): Promise<readonly string[]> {
  if (!may(account, 'read-reminder-alarm')) return [];
  const { alarm } = await readReminderAlarm(deps, account, slug);
  return alarm === 'differs-by-arm'
    ? ['The delivery of reminders differs by arm, more than chance would let expect.']
    : [];
}

/** @param slots of one ceremony, in their order */
function noticeOf(slots: readonly EnteredSlot[], leadTimeWorkingDays: number) {
  return {
    isScheduledShort: slots.some((slot) => slot.seq === 0 && isShortNotice(slot, leadTimeWorkingDays)),
    isBroughtForward: slots.some((slot, index) => {
      const before = slots[index - 1];
      return before !== undefined && slot.heldOn < before.heldOn && isShortNotice(slot, leadTimeWorkingDays);
    }),
  };
}

type Reported = Awaited<ReturnType<Deps['store']['read']['randomisationErrorsOf']>>;

/** Every kind, also those that nobody reported. */
export function countErrors(reported: Reported): ErrorCounts {
  const standing = reported.filter(({ retraction }) => retraction === null);
  const counts = randomisationErrorKinds.map((kind) => [
    kind,
    standing.filter(({ error }) => error.kind === kind).length,
  ]);
  return {
    // The object has exactly the keys of the kinds; Object.fromEntries cannot say so.
    standing: Object.fromEntries(counts) as Record<RandomisationErrorKind, number>,
    takenBack: reported.length - standing.length,
  };
}
