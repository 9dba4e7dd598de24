/**
 * Whom of a list the trial knows already, asked before the list is sent. Only hashes that the borough itself brings are answered
 * for, and only with where the person is enrolled: here, on another list of this borough, or elsewhere, without saying where.
 */
import { z } from 'zod';
import { requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { hashSchema } from '../trial/attendee.ts';
import type { Deps } from './deps.ts';
import { loadCeremony } from './load.ts';
import { homeOf } from './own-attendees.ts';

export const checkReferencesSchema = z.strictObject({ references: z.array(hashSchema).min(1).max(5_000) });

export const enrolledWhere = ['this-ceremony', 'own-borough', 'elsewhere'] as const;

export type KnownReference = {
  readonly reference_hash: string;
  readonly enrolled: (typeof enrolledWhere)[number];
};

/** Those of the references that are enrolled in the ceremony's trial; whoever is not among them is new. */
export async function checkReferences(
  deps: Deps,
  account: Account,
  ceremonyId: string,
  { references }: z.infer<typeof checkReferencesSchema>,
): Promise<readonly KnownReference[]> {
  requirePermission(account, 'enrol-cohort');
  const { trial } = await loadCeremony(deps, account, ceremonyId);
  const { read } = deps.store;
  const ids = (await read.attendeesByReference(trial, references)).map(({ id }) => id);
  const people = (await read.attendeesById(trial, ids)).map((person) => ({ person, home: homeOf(person) }));
  const ceremonies = await read.ceremoniesById([...new Set(people.map(({ home }) => home))]);
  const own = new Set(ceremonies.filter(({ borough }) => seesBorough(account, borough)).map(({ id }) => id));
  return people.map(({ person, home }) => ({
    reference_hash: person.attendee.referenceHash,
    enrolled: home === ceremonyId ? 'this-ceremony' : own.has(home) ? 'own-borough' : 'elsewhere',
  }));
}
