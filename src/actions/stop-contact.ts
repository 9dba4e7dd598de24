/**
 * Somebody wants to be sent nothing more, and stays in the trial: said on their own page, or to the register office, by answering a
 * message. Said twice it is recorded once. It cannot be taken back here: whoever wants messages again says so to the borough.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { frozen, setUpOrRunning } from '../trial/lifecycle.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { visibleAmong } from './own-attendees.ts';
import { perform } from './perform.ts';

export const stopContactSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
});

export async function stopContact(deps: Deps, request: Request, slug: string, attendee: string) {
  requirePermission(request.account, 'withdraw-attendee');
  return perform(deps, request, slug, async (now) => {
    requireStatus(
      await loadTrial(deps, slug),
      [...setUpOrRunning, ...frozen],
      'Recording that somebody wants no messages',
    );
    if (!(await visibleAmong(deps, request.account, slug, [attendee])).has(attendee)) {
      throw new InputRefused([{ path: 'trial_id', message: 'nobody in this trial and borough has this id' }]);
    }
    const isStopped = (await deps.store.read.contactStopsOf(slug)).has(attendee);
    const row = { attendee, trial: slug, at: now, actor: request.account.id };
    return {
      status: 201,
      reply: { trial_id: attendee, stopped: true as const },
      appends: [{ into: 'contactStop', rows: isStopped ? [] : [row] }],
      notes: [{ act: 'stop-contact', subject: slug, payload: { attendee } }],
    };
  });
}
