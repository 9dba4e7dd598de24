/**
 * Every column a plan names, with the place in the plan that names it: the data must have them all, used or not.
 */
import type { JsonPath } from './located-json.ts';
import type { RowFilter } from './plan-parts.ts';
import { unitColumn } from './redraw-scheme.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import { neededColumns } from './settings.ts';

export type NamedColumn = {
  readonly column: string;
  readonly path: JsonPath;
  /** Whether its values are needed; a column such as a covariate of an unadjusted analysis must only exist. */
  readonly isRead: boolean;
};

type Covariates = Plan['covariates'];
type Cluster = string | readonly string[] | null | undefined;

/** In the order of the plan; a column named twice stands here twice. */
export function planColumns(plan: Plan): readonly NamedColumn[] {
  const needed = new Set(
    plan.estimators.flatMap((estimator) => neededColumns(plan, estimator).map(({ column }) => column)),
  );
  return [
    read(plan.arm.column, ['arm', 'column']),
    ...ofRows(plan.rows, ['rows']),
    ...ofCluster(plan.cluster, ['cluster']),
    ...ofList(plan.strata, ['strata'], needed),
    ...(plan.weight === undefined ? [] : [read(plan.weight, ['weight'])]),
    ...plan.outcomes.flatMap((outcome, index) => ofOutcome(outcome, ['outcomes', index])),
    ...ofCovariates(plan.covariates, ['covariates'], needed),
    ...(plan.imputations === undefined ? [] : [read(plan.imputations.column, ['imputations', 'column'])]),
    ...plan.estimators.flatMap((estimator, index) => {
      const at: JsonPath = ['estimators', index];
      return [
        ...ofCluster(estimator.cluster, [...at, 'cluster']),
        ...ofList(estimator.strata ?? [], [...at, 'strata'], needed),
        ...ofCovariates(estimator.covariates ?? [], [...at, 'covariates'], needed),
        ...ofRows(estimator.rows ?? [], [...at, 'rows']),
        ...ofOptions(estimator, at),
      ];
    }),
  ];
}

/** Columns that the method's own options name. */
function ofOptions(estimator: PlannedEstimator, at: JsonPath): readonly NamedColumn[] {
  if (estimator.method === 't-test' && estimator.pairs !== undefined) return [read(estimator.pairs, [...at, 'pairs'])];
  if (estimator.method === 'poisson' && estimator.offset !== undefined)
    return [read(estimator.offset, [...at, 'offset'])];
  if (estimator.method === 'difference-in-means') {
    return (estimator.blocks ?? []).map((column, index) => read(column, [...at, 'blocks', index]));
  }
  if (estimator.method === 'randomisation-inference') {
    const { scheme } = estimator;
    if (scheme === 'protocol') return [read(unitColumn, [...at, 'scheme'])];
    return (scheme?.blocks ?? []).map((column, index) => read(column, [...at, 'scheme', 'blocks', index]));
  }
  if (estimator.method === 'two-stage-least-squares') {
    return [read(estimator.received, [...at, 'received']), ...ofEffects(estimator.fixedEffects, at)];
  }
  if (estimator.method === 'subgroup' || estimator.method === 'sites') return [read(estimator.by, [...at, 'by'])];
  return estimator.method === 'linear' ? ofEffects(estimator.fixedEffects, at) : [];
}

function ofEffects(columns: readonly string[], at: JsonPath): readonly NamedColumn[] {
  return columns.map((column, index) => read(column, [...at, 'fixedEffects', index]));
}

function ofOutcome(outcome: Plan['outcomes'][number], at: JsonPath): readonly NamedColumn[] {
  if (outcome.kind !== 'time-to-event') return [read(outcome.column, [...at, 'column'])];
  return [read(outcome.time, [...at, 'time']), read(outcome.event, [...at, 'event'])];
}

function ofRows(rows: readonly RowFilter[], at: JsonPath): readonly NamedColumn[] {
  return rows.map(({ column }, index) => read(column, [...at, index, 'column']));
}

function ofCluster(cluster: Cluster, at: JsonPath): readonly NamedColumn[] {
  if (cluster === null || cluster === undefined) return [];
  if (typeof cluster === 'string') return [read(cluster, at)];
  return cluster.map((column, index) => read(column, [...at, index]));
}

function ofList(columns: readonly string[], at: JsonPath, needed: ReadonlySet<string>): readonly NamedColumn[] {
  return columns.map((column, index) => ({ column, path: [...at, index], isRead: needed.has(column) }));
}

function ofCovariates(covariates: Covariates, at: JsonPath, needed: ReadonlySet<string>): readonly NamedColumn[] {
  return covariates.map((covariate, index) => ({
    column: typeof covariate === 'string' ? covariate : covariate.column,
    path: typeof covariate === 'string' ? [...at, index] : [...at, index, 'column'],
    isRead: needed.has(typeof covariate === 'string' ? covariate : covariate.column),
  }));
}

function read(column: string, path: JsonPath): NamedColumn {
  return { column, path, isRead: true };
}
