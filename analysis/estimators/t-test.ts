/**
 * Student's t for two independent arms, with each arm's own variance or with one, and for pairs of which one is in each arm.
 * Sources: B. L. Welch 1947, Biometrika 34:28–35, with the degrees of freedom of F. E. Satterthwaite 1946, Biometrics Bull.
 * 2:110–114; Student 1908, Biometrika 6:1–25. Oracle: R's t.test.
 */
import type { Contrast, Frame, Groups, Interval } from '../frame.ts';
import { armCells } from './arm-cells.ts';
import { isNotGiven, notEstimable, type Result, type StudentTest, type Warning } from './estimator.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { pairDifferences } from './pair-differences.ts';
import { clusteringWarning, emptyArm, oneInArm, tooLarge } from './refusals.ts';

export type TTestOptions = { readonly variances: 'welch' | 'equal'; readonly level: number };
export type TTestResult = {
  readonly quantity: 'mean-difference';
  readonly estimate: number;
  readonly standardError: number;
} & StudentTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly warning?: Warning;
  };

/** A standard error below this part of the larger mean is what rounding left of a zero (ten units in the last place). */
const constant = 2.220446049250313e-15;

/**
 * Treated minus reference; `n` counts the people of both arms. Refuses outcomes too large to square, an empty arm, an arm
 * of one person (with equal variances: two people in all), and outcomes that do not vary within the arms.
 */
export function tTest(frame: Frame, contrast: Contrast, { variances, level }: TTestOptions): Result<TTestResult> {
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const cells = armCells(frame);
  const [treated, reference] = [contrast.treated, contrast.reference].map((arm) => ({
    arm,
    n: cells.n[arm] ?? 0,
    mean: cells.mean[arm] ?? 0,
    squares: cells.squares[arm] ?? 0,
  }));
  if (treated === undefined || reference === undefined) throw new Error('a contrast has two arms');
  for (const { arm, n } of [treated, reference]) {
    if (n === 0) return emptyArm(frame, arm);
    if (n === 1 && variances === 'welch') return oneInArm(frame, arm, 'person');
  }
  const n = treated.n + reference.n;
  if (n < 3) return notEstimable('no-degrees-of-freedom', 'There are no more people than arms.');
  const [own1, own0] =
    variances === 'welch'
      ? [treated.squares / (treated.n - 1) / treated.n, reference.squares / (reference.n - 1) / reference.n]
      : [treated.n, reference.n].map((size) => (treated.squares + reference.squares) / (n - 2) / size);
  const [v1, v0] = [own1 ?? 0, own0 ?? 0];
  const standardError = Math.sqrt(v1 + v0);
  if (standardError <= constant * Math.max(Math.abs(treated.mean), Math.abs(reference.mean))) return noVariation();
  const [share1, share0] = [v1 / (v1 + v0), v0 / (v1 + v0)];
  const df =
    variances === 'welch' ? 1 / ((share1 * share1) / (treated.n - 1) + (share0 * share0) / (reference.n - 1)) : n - 2;
  return result(frame, treated.mean - reference.mean, standardError, df, level, n);
}

/**
 * The mean difference within pairs, those of whom one outcome is missing left out; `n` counts the people of the pairs used,
 * and df is pairs − 1. Refuses a pair with two people in an arm, fewer than two pairs, and differences that do not vary.
 */
export function pairedTTest(
  frame: Frame,
  pairs: Groups,
  contrast: Contrast,
  { level }: { readonly level: number },
): Result<TTestResult> {
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const differences = pairDifferences(frame, pairs, contrast);
  if (isNotGiven(differences)) return differences;
  const count = differences.length;
  if (count < 2) return notEstimable('too-few-pairs', 'Fewer than two pairs have both outcomes.');
  const rough = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const drift = differences.reduce((sum, difference) => sum + (difference - rough), 0) / count;
  const mean = rough + drift;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) * (difference - mean), 0);
  const standardError = Math.sqrt(squares / (count - 1) / count);
  if (standardError <= constant * Math.abs(mean)) return noVariation();
  return result(frame, mean, standardError, count - 1, level, 2 * count);
}

function result(
  frame: Frame,
  estimate: number,
  standardError: number,
  df: number,
  level: number,
  n: number,
): TTestResult {
  return {
    quantity: 'mean-difference',
    estimate,
    standardError,
    ...studentTest(estimate / standardError, df),
    interval: symmetricInterval(estimate, standardError, studentCritical(level, df)),
    level,
    n,
    ...clusteringWarning(frame),
  };
}

function noVariation() {
  return notEstimable('no-variation', 'The outcomes do not vary, so there is no standard error.');
}
