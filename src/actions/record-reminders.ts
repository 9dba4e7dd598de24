/**
 * That messages were made for people, before they are handed to GOV.UK Notify: from then on nobody is listed again for the same
 * reminder, also where two registrars make the file at once. Each message is judged again here, since somebody may have answered or
 * objected since the list was read.
 */
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { londonDate } from '../trial/calendar.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import { reminderChannels } from '../trial/reminder-wording.ts';
import { reminderPlanOf } from '../trial/reminders.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';
import { ownDue, reminderTerms } from './read-reminders.ts';
import { reminderState } from './reminder-people.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');

export const reminderMadeSchema = z.strictObject({
  reminder: z.int().min(1).max(12),
  channel: z.enum(reminderChannels),
  reference_hashes: z
    .array(hash)
    .min(1)
    .max(50)
    .refine((hashes) => new Set(hashes).size === hashes.length, 'names somebody twice')
    .describe('Whom the message is addressed to, then whom else of the household it is for'),
});
export const remindersMadeSchema = z.strictObject({ messages: z.array(reminderMadeSchema).min(1).max(5_000) });
export type ReminderMade = z.infer<typeof reminderMadeSchema>;

/** Refuses people who may not be reminded by this reminder today, by the message that names them. */
export async function recordReminders(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  made: readonly ReminderMade[],
) {
  requirePermission(request.account, 'send-reminders');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, running, 'Reminding people');
    const plan = reminderPlanOf(trial.protocol);
    const { channels, nobody } = await reminderTerms(deps, trial, borough);
    if (plan === null) throw new Refusal('wrong-status', 'The protocol of this trial declares no reminders.');
    if (nobody !== null) throw new Refusal('no-agreement', nobody);
    const due = ownDue(plan, await reminderState(deps, slug, trial.protocol), borough, londonDate(now));
    const placeOf = new Map(
      due.flatMap((message) => message.people.map((person) => [person.referenceHash, { message, person }] as const)),
    );
    const problems: Problem[] = [];
    const taken = new Set<object>();
    const rows = made.flatMap((message, index) => {
      const found = message.reference_hashes.map((one) => placeOf.get(one));
      const head = found[0];
      const wrong = (field: string, text: string) => {
        problems.push({ path: `messages[${index}].${field}`, message: text });
        return [];
      };
      if (!channels.includes(message.channel))
        return wrong('channel', 'the borough’s terms of contact do not permit it');
      if (head === undefined || found.some((one) => one?.message.reminder !== message.reminder)) {
        return wrong('reference_hashes', 'somebody here may not be sent this reminder today: read the list again');
      }
      if (found.some((one) => one?.message !== head.message)) {
        return wrong('reference_hashes', 'a message is for one person, or for people of one household');
      }
      if (taken.has(head.message)) return wrong('reference_hashes', 'named in a message before');
      taken.add(head.message);
      const { reminder, channel } = message;
      return found.flatMap((one) => {
        if (one === undefined) return [];
        const who = { attendee: one.person.id, addressed: head.person.id };
        return [{ ...who, reminder, trial: slug, channel, at: now, actor: request.account.id }];
      });
    });
    if (problems.length > 0) throw new InputRefused(problems.slice(0, 20));
    return {
      status: 201,
      reply: { borough, messages: made.length, people: rows.length },
      appends: [{ into: 'reminderMessage', rows }],
      notes: [{ act: 'record-reminders', subject: borough, payload: { messages: made } }],
    };
  });
}
