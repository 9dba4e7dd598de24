/** Who of a trial could be reminded, as the rule of `reminders.ts` wants to know them. Nothing here reads an arm. */

import type { Row } from '../store/port.ts';
import type { ListedPerson } from '../store/queries/reminders.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { RemindedPerson } from '../trial/reminders.ts';
import type { Deps } from './deps.ts';

export type Reminded = RemindedPerson & ListedPerson & { readonly hasLeft: boolean; readonly hasStopped: boolean };

export type ReminderState = {
  /** Everybody on a closed list, of every borough, by reference hash. */
  readonly people: readonly Reminded[];
  readonly messages: readonly Row<'reminderMessage'>[];
};

/**
 * Whoever has a row in the data set, whether they came to the ceremony or not, and has neither left, nor asked for nothing more, nor
 * answered; nobody of a ceremony that was cancelled.
 */
export async function reminderState(deps: Deps, slug: string, { lateJoiners }: Protocol): Promise<ReminderState> {
  const { read } = deps.store;
  const [listed, messages, withdrawals, stops, answered] = await Promise.all([
    read.listedPeople(slug),
    read.remindersOf(slug),
    read.withdrawalsOf(slug),
    read.contactStopsOf(slug),
    read.answeredOf(slug),
  ]);
  const left = new Set(withdrawals.map(({ attendee }) => attendee));
  const made = Map.groupBy(messages, ({ attendee }) => attendee);
  const people = listed.map((one): Reminded => {
    const [hasLeft, hasStopped] = [left.has(one.id), stops.has(one.id)];
    const isInData = one.eligible === 'yes' && (one.isOutside === 0 || lateJoiners === 'sensitivity');
    return {
      ...one,
      ...{ hasLeft, hasStopped },
      mayBeReminded: isInData && one.isCancelled === 0 && !hasLeft && !hasStopped && !answered.has(one.id),
      made: (made.get(one.id) ?? []).map(({ reminder }) => reminder),
    };
  });
  return { people, messages };
}
