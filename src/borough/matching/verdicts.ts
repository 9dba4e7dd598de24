/**
 * From probabilities to what is sent: registered, not registered, unmatchable, or a pair that a person has to look at. Whoever could be
 * one of several electors, or an anonymous entry, is unmatchable and never "not registered".
 */
import type { Posterior, Weighed } from './posterior.ts';
import { thresholds } from './weights.ts';

export const matchStatuses = ['registered', 'not-registered', 'unmatchable', 'review'] as const;
export type MatchStatus = (typeof matchStatuses)[number];

/** What a person said of a pair: one and the same, two people, or nobody can tell. */
export const decisions = ['same', 'different', 'unsure'] as const;
export type Decision = (typeof decisions)[number];

export type Verdict = {
  readonly status: MatchStatus;
  /** Indices of electors: who the attendee is taken to be, or all they could be; for a review those to look at, likeliest first. */
  readonly electors: readonly number[];
};

export type Judged = {
  readonly weighed: Weighed;
  readonly posterior: Posterior;
  /** Whether there is enough to find the attendee by. */
  readonly isTold: boolean;
  readonly mayBeAnonymous: boolean;
  readonly decided: ReadonlyMap<number, Decision>;
};

const mostToReview = 3;

export function verdicts(people: readonly Judged[]): readonly Verdict[] {
  const taken = new Map<number, number>();
  for (const { weighed, posterior } of people) {
    for (const [at, { elector }] of weighed.entries()) {
      taken.set(elector, (taken.get(elector) ?? 0) + (posterior.each[at] ?? 0));
    }
  }
  return people.map((person) => verdict(person, (elector) => (taken.get(elector) ?? 0) >= thresholds.registered));
}

/** @param isTaken whether some attendee is this elector, whichever it is */
function verdict(person: Judged, isTaken: (elector: number) => boolean): Verdict {
  const { weighed, posterior, isTold, mayBeAnonymous, decided } = person;
  const said = (decision: Decision) => [...decided].flatMap(([elector, one]) => (one === decision ? [elector] : []));
  const same = said('same');
  if (same.length === 1) return { status: 'registered', electors: same };
  if (same.length > 1 || said('unsure').length > 0) return { status: 'unmatchable', electors: same };
  if (!isTold) return { status: 'unmatchable', electors: [] };
  const likely = weighed
    .map(({ elector }, at) => ({ elector, chance: posterior.each[at] ?? 0 }))
    .filter(({ elector }) => decided.get(elector) !== 'different')
    .toSorted((a, b) => b.chance - a.chance || a.elector - b.elector);
  const best = likely[0];
  if (best !== undefined && best.chance >= thresholds.registered)
    return { status: 'registered', electors: [best.elector] };
  const possible = likely.filter(({ chance }) => chance >= 1 - thresholds.registered).map(({ elector }) => elector);
  const isSurelySomebody = posterior.none <= 1 - thresholds.registered && decided.size === 0;
  if (isSurelySomebody && possible.length > 1) {
    // A father and son, both attendees and both electors, are registered, whichever is which.
    return { status: possible.every(isTaken) ? 'registered' : 'unmatchable', electors: possible };
  }
  const isContested = best !== undefined && best.chance >= thresholds.review && isTaken(best.elector);
  if (isContested) return { status: 'unmatchable', electors: possible };
  if (best !== undefined && best.chance >= thresholds.review) {
    const shown = likely.filter(({ chance }) => chance >= thresholds.review / 2).slice(0, mostToReview);
    return { status: 'review', electors: shown.map(({ elector }) => elector) };
  }
  if (mayBeAnonymous) return { status: 'unmatchable', electors: [] };
  const rest = decided.size === 0 ? posterior.none : 1 - likely.reduce((sum, { chance }) => sum + chance, 0);
  return { status: rest >= thresholds.notRegistered ? 'not-registered' : 'unmatchable', electors: [] };
}
