/**
 * Cluster-robust covariance of the arms' means; t has G − 1 degrees of freedom, for CR0 and CR1S alike.
 * Sources: K.-Y. Liang & S. L. Zeger 1986, Biometrika 73:13–22 (CR0); CR1S = G/(G − 1) · (N − 1)/(N − k) · CR0, as Stata's
 * regress, estimatr's se_type "stata" and clubSandwich's CR1S.
 */
import type { Frame } from '../frame.ts';
import type { ArmCells } from './arm-cells.ts';
import type { ArmMeanCovariance } from './arm-mean-covariance.ts';
import { type NotGiven, notEstimable, type Result } from './estimator.ts';
import { oneInArm } from './refusals.ts';

/** 2⁻⁵⁰: the rounding of a cluster's residual sum, relative to its people times the largest outcome. */
const roundingUnit = 8.881784197001252e-16;

/** A cluster may have people in several arms. Refuses a frame without clusters and a single cluster. */
export function clusterRobust(frame: Frame, cells: ArmCells, errors: 'CR0' | 'CR1S'): Result<ArmMeanCovariance> {
  const { cluster } = frame;
  if (cluster === null) return notEstimable('no-cluster', `${errors} errors need the unit that was randomised.`);
  const { n, total } = cells;
  const size = n.length;
  const { meat, clusters, clustersInArm } = scoreProducts(frame, cluster, cells);
  if (clusters < 2) return notEstimable('one-cluster', 'All people belong to one cluster.');
  const parameters = n.filter((people) => people > 0).length;
  const factor = errors === 'CR0' ? 1 : (clusters / (clusters - 1)) * ((total - 1) / (total - parameters));
  const covariance = meat.map((product, index) => {
    const people = (n[Math.floor(index / size)] ?? 0) * (n[index % size] ?? 0);
    return people === 0 ? 0 : (product / people) * factor;
  });
  const unknown = new Map<number, NotGiven>();
  for (const [arm, count] of clustersInArm.entries()) {
    if (count === 1) unknown.set(arm, oneInArm(frame, arm, 'cluster'));
  }
  return { covariance, df: clusters - 1, clusters, unknown };
}

/** Σ over clusters of (residual sum in arm a) · (residual sum in arm b); 0 for an arm where no sum exceeds its rounding. */
function scoreProducts(frame: Frame, cluster: Int32Array, { n, mean, largest }: ArmCells) {
  const size = n.length;
  const { sums, people } = residualSums(frame, cluster, mean);
  const meat = new Float64Array(size * size);
  const rounding = new Float64Array(size);
  const clustersInArm = new Float64Array(size);
  let clusters = 0;
  for (let start = 0; start < sums.length; start += size) {
    let isUsed = false;
    for (let a = 0; a < size; a += 1) {
      const there = people[start + a] ?? 0;
      if (there === 0) continue;
      isUsed = true;
      const sum = sums[start + a] ?? 0;
      const error = there * (largest[a] ?? 0) * roundingUnit;
      clustersInArm[a] = (clustersInArm[a] ?? 0) + 1;
      rounding[a] = (rounding[a] ?? 0) + error * error;
      for (let b = 0; b < size; b += 1) meat[a * size + b] = (meat[a * size + b] ?? 0) + sum * (sums[start + b] ?? 0);
    }
    if (isUsed) clusters += 1;
  }
  clearRounding(meat, rounding);
  return { meat, clusters, clustersInArm };
}

/** An arm whose residual sums are nothing but rounding has no variation between clusters. */
function clearRounding(meat: Float64Array, rounding: Float64Array): void {
  const size = rounding.length;
  for (let a = 0; a < size; a += 1) {
    if ((meat[a * size + a] ?? 0) > (rounding[a] ?? 0)) continue;
    for (let b = 0; b < size; b += 1) {
      meat[a * size + b] = 0;
      meat[b * size + a] = 0;
    }
  }
}

/** For each cluster and arm, at cluster · (number of arms) + arm: its people there and the sum of their residuals. */
function residualSums({ rows, outcome, arm, weight, clusterCount }: Frame, cluster: Int32Array, mean: Float64Array) {
  const size = mean.length;
  const sums = new Float64Array(clusterCount * size);
  const people = new Float64Array(clusterCount * size);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const place = (cluster[row] ?? 0) * size + a;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    sums[place] = (sums[place] ?? 0) + w * ((outcome[row] ?? 0) - (mean[a] ?? 0));
    people[place] = (people[place] ?? 0) + w;
  }
  return { sums, people };
}
