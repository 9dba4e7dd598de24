/**
 * One-way analysis of variance of the outcome by cluster, pooled within arms: mean squares between and within clusters, and
 * the sizes of the clusters. A cluster with people in two arms counts as one in each.
 */
import type { Frame } from '../frame.ts';
import { armCells } from './arm-cells.ts';

export type VarianceTable = {
  readonly clusters: number;
  /** People in all clusters. */
  readonly n: number;
  readonly meanSize: number;
  /** Sample standard deviation of the sizes over their mean. */
  readonly cvSize: number;
  readonly betweenDf: number;
  readonly withinDf: number;
  /** Mean squares; exactly 0 where nothing but rounding is left of them. */
  readonly between: number;
  readonly within: number;
  /** m₀ = (N − Σₐ Σ m²/Nₐ) / (clusters − arms), the size that stands in the expected mean square. */
  readonly poolSize: number;
};

/** 2⁻⁵⁰: the rounding of one deviation, relative to the arm's largest outcome. */
const roundingUnit = 8.881784197001252e-16;

export function varianceTable(frame: Frame, cluster: Int32Array): VarianceTable {
  const { n, mean, largest, total } = armCells(frame);
  const { people, deviation } = clusterDeviations(frame, cluster, mean);
  let clusters = 0;
  let betweenSum = 0;
  let pooledSizes = 0;
  let rounding = 0;
  for (let place = 0; place < people.length; place += 1) {
    const size = people[place] ?? 0;
    if (size === 0) continue;
    const arm = place % n.length;
    const sum = deviation[place] ?? 0;
    const error = (largest[arm] ?? 0) * roundingUnit;
    clusters += 1;
    betweenSum += (sum / size) * sum;
    pooledSizes += (size / (n[arm] ?? 1)) * size;
    rounding += size * error * error;
  }
  const withinSum = withinSquares(frame, cluster, mean, people, deviation);
  const betweenDf = clusters - n.filter((size) => size > 0).length;
  const withinDf = total - clusters;
  const meanSize = total / clusters;
  return {
    clusters,
    n: total,
    meanSize,
    cvSize: Math.sqrt(squaredSizes(people, meanSize) / (clusters - 1)) / meanSize,
    betweenDf,
    withinDf,
    between: betweenSum <= rounding ? 0 : betweenSum / betweenDf,
    within: withinSum <= rounding ? 0 : withinSum / withinDf,
    poolSize: (total - pooledSizes) / betweenDf,
  };
}

/** At cluster · (number of arms) + arm: the cluster's people in the arm, and their summed deviations from its mean. */
function clusterDeviations(
  { rows, outcome, arm, weight, clusterCount }: Frame,
  cluster: Int32Array,
  mean: Float64Array,
) {
  const people = new Float64Array(clusterCount * mean.length);
  const deviation = new Float64Array(clusterCount * mean.length);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const place = (cluster[row] ?? 0) * mean.length + a;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    people[place] = (people[place] ?? 0) + w;
    deviation[place] = (deviation[place] ?? 0) + w * ((outcome[row] ?? 0) - (mean[a] ?? 0));
  }
  return { people, deviation };
}

function withinSquares(
  { rows, outcome, arm, weight }: Frame,
  cluster: Int32Array,
  mean: Float64Array,
  people: Float64Array,
  deviation: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const place = (cluster[row] ?? 0) * mean.length + a;
    const own = (outcome[row] ?? 0) - (mean[a] ?? 0) - (deviation[place] ?? 0) / (people[place] ?? 1);
    sum += (weight === null ? 1 : (weight[row] ?? 0)) * own * own;
  }
  return sum;
}

function squaredSizes(people: Float64Array, meanSize: number): number {
  let sum = 0;
  for (const size of people) if (size > 0) sum += (size - meanSize) * (size - meanSize);
  return sum;
}
