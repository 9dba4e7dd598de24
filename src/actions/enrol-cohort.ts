/**
 * Puts people on the booking list of a ceremony, as derived values only. All rows are taken or none. People who share a
 * lead reference become one household; a person can be on the lists of a trial once.
 */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { AttendeeRow } from '../trial/attendee.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export type Enrolled = {
  readonly ceremony: string;
  readonly enrolled: number;
  readonly eligible: number;
  /** Under which id the trial knows each person; the borough keeps the key to the references. */
  readonly attendees: readonly { readonly trial_id: string; readonly reference_hash: string }[];
};

/** @throws InputRefused naming each row whose reference repeats in the list or is enrolled already */
export async function enrolCohort(deps: Deps, request: Request, ceremonyId: string, rows: readonly AttendeeRow[]) {
  requirePermission(request.account, 'enrol-cohort');
  const ceremony = await loadCeremony(deps, request.account, ceremonyId);
  refuseRepeats(rows);
  return perform<Enrolled>(deps, request, ceremony.trial, async (now) => {
    const { trial } = ceremony;
    requireStatus(await loadTrial(deps, trial), ['baseline', 'open', 'paused'], 'Enrolling a cohort');
    requireCeremony('enrol', await loadCeremony(deps, request.account, ceremonyId));
    await refuseEnrolled(deps, trial, rows);
    const stamp = { at: now, actor: request.account.id };
    const households = await householdsOf(deps, trial, rows, now);
    const people = rows.map((row) => ({
      id: newIdentifier(deps),
      household: households.idOf(row.household_hash),
      row,
    }));
    const reply: Enrolled = {
      ceremony: ceremonyId,
      enrolled: people.length,
      eligible: rows.filter(({ eligible }) => eligible === 'yes').length,
      attendees: people.map(({ id, row }) => ({ trial_id: id, reference_hash: row.reference_hash })),
    };
    return {
      status: 201,
      reply,
      appends: [
        { into: 'household', rows: households.added },
        {
          into: 'attendee',
          rows: people.map(({ id, household, row }) => ({
            id,
            trial,
            household,
            referenceHash: row.reference_hash,
            groupSize: row.group_size,
            ageBand: row.age_band,
            priorFranchise: row.prior_franchise,
            registeredAtBaseline: row.registered_at_baseline,
            eligible: row.eligible,
            reason: row.reason ?? null,
            ...stamp,
          })),
        },
        { into: 'booking', rows: people.map(({ id }) => ({ attendee: id, seq: 0, ceremony: ceremonyId, ...stamp })) },
      ],
      notes: [{ act: 'enrol-cohort', subject: ceremonyId, payload: { rows, attendees: people.map(({ id }) => id) } }],
    };
  });
}

function refuseRepeats(rows: readonly AttendeeRow[]): void {
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
