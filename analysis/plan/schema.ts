/**
 * The shape of plan.json (contract "plan.json"), strict: an unknown key is an error at its path. Defaults are filled in
 * here, so that nothing inside is optional "in case"; what a plan may mean beyond its shape is judged in check-plan.ts.
 */
import * as z from 'zod';
import { estimatorSchema } from './estimator-schema.ts';
import {
  clusterSchema,
  columnSchema,
  contrastsSchema,
  covariatesSchema,
  levelSchema,
  rowFiltersSchema,
  strictObject,
  textSchema,
} from './plan-parts.ts';

const successSchema = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be the value that counts as a success: a text, a number, true or false',
});

const named = { name: textSchema, primary: z.boolean().default(false) };
const measured = { ...named, column: columnSchema };

const outcomeSchema = z.discriminatedUnion('kind', [
  strictObject({ ...measured, kind: z.literal('binary'), success: successSchema.optional() }),
  strictObject({ ...measured, kind: z.literal('continuous') }),
  strictObject({ ...measured, kind: z.literal('count') }),
  strictObject({ ...measured, kind: z.literal('ordinal') }),
  strictObject({ ...named, kind: z.literal('time-to-event'), time: columnSchema, event: columnSchema }),
]);

export const adjustmentMethods = ['bonferroni', 'holm', 'hochberg', 'hommel', 'bh', 'by'] as const;
export const families = ['contrasts', 'outcomes', 'both'] as const;

export const planSchema = strictObject({
  title: textSchema,
  /** Not planned before the data were seen (exploratory.ts); a locked plan never says so. */
  exploratory: z.boolean().optional(),
  /** `levels` names every declared arm: one without a row is then not estimable, where it would else be taken for a typo. */
  arm: strictObject({ column: columnSchema, reference: textSchema, levels: z.array(textSchema).min(2).optional() }),
  rows: rowFiltersSchema.default([]),
  cluster: clusterSchema.optional(),
  strata: z.array(columnSchema).default([]),
  weight: columnSchema.optional(),
  missing: z.array(z.string()).default(['', 'NA']),
  outcomes: z.array(outcomeSchema).min(1, 'must name at least one outcome'),
  contrasts: contrastsSchema,
  covariates: covariatesSchema.default([]),
  imputations: strictObject({ column: columnSchema }).optional(),
  level: levelSchema.default(0.95),
  multiplicity: strictObject({
    method: z.enum(adjustmentMethods),
    across: z.enum(families).default('contrasts'),
  }).optional(),
  estimators: z.array(estimatorSchema).min(1, 'must name at least one estimator'),
});

export type Plan = z.output<typeof planSchema>;
export type Outcome = Plan['outcomes'][number];
export type Multiplicity = NonNullable<Plan['multiplicity']>;
export type PlannedEstimator = Plan['estimators'][number];
