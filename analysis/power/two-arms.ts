/**
 * The power of a comparison of two arms: two proportions by the z test with its variance pooled under no effect (J. L. Fleiss, B.
 * Levin & M. C. Paik 2003, "Statistical Methods for Rates and Proportions", chapter 4, without continuity correction); two means by
 * Student's t test. Oracles: R's power.prop.test and power.t.test; arms of unequal size against rpact and R's pt.
 */
import { noncentralUpper } from '../distributions/noncentral-student.ts';
import { normalQuantile, normalTails } from '../distributions/normal.ts';
import { studentQuantile } from '../distributions/student.ts';

/** People, or clusters, in the treated and in the reference arm; a share of one counts. */
export type Sizes = readonly [treated: number, reference: number];

/** Type I error, below ½; of two sides, half on each. */
export type Test = { readonly alpha: number; readonly sided: 1 | 2 };

/**
 * Of two risks between 0 and 1. As in R, the chance to reject on the wrong side is left out of a test of two sides, unless
 * `bothTails` adds it (R's strict = TRUE).
 */
export function powerOfProportions(
  [treated, reference]: readonly [treated: number, reference: number],
  [n1, n0]: Sizes,
  { alpha, sided }: Test,
  bothTails = false,
): number {
  const pooled = (treated * n1 + reference * n0) / (n1 + n0);
  const underNone = normalQuantile(alpha / sided) * Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0));
  const error = Math.sqrt((treated * (1 - treated)) / n1 + (reference * (1 - reference)) / n0);
  const difference = Math.abs(treated - reference);
  const right = normalTails((difference - underNone) / error).lower;
  return bothTails ? right + normalTails((difference + underNone) / error).upper : right;
}

/** Of a t test whose statistic has this noncentrality, the difference over its standard error, without the wrong side. */
export function powerOfStudent(noncentrality: number, df: number, { alpha, sided }: Test): number {
  return noncentralUpper(studentQuantile(alpha / sided, df), df, Math.abs(noncentrality));
}
