/**
 * Everything the demo makes up, in one place, each with where it comes from. "Ours" means that nothing was found published
 * and the figure was chosen to be plausible. None of it is a finding, and the effects are planning values.
 */

type Assumed<T> = { readonly value: T; readonly source: string };

function assumed<T>(value: T, source: string): Assumed<T> {
  return { value, source };
}

const ours = 'ours: nothing published was found';

export const assumptions = {
  firstBaselineWeek: assumed(
    '2026-06-01',
    'ours: a Monday, so that no regular London-wide election (May 2026, May 2028) falls into the follow-up',
  ),
  ceremonyWeeks: assumed(26, 'the half-year of the power table for this platform: 52 ceremonies an arm'),
  sizeVariation: assumed(0.4, 'the same power table: coefficient of variation of the people on a list'),
  smallestList: assumed(6, 'ours: a smaller group would be put off'),
  householdSizes: assumed(
    [
      [1, 0.84],
      [2, 0.12],
      [3, 0.03],
      [4, 0.01],
    ] as const,
    'ours: share of households by people on one list; the Home Office list groups them by a lead case identifier',
  ),
  ineligible: assumed(0.04, ours),
  ineligibleReasons: assumed(
    [
      ['under-18', 0.4],
      ['not-in-borough', 0.2],
      ['left-the-list', 0.15],
      ['objected', 0.15],
      ['private-ceremony', 0.05],
      ['other-rule', 0.05],
    ] as const,
    'ours; the codes are those of the attendee list',
  ),
  ageBands: assumed(
    [
      ['18-24', 0.12],
      ['25-34', 0.3],
      ['35-44', 0.3],
      ['45-54', 0.15],
      ['55-64', 0.07],
      ['65-plus', 0.04],
      ['unknown', 0.02],
    ] as const,
    ours,
  ),
  priorFranchises: assumed(
    [
      ['none', 0.55],
      ['local_only', 0.15],
      ['parliamentary', 0.25],
      ['unknown', 0.05],
    ] as const,
    'ours; Commonwealth and Irish citizens could vote before, some European citizens in local elections',
  ),
  registeredAtBaseline: assumed(
    [
      ['no', 0.7],
      ['unknown', 0.3],
    ] as const,
    'ours: nobody is taken to be registered before, so the rates below are of everybody',
  ),
  rebookedBeforeClosing: assumed(0.02, ours),
  absent: assumed(0.08, 'ours: a no-show rate was not found'),
  absentComesToTheNext: assumed(0.5, 'ours: attendance is due within three months of the invitation'),
  late: assumed(0.02, 'ours; people who come late are excluded and rebooked'),
  rebookedAfterClosing: assumed(0.015, ours),
  leftTheList: assumed(0.003, 'ours: certificates do get recalled'),
  withdrawn: assumed(0.01, ours),
  withdrawnCountOnly: assumed(0.5, 'ours: share of withdrawals after which no outcome is used'),
  registrationRate: assumed(
    0.4,
    'base rate of the power table; 44.7% in the untreated homes of the London lottery of 2015',
  ),
  ceremonyIcc: assumed(
    0.02,
    'the second row of the power table: correlation between two people of one ceremony, households included',
  ),
  householdAgreement: assumed(
    0.65,
    'within-household ICC of the untreated arm of Nickerson 2008, computed from its data',
  ),
  registeredLater: assumed(0.06, 'ours: share of the others who register after day 90'),
  volunteeringRate: assumed(0.06, ours),
  intentionRate: assumed(0.45, 'ours: intentions run far above behaviour'),
  interviewDay: assumed(35, 'the 2018 pilot rang people four to six weeks after the ceremony'),
  interviewResponse: assumed(0.5, 'response rate of the 2018 pilot'),
  overReporting: assumed(0.05, 'ours: share of the unregistered who say that they registered'),
  unmatchable: assumed(0.03, 'ours; anonymous registrants, for one, cannot be matched'),
  missingFromMatch: assumed(0.02, 'ours: people the match does not mention'),
  matchAfterDays: assumed(
    126,
    'ours: 90 days of the window, and the five weeks in which an application reaches the register',
  ),
  volunteeringAfterDays: assumed(98, 'ours: 90 days of the window and a week to ask'),
  wrongEntries: assumed(0.005, 'ours: share of matched rows entered wrongly and corrected a week later'),
} as const;

/** A registration day is `⌊91 u²⌋` for u uniform: half of those who register do so within about three weeks. */
export const registrationDays = { exponent: 2, lastInWindow: 90, lastOfAll: 124 } as const;

export type Effects = { readonly registered: number; readonly volunteered: number; readonly intends: number };

const none: Effects = { registered: 0, volunteered: 0, intends: 0 };

/**
 * What each arm adds to the rates above, as a difference of proportions, for somebody whom it reaches. Planning priors from
 * the comparable trials: messages alone 0 to +2 points, help with registering in the room +4 to +8 (Bennion & Nickerson
 * 2016: +6), volunteering behaviour about 0, intentions larger.
 */
export const effects: Readonly<Record<string, Readonly<Record<string, Effects>>>> = {
  'ceremony-offer': {
    standard: none,
    volunteering: { registered: 0.01, volunteered: 0, intends: 0.08 },
    behavioural: { registered: 0.06, volunteered: 0, intends: 0.1 },
  },
  'welcome-pack': {
    standard: none,
    'registration-prompt': { registered: 0.02, volunteered: 0, intends: 0 },
    'registration-and-volunteering': { registered: 0.02, volunteered: 0, intends: 0 },
  },
};

/** The effects of one arm; a trial or an arm without planning values is a mistake in this file. */
export function effectsOf(slug: string, arm: string): Effects {
  const found = effects[slug]?.[arm];
  if (found === undefined) throw new Error(`There is no assumed effect for the arm ${arm} of ${slug}.`);
  return found;
}

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

/** The assumptions as lines for SIMULATED.txt. */
export function assumptionLines(): readonly string[] {
  const general = Object.entries(assumptions).map(
    ([name, { value, source }]) => `${name} = ${JSON.stringify(value)} (${source})`,
  );
  const arms = Object.entries(effects).flatMap(([slug, byArm]) =>
    Object.entries(byArm).map(
      ([arm, effect]) => `effect of ${arm} in ${slug} = ${JSON.stringify(effect)} (planning prior)`,
    ),
  );
  const lists = Object.values(boroughHabits).map(
    ({ meanList, largestList, source }) => `list = ${meanList} people on average, at most ${largestList} (${source})`,
  );
  return [...general, ...arms, ...lists];
}
