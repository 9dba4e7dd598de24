/**
 * Links a borough's own list of attendees with the borough's own register, on the borough's own machine. Names, addresses and dates end
 * here: what leaves is a keyed hash, a word and a date (`contract`: trial_id, status, date).
 */

import { ageOn } from '../derive.ts';
import type { Hasher } from '../hasher.ts';
import { nameOf, type Person } from '../person.ts';
import { addressParts } from './address-parts.ts';
import { type Attendee, type Counts, findCandidates } from './candidates.ts';
import { isTold, likelihoods } from './likelihood.ts';
import { nameParts } from './name-words.ts';
import { posteriors } from './posterior.ts';
import { type Elector, entriesOf, type Register } from './read-register.ts';
import { type Decision, type MatchStatus, verdicts } from './verdicts.ts';

export type MatchRow = {
  /** The keyed hash of the reference. */
  readonly trial_id: string;
  readonly status: MatchStatus;
  /** When the registration took effect, 'YYYY-MM-DD'; '' where unknown or where there is none. */
  readonly date: string;
};

/** A pair that a person looks at. It never leaves the borough. */
export type ReviewPair = {
  readonly trial_id: string;
  readonly person: { readonly row: number; readonly name: string; readonly born: string; readonly address: string };
  readonly elector: Elector;
  /** That they are one, 0 to 1. */
  readonly chance: number;
};

/** By trial_id, then by elector number. */
export type Decisions = ReadonlyMap<string, ReadonlyMap<string, Decision>>;

export type Matched = {
  readonly rows: readonly MatchRow[];
  readonly review: readonly ReviewPair[];
  readonly counts: Counts;
  /** Rows of people who take no part, of whom nothing is sent. */
  readonly leftOut: readonly number[];
};

export type MatchWork = {
  readonly hasher: Hasher;
  readonly on: string;
  readonly decided?: Decisions;
  /** The date of registrations of which the register tells none, 'YYYY-MM-DD'; without it they have none. */
  readonly undated?: string;
};

/** Ratios below this, times what an elector weighs beforehand, change nothing. */
const leastWeight = 1e-5;

/**
 * @param uprns of each person by their row, where the list has them
 * @param on the day up to which the register is read, 'YYYY-MM-DD'; people under 18 on it take no part
 */
export async function matchPeople(
  everybody: readonly Person[],
  uprns: ReadonlyMap<number, string>,
  register: Register,
  { hasher, on, decided = new Map(), undated = '' }: MatchWork,
): Promise<Matched> {
  const takesPart = ({ reason, born }: Person) => reason === null && (born === null || ageOn(born, on) >= 18);
  const people = everybody.filter(takesPart);
  const ids = await Promise.all(people.map(({ reference }) => hasher.reference(reference)));
  const attendees = people.map(
    (person, at): Attendee => ({
      at,
      name: nameParts(person),
      address: addressParts(person.address, person.postcode, uprns.get(person.row) ?? ''),
      born: person.born,
    }),
  );
  const { candidates, mayBeAnonymous, counts } = findCandidates(attendees, entriesOf(register, on));
  const electors = [...new Set(candidates.flat())].toSorted((a, b) => a.row - b.row);
  const indexOf = new Map(electors.map((elector, index) => [elector, index]));
  const weighed = attendees.map((attendee, at) => {
    const its = candidates[at] ?? [];
    const ratios = likelihoods(attendee, its, counts);
    return its.flatMap((elector, index) => {
      const ratio = ratios[index] ?? 0;
      return ratio < leastWeight * counts.electors ? [] : [{ elector: indexOf.get(elector) ?? -1, ratio }];
    });
  });
  const probable = posteriors(weighed, counts.electors);
  const judged = attendees.map((attendee, at) => {
    const posterior = probable[at] ?? { none: 1, each: [] };
    const said = decided.get(ids[at] ?? '') ?? new Map<string, Decision>();
    const decisions = new Map(
      (candidates[at] ?? []).flatMap((elector) => {
        const decision = said.get(elector.number);
        return decision === undefined ? [] : [[indexOf.get(elector) ?? -1, decision] as const];
      }),
    );
    return {
      ...{ weighed: weighed[at] ?? [], posterior, decided: decisions },
      isTold: isTold(attendee),
      mayBeAnonymous: mayBeAnonymous[at] ?? false,
    };
  });
  const rows: MatchRow[] = [];
  const review: ReviewPair[] = [];
  for (const [at, { status, electors: its }] of verdicts(judged).entries()) {
    const [person, trial_id] = [people[at], ids[at] ?? ''];
    if (person === undefined) continue;
    const theirs = its.flatMap((index) => electors[index] ?? []);
    rows.push({ trial_id, ...dated(status, theirs, undated) });
    if (status !== 'review') continue;
    for (const elector of theirs)
      review.push({ trial_id, person: shown(person), elector, chance: chanceOf(elector, at) });
  }
  return { rows, review, counts, leftOut: everybody.filter((one) => !takesPart(one)).map(({ row }) => row) };

  function chanceOf(elector: Elector, at: number): number {
    const index = (weighed[at] ?? []).findIndex((one) => one.elector === indexOf.get(elector));
    return probable[at]?.each[index] ?? 0;
  }
}

/** Of whoever could be several electors of different dates nobody knows since when: that is unmatchable. */
function dated(status: MatchStatus, electors: readonly Elector[], undated: string): Omit<MatchRow, 'trial_id'> {
  if (status !== 'registered') return { status, date: '' };
  const dates = new Set(electors.map(({ from }) => (from === '' ? undated : from)));
  return dates.size === 1 ? { status, date: [...dates][0] ?? '' } : { status: 'unmatchable', date: '' };
}

function shown(person: Person): ReviewPair['person'] {
  const address = [person.address, person.postcode].filter((part) => part !== '').join(' ');
  return { row: person.row, name: nameOf(person), born: person.born ?? '', address };
}

/** UPRNs of a list's people by row, where one of its columns is headed so. */
export function uprnsOf(
  headings: readonly string[],
  rows: readonly { readonly row: number; readonly cells: readonly string[] }[],
): ReadonlyMap<number, string> {
  const at = headings.findIndex((heading) => /^(?:uprn|unique property reference(?: number)?)$/i.test(heading.trim()));
  return new Map(at === -1 ? [] : rows.map(({ row, cells }) => [row, cells[at] ?? ''] as const));
}
