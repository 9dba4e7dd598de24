/** A person leaves the trial or objects. The allocation stays and is counted; the decision says whether outcomes do. */
import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { refuseStrangers } from './record-attendance.ts';

export const withdrawSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  reason: z.enum(['objected', 'no-reason-given', 'moved-away', 'ineligible-found-later']),
  decision: z
    .enum(['keep-outcomes', 'count-only'])
    .describe('count-only: outcomes leave the data set, the count stays'),
});

export async function withdrawAttendee(
  deps: Deps,
  request: Request,
  slug: string,
  input: z.infer<typeof withdrawSchema>,
) {
  requirePermission(request.account, 'withdraw-attendee');
  return perform(deps, request, slug, async (now) => {
    requireStatus(await loadTrial(deps, slug), ['baseline', 'open', 'paused'], 'Recording a withdrawal');
    await refuseStrangers(deps, request, slug, [input.trial_id]);
    const { trial_id: attendee, reason, decision } = input;
    return {
      status: 201,
      reply: { trial_id: attendee, decision },
      appends: [
        { into: 'withdrawal', rows: [{ attendee, trial: slug, reason, decision, at: now, actor: request.account.id }] },
      ],
      notes: [{ act: 'withdraw', subject: slug, payload: input }],
    };
  });
}
