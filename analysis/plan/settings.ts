/**
 * What one estimator works with once its own settings have taken the place of the plan's. An override replaces the plan's
 * value whole: an estimator's `rows` are not added to the plan's.
 */
import type { PlannedContrasts, RowFilter } from './plan-parts.ts';
import type { Plan, PlannedEstimator } from './schema.ts';

export type Settings = {
  /** The columns whose values together name the cluster; empty where the row itself is the unit. */
  readonly cluster: readonly string[];
  /** Whether the plan declares a cluster, even where this estimator puts it aside. */
  readonly isClusterRandomised: boolean;
  readonly rows: readonly RowFilter[];
  readonly contrasts: PlannedContrasts;
  /** The columns whose values together name the stratum. */
  readonly strata: readonly string[];
  readonly level: number;
  /** Names of the outcomes, in the plan's order. */
  readonly outcomes: readonly string[];
};

export function settingsOf(plan: Plan, estimator: PlannedEstimator): Settings {
  const own = estimator.outcomes;
  return {
    cluster: columnList(estimator.cluster === undefined ? plan.cluster : estimator.cluster),
    isClusterRandomised: plan.cluster !== undefined,
    rows: estimator.rows ?? plan.rows,
    contrasts: estimator.contrasts ?? plan.contrasts,
    strata: estimator.strata ?? plan.strata,
    level: estimator.level ?? plan.level,
    outcomes: plan.outcomes.map(({ name }) => name).filter((name) => own === undefined || own.includes(name)),
  };
}

/** A cluster given as one column, as several, or not at all. */
export function columnList(columns: string | readonly string[] | null | undefined): readonly string[] {
  if (columns === null || columns === undefined) return [];
  return typeof columns === 'string' ? [columns] : columns;
}

type LinearEstimator = Extract<PlannedEstimator, { readonly method: 'linear' }>;

/** The covariance a linear model uses: as the plan says, else HC2, or CR2 where there is a cluster. */
export function errorsOf(plan: Plan, estimator: LinearEstimator): NonNullable<LinearEstimator['errors']> {
  return estimator.errors ?? (settingsOf(plan, estimator).cluster.length > 0 ? 'CR2' : 'HC2');
}

/** A column beside arm, cluster and outcome that an estimator works with; a row where it is missing is not used. */
export type NeededColumn = {
  readonly column: string;
  /** `either`: numbers where all its cells are, categories where none is. */
  readonly as: 'number' | 'category' | 'either';
  readonly role: 'covariate' | 'fixed-effect' | 'stratum' | 'pair' | 'offset' | 'time';
};

/** Methods whose figures depend on the strata; for the others they only have to be there. */
export function poolsStrata({ method }: PlannedEstimator): boolean {
  return method === 'mantel-haenszel' || method === 'log-rank' || method === 'cox';
}

/** In the order in which the estimator takes them: covariates, then fixed effects. */
export function neededColumns(plan: Plan, estimator: PlannedEstimator): readonly NeededColumn[] {
  const category =
    (role: NeededColumn['role']) =>
    (column: string): NeededColumn => ({ column, as: 'category', role });
  if (poolsStrata(estimator)) return settingsOf(plan, estimator).strata.map(category('stratum'));
  if (estimator.method === 't-test')
    return (estimator.pairs === undefined ? [] : [estimator.pairs]).map(category('pair'));
  const covariates = (estimator.covariates ?? plan.covariates).map((given): NeededColumn => {
    const { column, as } = typeof given === 'string' ? { column: given, as: 'either' as const } : given;
    return { column, as, role: 'covariate' };
  });
  if (estimator.method === 'balance') return covariates;
  if (estimator.method === 'logistic') return estimator.adjust === 'none' ? [] : covariates;
  if (estimator.method === 'poisson') {
    return estimator.offset === undefined ? [] : [{ column: estimator.offset, as: 'number', role: 'offset' }];
  }
  if (estimator.method !== 'linear') return [];
  return [...(estimator.adjust === 'none' ? [] : covariates), ...estimator.fixedEffects.map(category('fixed-effect'))];
}
