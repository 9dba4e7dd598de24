/** Every column an analysis plan names, with the place where it does, so that a protocol can hold it to its data set. */
import type { JsonPath } from '../../analysis/plan/located-json.ts';
import type { Plan } from '../../analysis/plan/schema.ts';

export type PlannedColumn = { readonly path: JsonPath; readonly column: string };

/** Keys whose value is one column, a list of columns, or a list of objects with a `column`. */
const columnKeys = [
  'cluster',
  'strata',
  'covariates',
  'rows',
  'fixedEffects',
  'blocks',
  'by',
  'received',
  'pairs',
  'offset',
];

/** The columns named by a plan, `arm` and frequency weights apart; paths are relative to the plan. */
export function plannedColumns(plan: Plan): readonly PlannedColumn[] {
  return [
    ...columnsUnder(plan, []),
    ...plan.outcomes.flatMap((outcome, index): readonly PlannedColumn[] => {
      const at: JsonPath = ['outcomes', index];
      if (outcome.kind !== 'time-to-event') return [];
      return [{ path: [...at, 'time'], column: outcome.time }];
    }),
    ...(plan.imputations === undefined ? [] : [{ path: ['imputations', 'column'], column: plan.imputations.column }]),
    ...plan.estimators.flatMap((estimator, index) => columnsUnder(estimator, ['estimators', index])),
  ];
}

function columnsUnder(owner: object, at: JsonPath): readonly PlannedColumn[] {
  return Object.entries(owner).flatMap(([key, value]) =>
    columnKeys.includes(key) ? columnsIn(value, [...at, key]) : [],
  );
}

function columnsIn(value: unknown, path: JsonPath): readonly PlannedColumn[] {
  if (typeof value === 'string') return [{ path, column: value }];
  if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => columnsIn(entry, [...path, index]));
  if (typeof value === 'object' && value !== null && 'column' in value)
    return columnsIn(value.column, [...path, 'column']);
  return [];
}
