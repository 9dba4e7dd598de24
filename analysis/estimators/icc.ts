/**
 * The intraclass correlation of the outcome within clusters, pooled within arms: the analysis of variance estimator with
 * Searle's interval, and the design effect of clusters of unequal size.
 * Sources: A. Donner & N. Klar 2000, "Design and Analysis of Cluster Randomization Trials", chapter 1 (estimator, with the
 * mean size m₀ pooled over arms); S. R. Searle 1971, "Linear Models", chapter 9 (interval, exact for equal sizes); S. M.
 * Eldridge, D. Ashby & S. Kerry 2006, Int. J. Epidemiol. 35:1292–1300 (design effect 1 + ((1 + cv²)·m − 1)·ρ).
 */
import { fisherFQuantile } from '../distributions/fisher-f.ts';
import type { Frame, Interval } from '../frame.ts';
import { type IccOptions, type IccResult, notEstimable, type Result } from './estimator.ts';
import { tooLarge } from './refusals.ts';
import { type VarianceTable, varianceTable } from './variance-table.ts';

/**
 * A cluster with people in two arms counts as one in each. `clusters`, `meanSize` and `cvSize` (sample standard deviation
 * over mean) are of those clusters, `n` counts people. The estimate may be negative. Without variation inside clusters ρ is
 * 1 and so are both bounds, the interval's limit as F grows. Refuses a frame without clusters, clusters of one person each,
 * no more clusters than arms, an outcome that does not vary, and outcomes too large to square.
 */
export function icc(frame: Frame, { level }: IccOptions): Result<IccResult> {
  const { cluster } = frame;
  if (cluster === null) return notEstimable('no-cluster', 'The plan names no cluster.');
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const table = varianceTable(frame, cluster);
  const { clusters, n, meanSize, cvSize, betweenDf, withinDf, between, within, poolSize } = table;
  if (betweenDf < 1) return notEstimable('one-cluster-in-arm', 'There are no more clusters than arms.');
  if (withinDf < 1) return notEstimable('singleton-clusters', 'Every cluster has one person.');
  if (between === 0 && within === 0) return notEstimable('no-variation', 'The outcomes do not vary within arms.');
  const estimate = (between - within) / (between + (poolSize - 1) * within);
  return {
    quantity: 'icc',
    estimate,
    interval: searleInterval(table, level),
    level,
    n,
    clusters,
    meanSize,
    cvSize,
    designEffect: 1 + ((1 + cvSize * cvSize) * meanSize - 1) * estimate,
  };
}

function searleInterval({ between, within, betweenDf, withinDf, poolSize }: VarianceTable, level: number): Interval {
  const tail = (1 - level) / 2;
  const bound = (quantile: number) => (between - quantile * within) / (between + (poolSize - 1) * quantile * within);
  return [
    bound(fisherFQuantile('upper', tail, betweenDf, withinDf)),
    bound(fisherFQuantile('lower', tail, betweenDf, withinDf)),
  ];
}
