/**
 * What the list page knows between reading a file and sending it. Everything is derived again from the file and the registrar's
 * answers, so that a failed sending loses nothing and an answer can be changed at any step.
 */
import { deriveRows } from '../../../borough/derive.ts';
import type { FoundList } from '../../../borough/find-list.ts';
import type { Hasher } from '../../../borough/hasher.ts';
import { householdsOf, type Proposal, proposedHouseholds } from '../../../borough/households.ts';
import type { Columns, Matched } from '../../../borough/match-columns.ts';
import type { Person } from '../../../borough/person.ts';
import type { DateOrder } from '../../../borough/read-date.ts';
import { type ReadPeople, readPeople } from '../../../borough/read-people.ts';
import type { AttendeeRow } from '../../../trial/attendee.ts';
import type { Where } from './service.ts';

export type Draft = {
  readonly list: FoundList;
  readonly matched: Matched;
  columns: Columns;
  /** null until the registrar has said how the file writes dates. */
  order: DateOrder | null;
  read: ReadPeople;
  /** Of `read.people`, by their place; '' until made. */
  hashes: readonly string[];
  known: ReadonlyMap<string, Where>;
  /** People of another list of the borough come over to this one, which is closed already. */
  isBroughtOver: boolean;
  /** Places of the proposals that the registrar has confirmed. */
  confirmed: ReadonlySet<number>;
  /** Why somebody takes no part, by row, as the registrar said on this page. */
  reasons: ReadonlyMap<number, NonNullable<AttendeeRow['reason']>>;
};

export type Readied = {
  readonly person: Person;
  readonly row: AttendeeRow;
};

export function readDraft(draft: Draft, heldOn: string): void {
  draft.read = readPeople(draft.list, draft.columns, heldOn, draft.order ?? 'day-first');
  draft.hashes = [];
  draft.known = new Map();
  draft.confirmed = new Set();
}

export async function hashDraft(draft: Draft, hasher: Hasher): Promise<void> {
  draft.hashes = await Promise.all(draft.read.people.map(({ reference }) => hasher.reference(reference)));
}

/** Where each person is enrolled already, by row; only those who are. */
export function knownRows({ read, hashes, known }: Draft): readonly (readonly [number, Where])[] {
  return read.people.flatMap(({ row }, at) => {
    const where = known.get(hashes[at] ?? '');
    return where === undefined ? [] : [[row, where] as const];
  });
}

/** Who belongs to this list: whoever is new, is on it already, or comes over. They make its households. */
export function onList({ read, hashes, known, isBroughtOver }: Draft): readonly Person[] {
  return read.people.filter((_, at) => {
    const where = known.get(hashes[at] ?? '');
    return where === undefined || where === 'this-ceremony' || (where === 'own-borough' && isBroughtOver);
  });
}

export function proposalsOf(draft: Draft): readonly Proposal[] {
  return proposedHouseholds(onList(draft));
}

/** Those who are sent, each with exactly what is sent of them; whoever is on this very list already is not sent again. */
export async function readied(draft: Draft, heldOn: string, hasher: Hasher): Promise<readonly Readied[]> {
  const enrolled = new Set(knownRows(draft).flatMap(([row, where]) => (where === 'this-ceremony' ? [row] : [])));
  const people = onList(draft).map((person) => {
    const reason = draft.reasons.get(person.row);
    return reason === undefined ? person : { ...person, reason };
  });
  const confirmed = proposalsOf(draft).filter((_, at) => draft.confirmed.has(at));
  const rows = await deriveRows(
    people,
    householdsOf(people, confirmed, ({ row }) => enrolled.has(row)),
    heldOn,
    hasher,
  );
  return people.flatMap((person, at) => {
    const row = rows[at];
    if (row === undefined || draft.known.get(row.reference_hash) === 'this-ceremony') return [];
    return [{ person, row }];
  });
}
