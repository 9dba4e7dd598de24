/**
 * The rank-sum test of two arms, with the shift of location between them: the median of all differences between a treated
 * and a reference person, and the shifts that the test does not reject.
 * Sources: F. Wilcoxon 1945, Biometrics Bull. 1:80–83; Mann & Whitney 1947; J. L. Hodges & E. L. Lehmann 1963, Ann. Math.
 * Stat. 34:598–611; variance with ties: E. L. Lehmann 1975, "Nonparametrics", section 1.4. Oracle: R's wilcox.test, whose
 * shifts under the normal approximation are roots to 1e-4; here they are the differences themselves.
 */
import { largestProduct, rankSumCumulative, rankSumTwoSided } from '../distributions/rank-sum.ts';
import type { Contrast, Frame, Interval } from '../frame.ts';
import { notEstimable, type Result, type Warning } from './estimator.ts';
import { normalCritical, normalTest } from './inference.ts';
import { kthDifference, type Sample, sampleOf } from './pairwise-differences.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';

export type RankSumOptions = {
  /** Moves W half a step towards its mean under the normal approximation. */
  readonly continuity: boolean;
  /** The exact distribution, which has no ties, in place of the normal approximation. */
  readonly exact: boolean;
  readonly level: number;
};

export type RankSumResult = {
  readonly quantity: 'location-shift';
  /** The Hodges-Lehmann shift. */
  readonly estimate: number;
  /** R's W: pairs in which the treated person's outcome is the larger, ties counting half. */
  readonly statistic: number;
  readonly p: number;
  readonly logP: number;
  readonly interval: Interval;
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
};

/**
 * `n` counts the people of both arms. A bound is infinite where the arms are too small for any shift to be rejected. Refuses
 * an empty arm, outcomes that are all equal, and the exact distribution with ties or in arms too large for it.
 */
export function rankSum(frame: Frame, contrast: Contrast, options: RankSumOptions): Result<RankSumResult> {
  const treated = armSample(frame, contrast.treated);
  const reference = armSample(frame, contrast.reference);
  if (treated === null) return emptyArm(frame, contrast.treated);
  if (reference === null) return emptyArm(frame, contrast.reference);
  const n1 = sum(treated.people);
  const n0 = sum(reference.people);
  const { statistic, ties } = countAbove(treated, reference);
  const shifts = options.exact
    ? exact(treated, reference, statistic, ties, options.level)
    : approximate(treated, reference, statistic, ties, options);
  if ('notEstimable' in shifts) return shifts;
  return {
    quantity: 'location-shift',
    estimate: median(treated, reference, n1 * n0),
    statistic,
    ...shifts,
    level: options.level,
    n: n1 + n0,
    ...clusteringWarning(frame),
  };
}

type TestAndInterval = { readonly p: number; readonly logP: number; readonly interval: Interval };

function exact(x: Sample, y: Sample, statistic: number, ties: number, level: number): Result<TestAndInterval> {
  if (ties > 0) {
    return notEstimable('ties', 'Two people have the same outcome, and the exact distribution is that without ties.');
  }
  const [m, n] = [sum(x.people), sum(y.people)];
  if (m * n > largestProduct) {
    return notEstimable('too-many-people', 'The arms are too large for the exact distribution.');
  }
  const cumulative = rankSumCumulative(m, n);
  const tail = (1 - level) / 2;
  const rejected = cumulative.findIndex((probability) => probability >= tail);
  const interval: Interval =
    rejected === 0 ? everything : [kthDifference(x, y, rejected), kthDifference(x, y, m * n - rejected + 1)];
  return { ...rankSumTwoSided(cumulative, statistic), interval };
}

function approximate(
  x: Sample,
  y: Sample,
  statistic: number,
  ties: number,
  { continuity, level }: RankSumOptions,
): Result<TestAndInterval> {
  const [n1, n0] = [sum(x.people), sum(y.people)];
  const deviation = (tied: number) => {
    const n = n1 + n0;
    return Math.sqrt(((n1 * n0) / 12) * (n + 1 - tied / n / (n - 1)));
  };
  const own = deviation(ties);
  if (!(own > 0)) return notEstimable('no-variation', 'All outcomes of the two arms are equal.');
  const distance = statistic - (n1 * n0) / 2;
  const step = continuity ? 0.5 : 0;
  const { p, logP } = normalTest((distance - Math.sign(distance) * step) / own);
  // Shifted by other than a difference, the arms have no ties between them.
  const shifted = deviation(tiesWithin(x) + tiesWithin(y));
  const fromMean = step + normalCritical(level) * shifted;
  const beyond = Math.floor((n1 * n0) / 2 + fromMean);
  const interval: Interval =
    beyond >= n1 * n0 ? everything : [kthDifference(x, y, n1 * n0 - beyond), kthDifference(x, y, beyond + 1)];
  return { p, logP, interval };
}

const everything: Interval = ['-Infinity', 'Infinity'];

/** Of an even number of differences the mean of the two in the middle. */
function median(x: Sample, y: Sample, pairs: number): number {
  const lower = kthDifference(x, y, Math.floor((pairs + 1) / 2));
  return pairs % 2 === 1 ? lower : (lower + kthDifference(x, y, pairs / 2 + 1)) / 2;
}

function armSample({ rows, outcome, arm, weight }: Frame, wanted: number): Sample | null {
  const values: number[] = [];
  const people: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (arm[row] !== wanted) continue;
    values.push(outcome[row] ?? 0);
    people.push(weight === null ? 1 : (weight[row] ?? 0));
  }
  return values.length === 0 ? null : sampleOf(Float64Array.from(values), Float64Array.from(people));
}

/** W, and Σ t³ − t over the groups of equal outcomes in both arms together. */
function countAbove(x: Sample, y: Sample): { readonly statistic: number; readonly ties: number } {
  let statistic = 0;
  let ties = tiesWithin(y);
  let below = 0;
  let next = 0;
  for (const [index, value] of x.values.entries()) {
    const people = x.people[index] ?? 0;
    while (next < y.values.length && (y.values[next] ?? 0) < value) {
      below += y.people[next] ?? 0;
      next += 1;
    }
    const equal = next < y.values.length && y.values[next] === value ? (y.people[next] ?? 0) : 0;
    statistic += people * (below + equal / 2);
    ties += cubic(people + equal) - cubic(equal);
  }
  return { statistic, ties };
}

function tiesWithin({ people }: Sample): number {
  return people.reduce((total, count) => total + cubic(count), 0);
}

function cubic(count: number): number {
  return (count * count - 1) * count;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
