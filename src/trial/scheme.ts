/**
 * The ways a draw can be made, as a tagged union: every kind with its own keys, so that a key of another scheme is refused
 * by name instead of passed over.
 */
import * as z from 'zod';
import { strictObject } from '../../analysis/plan/plan-parts.ts';
import { variableName } from './variable-name.ts';

const largestBlock = 10_000;

const blockSizes = z
  .array(z.int().min(1, 'must be at least 1').max(largestBlock, `must be at most ${largestBlock}`))
  .min(1, 'must hold at least one block size');

const mostTries = 100_000;
const largestWeight = 1_000;

/** A factor to minimise over: its name alone weighs 1. */
const factor = z.union(
  [
    variableName.transform((name) => ({ name, weight: 1 })),
    strictObject({ name: variableName, weight: z.int().min(1).max(largestWeight) }),
  ],
  {
    error: `must be the name of a variable (a to z, 0 to 9 and "_"), or { "name": …, "weight": a whole number from 1 to ${largestWeight} }`,
  },
);

/** A covariate to balance: a number where nothing else is said. */
const covariate = z.union(
  [
    variableName.transform((column) => ({ column, as: 'number' as const })),
    strictObject({ column: variableName, as: z.enum(['number', 'category']).default('number') }),
  ],
  { error: 'must be the name of a number (a to z, 0 to 9 and "_"), or { "column": …, "as": "number" or "category" }' },
);

export const schemeSchema = z.discriminatedUnion('kind', [
  /** Each unit by itself, by the ratio alone. */
  strictObject({ kind: z.literal('simple') }),
  /** One closed list of the whole trial, drawn at once within strata. */
  strictObject({ kind: z.literal('complete') }),
  /** Each closed list drawn at once within strata: that of a ceremony, or the ceremonies whose lists close together. */
  strictObject({ kind: z.literal('cohort') }),
  /** Permuted blocks within strata; each block's size is drawn from the list. */
  strictObject({ kind: z.literal('blocks'), blockSizes }),
  /** A fair coin until the imbalance of a stratum reaches its limit (Soares & Wu 1983). */
  strictObject({ kind: z.literal('big-stick'), limit: z.int().min(1, 'must be at least 1') }),
  /** The arm that leaves the least imbalance over the factors, with a random share (Pocock & Simon 1975). */
  strictObject({
    kind: z.literal('minimisation'),
    factors: z.array(factor).min(1, 'must name at least one factor'),
    imbalance: z.enum(['range', 'variance']).default('range'),
    randomShare: z.number().min(0, 'must lie between 0 and 1').max(1, 'must lie between 0 and 1'),
  }),
  /** A closed list drawn again until its balance is acceptable (Morgan & Rubin 2012). */
  strictObject({
    kind: z.literal('rerandomised'),
    covariates: z.array(covariate).min(1, 'must name at least one covariate'),
    criterion: z.enum(['mahalanobis', 'standardised-difference']).default('mahalanobis'),
    threshold: z.number().gt(0, 'must be greater than 0'),
    maximumTries: z.int().min(1, 'must be at least 1').max(mostTries, `must be at most ${mostTries}`).default(10_000),
  }),
]);

/** A value nobody may change, all the way down. */
export type Immutable<T> = { readonly [Key in keyof T]: Immutable<T[Key]> };
export type Scheme = Immutable<z.output<typeof schemeSchema>>;
export type SchemeKind = Scheme['kind'];

/** What a scheme reads of each unit beside its stratum, in the protocol's order: minimisation's factors, rerandomisation's covariates. */
export function schemeColumns(scheme: Scheme): readonly string[] {
  switch (scheme.kind) {
    case 'minimisation':
      return scheme.factors.map(({ name }) => name);
    case 'rerandomised':
      return scheme.covariates.map(({ column }) => column);
    default:
      return [];
  }
}
