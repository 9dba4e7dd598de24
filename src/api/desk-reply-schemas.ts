/** What the API answers about deliveries, partners and what a borough agreed to. */
import { z } from 'zod';
import { agreementSchema, contactTermsSchema } from '../actions/borough-agreements.ts';
import { targetSchema } from '../actions/borough-targets.ts';
import { organisationSchema } from '../actions/organisations.ts';
import { deliverySchema } from '../actions/record-delivery.ts';
import { editionKinds } from '../trial/register-calendar.ts';
import { instant } from './reply-schemas.ts';

export const organisationsSchema = z.array(organisationSchema);

const version = z.int().min(1).describe('1 for the first log, one more for each correction');

export const deliveryLoggedSchema = z.object({ ceremony: z.string(), version }).extend(deliverySchema.shape);

export const deliveryLogsSchema = z
  .array(z.object({ version, at: instant, actor: z.string() }).extend(deliverySchema.shape))
  .describe('Oldest first: the last one stands');

export const assignmentMadeSchema = z.object({
  id: z.string(),
  organisation: z.string(),
  borough: z.string(),
  ceremony: z.string().nullable(),
  arm: z.string().nullable().describe('Every ceremony of the borough that is drawn to it'),
});

export const assignmentEndedSchema = z.object({ id: z.string(), state: z.literal('ended') });

export const rotaSchema = z
  .array(
    z.strictObject({
      ceremony: z.string(),
      trial: z.string(),
      borough: z.string(),
      heldOn: z.iso.date(),
      startsAt: z.string(),
      venue: z.string(),
    }),
  )
  .describe('Soonest first; no arm');

export const agreementRecordedSchema = z.object({ borough: z.string() }).extend(agreementSchema.shape);
export const contactTermsRecordedSchema = z.object({ borough: z.string() }).extend(contactTermsSchema.shape);

export const agreementsSchema = z.object({
  borough: z.string(),
  agreements: z.array(agreementSchema.extend({ at: instant })),
  contact: contactTermsSchema.extend({ at: instant }).nullable(),
  missing: z.array(z.string()).describe('What is missing or has expired, in plain words'),
  mayEnrol: z.boolean().describe('In a training trial nobody real is enrolled, and nothing is asked for'),
});

export const targetSetSchema = z.object({ borough: z.string() }).extend(targetSchema.shape);

export const targetsSchema = z.object({
  borough: z.string(),
  targets: z.array(
    targetSchema.extend({ reached: z.int().describe('Eligible people on lists of ceremonies in the period') }),
  ),
});

const waitingCeremony = z.object({
  trial: z.string(),
  ceremony: z.string(),
  heldOn: z.iso.date(),
  startsAt: z.string(),
  venue: z.string(),
  people: z.int().describe('Booked, or not seen yet'),
});

export const waitingSchema = z.object({
  borough: z.string(),
  listsToClose: z.array(waitingCeremony),
  armsToUnseal: z.array(waitingCeremony),
  attendanceToRecord: z.array(waitingCeremony),
  deliveriesToLog: z.array(waitingCeremony),
  followUps: z
    .array(
      z.object({
        trial: z.string(),
        outcome: z.string(),
        label: z.string(),
        windowOpen: z.int().describe('People of whom nothing is recorded, over all arms together'),
        windowEnded: z.int(),
      }),
    )
    .describe('Never by arm or by ceremony'),
  observable: z
    .array(
      z.object({
        trial: z.string(),
        outcome: z.string(),
        label: z.string(),
        first: z.string().nullable().describe('For people of the first ceremony; null: not in the calendar yet'),
        last: z.string().nullable().describe('For people of the last ceremony whose list is closed'),
      }),
    )
    .describe('From when each outcome can be observed'),
  reminders: z
    .array(z.object({ trial: z.string(), title: z.string(), messages: z.int() }))
    .describe('Messages that may be sent today, in trials whose protocol declares reminders'),
  targets: z.array(targetSchema.extend({ trial: z.string(), reached: z.int() })),
  agreements: z.array(z.object({ trial: z.string(), missing: z.array(z.string()) })),
});

export const calendarRecordedSchema = z.object({ borough: z.string(), recorded: z.int() });

export const registerCalendarReadSchema = z.object({
  borough: z.string(),
  editions: z
    .array(
      z.object({
        kind: z.enum(editionKinds),
        publishedOn: z.iso.date(),
        appliedBy: z.iso.date(),
        pollOn: z.iso.date().nullable(),
      }),
    )
    .readonly(),
  gaps: z
    .array(z.object({ after: z.iso.date(), until: z.iso.date() }))
    .readonly()
    .describe('More than five weeks without a publication'),
  outcomes: z.array(
    z.object({
      outcome: z.string(),
      label: z.string(),
      isMatched: z.boolean().describe('true where the register is one of its sources'),
      lastCeremony: z.iso.date().nullable(),
      windowEnds: z.iso.date().nullable(),
      observableFrom: z.iso
        .date()
        .nullable()
        .describe('Null where nobody is followed, or the calendar does not reach so far'),
    }),
  ),
});

export const historySchema = z
  .array(z.object({ at: instant, by: z.string().describe('Staff, by name'), what: z.string() }))
  .describe('Oldest first');

export const subjectAskedSchema = z.object({ id: z.string() });

export const subjectReadSchema = z.object({
  id: z.string(),
  trial: z.string(),
  borough: z.string(),
  askedAt: instant,
  lines: z.array(z.object({ about: z.string(), what: z.string(), at: instant })),
});
