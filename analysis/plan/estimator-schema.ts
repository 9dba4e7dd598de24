/**
 * Every method of the contract's table "Estimators" with its options, as one union told apart by `method`. Where the contract gives an
 * option no default, the first value it names is ours (booleans: false).
 */
import * as z from 'zod';
import { columnSchema, overrides, strictObject } from './plan-parts.ts';

const id = z.string().regex(/^[A-Za-z0-9_.-]+$/, 'must consist of letters A-Z and a-z, digits, "_", "." and "-"');

function method<const Name extends string, Options extends z.ZodRawShape>(name: Name, options: Options) {
  return strictObject({ id, method: z.literal(name), ...options, ...overrides });
}

const flag = z.boolean().optional();
const over = z.enum(['contrast', 'all-arms']);
const linearErrors = z.enum(['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2']);
const modelErrors = z.enum(['model', 'HC0', 'CR1']).default('model');
const additive = z.enum(['none', 'additive']).default('none');
const columns = z.array(columnSchema);
const positiveInteger = z.int().positive();
const information = 'must be a share of the planned information, above 0 and at most 1';

const twoSample = [
  method('proportions', {
    interval: z.enum(['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull']).default('wald'),
  }),
  method('risk-difference', {
    interval: z
      .enum(['wald', 'newcombe', 'newcombe-continuity', 'agresti-caffo', 'miettinen-nurminen'])
      .default('wald'),
  }),
  method('risk-ratio', { interval: z.enum(['katz']).default('katz') }),
  method('odds-ratio', { interval: z.enum(['woolf']).default('woolf') }),
  method('chi-squared', { continuity: z.boolean().default(false), over: over.default('contrast') }),
  method('fisher-exact', {
    midP: z.boolean().default(false),
    alternative: z.enum(['two-sided', 'less', 'greater']).default('two-sided'),
    over: over.default('contrast'),
  }),
  method('mantel-haenszel', {
    measure: z.enum(['odds-ratio', 'risk-ratio', 'risk-difference']).default('odds-ratio'),
    continuity: z.boolean().default(false),
  }),
  method('t-test', { variances: z.enum(['welch', 'equal']).default('welch'), pairs: columnSchema.optional() }),
  method('rank-sum', { continuity: z.boolean().default(false), exact: z.boolean().default(false) }),
] as const;

const designs = z.enum([
  'simple',
  'blocked',
  'clustered',
  'blocked-clustered',
  'matched-pair',
  'matched-pair-clustered',
]);

const models = [
  method('linear', {
    errors: linearErrors.optional(),
    adjust: z.enum(['none', 'additive', 'interacted']).default('none'),
    fixedEffects: columns.default([]),
  }),
  method('wald-joint', { of: id, test: z.enum(['F', 'HTZ']).optional() }),
  method('difference-in-means', { design: designs.optional(), blocks: columns.optional() }),
  method('logistic', {
    errors: modelErrors,
    report: z.enum(['odds-ratio', 'standardised']).default('odds-ratio'),
    adjust: additive,
  }),
  method('poisson', { errors: modelErrors, offset: columnSchema.optional(), adjust: additive }),
  method('gee', {
    working: z.enum(['independence', 'exchangeable']).default('independence'),
    link: z.enum(['identity', 'logit', 'log']).default('identity'),
    errors: z.enum(['robust']).default('robust'),
  }),
  method('two-stage-least-squares', {
    received: columnSchema,
    errors: linearErrors.optional(),
    andersonRubin: flag,
    adjust: additive,
    fixedEffects: columns.default([]),
  }),
] as const;

const mostAllocations = 10_000_000;
const redrawScheme = z.union(
  [
    z.literal('protocol'),
    strictObject({
      kind: z.enum(['complete', 'blocked', 'clustered', 'blocked-clustered']),
      blocks: columns.optional(),
    }),
  ],
  { error: 'must be { "kind": complete | blocked | clustered | blocked-clustered, "blocks": […] } or "protocol"' },
);

const designBased = [
  method('randomisation-inference', {
    draws: positiveInteger.max(mostAllocations).default(10_000),
    seed: z.union([z.string(), z.int()], { error: 'must be a text or a whole number' }).default(1),
    statistic: z.enum(['difference', 'studentised']).default('studentised'),
    scheme: redrawScheme.optional(),
    null: z.enum(['pairwise', 'global']).default('pairwise'),
    maxT: z.boolean().default(false),
    interval: z.boolean().default(false),
    exactBelow: z.int().nonnegative().max(mostAllocations).default(10_000),
  }),
  method('sites', {
    by: columnSchema,
    measure: z.enum(['risk-difference', 'risk-ratio', 'odds-ratio', 'mean-difference']).default('risk-difference'),
    model: z.enum(['fixed', 'dersimonian-laird', 'reml']).default('fixed'),
    knappHartung: z.boolean().default(false),
    leaveOneOut: z.boolean().default(false),
  }),
  method('icc', {}),
  method('balance', {}),
  method('sample-ratio', {
    ratio: z.record(z.string(), positiveInteger),
    unit: z.enum(['cluster', 'row']).optional(),
  }),
  method('subgroup', { by: columnSchema, errors: linearErrors.optional() }),
  method('attrition', {}),
  method('equivalence', { margin: z.number().positive() }),
  method('interim', {
    /** Shares of the planned information; those made so far are enough, since boundaries do not depend on later ones. */
    looks: z.array(z.number().gt(0, information).lte(1, information)).min(1, 'must hold at least one look'),
    spending: z.enum(['obrien-fleming', 'pocock']).default('obrien-fleming'),
    alpha: z.number().gt(0, 'must lie between 0 and 0.5').lt(0.5, 'must lie between 0 and 0.5').optional(),
    sided: z.union([z.literal(1), z.literal(2)], { error: 'must be 1 or 2' }).default(2),
    direction: z.enum(['greater', 'less']).optional(),
    /** Which of the looks the data are at, from 1: the last unless said. */
    look: positiveInteger.optional(),
    of: id.optional(),
  }),
] as const;

const survival = [
  method('kaplan-meier', { interval: z.enum(['log', 'log-log']).default('log') }),
  method('log-rank', { over: over.default('contrast') }),
  method('cox', {
    errors: z.enum(['model', 'CR0']).default('model'),
    ties: z.enum(['efron', 'breslow']).default('efron'),
  }),
  method('restricted-mean', { horizon: z.number().positive().optional() }),
] as const;

export const estimatorSchema = z.discriminatedUnion('method', [...twoSample, ...models, ...designBased, ...survival]);
