/**
 * The lead time: from which day a borough may see the arm of a ceremony, and which slots leave none. Delivering an arm takes days
 * of preparation, so it is seen a fixed number of working days before the ceremony as it is dated now; whoever could see it for
 * longer could choose who comes.
 */
import { addDays, londonDate } from './calendar.ts';
import { workingDaysBefore } from './working-days.ts';

/** A place in the diary as it was entered: the first one when the ceremony was scheduled, a later one for each move. */
export type EnteredSlot = {
  readonly seq: number;
  readonly heldOn: string;
  /** The instant at which it was entered. */
  readonly at: string;
};

/** The first day on which the arm of a ceremony held on `heldOn` may be seen; both 'YYYY-MM-DD' in London. */
export function unsealFrom(heldOn: string, leadTimeWorkingDays: number): string {
  return workingDaysBefore(heldOn, leadTimeWorkingDays);
}

/** true where the arm could be seen as soon as the slot was entered, so that the ceremony had less than its lead time left. */
export function isShortNotice({ heldOn, at }: EnteredSlot, leadTimeWorkingDays: number): boolean {
  return unsealFrom(heldOn, leadTimeWorkingDays) <= londonDate(at);
}

/** The last day a ceremony can be held on whose arm may be seen at the instant `at`, 'YYYY-MM-DD' in London. */
export function lastDayWithinLeadTime(at: string, leadTimeWorkingDays: number): string {
  const today = londonDate(at);
  let day = today;
  while (unsealFrom(addDays(day, 1), leadTimeWorkingDays) <= today) day = addDays(day, 1);
  return day;
}
