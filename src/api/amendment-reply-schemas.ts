/** What the routes on amendments answer. */
import { z } from 'zod';
import { weights } from '../trial/amendment-rules.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const weight = z.enum(weights);

const changeSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'reordered']),
  place: z.string().describe('As people read it'),
  path: z.string(),
  before: z.string().nullable().describe('As text; JSON where it is no text; null where it was added'),
  after: z.string().nullable(),
  weight,
});

export const versionLineSchema = z.object({
  version: z.number().int(),
  kind: z.enum(['locked', 'amendment', 'arm-stopped']),
  weight: weight.nullable(),
  reason: z.string().nullable(),
  at: z.string(),
  protocolHash: hash,
  planHash: hash,
  afterUnblinding: z
    .boolean()
    .nullable()
    .describe('Whether somebody had read arms, or figures by arm, before; null where that is not recorded'),
});
export const versionsSchema = z.array(versionLineSchema);
export const versionReadSchema = z.object({
  line: versionLineSchema,
  isInForce: z.boolean(),
  changes: z.array(changeSchema).describe('Against the version before'),
});

export const proposalsSchema = z.array(
  z.object({
    ...{ documentHash: hash, version: z.number().int(), weight, reason: z.string(), at: z.string() },
    ...{ protocolHash: hash, planHash: hash, signed: z.array(z.string()), changes: z.array(changeSchema) },
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('Why it cannot be signed any more; empty where it can'),
    afterUnblinding: z.boolean().describe('Somebody has read arms, or figures by arm, which the amendment will say'),
    document: z.string().describe('The protocol.json that would be in force, as given'),
  }),
);
export const proposedSchema = z.object({
  state: z.literal('awaiting-signature'),
  documentHash: hash,
  version: z.number().int(),
  protocolHash: hash,
  signed: z.array(z.string()).readonly(),
});
export const amendedSchema = z.object({
  state: z.literal('amended'),
  version: z.number().int(),
  protocolHash: hash,
  planHash: hash,
});
