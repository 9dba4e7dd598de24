/** Books a person into another ceremony before either list is closed. The earlier booking stays on record. */
import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremonies, loadCeremony } from './load.ts';
import { perform } from './perform.ts';

export const rebookSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  to: z.string().describe('Id of the ceremony to move the booking to'),
  reason: z.enum([
    'asked-for-another-date',
    'arrived-late',
    'documents-missing',
    'household-together',
    'entered-in-error',
  ]),
});

export async function rebookAttendee(
  deps: Deps,
  request: Request,
  ceremonyId: string,
  input: z.infer<typeof rebookSchema>,
) {
  requirePermission(request.account, 'enrol-cohort');
  const ceremony = await loadCeremony(deps, request.account, ceremonyId);
  return perform(deps, request, ceremony.trial, async (now) => {
    const [from, to] = await Promise.all([
      loadCeremony(deps, request.account, ceremonyId),
      loadCeremonies(deps, request.account, [input.to]).then(([found]) => found),
    ]);
    if (to === undefined || to.trial !== from.trial)
      throw new Refusal('not-found', `There is no ceremony ${input.to} in this trial.`);
    if (from.isListClosed || to.isListClosed) {
      throw new Refusal(
        'list-closed',
        from.isListClosed
          ? 'The list of this ceremony is closed. After closing, record the change as attendance: rebooked.'
          : 'The list of that ceremony is closed. Add this person there as a late joiner: they then leave this list.',
      );
    }
    requireCeremony('enrol', to);
    const [person] = await deps.store.read.attendeesById(from.trial, [input.trial_id]);
    if (person === undefined || person.bookedInto !== from.id || person.joined !== null || person.bookingSeq === null) {
      throw new Refusal('not-found', `${input.trial_id} is not on the list of this ceremony.`);
    }
    const stamp = { reason: input.reason, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { trial_id: input.trial_id, ceremony: to.id },
      appends: [
        {
          into: 'booking',
          rows: [{ attendee: input.trial_id, seq: person.bookingSeq + 1, ceremony: to.id, ...stamp }],
        },
      ],
      notes: [{ act: 'rebook', subject: from.id, payload: input }],
    };
  });
}
