/**
 * What is sent about each person, from what is known of them here: two keyed hashes, a number, and coded words. Names,
 * addresses, dates of birth and countries end in this file.
 */
import type { AttendeeRow } from '../trial/attendee.ts';
import type { Hasher } from './hasher.ts';
import type { Household } from './households.ts';
import type { Person } from './person.ts';
import { priorFranchise } from './prior-franchise.ts';

/** One row for each person, in their order. `on` is the ceremony day, 'YYYY-MM-DD'. Each person must be in one household. */
export async function deriveRows(
  people: readonly Person[],
  households: readonly Household[],
  on: string,
  hasher: Hasher,
): Promise<readonly AttendeeRow[]> {
  const homes = new Map<number, { readonly hash: Promise<string>; readonly size: number }>();
  for (const { lead, members } of households) {
    const home = { hash: hasher.household(lead), size: members.length };
    for (const member of members) homes.set(member, home);
  }
  return Promise.all(
    people.map(async (person, index) => {
      const home = homes.get(index);
      if (home === undefined) throw new Error(`the person of row ${person.row} is in no household`);
      const age = person.born === null ? null : ageOn(person.born, on);
      const reason = person.reason ?? (age !== null && age < 18 ? 'under-18' : null);
      return {
        reference_hash: await hasher.reference(person.reference),
        household_hash: await home.hash,
        group_size: home.size,
        age_band: age === null ? 'unknown' : ageBand(age),
        prior_franchise: priorFranchise(person.country),
        registered_at_baseline: person.registered,
        eligible: reason === null ? 'yes' : 'no',
        reason,
      };
    }),
  );
}

/** Full years on the day `on`; somebody born on 29 February is a year older on 1 March (Family Law Reform Act 1969, section 9). */
export function ageOn(born: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

const bands = [
  [65, '65-plus'],
  [55, '55-64'],
  [45, '45-54'],
  [35, '35-44'],
  [25, '25-34'],
  [18, '18-24'],
] as const;

/** The band of adults; 'unknown' under 18, who are not eligible and of whom no more is kept. */
export function ageBand(age: number): AttendeeRow['age_band'] {
  return bands.find(([from]) => age >= from)?.[1] ?? 'unknown';
}
