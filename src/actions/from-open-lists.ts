/**
 * People enrolled before who come to another ceremony whose list is closed: they leave the open list of their borough on which
 * they stand, as late joiners. Whoever is on a closed list stays there, and the room they came to is a matter of attendance.
 */
import { InputRefused } from '../../analysis/plan/problem.ts';
import { seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import type { AttendeeRow } from '../trial/attendee.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

/**
 * By reference hash, as they were enrolled, whatever their row says now. Refuses `already-enrolled`, naming the rows, for those who
 * are on no open list of the account's borough.
 * @throws InputRefused for those who have left the trial
 */
export async function fromOpenLists(
  deps: Deps,
  account: Account,
  trial: string,
  rows: readonly AttendeeRow[],
): Promise<ReadonlyMap<string, Row<'attendee'>>> {
  const { read } = deps.store;
  const references = rows.map(({ reference_hash }) => reference_hash);
  const ids = (await read.attendeesByReference(trial, references)).map(({ id }) => id);
  const people = await read.attendeesById(trial, ids);
  const booked = [...new Set(people.flatMap(({ bookedInto }) => bookedInto ?? []))];
  const ceremonies = new Map((await read.ceremoniesById(booked)).map((ceremony) => [ceremony.id, ceremony]));
  const left = await read.withdrawnAmong(ids);
  const known = new Map(people.map((person) => [person.attendee.referenceHash, person]));
  const problems = references.flatMap((reference, index) =>
    left.has(known.get(reference)?.attendee.id ?? '')
      ? [{ path: `attendees[${index}].reference_hash`, message: 'this person has left the trial' }]
      : [],
  );
  const staying = references.flatMap((reference, index) => {
    const person = known.get(reference);
    return person === undefined || mayLeave(account, person, ceremonies) ? [] : [index + 1];
  });
  if (staying.length > 0) {
    throw new Refusal(
      'already-enrolled',
      `Already enrolled in this trial, and on no open list of your borough: row ${staying.join(', ')}. ` +
        'Leave them out; whoever is on a closed list has attendance recorded where they came.',
    );
  }
  if (problems.length > 0) throw new InputRefused(problems);
  return new Map([...known].map(([reference, { attendee }]) => [reference, attendee]));
}

type Known = Awaited<ReturnType<Deps['store']['read']['attendeesById']>>[number];

function mayLeave(
  account: Account,
  { randomisedIn, joined, bookedInto }: Known,
  ceremonies: ReadonlyMap<string, CeremonyState>,
): boolean {
  const home = bookedInto === null ? undefined : ceremonies.get(bookedInto);
  if (randomisedIn !== null || joined !== null || home === undefined) return false;
  return !home.isListClosed && seesBorough(account, home.borough);
}
