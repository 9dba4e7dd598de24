/**
 * The rows gathered by arm: how many people, their mean outcome, and their squared deviations from it. A frequency weight
 * w counts as w people with the same outcome. Two passes with the correction of Chan, Golub & LeVeque 1983 ("Algorithms
 * for computing the sample variance", Am. Stat. 37:242–247), in row order.
 */
import type { Frame } from '../frame.ts';

export type ArmCells = {
  /** People in each arm; the arrays below run over arms too. */
  readonly n: Float64Array;
  /** Mean outcome; 0 for an empty arm, which `n` tells. */
  readonly mean: Float64Array;
  /** Sum of squared deviations from the arm's mean; exactly 0 where all outcomes of the arm are equal. */
  readonly squares: Float64Array;
  /** Largest |outcome|, the scale of the arm's rounding errors. */
  readonly largest: Float64Array;
  /** People in all arms. */
  readonly total: number;
};

export function armCells(frame: Frame): ArmCells {
  const { n, sum, smallest, greatest } = totals(frame);
  const mean = sum.map((value, arm) => (n[arm] === 0 ? 0 : value / (n[arm] ?? 1)));
  const deviations = deviationSums(frame, mean);
  const squares = new Float64Array(n.length);
  const largest = new Float64Array(n.length);
  let total = 0;
  for (let arm = 0; arm < n.length; arm += 1) {
    const people = n[arm] ?? 0;
    if (people === 0) continue;
    total += people;
    const [low, high] = [smallest[arm] ?? 0, greatest[arm] ?? 0];
    largest[arm] = Math.max(Math.abs(low), Math.abs(high));
    if (low === high) {
      mean[arm] = low;
      continue;
    }
    const drift = deviations.sum[arm] ?? 0;
    mean[arm] = (mean[arm] ?? 0) + drift / people;
    squares[arm] = Math.max(0, (deviations.squares[arm] ?? 0) - (drift / people) * drift);
  }
  return { n, mean, squares, largest, total };
}

function totals({ rows, outcome, arm, arms, weight }: Frame) {
  const n = new Float64Array(arms.length);
  const sum = new Float64Array(arms.length);
  const smallest = new Float64Array(arms.length).fill(Number.POSITIVE_INFINITY);
  const greatest = new Float64Array(arms.length).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const y = outcome[row] ?? 0;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    n[a] = (n[a] ?? 0) + w;
    sum[a] = (sum[a] ?? 0) + w * y;
    if (y < (smallest[a] ?? 0)) smallest[a] = y;
    if (y > (greatest[a] ?? 0)) greatest[a] = y;
  }
  return { n, sum, smallest, greatest };
}

function deviationSums({ rows, outcome, arm, weight }: Frame, mean: Float64Array) {
  const sum = new Float64Array(mean.length);
  const squares = new Float64Array(mean.length);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const deviation = (outcome[row] ?? 0) - (mean[a] ?? 0);
    const weighted = weight === null ? deviation : (weight[row] ?? 0) * deviation;
    sum[a] = (sum[a] ?? 0) + weighted;
    squares[a] = (squares[a] ?? 0) + weighted * deviation;
  }
  return { sum, squares };
}
