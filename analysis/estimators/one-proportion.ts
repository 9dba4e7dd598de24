/**
 * Five intervals for one proportion. Definitions as in L. D. Brown, T. T. Cai & A. DasGupta 2001, "Interval estimation for
 * a binomial proportion", Statist. Sci. 16:101–133; E. B. Wilson 1927, JASA 22:209–212; C. J. Clopper & E. S. Pearson
 * 1934, Biometrika 26:404–413; A. Agresti & B. A. Coull 1998, Am. Stat. 52:119–126.
 */
import { betaQuantile } from '../distributions/beta-quantile.ts';
import type { ArmCount } from './arm-counts.ts';
import type { ProportionInterval } from './estimator.ts';
import { normalCritical } from './inference.ts';

/** Bounds for `count` of `n`, n ≥ 1. Wald and Agresti-Coull may leave [0, 1]; Wald has no width at 0 and at n. */
export function proportionInterval(
  cell: ArmCount,
  interval: ProportionInterval,
  level: number,
): readonly [number, number] {
  switch (interval) {
    case 'wald':
      return wald(cell, level);
    case 'wilson':
      return wilson(cell, level);
    case 'clopper-pearson':
      return clopperPearson(cell, level);
    case 'jeffreys':
      return jeffreys(cell, level);
    case 'agresti-coull':
      return agrestiCoull(cell, level);
  }
}

function wald({ n, count }: ArmCount, level: number): readonly [number, number] {
  const p = count / n;
  const half = normalCritical(level) * Math.sqrt((p * (1 - p)) / n);
  return [p - half, p + half];
}

/** The score interval; exactly 0 at no success and exactly 1 at none but successes. */
export function wilson({ n, count }: ArmCount, level: number): readonly [number, number] {
  const z = normalCritical(level);
  const root = z * Math.sqrt((count / n) * (n - count) + (z * z) / 4);
  const centre = count + (z * z) / 2;
  const scale = n + z * z;
  return [count === 0 ? 0 : (centre - root) / scale, count === n ? 1 : (centre + root) / scale];
}

/**
 * The score interval with continuity correction, as R. G. Newcombe 1998, "Two-sided confidence intervals for the single
 * proportion", Stat. Med. 17:857–872, method 4. R's prop.test drops the correction at count = n/2; it is kept here.
 */
export function wilsonWithContinuity({ n, count }: ArmCount, level: number): readonly [number, number] {
  const z = normalCritical(level);
  const [p, q] = [count / n, (n - count) / n];
  const scale = 2 * (n + z * z);
  const base = 2 * count + z * z;
  const lower = base - 1 - z * Math.sqrt(z * z - 2 - 1 / n + 4 * p * (n * q + 1));
  const upper = base + 1 + z * Math.sqrt(z * z + 2 - 1 / n + 4 * p * (n * q - 1));
  return [count === 0 ? 0 : lower / scale, count === n ? 1 : upper / scale];
}

function clopperPearson({ n, count }: ArmCount, level: number): readonly [number, number] {
  const tail = (1 - level) / 2;
  return [
    count === 0 ? 0 : betaQuantile(count, n - count + 1, 'lower', tail).x,
    count === n ? 1 : betaQuantile(count + 1, n - count, 'upper', tail).x,
  ];
}

/** Equal tails of Beta(count + ½, n − count + ½), closed at 0 and 1 (Brown, Cai & DasGupta 2001, section 4.1.2). */
function jeffreys({ n, count }: ArmCount, level: number): readonly [number, number] {
  const tail = (1 - level) / 2;
  const [a, b] = [count + 0.5, n - count + 0.5];
  return [count === 0 ? 0 : betaQuantile(a, b, 'lower', tail).x, count === n ? 1 : betaQuantile(a, b, 'upper', tail).x];
}

function agrestiCoull({ n, count }: ArmCount, level: number): readonly [number, number] {
  const z = normalCritical(level);
  const people = n + z * z;
  const p = (count + (z * z) / 2) / people;
  const half = z * Math.sqrt((p * (1 - p)) / people);
  return [p - half, p + half];
}
