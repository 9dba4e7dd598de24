/**
 * Records who came. The ceremony attended stands beside the randomised one and never replaces it: the analysis goes by
 * the ceremony as randomised.
 */

import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import { attendanceStatuses, knownBeforehand } from '../trial/attendance.ts';
import { londonDate } from '../trial/calendar.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { mayRecordOn } from '../trial/ceremony-verdicts.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { refuseStrangers, refuseWithdrawn } from './own-attendees.ts';
import { perform } from './perform.ts';

export const attendanceRowSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  status: z.enum(attendanceStatuses),
  seen: z
    .number()
    .int()
    .min(-1)
    .optional()
    .describe(
      'Number of the newest record of this person that the sender knows, -1 for none; refused where there is a newer one',
    ),
});
export const attendanceSchema = z.strictObject({ rows: z.array(attendanceRowSchema).min(1).max(5_000) });

export type AttendanceRow = z.infer<typeof attendanceRowSchema>;

/**
 * Refuses `too-early` for who came before the day of the ceremony, `list-open`, `ceremony-cancelled`, and `recorded-meanwhile`
 * where a row says what its sender had seen and something newer is there.
 * @param ceremonyId the ceremony at which this was seen, which may not be the randomised one
 */
export async function recordAttendance(
  deps: Deps,
  request: Request,
  ceremonyId: string,
  rows: readonly AttendanceRow[],
) {
  requirePermission(request.account, 'record-attendance');
  const { trial } = await loadCeremony(deps, request.account, ceremonyId);
  return perform(deps, request, trial, async (now) => {
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    requireStatus(await loadTrial(deps, trial), running, 'Recording attendance');
    requireCeremony('record-attendance', ceremony);
    const early = mayRecordOn(ceremony.heldOn, londonDate(now));
    if (early !== true && rows.some(({ status }) => !knownBeforehand.includes(status))) {
      throw new Refusal('too-early', early);
    }
    await refuseStrangers(deps, request.account, trial, rows);
    await refuseWithdrawn(deps, rows);
    const last = await deps.store.read.lastAttendanceSeqs(rows.map(({ trial_id }) => trial_id));
    refuseRecordedMeanwhile(rows, last);
    return {
      status: 201,
      reply: { ceremony: ceremonyId, recorded: rows.length },
      appends: [
        {
          into: 'attendance',
          rows: rows.map(({ trial_id, status }) => ({
            attendee: trial_id,
            seq: (last.get(trial_id) ?? -1) + 1,
            status,
            ceremony: ceremonyId,
            at: now,
            actor: request.account.id,
          })),
        },
      ],
      notes: [{ act: 'record-attendance', subject: ceremonyId, payload: { rows } }],
    };
  });
}

/** A device that was cut off sends late: what others recorded in between is not written over without anybody looking. */
function refuseRecordedMeanwhile(rows: readonly AttendanceRow[], last: ReadonlyMap<string, number>): void {
  const overtaken = rows.filter(({ trial_id, seen }) => seen !== undefined && (last.get(trial_id) ?? -1) > seen);
  if (overtaken.length === 0) return;
  throw new Refusal(
    'recorded-meanwhile',
    `Something else was recorded meanwhile about ${overtaken.map(({ trial_id }) => trial_id).join(', ')}. ` +
      'Nothing was written: look at what is recorded now, and decide.',
  );
}
