/**
 * A person leaves the trial or objects, at any time after the lock (UK GDPR Article 21). Before the list closes they are left
 * off it; after it the allocation stays and is counted, and the decision says whether outcomes do. Data that was frozen before
 * stays as it was hashed; what the service gives out later leaves the person out. Nobody is taken out as ineligible once the arm
 * of their unit is drawn: whoever decides that could know the arm (ICH E9, section 5.2.1).
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { frozen, isAmong, setUpOrRunning } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { visibleAmong } from './own-attendees.ts';
import { perform } from './perform.ts';

export const withdrawSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  reason: z.enum(['objected', 'no-reason-given', 'moved-away', 'ineligible-found-later']),
  decision: z
    .enum(['keep-outcomes', 'count-only'])
    .describe('count-only: outcomes leave the data set, the count stays'),
});

/**
 * Refuses `already-withdrawn`, and `already-drawn` for `ineligible-found-later` once the person's unit is drawn. Answers with
 * `frozen`: whether outcomes of this person may be in a data set that was hashed before.
 */
export async function withdrawAttendee(
  deps: Deps,
  request: Request,
  slug: string,
  input: z.infer<typeof withdrawSchema>,
) {
  requirePermission(request.account, 'withdraw-attendee');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, [...setUpOrRunning, ...frozen], 'Recording a withdrawal');
    const { trial_id: attendee, reason, decision } = input;
    const visible = await visibleAmong(deps, request.account, slug, [attendee]);
    if (!visible.has(attendee)) {
      throw new InputRefused([{ path: 'trial_id', message: 'nobody in this trial and borough has this id' }]);
    }
    if ((await deps.store.read.withdrawnAmong([attendee])).has(attendee)) {
      throw new Refusal('already-withdrawn', 'This person has left the trial already.');
    }
    if (reason === 'ineligible-found-later') await refuseDrawn(deps, trial, attendee);
    return {
      status: 201,
      reply: { trial_id: attendee, decision, frozen: isAmong(trial.status, frozen) },
      appends: [
        { into: 'withdrawal', rows: [{ attendee, trial: slug, reason, decision, at: now, actor: request.account.id }] },
      ],
      notes: [{ act: 'withdraw', subject: slug, payload: input }],
    };
  });
}

async function refuseDrawn(deps: Deps, { row, protocol }: LoadedTrial, attendee: string): Promise<void> {
  const [person] = await deps.store.read.attendeesById(row.slug, [attendee]);
  if (person === undefined) throw new Error('A person who is visible is not there.');
  const isHouseholdDrawn =
    protocol.unit !== 'ceremony' &&
    (await deps.store.read.unitsOfHouseholds(row.slug, [person.attendee.household])).size > 0;
  if (person.unit === null && person.followed === null && !isHouseholdDrawn) return;
  throw new Refusal(
    'already-drawn',
    'The arm of this person’s unit is drawn: who is taken out now could depend on it. Report it as the error ' +
      'ineligible-found-later under randomisation-errors, once their list is closed, which counts it and keeps the person.',
  );
}
