/**
 * Two one-sided tests that a difference lies within ±margin: Wald's z for risks, Welch's t for means. Both must reject for
 * equivalence, so p is the larger; the interval that answers the same question has twice the error.
 * Source: D. J. Schuirmann 1987, J. Pharmacokinet. Biopharm. 15:657–680.
 */
import type { Contrast, Frame, Interval } from '../frame.ts';
import { isNotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { normalUpperTail, studentUpperTail } from './inference.ts';
import { riskDifference } from './risk-difference.ts';
import { tTest } from './t-test.ts';

export type EquivalenceOptions = {
  /** On the outcome's own scale, above 0: 0.03 is three percentage points. */
  readonly margin: number;
  /** 1 − α of each test; the interval's level is 1 − 2α. */
  readonly level: number;
};

/** One of the two tests; Wald's has no df. */
export type OneSidedTest = {
  readonly statistic: number;
  readonly df?: number;
  readonly p: number;
  readonly logP: number;
};

export type EquivalenceResult = {
  readonly quantity: 'risk-difference' | 'mean-difference';
  readonly estimate: number;
  readonly standardError: number;
  readonly p: number;
  readonly logP: number;
  readonly interval: Interval;
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
  /** That the difference is above −margin. */
  readonly lower: OneSidedTest;
  /** That it is below +margin. */
  readonly upper: OneSidedTest;
};

/** Refuses what the Wald difference or Welch's test refuses, and a level of a half or less, which leaves no interval. */
export function equivalence(
  frame: Frame,
  contrast: Contrast,
  { margin, level }: EquivalenceOptions,
): Result<EquivalenceResult> {
  if (level <= 0.5) return notEstimable('level', 'Two one-sided tests need a level above a half.');
  // 2·level − 1 without the digits that rounding leaves: 0.9 for 0.95.
  const twoSided = Number((2 * level - 1).toFixed(12));
  const difference =
    frame.outcomeKind === 'binary'
      ? riskDifference(frame, contrast, { interval: 'wald', level: twoSided })
      : tTest(frame, contrast, { variances: 'welch', level: twoSided });
  if (isNotGiven(difference)) return difference;
  if (!('standardError' in difference)) throw new Error('a Wald difference has a standard error');
  const { quantity, estimate, standardError, interval, n, warning } = difference;
  const df = 'df' in difference ? difference.df : undefined;
  const lower = oneSided((estimate + margin) / standardError, 1, df);
  const upper = oneSided((estimate - margin) / standardError, -1, df);
  const { p, logP } = lower.logP > upper.logP ? lower : upper;
  return {
    ...{ quantity, estimate, standardError, p, logP, interval, level: twoSided, n },
    ...(warning === undefined ? {} : { warning }),
    lower,
    upper,
  };
}

/** `direction` 1: a large statistic speaks against the hypothesis; −1: a small one. */
function oneSided(statistic: number, direction: 1 | -1, df: number | undefined): OneSidedTest {
  const against = direction * statistic;
  if (df === undefined) return { statistic, ...normalUpperTail(against) };
  return { statistic, df, ...studentUpperTail(against, df) };
}
