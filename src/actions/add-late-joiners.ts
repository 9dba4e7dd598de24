/**
 * People who come after a list has closed. Nothing is drawn for them: they follow their room where ceremonies are drawn, their
 * household where it has an arm, and else nobody; whoever stands on an open list leaves it. They are flagged and counted, and are no part of the primary population: who
 * comes once an arm can be known may come because of it.
 */

import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import type { NewRow } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { attendeeRowSchema } from '../trial/attendee.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { running } from '../trial/lifecycle.ts';
import type { UnitKind } from '../trial/unit.ts';
import { refuseWithoutAgreements } from './borough-agreements.ts';
import type { Deps, Request } from './deps.ts';
import { fromOpenLists } from './from-open-lists.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { peopleRows, refuseRepeats } from './people-rows.ts';
import { perform } from './perform.ts';

export const lateJoinersSchema = z.strictObject({
  kind: z.enum(['late-joiner', 'walk-in']).describe('Booked after the list had closed, or simply came'),
  attendees: z
    .array(attendeeRowSchema)
    .min(1)
    .max(5_000)
    .describe('Also people on an open list of the borough: they leave it, and stay as they were enrolled'),
});

export type LateJoiners = z.infer<typeof lateJoinersSchema>;

/** Refuses `list-open`, `ceremony-cancelled`, `already-enrolled` (for whoever is on no open list); never answers with an arm. */
export async function addLateJoiners(
  deps: Deps,
  request: Request,
  ceremonyId: string,
  { kind, attendees: rows }: LateJoiners,
) {
  requirePermission(request.account, 'enrol-cohort');
  const { trial: slug } = await loadCeremony(deps, request.account, ceremonyId);
  refuseRepeats(rows);
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, running, 'Adding somebody to a closed list');
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    requireCeremony('join-late', ceremony);
    const stamp = { at: now, actor: request.account.id };
    const known = await fromOpenLists(deps, request.account, slug, rows);
    if (known.size < rows.length) await refuseWithoutAgreements(deps, trial.row, ceremony.borough, now);
    const added = await peopleRows(
      deps,
      slug,
      rows.filter(({ reference_hash }) => !known.has(reference_hash)),
      stamp,
    );
    const fresh = new Map(added.attendees.map((person) => [person.referenceHash, person]));
    const attendees = rows.flatMap(
      ({ reference_hash }) => known.get(reference_hash) ?? fresh.get(reference_hash) ?? [],
    );
    const followed = await followedBy(deps, trial.protocol.unit, ceremony, attendees);
    return {
      status: 201,
      reply: {
        ceremony: ceremonyId,
        kind,
        added: attendees.length,
        attendees: attendees.map(({ id, referenceHash }) => ({ trial_id: id, reference_hash: referenceHash })),
      },
      appends: [
        { into: 'household', rows: added.households },
        { into: 'attendee', rows: added.attendees },
        {
          into: 'lateJoiner',
          rows: attendees.map((person) => ({
            ...{ attendee: person.id, trial: slug, ceremony: ceremonyId, kind, unit: followed(person) },
            ...{ afterUnsealing: ceremony.isUnsealed, ...stamp },
          })),
        },
      ],
      notes: [
        {
          act: 'add-late-joiners',
          subject: ceremonyId,
          payload: { kind, rows, attendees: attendees.map(({ id }) => id) },
        },
      ],
    };
  });
}

/** The drawn unit that each of these people follows; null for whoever is not eligible, and where nothing is drawn. */
async function followedBy(
  deps: Deps,
  unit: UnitKind,
  { id, trial, phase }: CeremonyState,
  people: readonly NewRow<'attendee'>[],
): Promise<(person: NewRow<'attendee'>) => string | null> {
  if (phase === 'baseline') return () => null;
  if (unit === 'ceremony') return ({ eligible }) => (eligible === 'yes' ? id : null);
  const households = [...new Set(people.map(({ household }) => household))];
  const units = await deps.store.read.unitsOfHouseholds(trial, households);
  return ({ eligible, household }) => (eligible === 'yes' ? (units.get(household) ?? null) : null);
}
