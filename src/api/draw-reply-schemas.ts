/** What the API answers about the draw: receipts, beacon, ledger, errors of randomisation, late joiners. */
import { z } from 'zod';
import { randomisationErrorKinds, retractionReasons } from '../trial/randomisation-errors.ts';
import { receiptSchema } from '../trial/receipt.ts';
import { errorCounts, hash, instant } from './reply-schemas.ts';

export const ledgerSchema = z.object({
  entries: z.array(
    z.object({
      trial: z.string(),
      seq: z.number().int(),
      at: instant,
      actor: z.string(),
      act: z.string(),
      subject: z.string(),
      payloadHash: hash,
      previousHash: hash,
      hash,
    }),
  ),
  next: z.number().int().nullable().describe('Where the next page begins; null on the last page'),
});

export const ledgerHeadSchema = z.object({
  head: z.object({ seq: z.number().int(), hash }).nullable(),
  asked: z
    .discriminatedUnion('state', [
      z.object({
        state: z.literal('in-chain'),
        seq: z.number().int(),
        at: instant,
        entriesSince: z.number().int(),
      }),
      z.object({ state: z.literal('not-in-chain') }),
    ])
    .nullable()
    .describe('What became of the hash asked for; null where none was'),
});

export const receiptNumbersSchema = z.object({
  ceremony: z.string(),
  receipts: z.array(z.object({ unit: z.string(), number: hash })),
});

export const receiptsSchema = z.object({
  receipts: z.array(z.object({ number: hash, receipt: receiptSchema })),
  next: z.number().int().nullable().describe('Where the next page begins; null on the last page'),
});

export const receiptCheckedSchema = z.object({
  state: z
    .enum(['held', 'differs', 'not-held'])
    .describe('differs: the trial holds a receipt of this unit with other contents'),
  number: hash,
});

export const beaconRecordedSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('awaiting-signature'), documentHash: hash, signed: z.array(z.string()).readonly() }),
  z.object({ state: z.literal('recorded'), source: z.string(), round: z.string(), output: z.string() }),
]);

export const errorReportedSchema = z.object({ id: z.string(), kind: z.enum(randomisationErrorKinds) });

export const randomisationErrorsSchema = z.array(
  errorReportedSchema.extend({
    subject: z.string().describe('The drawn unit, the person, or the household'),
    other: z.string().nullable().describe('The second of two people or households'),
    code: z.string().nullable(),
    stratum: z.string().nullable().describe('The right stratum’s key, where the one drawn was wrong'),
    borough: z.string().nullable(),
    at: instant,
    actor: z.string(),
    takenBack: z
      .object({ reason: z.enum(retractionReasons), at: instant, actor: z.string() })
      .nullable()
      .describe('Null where the report stands'),
  }),
);

export const errorTakenBackSchema = errorReportedSchema.extend({ state: z.literal('taken-back') });

const errorsCountedSchema = z.object({
  standing: z.object(errorCounts),
  takenBack: z.number().int().describe('Reports that were themselves mistakes'),
});

export const conductSchema = z.object({
  boroughs: z.array(
    z.object({
      borough: z.string(),
      name: z.string(),
      ceremonies: z.number().int().describe('Of the trial phase'),
      shortNotice: z.object({
        scheduled: z.number().int().describe('Ceremonies scheduled when their lead time had begun'),
        broughtForward: z.number().int().describe('Ceremonies moved to an earlier day whose lead time had begun'),
        cancelledOnceSeen: z.number().int().describe('Of both, cancelled after their arms were unsealed'),
      }),
      afterUnsealing: z.object({
        moved: z.number().int().describe('Ceremonies'),
        movedAgain: z.number().int().describe('Of those, more than once'),
        movedBeyondLeadTime: z.number().int().describe('Of those, as two people signed'),
        cancelled: z.number().int().describe('Ceremonies'),
        merged: z.number().int().describe('Ceremonies'),
        joined: z.number().int().describe('People'),
        rebooked: z.number().int().describe('People rebooked, or who left the list'),
        withdrawn: z.number().int().describe('People'),
      }),
      errors: errorsCountedSchema,
    }),
  ),
  errors: errorsCountedSchema.describe('Over the boroughs shown'),
  warnings: z.array(z.string()),
});

export const lateJoinersAddedSchema = z.object({
  ceremony: z.string(),
  kind: z.enum(['late-joiner', 'walk-in']),
  added: z.number().int(),
  attendees: z.array(z.object({ trial_id: z.string(), reference_hash: hash })).readonly(),
});
