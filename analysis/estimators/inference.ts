/**
 * From an estimate and its standard error to a two-sided test and an interval, by the normal or by Student's t distribution.
 * One place, so that every method states its p-value and its log in the same way.
 */
import { chiSquaredTails } from '../distributions/chi-squared.ts';
import { normalQuantile, normalTails } from '../distributions/normal.ts';
import { studentQuantile, studentTwoSided } from '../distributions/student.ts';
import type { Interval } from '../frame.ts';
import { log1p } from '../numbers/logarithm.ts';
import type { NormalTest, StudentTest } from './estimator.ts';

/** A one-sided p-value and its natural log. */
export type Tail = { readonly p: number; readonly logP: number };

/** z with Pr(|Z| < z) = level. */
export function normalCritical(level: number): number {
  return normalQuantile((1 - level) / 2);
}

/** t with Pr(|T| < t) = level. */
export function studentCritical(level: number, df: number): number {
  return studentQuantile((1 - level) / 2, df);
}

/** The two-sided z test of a standardised statistic. */
export function normalTest(statistic: number): NormalTest {
  const { upper, logUpper } = normalTails(Math.abs(statistic));
  return { statistic, distribution: 'normal', p: 2 * upper, logP: Math.min(0, logUpper + Math.LN2) };
}

/** The two-sided t test of a standardised statistic. */
export function studentTest(statistic: number, df: number): StudentTest {
  return { statistic, distribution: 't', df, ...studentTwoSided(statistic, df) };
}

/** Pr(Z ≥ statistic). */
export function normalUpperTail(statistic: number): Tail {
  const { upper, logUpper } = normalTails(statistic);
  return { p: upper, logP: logUpper };
}

/** Pr(T ≥ statistic): half of both tails beyond it, or, below 0, all but the half beyond it on the other side. */
export function studentUpperTail(statistic: number, df: number): Tail {
  const both = studentTwoSided(statistic, df);
  if (statistic > 0) return { p: both.p / 2, logP: both.logP - Math.LN2 };
  return { p: 1 - both.p / 2, logP: log1p(-both.p / 2) };
}

/** The upper tail of a chi-squared statistic. */
export function chiSquaredTest(statistic: number, df: number) {
  const { upper, logUpper } = chiSquaredTails(statistic, df);
  return { statistic, distribution: 'chi-squared', df, p: upper, logP: logUpper } as const;
}

/** estimate ± critical · standardError, never cut to the possible range. */
export function symmetricInterval(estimate: number, standardError: number, critical: number): Interval {
  return [estimate - critical * standardError, estimate + critical * standardError];
}
