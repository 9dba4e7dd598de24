/**
 * The time before a poll in which public bodies publish nothing that could bear on it. It began at the latest on 26 March 2024 for the local
 * polls of 2 May 2024, which is 25 working days before (the last day for a notice of election), and on 19 March for those of the Mayor and
 * the Assembly, which is 30. Sources: Local Government Association, "A short guide to publicity during the pre-election period".
 */
import { workingDaysBefore } from './working-days.ts';

/** All of London: the Mayor, the Assembly, Parliament. Other areas are boroughs, by ONS code. */
export const allLondon = 'london';

const workingDays = { borough: 25, london: 30 } as const;

export type Poll = { readonly area: string; readonly pollOn: string; readonly quietFrom: string };

/** @param pollOn 'YYYY-MM-DD' @returns the first day on which nothing is published */
export function quietFrom(area: string, pollOn: string): string {
  return workingDaysBefore(pollOn, area === allLondon ? workingDays.london : workingDays.borough);
}

/** The poll whose period today lies in, the last of several; undefined outside of any. @param today 'YYYY-MM-DD' in London */
export function pollNear<P extends Poll>(polls: readonly P[], today: string): P | undefined {
  return polls
    .filter((poll) => poll.quietFrom <= today && today <= poll.pollOn)
    .toSorted((one, other) => (one.pollOn < other.pollOn ? 1 : -1))[0];
}
