/** What the API answers about what leaves: summaries, releases, their files, and what holds them back. */
import { z } from 'zod';
import { correctionReasons } from '../trial/corrections.ts';
import { hash } from './reply-schemas.ts';

export const releasedSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('awaiting-signature'), figuresHash: hash, signed: z.array(z.string()).readonly() }),
  z.object({ state: z.literal('released'), figuresHash: hash }),
]);

const safeCount = z.union([z.number(), z.literal('suppressed')]);
export const summarySchema = z.object({
  slug: z.string(),
  title: z.string(),
  mode: z.enum(['training', 'live']),
  status: z.string(),
  protocolHash: hash,
  disclosure: z.object({ threshold: z.number().int(), base: z.number().int() }),
  boroughs: z.array(z.object({ borough: z.string(), randomised: safeCount })).readonly(),
  outcomes: z
    .array(
      z.object({
        outcome: z.string(),
        label: z.string(),
        isPrimary: z.boolean(),
        arms: z.array(z.object({ arm: z.string(), n: safeCount, count: safeCount, percent: safeCount })).readonly(),
        differences: z
          .array(
            z.object({
              contrast: z.tuple([z.string(), z.string()]).readonly(),
              points: safeCount,
              error: safeCount,
              interval: z.union([z.tuple([z.number(), z.number()]).readonly(), z.literal('suppressed')]),
              p: safeCount,
            }),
          )
          .readonly()
          .describe('From the rounded counts alone, errors widened by the rounded intraclass correlation'),
        icc: z
          .number()
          .nullable()
          .describe('Two decimals; null where people were randomised one by one, or it cannot be estimated'),
      }),
    )
    .readonly()
    .nullable(),
});

export const packSchema = z.array(z.object({ name: z.string(), sha256: hash })).readonly();

export const recordedPollSchema = z.object({ area: z.string(), pollOn: z.string(), quietFrom: z.string() });

export const overriddenSchema = z.object({
  state: z.enum(['awaiting-signature', 'overridden']),
  signed: z.array(z.string()).readonly(),
});

export const packOfSchema = z.object({ supersededBy: z.number().int().nullable(), files: packSchema });

export const releasesSchema = z
  .array(
    z.object({
      number: z.number().int(),
      at: z.string(),
      reason: z.enum(correctionReasons).nullable(),
      supersededBy: z.number().int().nullable(),
    }),
  )
  .readonly();
