/**
 * What one estimator works with once its own settings have taken the place of the plan's. An override replaces the plan's
 * value whole: an estimator's `rows` are not added to the plan's.
 */
import { lookedAt } from './interim.ts';
import type { PlannedContrasts, RowFilter } from './plan-parts.ts';
import { redrawSchemeOf, unitColumn } from './redraw-scheme.ts';
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

/** A joint test works with the settings of the model it is of; which outcomes it takes may be its own choice. */
export function settingsOf(plan: Plan, asked: PlannedEstimator): Settings {
  const estimator = modelOf(plan, asked);
  const own = asked.outcomes ?? estimator.outcomes;
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

/** The estimator whose model a joint test is of, or whose test an interim look is at; every other estimator is its own. */
export function modelOf(plan: Plan, estimator: PlannedEstimator): PlannedEstimator {
  if (estimator.method === 'interim') return lookedAt(plan, estimator);
  if (estimator.method !== 'wald-joint') return estimator;
  return plan.estimators.find(({ id, method }) => id === estimator.of && method === 'linear') ?? estimator;
}

type LinearEstimator = Extract<
  PlannedEstimator,
  { readonly method: 'linear' | 'subgroup' | 'two-stage-least-squares' }
>;

/** The covariance a linear model uses: as the plan says, else HC2, or CR2 where there is a cluster. */
export function errorsOf(plan: Plan, estimator: LinearEstimator): NonNullable<LinearEstimator['errors']> {
  return estimator.errors ?? (settingsOf(plan, estimator).cluster.length > 0 ? 'CR2' : 'HC2');
}

/** A column beside arm, cluster and outcome that an estimator works with; a row where it is missing is not used. */
export type NeededColumn = {
  readonly column: string;
  /** `either`: numbers where all its cells are, categories where none is. */
  readonly as: 'number' | 'category' | 'either';
  readonly role:
    | 'covariate'
    | 'fixed-effect'
    | 'by'
    | 'block'
    | 'unit'
    | 'received'
    | 'stratum'
    | 'pair'
    | 'offset'
    | 'time';
};

/** In the order in which the estimator takes them: what it alone needs, covariates, then fixed effects or an offset. */
export function neededColumns(plan: Plan, asked: PlannedEstimator): readonly NeededColumn[] {
  const estimator = modelOf(plan, asked);
  const category =
    (role: NeededColumn['role']) =>
    (column: string): NeededColumn => ({ column, as: 'category', role });
  const covariates = (estimator.covariates ?? plan.covariates).map((given): NeededColumn => {
    const { column, as } = typeof given === 'string' ? { column: given, as: 'either' as const } : given;
    return { column, as, role: 'covariate' };
  });
  switch (estimator.method) {
    case 'mantel-haenszel':
    case 'log-rank':
    case 'cox':
      return settingsOf(plan, estimator).strata.map(category('stratum'));
    case 't-test':
      return (estimator.pairs === undefined ? [] : [estimator.pairs]).map(category('pair'));
    case 'balance':
      return covariates;
    case 'logistic':
      return estimator.adjust === 'none' ? [] : covariates;
    case 'poisson': {
      const { offset } = estimator;
      return [
        ...(estimator.adjust === 'none' ? [] : covariates),
        ...(offset === undefined ? [] : [{ column: offset, as: 'number', role: 'offset' } as const]),
      ];
    }
    case 'subgroup':
    case 'sites':
      return [category('by')(estimator.by)];
    case 'two-stage-least-squares':
      return [{ column: estimator.received, as: 'number', role: 'received' }, ...adjustedBy(estimator)];
    case 'randomisation-inference': {
      const scheme = redrawSchemeOf(plan, estimator);
      return scheme.kind === 'protocol' ? [category('unit')(unitColumn)] : scheme.blocks.map(category('block'));
    }
    case 'difference-in-means':
      return blocksOf(plan, estimator).map(category('block'));
    case 'linear':
      return adjustedBy(estimator);
    default:
      return [];
  }

  function adjustedBy({ adjust, fixedEffects }: Pick<Adjusted, 'adjust' | 'fixedEffects'>): readonly NeededColumn[] {
    return [...(adjust === 'none' ? [] : covariates), ...fixedEffects.map(category('fixed-effect'))];
  }
}

type Adjusted = Extract<PlannedEstimator, { readonly method: 'linear' | 'two-stage-least-squares' }>;

type DesignEstimator = Extract<PlannedEstimator, { readonly method: 'difference-in-means' }>;

/** The columns that name a blocked or paired design's blocks: its own, else what the draw was stratified by. */
export function blocksOf(plan: Plan, { design, blocks, strata }: DesignEstimator): readonly string[] {
  return isBlockedDesign(design) ? (blocks ?? strata ?? plan.strata) : [];
}

export function isBlockedDesign(design: DesignEstimator['design']): boolean {
  return design !== undefined && design !== 'simple' && design !== 'clustered';
}
