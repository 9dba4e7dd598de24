/** Rows of people who come into a trial, as derived values only: who shares a lead reference becomes one household. */
import { InputRefused } from '../../analysis/plan/problem.ts';
import type { NewRow } from '../store/port.ts';
import type { AttendeeRow } from '../trial/attendee.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { newIdentifier } from './identifier.ts';

export type NewPeople = {
  /** In the order of the rows given. */
  readonly attendees: readonly NewRow<'attendee'>[];
  /** Those of their households that the trial does not know yet. */
  readonly households: readonly NewRow<'household'>[];
};

/** Refuses `already-enrolled`, naming the rows. */
export async function peopleRows(
  deps: Deps,
  trial: string,
  rows: readonly AttendeeRow[],
  stamp: { readonly at: string; readonly actor: string },
): Promise<NewPeople> {
  await refuseEnrolled(deps, trial, rows);
  const households = await householdsOf(deps, trial, rows, stamp.at);
  const attendees = rows.map((row) => ({
    id: newIdentifier(deps),
    trial,
    household: households.idOf(row.household_hash),
    referenceHash: row.reference_hash,
    groupSize: row.group_size,
    ageBand: row.age_band,
    priorFranchise: row.prior_franchise,
    registeredAtBaseline: row.registered_at_baseline,
    eligible: row.eligible,
    reason: row.reason ?? null,
    ...stamp,
  }));
  return { attendees, households: households.added };
}

/** @throws InputRefused naming each row whose reference repeats in the list */
export function refuseRepeats(rows: readonly AttendeeRow[]): void {
  const firstRow = new Map<string, number>();
  const problems = rows.flatMap(({ reference_hash }, index) => {
    const first = firstRow.get(reference_hash);
    if (first === undefined) {
      firstRow.set(reference_hash, index);
      return [];
    }
    return [
      {
        path: `attendees[${index}].reference_hash`,
        message: `the same person as in row ${first + 1}; keep one of the two`,
      },
    ];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}

async function refuseEnrolled(deps: Deps, trial: string, rows: readonly AttendeeRow[]): Promise<void> {
  const known = await deps.store.read.attendeesByReference(
    trial,
    rows.map(({ reference_hash }) => reference_hash),
  );
  if (known.length === 0) return;
  const hashes = new Set(known.map(({ referenceHash }) => referenceHash));
  const where = rows.flatMap(({ reference_hash }, index) => (hashes.has(reference_hash) ? [index + 1] : []));
  throw new Refusal(
    'already-enrolled',
    `Already enrolled in this trial: row ${where.join(', ')}. Rebook them instead, or leave them out.`,
  );
}

async function householdsOf(deps: Deps, trial: string, rows: readonly AttendeeRow[], at: string) {
  const hashes = [...new Set(rows.map(({ household_hash }) => household_hash))];
  const known = await deps.store.read.householdsByHash(trial, hashes);
  const ids = new Map(known.map(({ id, householdHash }) => [householdHash, id]));
  const added = hashes
    .filter((hash) => !ids.has(hash))
    .map((householdHash) => ({ id: newIdentifier(deps), trial, householdHash, at }));
  for (const { id, householdHash } of added) ids.set(householdHash, id);
  return {
    added,
    idOf(hash: string): string {
      const id = ids.get(hash);
      if (id === undefined) throw new Error('A household of this cohort was neither found nor made.');
      return id;
    },
  };
}
