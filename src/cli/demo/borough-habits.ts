/**
 * How large the lists of the six boroughs are and on which days they hold ceremonies, after what they publish. The boroughs
 * of the real study are not public; these were chosen for their published sizes and volumes.
 */

/** People on a list (mean and largest) and the weekday (1 Monday to 5 Friday) of each trial's ceremony, by ONS code. */
export type BoroughHabits = {
  readonly meanList: number;
  readonly largestList: number;
  readonly weekdays: Readonly<Record<'ceremony' | 'household', number>>;
  readonly source: string;
};

const largest = 45;

export const boroughHabits: Readonly<Record<string, BoroughHabits>> = {
  E09000005: {
    meanList: 17,
    largestList: largest,
    weekdays: { ceremony: 3, household: 5 },
    source: 'Brent: 1,885 people in 2015 are 18 at each of two ceremonies a week; one of 2014 had 16. Days ours',
  },
  E09000019: {
    meanList: 22,
    largestList: largest,
    weekdays: { ceremony: 1, household: 4 },
    source: 'Islington: usually every Monday; no size published, so the London mean of 1,125 a year over 50 weeks',
  },
  E09000020: {
    meanList: 25,
    largestList: largest,
    weekdays: { ceremony: 2, household: 4 },
    source: 'Kensington and Chelsea: about 25 citizens, once weekly on Tuesdays. The second day ours',
  },
  E09000025: {
    meanList: 19,
    largestList: largest,
    weekdays: { ceremony: 2, household: 2 },
    source: 'Newham: over 35,000 people in over 1,800 ceremonies in ten years, usually on Tuesdays',
  },
  E09000028: {
    meanList: 30,
    largestList: largest,
    weekdays: { ceremony: 1, household: 2 },
    source: 'Southwark: about 3,000 people a year, usually on Mondays and Tuesdays',
  },
  E09000030: {
    meanList: 26,
    largestList: 35,
    weekdays: { ceremony: 3, household: 4 },
    source: 'Tower Hamlets: up to 35 people. Mean and days ours',
  },
};

export function habitsOf(borough: string): BoroughHabits {
  const found = boroughHabits[borough];
  if (found === undefined) throw new Error(`There are no assumptions for the borough ${borough}.`);
  return found;
}
