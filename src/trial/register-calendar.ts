/**
 * When a registration can be seen. An application shows in the register first in the edition whose cut-off it met: a monthly notice of
 * alteration, the revised register (published by 1 December after the annual canvass, during which monthly notices are optional) or a
 * notice before an election. An objection may be made for five working days, so that no cut-off lies closer to its publication; before a
 * poll the last day is twelve working days before it (Electoral Commission, on electoral alterations and the revised register).
 * Notices of 2024: 9 September for 1 October, 10 October for 1 November, 21 November for 1 December (Tayside).
 */
import { addDays, daysBetween } from './calendar.ts';
import type { OutcomeSource } from './outcome-window.ts';
import { workingDaysBefore } from './working-days.ts';

export const editionKinds = ['monthly', 'revised', 'election'] as const;
export type EditionKind = (typeof editionKinds)[number];

export const editionWords: Readonly<Record<EditionKind, string>> = {
  monthly: 'monthly notice of alteration',
  revised: 'revised register after the canvass',
  election: 'notice before an election',
};

/** All dates 'YYYY-MM-DD'. */
export type Edition = {
  readonly kind: EditionKind;
  readonly publishedOn: string;
  /** The last day on which an application is in time for it. */
  readonly appliedBy: string;
  /** The day of the poll, of an election's notice only. */
  readonly pollOn: string | null;
};

const objectionDays = 5;
const pollDays = 12;

/** What is wrong with an edition, by its field. */
export function editionProblem({
  kind,
  publishedOn,
  appliedBy,
  pollOn,
}: Edition): [field: string, message: string] | null {
  if ((kind === 'election') !== (pollOn !== null))
    return ['pollOn', 'a notice before an election has the day of the poll, and no other has one'];
  if (pollOn !== null) {
    const last = workingDaysBefore(pollOn, pollDays);
    if (publishedOn > pollOn) return ['publishedOn', 'a notice before an election comes before the poll'];
    return appliedBy === last
      ? null
      : ['appliedBy', `the last day to apply is twelve working days before the poll: ${last}`];
  }
  if (kind === 'revised' && publishedOn.slice(5) > '12-01')
    return ['publishedOn', 'the revised register is published by 1 December'];
  const last = workingDaysBefore(publishedOn, objectionDays);
  return appliedBy <= last
    ? null
    : ['appliedBy', `objections may be made for five working days: applications in time are those made by ${last}`];
}

/** The first publication that can show an application of this day, or null where the calendar reaches no such one. */
export function shownFrom(day: string, editions: readonly Edition[]): string | null {
  const holding = editions.filter(({ appliedBy }) => appliedBy >= day).map(({ publishedOn }) => publishedOn);
  return holding.toSorted()[0] ?? null;
}

/** Times of more than five weeks without a publication: the canvass gap. */
export function gapsBetween(
  editions: readonly Edition[],
): readonly { readonly after: string; readonly until: string }[] {
  const days = [...new Set(editions.map(({ publishedOn }) => publishedOn))].toSorted();
  return days.flatMap((until, index) => {
    const after = days[index - 1];
    return after !== undefined && daysBetween(after, until) > 35 ? [{ after, until }] : [];
  });
}

export type Observable = {
  /** The last day of the window. */
  readonly windowEnds: string;
  /** From when the whole window can be observed; null where the borough's calendar does not reach so far. */
  readonly from: string | null;
};

/**
 * From when an outcome of people of one ceremony can be observed: the day after its window, and where the register is to be matched, not
 * before the first register that can hold an application of the last day. @param editions the borough's; none where it recorded none
 */
export function observableFrom(
  { windowDays, sources }: { readonly windowDays: number; readonly sources: readonly OutcomeSource[] },
  ceremonyDate: string,
  editions: readonly Edition[],
): Observable {
  const windowEnds = addDays(ceremonyDate, windowDays);
  const over = addDays(windowEnds, 1);
  if (editions.length === 0 || !sources.includes('administrative')) return { windowEnds, from: over };
  const shown = shownFrom(windowEnds, editions);
  return { windowEnds, from: shown === null || shown > over ? shown : over };
}
