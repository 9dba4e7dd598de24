/**
 * The pieces that a plan and each of its estimators share: column names, row filters, contrasts, covariates, the cluster
 * and the level. An estimator may give its own in place of the plan's.
 */
import * as z from 'zod';

/**
 * An object whose unknown keys are refused with a sentence that lists the known ones.
 */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `unknown key; the known ones here are ${known}` : undefined,
  });
}

export const textSchema = z.string().min(1, 'must not be empty');
/** A column's name exactly as the header of the data writes it. */
export const columnSchema = z.string().min(1, 'must be the name of a column');

export const clusterSchema = z.union([columnSchema, z.array(columnSchema).min(1)], {
  error: 'must be the name of a column, or a list of names whose values together name the cluster',
});

export const levelSchema = z
  .number()
  .gte(0.01, 'must lie between 0.01 and 1, such as 0.95')
  .lt(1, 'must lie between 0.01 and 1, such as 0.95');

const scalarSchema = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true or false',
});
const orderedSchema = z.union([z.string(), z.number()], { error: 'must be a number, or a text such as a date' });

export const rowFilterSchema = z.discriminatedUnion('op', [
  strictObject({ column: columnSchema, op: z.enum(['=', '!=']), value: scalarSchema }),
  strictObject({ column: columnSchema, op: z.enum(['<', '<=', '>', '>=']), value: orderedSchema }),
  strictObject({ column: columnSchema, op: z.literal('in'), value: z.array(scalarSchema).min(1, 'must hold a value') }),
  strictObject({ column: columnSchema, op: z.literal('notMissing') }),
]);
export type RowFilter = z.output<typeof rowFilterSchema>;
export const rowFiltersSchema = z.array(rowFilterSchema);

export const contrastsSchema = z.union(
  [z.literal('each-against-reference'), z.literal('all-pairs'), z.array(z.tuple([textSchema, textSchema])).min(1)],
  { error: 'must be "each-against-reference", "all-pairs" or a list of pairs such as [["treated", "control"]]' },
);
export type PlannedContrasts = z.output<typeof contrastsSchema>;

export const covariatesSchema = z.array(
  z.union([columnSchema, strictObject({ column: columnSchema, as: z.enum(['category', 'number']) })], {
    error: 'must be the name of a column, or { "column": …, "as": "category" }',
  }),
);

/** What an estimator may set for itself in place of the plan's. `cluster: null` means: take the rows as independent. */
export const overrides = {
  cluster: clusterSchema.nullable().optional(),
  strata: z.array(columnSchema).optional(),
  covariates: covariatesSchema.optional(),
  contrasts: contrastsSchema.optional(),
  rows: rowFiltersSchema.optional(),
  level: levelSchema.optional(),
  outcomes: z.array(textSchema).min(1, 'must name at least one outcome').optional(),
};
