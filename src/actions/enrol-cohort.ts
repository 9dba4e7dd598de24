/**
 * Puts people on the booking list of a ceremony, as derived values only. All rows are taken or none. People who share a
 * lead reference become one household; a person can be on the lists of a trial once.
 */

import { requirePermission } from '../access/permissions.ts';
import type { AttendeeRow } from '../trial/attendee.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { running } from '../trial/lifecycle.ts';
import { refuseWithoutAgreements } from './borough-agreements.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { peopleRows, refuseRepeats } from './people-rows.ts';
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
    const loaded = await loadTrial(deps, trial);
    requireStatus(loaded, running, 'Enrolling a cohort');
    await refuseWithoutAgreements(deps, loaded.row, ceremony.borough, now);
    requireCeremony('enrol', await loadCeremony(deps, request.account, ceremonyId));
    const stamp = { at: now, actor: request.account.id };
    const { attendees, households } = await peopleRows(deps, trial, rows, stamp);
    const reply: Enrolled = {
      ceremony: ceremonyId,
      enrolled: attendees.length,
      eligible: rows.filter(({ eligible }) => eligible === 'yes').length,
      attendees: attendees.map(({ id, referenceHash }) => ({ trial_id: id, reference_hash: referenceHash })),
    };
    return {
      status: 201,
      reply,
      appends: [
        { into: 'household', rows: households },
        { into: 'attendee', rows: attendees },
        {
          into: 'booking',
          rows: attendees.map(({ id }) => ({ attendee: id, seq: 0, ceremony: ceremonyId, ...stamp })),
        },
      ],
      notes: [
        { act: 'enrol-cohort', subject: ceremonyId, payload: { rows, attendees: attendees.map(({ id }) => id) } },
      ],
    };
  });
}
