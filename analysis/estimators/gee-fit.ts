/**
 * Solves estimating equations whose mean depends on the arm alone. A cluster then enters by its people and residual sums in
 * each arm, and the inverse of an equal correlation α among its n people is (I − α/(1 + (n − 1)α)·J)/(1 − α)
 * (S. R. Searle 1982, "Matrix Algebra Useful for Statistics", section 5.7).
 */
import type { Frame } from '../frame.ts';
import { cholesky, inverse, solve } from '../numbers/cholesky.ts';
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';
import { armCells } from './arm-cells.ts';
import { type NotGiven, notEstimable, type Result } from './estimator.ts';
import { meanOf } from './glm-fit.ts';
import { type ArmCoefficients, sandwich } from './glm-model.ts';

export type GeeLink = 'identity' | 'logit' | 'log';
type GeeFit = ArmCoefficients & { readonly correlation: number };

const mostRounds = 500;
/** Change of every coefficient, relative to the larger of 1 and its size, and of the correlation, at the last round. */
const settled = 1e-13;

/** Refuses an exchangeable correlation where no cluster has two people, one that is none, and rounds without an end. */
export function solveEquations(frame: Frame, link: GeeLink, working: 'independence' | 'exchangeable'): Result<GeeFit> {
  const { n, mean } = armCells(frame);
  const present = frame.arms.flatMap((_, arm) => ((n[arm] ?? 0) > 0 ? [arm] : []));
  const columnOf = frame.arms.map((_, arm) => (present.includes(arm) ? present.indexOf(arm) : null));
  const clusters = clusterCells(frame, columnOf, present.length);
  if (working === 'exchangeable' && clusters.pairs === 0) {
    return notEstimable('singleton-clusters', 'Every cluster has one person, so there is nothing to correlate.');
  }
  let coefficients = Float64Array.from(present, (arm) => linked(mean[arm] ?? 0, link));
  let correlation = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const sums = residualSums(frame, columnOf, coefficients, link, clusters);
    const former = correlation;
    correlation = working === 'exchangeable' ? sums.correlation : 0;
    if (!isCorrelation(correlation, clusters.largest)) return noCorrelation();
    const { score, slope, meat } = equations(clusters, sums, correlation);
    const factor = cholesky(slope, present.length);
    if (typeof factor === 'number') return noSolution();
    const step = solve(factor, score);
    coefficients = coefficients.map((value, j) => value + (step[j] ?? 0));
    const isStill = step.every((value, j) => Math.abs(value) <= settled * Math.max(1, Math.abs(coefficients[j] ?? 0)));
    if (isStill && Math.abs(correlation - former) <= settled) {
      const bread = inverse(factor);
      const covariance = sandwich(bread, meat, present.length);
      return { fit: { coefficients, inverse: bread }, regressors: [], columnOf, covariance, correlation };
    }
  }
  return noSolution();
}

function linked(mean: number, link: GeeLink): number {
  if (link === 'identity') return mean;
  return link === 'log' ? ln(mean) : ln(mean / (1 - mean));
}

/** Mean, its slope in the linear predictor, and the standard deviation that the family gives it. */
function moments(eta: number, link: GeeLink): { readonly mean: number; readonly slope: number; readonly sd: number } {
  if (link === 'identity') return { mean: eta, slope: 1, sd: 1 };
  if (link === 'log') return { mean: exp(eta), slope: exp(eta), sd: Math.sqrt(exp(eta)) };
  const mean = meanOf(eta, 'binomial');
  return { mean, slope: mean * (1 - mean), sd: Math.sqrt(mean * (1 - mean)) };
}

type Clusters = {
  readonly size: number;
  /** People of each cluster and arm, at cluster · size + place of the arm. */
  readonly people: Float64Array;
  readonly total: Float64Array;
  readonly largest: number;
  /** Pairs of people in one cluster, over all clusters. */
  readonly pairs: number;
};

