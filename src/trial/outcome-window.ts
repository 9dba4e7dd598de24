/**
 * What a person's outcome is, from what was recorded of it. Windows are fixed in the protocol and counted from the
 * ceremony as randomised, because effects on registration can be mere acceleration: "ever registered" is no outcome.
 * Sources are never pooled: the first source in the protocol's order that has a standing record decides, even where that
 * record says only that the person could not be matched.
 */
import { addDays, daysBetween } from './calendar.ts';

export const outcomeSources = ['administrative', 'partner-verified', 'self-reported', 'intention'] as const;
export type OutcomeSource = (typeof outcomeSources)[number];

export const followUpStatuses = ['happened', 'not-happened', 'unmatchable'] as const;
export type FollowUpStatus = (typeof followUpStatuses)[number];

/** What is known of one outcome of one person. A correction is a record that names the one it replaces. */
export type OutcomeRecord = {
  readonly id: string;
  readonly status: FollowUpStatus;
  /** 'YYYY-MM-DD'; null unless it happened. */
  readonly happenedOn: string | null;
  readonly source: OutcomeSource;
  readonly corrects: string | null;
  /** 'YYYY-MM-DD': the day in London on which it was recorded. */
  readonly learntOn: string;
};

export type OutcomeWindow = {
  /** Days after the ceremony, the last one included. */
  readonly windowDays: number;
  readonly sources: readonly OutcomeSource[];
  /** 'YYYY-MM-DD': the day of the ceremony as it stood when its list closed. */
  readonly ceremonyDate: string;
};

/** 1 with the days from the ceremony to the event (0 on the day itself), 0, or null: not known. */
export type OutcomeValue = { readonly value: 1 | 0 | null; readonly days: number | null };

const missing: OutcomeValue = { value: null, days: null };

/**
 * The outcome of one person from `records`, oldest first. Corrected records are left out; of the rest of the deciding source
 * the earliest event inside the window counts, else the newest record: a second registration does not undo the first. Happened from the ceremony's day to `windowDays` after it: 1. Happened outside, or not by the last
 * day of the window: 0. Not matchable, happened on an unknown day, "not" learnt while it could still happen, or no record of
 * any source: missing. An intention is what somebody says when asked, so a "no" to that is known at once.
 */
export function outcomeOf(records: readonly OutcomeRecord[], window: OutcomeWindow): OutcomeValue {
  const corrected = new Set(records.map(({ corrects }) => corrects));
  const standing = records.filter(({ id }) => !corrected.has(id));
  for (const source of window.sources) {
    const values = standing.filter((record) => record.source === source).map((record) => valueFrom(record, window));
    const days = values.flatMap((value) => (value.days === null ? [] : [value.days]));
    if (days.length > 0) return { value: 1, days: Math.min(...days) };
    const newest = values.at(-1);
    if (newest !== undefined) return newest;
  }
  return missing;
}

function valueFrom(
  { status, happenedOn, source, learntOn }: OutcomeRecord,
  { ceremonyDate, windowDays }: OutcomeWindow,
): OutcomeValue {
  switch (status) {
    case 'unmatchable':
      return missing;
    case 'not-happened':
      return source === 'intention' || learntOn >= addDays(ceremonyDate, windowDays)
        ? { value: 0, days: null }
        : missing;
    case 'happened': {
      if (happenedOn === null) return missing;
      const days = daysBetween(ceremonyDate, happenedOn);
      return days >= 0 && days <= windowDays ? { value: 1, days } : { value: 0, days: null };
    }
  }
}
