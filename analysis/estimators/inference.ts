/**
 * From an estimate and its standard error to a two-sided test and an interval, by the normal or by Student's t distribution.
 * One place, so that every method states its p-value and its log in the same way.
 */
import { chiSquaredTails } from '../distributions/chi-squared.ts';
import { normalQuantile, normalTails } from '../distributions/normal.ts';
import { studentQuantile, studentTwoSided } from '../distributions/student.ts';
import type { Interval } from '../frame.ts';
import type { NormalTest, StudentTest } from './estimator.ts';

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

/** The upper tail of a chi-squared statistic. */
export function chiSquaredTest(statistic: number, df: number) {
  const { upper, logUpper } = chiSquaredTails(statistic, df);
  return { statistic, distribution: 'chi-squared', df, p: upper, logP: logUpper } as const;
}

/** estimate ± critical · standardError, never cut to the possible range. */
export function symmetricInterval(estimate: number, standardError: number, critical: number): Interval {
  return [estimate - critical * standardError, estimate + critical * standardError];
}
