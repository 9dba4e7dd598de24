/**
 * What a reader must know before believing a result. `few-clusters`: standard errors by cluster are sums over clusters, and
 * with a handful of them in an arm they are unsure whatever the correction (Kahan and others 2016, Trials 17:438, find tests
 * that reject too often even with 70 in all). `few-sites`: a normal interval about a random-effects mean is too narrow with few
 * sites (IntHout, Ioannidis & Borm 2014). The lines at ten are ours: test/analysis/calibration sees CR1S reject 10% and estimating
 * equations 15% of true nulls with 4 and 9 clusters, and with six boroughs REML's interval hold the mean 89% of the time, and even
 * Knapp and Hartung's prediction interval a seventh borough's effect 90% of the time (`few-sites-prediction`). `small-arms`:
 * small-arms.ts.
 */
import type { Dataset } from '../dataset/dataset.ts';
import type { FrameSource } from '../dataset/frames.ts';
import { isNotGiven } from '../estimators/estimator.ts';
import type { Frame } from '../frame.ts';
import type { PlannedEstimator } from '../plan/schema.ts';
import { columnList, type Settings } from '../plan/settings.ts';
import type { ArmPair } from './contrasts.ts';
import type { Figures } from './result.ts';
import { hasSmallArm, isWaldDifference } from './small-arms.ts';

export type RowWarning = 'ignores-clustering' | 'few-clusters' | 'few-sites' | 'few-sites-prediction' | 'small-arms';

/** Clusters in an arm, or sites, from which on there is no warning. */
export const fewest = 10;

type Run = {
  readonly dataset: Dataset;
  readonly source: FrameSource;
  readonly estimator: PlannedEstimator;
  readonly settings: Settings;
};

/** The warnings of the results over one frame, in a fixed order; none for what is not estimable. `contrast` null: of all arms. */
export function warningsOver(
  run: Run,
  frame: Frame,
): (figures: Figures, contrast: ArmPair | null) => readonly RowWarning[] {
  const isUnheeded = once(() => run.settings.isClusterRandomised && putsClustersAside(run));
  const counts = once(() => clusterCounts(frame));
  const isWald = isWaldDifference(run.estimator);
  return (figures, contrast) => {
    if (isNotGiven(figures)) return [];
    const isIgnoring = ('warning' in figures && figures.warning === 'ignores-clustering') || isUnheeded();
    const isCompared = (arm: number) => contrast === null || contrast.includes(frame.arms[arm] ?? '');
    const isFew = usesClusters(figures) && counts().some((n, arm) => n > 0 && n < fewest && isCompared(arm));
    return [
      ...(isIgnoring ? (['ignores-clustering'] as const) : []),
      ...(isFew ? (['few-clusters'] as const) : []),
      ...fewSites(run.estimator, figures),
      ...(isWald && contrast !== null && hasSmallArm(frame, contrast) ? (['small-arms'] as const) : []),
    ];
  };
}

function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

/** The estimator itself warns where its frame has clusters; here the frame shows none, or others than were drawn. */
function putsClustersAside(run: Run): boolean {
  return run.settings.cluster.length === 0 || cutsClusters(run);
}

/** Whether people of one of the plan's clusters are in several of the estimator's own. */
function cutsClusters({ dataset, source, settings }: Run): boolean {
  const planned = columnList(dataset.plan.cluster);
  if (planned.join('\n') === settings.cluster.join('\n')) return false;
  const own = source.population(settings.rows, settings.cluster);
  const drawn = source.population(settings.rows, planned).cluster;
  if (drawn === null || own.cluster === null) return false;
  const partOf = new Int32Array(drawn.count).fill(-1);
  for (let row = 0; row < own.isIn.length; row += 1) {
    const whole = drawn.codes[row] ?? -1;
    if (own.isIn[row] === 0 || whole === -1) continue;
    const part = own.cluster.codes[row] ?? -1;
    if (partOf[whole] === -1) partOf[whole] = part;
    if (partOf[whole] !== part) return true;
  }
  return false;
}

function usesClusters(figures: Figures): boolean {
  return 'clusters' in figures && figures.clusters !== undefined && !('monteCarloError' in figures);
}

/** Of each arm of the frame. */
function clusterCounts({ arm, arms, cluster, clusterCount, rows }: Frame): readonly number[] {
  if (cluster === null) return [];
  const seen = arms.map(() => new Uint8Array(clusterCount));
  for (let row = 0; row < rows; row += 1) {
    const own = seen[arm[row] ?? 0];
    if (own !== undefined) own[cluster[row] ?? 0] = 1;
  }
  return seen.map((clusters) => clusters.reduce((sum, one) => sum + one, 0));
}

/** Knapp and Hartung's interval of the mean keeps its level; their prediction interval does not. */
function fewSites(estimator: PlannedEstimator, figures: Figures): readonly RowWarning[] {
  if (estimator.method !== 'sites' || estimator.model === 'fixed' || !('heterogeneity' in figures)) return [];
  if (figures.rows.length >= fewest) return [];
  return [estimator.knappHartung ? 'few-sites-prediction' : 'few-sites'];
}
