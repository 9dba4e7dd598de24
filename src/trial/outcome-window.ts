/**
 * What a person's outcome is, from what was recorded of it: the joining rule. Windows are fixed in the protocol and counted in
 * calendar days of London from the ceremony as randomised, because effects on registration can be mere acceleration: "ever
 * registered" is no outcome. Sources are never pooled: the first in the protocol's order that has a standing record decides, even
 * where it says only that the person could not be matched, and what it decided is told along with the outcome.
 */
import { addDays, daysBetween } from './calendar.ts';

export const outcomeSources = ['administrative', 'partner-verified', 'self-reported', 'intention'] as const;
export type OutcomeSource = (typeof outcomeSources)[number];

export const followUpStatuses = ['happened', 'not-happened', 'unmatchable'] as const;
export type FollowUpStatus = (typeof followUpStatuses)[number];

/** How far a volunteer comes, in order; the first session alone is volunteering. */
export const funnelSteps = ['interest', 'sign-up', 'training', 'first-session'] as const;
export type FunnelStep = (typeof funnelSteps)[number];

/** What is known of one outcome of one person. A correction is a record that names the one it replaces. */
export type OutcomeRecord = {
  readonly id: string;
  /** "taken-back" is a correction that puts nothing in the place of what it corrects. */
  readonly status: FollowUpStatus | 'taken-back';
  /** 'YYYY-MM-DD'; null unless it happened. */
  readonly happenedOn: string | null;
  /** Null unless it is a step of a funnel. */
  readonly step: FunnelStep | null;
  readonly source: OutcomeSource;
  readonly corrects: string | null;
  /** 'YYYY-MM-DD': the day in London on which it was learnt. */
  readonly learntOn: string;
};

export type OutcomeWindow = {
  /** Days after the ceremony, the last one included. */
  readonly windowDays: number;
  readonly sources: readonly OutcomeSource[];
  /** 'YYYY-MM-DD': the day of the ceremony as it stood when its list closed. */
  readonly ceremonyDate: string;
  /** The first day on which a "no" of the register says anything of the whole window; null while no register that could is known. */
  readonly registerFrom?: string | null;
};

/** What an outcome rests on; all but the first two are missing values. */
export type OutcomeBasis = 'event' | 'no-event' | 'unmatchable' | 'undated' | 'too-early' | 'no-record';

export type DecidedOutcome = {
  /** 1 with the days from the ceremony to the event (0 on the day itself), 0, or null: not known. */
  readonly value: 1 | 0 | null;
  readonly days: number | null;
  /** The source that decided, also where it decided that nothing is known; null where no source has a record. */
  readonly source: OutcomeSource | null;
  readonly basis: OutcomeBasis;
};

/**
 * The outcome of one person from `records`, in the order in which they were recorded. Corrected and taken-back records and steps before
 * the first session are left out; of the rest of the deciding source the earliest event inside the window counts, else the record learnt
 * last: a second registration does not undo the first. Happened from the ceremony's day to `windowDays` after it: 1. Happened outside, or
 * not by the last day of the window, as far as the register can show it: 0. Not matchable, happened on an unknown day, "not" learnt while it could still happen, or no record
 * of any source: missing. An intention is no event: it counts only where the outcome is nothing but what people say they intend, and there
 * a "no" is known at once.
 */
export function outcomeOf(records: readonly OutcomeRecord[], window: OutcomeWindow): DecidedOutcome {
  const standing = standingRecords(records).filter(({ step }) => step === null || step === 'first-session');
  const sources = window.sources.length === 1 ? window.sources : window.sources.filter((one) => one !== 'intention');
  for (const source of sources) {
    const own = standing.filter((record) => record.source === source);
    const values = own.map((record) => outcomeFrom(record, window));
    const first = values.filter(({ basis }) => basis === 'event').toSorted((a, b) => (a.days ?? 0) - (b.days ?? 0))[0];
    const last = first ?? values.at(-1);
    if (last !== undefined) return last;
  }
  return { value: null, days: null, source: null, basis: 'no-record' };
}

/** Without what was corrected and what only takes a record back; as learnt, and where learnt on one day, as recorded. */
export function standingRecords(records: readonly OutcomeRecord[]): readonly OutcomeRecord[] {
  const corrected = new Set(records.map(({ corrects }) => corrects));
  return records
    .filter(({ id, status }) => !corrected.has(id) && status !== 'taken-back')
    .toSorted((a, b) => (a.learntOn === b.learntOn ? 0 : a.learntOn < b.learntOn ? -1 : 1));
}

function outcomeFrom(
  { status, happenedOn, source, learntOn }: OutcomeRecord,
  { ceremonyDate, windowDays, registerFrom }: OutcomeWindow,
): DecidedOutcome {
  const lastDay = addDays(ceremonyDate, windowDays);
  const knownFrom = source === 'administrative' && registerFrom !== undefined ? registerFrom : lastDay;
  const missing = (basis: OutcomeBasis): DecidedOutcome => ({ value: null, days: null, source, basis });
  const none: DecidedOutcome = { value: 0, days: null, source, basis: 'no-event' };
  switch (status) {
    case 'not-happened':
      return source === 'intention' || (knownFrom !== null && learntOn >= knownFrom) ? none : missing('too-early');
    case 'happened': {
      if (happenedOn === null) return missing('undated');
      const days = daysBetween(ceremonyDate, happenedOn);
      return days >= 0 && days <= windowDays ? { value: 1, days, source, basis: 'event' } : none;
    }
    default:
      return missing('unmatchable');
  }
}