function clusterCells(frame: Frame, columnOf: readonly (number | null)[], size: number): Clusters {
  const { rows, arm, weight, cluster, clusterCount } = frame;
  const people = new Float64Array(clusterCount * size);
  const total = new Float64Array(clusterCount);
  for (let row = 0; row < rows; row += 1) {
    const own = cluster?.[row] ?? 0;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    const place = own * size + (columnOf[arm[row] ?? 0] ?? 0);
    people[place] = (people[place] ?? 0) + w;
    total[own] = (total[own] ?? 0) + w;
  }
  const pairs = total.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  return { size, people, total, largest: total.reduce((most, count) => Math.max(most, count), 0), pairs };
}

type Sums = {
  /** Pearson residuals summed by cluster and arm. */
  readonly residuals: Float64Array;
  /** Slope of the mean over its standard deviation, by arm. */
  readonly rates: Float64Array;
  readonly correlation: number;
};

function residualSums(
  { rows, outcome, arm, weight, cluster }: Frame,
  columnOf: readonly (number | null)[],
  coefficients: Float64Array,
  link: GeeLink,
  { size, total, pairs }: Clusters,
): Sums {
  const own = Array.from(coefficients, (eta) => moments(eta, link));
  const residuals = new Float64Array(total.length * size);
  let squares = 0;
  let people = 0;
  for (let row = 0; row < rows; row += 1) {
    const column = columnOf[arm[row] ?? 0] ?? 0;
    const { mean = 0, sd = 1 } = own[column] ?? {};
    const w = weight === null ? 1 : (weight[row] ?? 0);
    const residual = ((outcome[row] ?? 0) - mean) / sd;
    const place = (cluster?.[row] ?? 0) * size + column;
    residuals[place] = (residuals[place] ?? 0) + w * residual;
    squares += w * residual * residual;
    people += w;
  }
  let products = -squares;
  for (let start = 0; start < residuals.length; start += size) {
    const sum = residuals.subarray(start, start + size).reduce((all, value) => all + value, 0);
    products += sum * sum;
  }
  const rates = Float64Array.from(own, ({ slope, sd }) => slope / sd);
  return { residuals, rates, correlation: products === 0 ? 0 : products / 2 / pairs / (squares / people) };
}

/** The equations' value, their slope and Σ over clusters of value · value′, each up to the scale, which cancels. */
function equations({ size, people, total }: Clusters, { residuals, rates }: Sums, correlation: number) {
  const score = new Float64Array(size);
  const slope = new Float64Array(size * size);
  const meat = new Float64Array(size * size);
  for (const [cluster, count] of total.entries()) {
    const start = cluster * size;
    const shared = correlation / (1 + (count - 1) * correlation);
    const sum = residuals.subarray(start, start + size).reduce((all, residual) => all + residual, 0);
    const own = rates.map((rate, a) => {
      const apart = (residuals[start + a] ?? 0) - shared * (people[start + a] ?? 0) * sum;
      return (rate * apart) / (1 - correlation);
    });
    for (const [a, value] of own.entries()) score[a] = (score[a] ?? 0) + value;
    for (let at = 0; at < slope.length; at += 1) {
      const [a, b] = [Math.floor(at / size), at % size];
      const [here, there] = [people[start + a] ?? 0, people[start + b] ?? 0];
      const weight = ((a === b ? here : 0) - shared * here * there) / (1 - correlation);
      slope[at] = (slope[at] ?? 0) + (rates[a] ?? 0) * (rates[b] ?? 0) * weight;
      meat[at] = (meat[at] ?? 0) + (own[a] ?? 0) * (own[b] ?? 0);
    }
  }
  return { score, slope, meat };
}

/** Whether the matrix of correlations in the largest cluster is positive definite. */
function isCorrelation(correlation: number, largest: number): boolean {
  return correlation < 1 && 1 + (largest - 1) * correlation > 0;
}

function noCorrelation(): NotGiven {
  return notEstimable(
    'no-correlation',
    'The working correlation comes out as one that the largest cluster cannot have.',
  );
}

function noSolution(): NotGiven {
  return notEstimable('no-convergence', 'The estimating equations have no solution that the rounds settle on.');
}
