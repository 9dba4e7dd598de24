/** Reminders of the attendee's page: whom a borough may remind, that it did, what became of it, and whether that differs by arm. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import { readReminderAlarm, readReminderDelivery } from '../../actions/read-reminder-delivery.ts';
import { readReminders } from '../../actions/read-reminders.ts';
import { recordReminderDeliveries, reminderDeliveriesSchema } from '../../actions/record-reminder-deliveries.ts';
import { recordReminders, remindersMadeSchema } from '../../actions/record-reminders.ts';
import { lawfulBases } from '../../trial/agreements.ts';
import { reminderChannels } from '../../trial/reminder-wording.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import { hash, instant } from '../reply-schemas.ts';
import { answer, boroughParams, readRoute, slugParams, writeRoute } from '../route.ts';

const tag = 'Boroughs';
const number = z.int().describe('1 for the first reminder of the protocol');
const people = z
  .array(
    z.strictObject({
      reference_hash: hash,
      ceremony: z.string(),
      version: z.int().describe('Of the newest follow-up code; 0 where none is registered'),
      link_hash: hash.nullable(),
    }),
  )
  .describe('Of one household where the protocol sends it one message; no arm');
const count = z.int();

const remindersSchema = z.strictObject({
  trial: z.string(),
  title: z.string(),
  borough: z.string(),
  today: z.iso.date(),
  isTraining: z.boolean(),
  declared: z
    .strictObject({
      wording: z.int(),
      onePerHousehold: z.boolean(),
      schedule: z.array(z.strictObject({ reminder: number, afterDays: z.int() })),
    })
    .nullable(),
  lawfulBasis: z.enum(lawfulBases).nullable().describe('Under consent the borough’s own list says who agreed'),
  channels: z.array(z.enum(reminderChannels)).describe('That the borough’s terms of contact permit'),
  nobody: z.string().nullable().describe('Why nobody may be reminded; null where somebody may'),
  due: z.array(z.strictObject({ reminder: number, until: z.iso.date(), people })),
  made: z
    .array(z.strictObject({ reminder: number, channel: z.enum(reminderChannels), at: instant, people }))
    .describe('Messages that were made and of whose delivery nothing is known'),
  silent: z.array(hash).describe('Who left or asked for nothing more: no message goes to an address of theirs'),
  coming: z.array(z.strictObject({ on: z.iso.date(), reminder: number, messages: count })),
  counts: z.array(
    z.strictObject({
      ...{ reminder: number, made: count, waiting: count, delivered: count },
      ...{ 'permanent-failure': count, 'temporary-failure': count, 'technical-failure': count },
    }),
  ),
});

const alarm = z.enum(['too-few', 'none', 'differs-by-arm']);
const alarmSchema = z.strictObject({ slug: z.string(), reported: count, alarm });
const byArmSchema = alarmSchema.extend({
  arms: z.array(z.strictObject({ arm: z.string(), delivered: count, notDelivered: count })),
  test: z.enum(['chi-squared', 'fisher-exact']).nullable(),
  p: z.number().nullable(),
});

export function reminderRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/trials/{slug}/boroughs/{borough}/reminders',
      tag,
      summary: 'Whom the borough may remind today of their own page, by reference hash, without arms',
      params: boroughParams,
      reply: remindersSchema,
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return c.json(remindersSchema.parse(await readReminders(deps, signedIn(c), slug, borough)), 200);
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/reminders',
      tag,
      summary: 'Record that messages were made, before they are sent: nobody is listed twice for one reminder',
      params: boroughParams,
      body: remindersMadeSchema,
      reply: z.object({ borough: z.string(), messages: count, people: count }),
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      const { messages } = c.req.valid('json');
      return answer(c, await recordReminders(deps, await writeRequest(c), slug, borough, messages));
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/reminder-deliveries',
      tag,
      summary: 'Record what GOV.UK Notify reports of messages, by reference hash and code',
      params: boroughParams,
      body: reminderDeliveriesSchema,
      reply: z.object({ recorded: count, known: count, left: count }),
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      const { rows } = c.req.valid('json');
      return answer(c, await recordReminderDeliveries(deps, await writeRequest(c), slug, borough, rows));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/reminders/alarm',
      tag: 'Analysis',
      summary: 'Whether the delivery of reminders differs by arm, and nothing of how',
      params: slugParams,
      reply: alarmSchema,
    }),
    async (c) => c.json(alarmSchema.parse(await readReminderAlarm(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/reminders/delivery',
      tag: 'Analysis',
      summary: 'Reminders delivered by arm; whoever reads it is never blind again in this trial',
      params: slugParams,
      reply: byArmSchema,
    }),
    async (c) =>
      c.json(byArmSchema.parse(await readReminderDelivery(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
}
