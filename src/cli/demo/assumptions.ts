/**
 * Everything the demo makes up, each with where it comes from; effects and boroughs have files of their own beside this one.
 * "Ours" means that nothing was found published and the figure was chosen to be plausible. None of it is a finding.
 */
import { assumedBorough, assumedPeople } from '../../trial/assumed-people.ts';
import { boroughHabits } from './borough-habits.ts';
import { effects } from './effects.ts';

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
  ceremonyWeeks: assumed(
    assumedBorough.ceremonies,
    'the half-year of the power table for this platform: 52 ceremonies an arm',
  ),
  lockedDaysBefore: assumed(28, 'ours: days from the lock to the first week of the baseline phase'),
  baselineStartsDaysBefore: assumed(21, 'ours: days before its first week, so that lists can be made'),
  weeksBeforeTheFirst: assumed(
    2,
    'ours: weeks from opening to the first ceremony; lists close before arms are unsealed',
  ),
  pausedAfter: assumed(0.6, 'ours: share of the weeks after which each trial is paused over a weekend'),
  scheduledDaysBefore: assumed(35, 'ours'),
  enrolledDaysBefore: assumed(21, 'ours; certificates come weekly and are invited within days'),
  enrolledInFirstLot: assumed(0.8, 'ours: share of a list that is known when it is first uploaded'),
  sizeVariation: assumed(
    assumedBorough.peopleVariation,
    'the same power table: coefficient of variation of the people on a list',
  ),
  smallestList: assumed(6, 'ours: a smaller group would be put off'),
  householdSizes: assumedPeople.householdSizes,
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
  ageBands: assumedPeople.ageBands,
  priorFranchises: assumedPeople.priorFranchises,
  registeredAtBaseline: assumedPeople.registeredAtBaseline,
  rebookedBeforeClosing: assumed(0.02, ours),
  absent: assumed(0.08, 'ours: a no-show rate was not found'),
  absentComesToTheNext: assumed(0.5, 'ours: attendance is due within three months of the invitation'),
  late: assumed(0.02, 'ours; people who come late are excluded and rebooked'),
  rebookedAfterClosing: assumed(0.015, ours),
  leftTheList: assumed(0.003, 'ours: certificates do get recalled'),
  withdrawn: assumed(0.01, ours),
  withdrawnWithinDays: assumed(50, 'ours: from three days after the ceremony on'),
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
  registrationDayExponent: assumed(
    2,
    'ours: a day is ⌊91 u²⌋ for u uniform, so half of those who register do so within about three weeks',
  ),
  lastDayOfWindow: assumed(90, 'the outcome windows of both protocols'),
  lastRegistrationDay: assumed(124, 'ours: the last day on which the model lets anybody register'),
  registeredLater: assumed(0.06, 'ours: share of the others who register after day 90'),
  volunteeringRate: assumed(0.06, ours),
  intentionRate: assumed(0.45, 'ours: intentions run far above behaviour'),
  interviewDay: assumed(35, 'the 2018 pilot rang people four to six weeks after the ceremony'),
  askedAgainAfterDays: assumed(91, 'ours: a "no" to having registered counts once the window of 90 days has ended'),
  interviewResponse: assumed(0.5, 'response rate of the 2018 pilot'),
  overReporting: assumed(0.05, 'ours: share of the unregistered who say that they registered'),
  unmatchable: assumed(0.03, 'ours; anonymous registrants, for one, cannot be matched'),
  missingFromMatch: assumed(0.02, 'ours: people the match does not mention'),
  uploadEveryDays: assumed(28, 'ours: the register is published monthly'),
  matchAfterDays: assumed(
    126,
    'ours: 90 days of the window, and the five weeks in which an application reaches the register',
  ),
  volunteeringAfterDays: assumed(98, 'ours: 90 days of the window and a week to ask'),
  wrongEntries: assumed(0.005, 'ours: share of matched rows entered wrongly and corrected a week later'),
} as const;

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
