/**
 * What became of messages, as GOV.UK Notify reports it and the borough's machine brings it down to hashes and codes. Of somebody who has
 * left since nothing more is recorded. A message that arrives late has a later record; the newest stands.
 */
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { running } from '../trial/lifecycle.ts';
import { deliveryStatuses } from '../trial/reminders.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';
import { reminderState } from './reminder-people.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');

export const reminderDeliverySchema = z.strictObject({
  reference_hash: hash.describe('Whom the message was addressed to'),
  reminder: z.int().min(1).max(12),
  status: z.enum(deliveryStatuses).describe('In the words of GOV.UK Notify'),
});
export const reminderDeliveriesSchema = z.strictObject({ rows: z.array(reminderDeliverySchema).min(1).max(5_000) });
export type ReminderDelivery = z.infer<typeof reminderDeliverySchema>;

export type DeliveriesRecorded = {
  readonly recorded: number;
  /** That were recorded before with the same status. */
  readonly known: number;
  /** Of people who have left since. */
  readonly left: number;
};

export async function recordReminderDeliveries(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  given: readonly ReminderDelivery[],
) {
  requirePermission(request.account, 'send-reminders');
  ownBorough(request.account, borough);
  return perform<DeliveriesRecorded>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, running, 'Recording what became of reminders');
    const { people, messages } = await reminderState(deps, slug, trial.protocol);
    const own = new Map(people.filter((one) => one.borough === borough).map((one) => [one.referenceHash, one]));
    const made = new Set(
      messages.filter((one) => one.attendee === one.addressed).map((one) => `${one.addressed} ${one.reminder}`),
    );
    const newest = new Map(
      (await deps.store.read.reminderDeliveriesOf(slug)).map((row) => [`${row.addressed} ${row.reminder}`, row]),
    );
    const problems: Problem[] = [];
    const places = given.map((one) => `${own.get(one.reference_hash)?.id} ${one.reminder}`);
    const told = given.flatMap((one, index) => {
      const place = places[index] ?? '';
      const person = own.get(one.reference_hash);
      const isRepeat = places.indexOf(place) < index;
      if (person !== undefined && made.has(place) && !isRepeat) return [{ ...one, person, before: newest.get(place) }];
      const message = isRepeat ? 'named twice' : 'no message of this reminder is addressed to this person';
      problems.push({ path: `rows[${index}].reference_hash`, message });
      return [];
    });
    if (problems.length > 0) throw new InputRefused(problems.slice(0, 20));
    const staying = told.filter(({ person }) => !person.hasLeft);
    const rows = staying
      .filter(({ before, status }) => before?.status !== status)
      .map(({ person, reminder, status, before }) => ({
        ...{ addressed: person.id, reminder, seq: (before?.seq ?? -1) + 1, status },
        ...{ trial: slug, at: now, actor: request.account.id },
      }));
    return {
      status: 201,
      reply: { recorded: rows.length, known: staying.length - rows.length, left: told.length - staying.length },
      appends: [{ into: 'reminderDelivery', rows }],
      notes: [{ act: 'record-reminder-deliveries', subject: borough, payload: { rows: given } }],
    };
  });
}
