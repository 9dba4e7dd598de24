/**
 * Records who came. The ceremony attended stands beside the randomised one and never replaces it: the analysis goes by
 * the ceremony as randomised.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export const attendanceRowSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  status: z.enum(['attended', 'absent', 'late', 'rebooked', 'left-list']),
});
export const attendanceSchema = z.strictObject({ rows: z.array(attendanceRowSchema).min(1).max(5_000) });

type AttendanceRow = z.infer<typeof attendanceRowSchema>;

/** @param ceremonyId the ceremony at which this was seen, which may not be the randomised one */
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
    requireStatus(await loadTrial(deps, trial), ['baseline', 'open', 'paused'], 'Recording attendance');
    if (!ceremony.isListClosed) throw new Refusal('list-open', 'Close the list of this ceremony first.');
    if (ceremony.isCancelled) throw new Refusal('ceremony-cancelled', 'This ceremony was cancelled.');
    const ids = rows.map(({ trial_id }) => trial_id);
    await refuseStrangers(deps, request, trial, ids);
    const last = await deps.store.read.lastAttendanceSeqs(ids);
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

/** Refuses ids that repeat, that the trial does not know, or whose list belongs to another borough. */
export async function refuseStrangers(
  deps: Deps,
  request: Request,
  trial: string,
  ids: readonly string[],
): Promise<void> {
  const known = await deps.store.read.attendeesById(trial, ids);
  const homes = await deps.store.read.ceremoniesById([
    ...new Set(known.map(({ randomisedIn, bookedInto }) => randomisedIn ?? bookedInto)),
  ]);
  const own = new Set(
    homes
      .filter(({ borough }) => request.account.borough === null || borough === request.account.borough)
      .map(({ id }) => id),
  );
  const visible = new Set(
    known
      .filter(({ randomisedIn, bookedInto }) => own.has(randomisedIn ?? bookedInto))
      .map(({ attendee }) => attendee.id),
  );
  const seen = new Set<string>();
  const problems = ids.flatMap((id, index) => {
    const message = !visible.has(id)
      ? 'nobody in this trial and borough has this id'
      : seen.has(id)
        ? 'named twice'
        : null;
    seen.add(id);
    return message === null ? [] : [{ path: `rows[${index}].trial_id`, message }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}
