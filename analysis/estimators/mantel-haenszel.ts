/**
 * A measure pooled over strata with the weights of Mantel and Haenszel, their test, and a test of homogeneity.
 * Sources: N. Mantel & W. Haenszel 1959, JNCI 22:719–748 (odds ratio, test); J. Robins, N. Breslow & S. Greenland 1986,
 * Biometrics 42:311–323 (variance of its log); S. Greenland & J. Robins 1985, Biometrics 41:55–68 (risk ratio and its
 * variance, risk difference); T. Sato 1989, Biometrics 45:1323–1324, equation 1 (variance of the difference); homogeneity:
 * Cochran's Q about the pooled value, a half added to each cell of a stratum with an empty one and strata in which nobody
 * or everybody has the outcome left out, as metafor's rma.mh does for all three measures.
 */
import type { Contrast, Frame, Groups, Interval } from '../frame.ts';
import { ln } from '../numbers/logarithm.ts';
import { type NormalTest, type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { chiSquaredTest, normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { logRatio, type RatioFigures, ratioFigures } from './ratio-result.ts';
import { clusteringWarning, emptyArm, notBinary } from './refusals.ts';

export type PooledMeasure = 'odds-ratio' | 'risk-ratio' | 'risk-difference';
export type MantelHaenszelOptions = {
  readonly measure: PooledMeasure;
  /** Takes ½ from |Δ| in the test where |Δ| ≥ ½, as R's mantelhaen.test. */
  readonly continuity: boolean;
  readonly level: number;
};

type Test = { readonly statistic: number; readonly df: number; readonly p: number; readonly logP: number };
type PooledDifference = { readonly quantity: 'risk-difference'; readonly estimate: number } & {
  readonly standardError: number;
} & NormalTest & { readonly interval: Interval; readonly level: number };

export type MantelHaenszelResult = (RatioFigures<'odds-ratio' | 'risk-ratio'> | PooledDifference) & {
  readonly n: number;
  readonly warning?: Warning;
  /** The Cochran-Mantel-Haenszel test. */
  readonly test: Test;
  readonly homogeneity: Test | NotGiven;
  readonly strataUsed: number;
};

/** a, b: treated people with and without the outcome; c, d: the reference's. */
type Stratum = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly n1: number;
  readonly n0: number;
  readonly n: number;
};

/**
 * `strata` gives the stratum of each row. `strataUsed` counts those with people in both arms; the others say nothing and are
 * left out, of `n` too. Top-level p is that of the pooled measure (z). Refuses an outcome that is not binary, an empty arm,
 * strata of which none has both arms, and data from which the pooled ratio or its error has no finite value.
 */
export function mantelHaenszel(
  frame: Frame,
  strata: Groups,
  contrast: Contrast,
  options: MantelHaenszelOptions,
): Result<MantelHaenszelResult> {
  if (frame.outcomeKind !== 'binary') return notBinary('A Mantel-Haenszel measure');
  const all = stratumTables(frame, strata, contrast);
  if (all.every(({ n1 }) => n1 === 0)) return emptyArm(frame, contrast.treated);
  if (all.every(({ n0 }) => n0 === 0)) return emptyArm(frame, contrast.reference);
  const used = all.filter(({ n1, n0 }) => n1 > 0 && n0 > 0);
  if (used.length === 0) return notEstimable('no-shared-stratum', 'No stratum has people in both arms.');
  const test = commonTest(used, options.continuity);
  const pooled = pool(used, options);
  if (test === null || pooled === 'equal') {
    return notEstimable('no-variation', 'All outcomes within each stratum are equal.');
  }
  if (pooled === 'infinite') {
    return notEstimable('zero-cell', 'No stratum has people of both kinds that the pooled ratio needs to be finite.');
  }
  return {
    ...pooled.figures,
    n: sum(used, ({ n }) => n),
    ...clusteringWarning(frame),
    test,
    homogeneity: homogeneity(used, options.measure, pooled.centre),
    strataUsed: used.length,
  };
}

function stratumTables(
  { rows, outcome, arm, weight }: Frame,
  { codes, count }: Groups,
  { treated, reference }: Contrast,
): readonly Stratum[] {
  const cells = [0, 1, 2, 3].map(() => new Float64Array(count));
  for (let row = 0; row < rows; row += 1) {
    if (arm[row] !== treated && arm[row] !== reference) continue;
    const cell = cells[(arm[row] === treated ? 0 : 2) + (outcome[row] === 1 ? 0 : 1)];
    const stratum = codes[row] ?? 0;
    if (cell !== undefined) cell[stratum] = (cell[stratum] ?? 0) + (weight === null ? 1 : (weight[row] ?? 0));
  }
  return Array.from({ length: count }, (_, stratum) => {
    const [a = 0, b = 0, c = 0, d = 0] = cells.map((cell) => cell[stratum] ?? 0);
    return stratumOf(a, b, c, d);
  });
}

function stratumOf(a: number, b: number, c: number, d: number): Stratum {
  return { a, b, c, d, n1: a + b, n0: c + d, n: a + b + c + d };
}

function sum(strata: readonly Stratum[], of: (stratum: Stratum) => number): number {
  return strata.reduce((total, stratum) => total + of(stratum), 0);
}

type Pooled = {
  readonly figures: RatioFigures<'odds-ratio' | 'risk-ratio'> | PooledDifference;
  readonly centre: number;
};

/** A variance below this part of what it is the difference of is left over by rounding: where arms differ by everything or nothing. */
const rounding = 1e-13;

function pool(strata: readonly Stratum[], { measure, level }: MantelHaenszelOptions): Pooled | 'infinite' | 'equal' {
  switch (measure) {
    case 'odds-ratio': {
      const r = sum(strata, ({ a, d, n }) => (a * d) / n);
      const s = sum(strata, ({ b, c, n }) => (b * c) / n);
      if (r === 0 || s === 0) return 'infinite';
      const pr = sum(strata, ({ a, d, n }) => ((a + d) / n) * ((a * d) / n));
      const mixed = sum(strata, ({ a, b, c, d, n }) => ((a + d) / n) * ((b * c) / n) + ((b + c) / n) * ((a * d) / n));
      const qs = sum(strata, ({ b, c, n }) => ((b + c) / n) * ((b * c) / n));
      return ratio('odds-ratio', r, s, (pr / r / r + mixed / (r * s) + qs / s / s) / 2);
    }
    case 'risk-ratio': {
      const r = sum(strata, ({ a, n0, n }) => (a * n0) / n);
      const s = sum(strata, ({ c, n1, n }) => (c * n1) / n);
      if (r === 0 || s === 0) return 'infinite';
      const whole = sum(strata, ({ a, c, n1, n0, n }) => (n1 / n) * (n0 / n) * (a + c));
      const v = sum(strata, ({ a, c, n1, n0, n }) => (n1 / n) * (n0 / n) * (a + c) - (a / n) * c);
      return v <= rounding * whole ? 'equal' : ratio('risk-ratio', r, s, v / (r * s));
    }
    case 'risk-difference': {
      const weight = sum(strata, ({ n1, n0, n }) => (n1 * n0) / n);
      const estimate = sum(strata, ({ a, c, n1, n0, n }) => (a * n0 - c * n1) / n) / weight;
      const p = sum(strata, ({ a, c, n1, n0, n }) => {
        const [f1, f0] = [n1 / n, n0 / n];
        return c * f1 * f1 - a * f0 * f0 + (f1 * f0 * (n0 - n1)) / 2;
      });
      const q = sum(strata, ({ a, b, c, d, n }) => (a * d + c * b) / n) / 2;
      const variance = (estimate * p + q) / weight / weight;
      if (estimate * p + q <= rounding * q) return 'equal';
      const standardError = Math.sqrt(variance);
      const figures: PooledDifference = {
        quantity: 'risk-difference',
        estimate,
        standardError,
        ...normalTest(estimate / standardError),
        interval: symmetricInterval(estimate, standardError, normalCritical(level)),
        level,
      };
      return { figures, centre: estimate };
    }
  }

  function ratio(quantity: 'odds-ratio' | 'risk-ratio', r: number, s: number, variance: number): Pooled {
    const figures = ratioFigures(quantity, logRatio(r, s), Math.sqrt(variance), level);
    return { figures, centre: figures.logEstimate };
  }
}

/** Null where no stratum has both outcomes. */
function commonTest(strata: readonly Stratum[], continuity: boolean): Test | null {
  const variance = sum(strata, ({ a, b, c, d, n1, n0, n }) => ((n1 / n) * (n0 / n) * (a + c) * (b + d)) / (n - 1));
  if (variance === 0) return null;
  const distance = Math.abs(sum(strata, ({ a, b, c, d, n }) => (a * d - b * c) / n));
  const corrected = continuity && distance >= 0.5 ? distance - 0.5 : distance;
  return test((corrected * corrected) / variance, 1);
}

function homogeneity(strata: readonly Stratum[], measure: PooledMeasure, centre: number): Test | NotGiven {
  const informative = strata.filter(({ a, b, c, d }) => a + c > 0 && b + d > 0);
  if (informative.length < 2) {
    return notEstimable('one-stratum', 'Fewer than two strata have people with and without the outcome.');
  }
  const statistic = informative.reduce((total, stratum) => {
    const { a, b, c, d } = stratum;
    const half = a === 0 || b === 0 || c === 0 || d === 0 ? 0.5 : 0;
    const { value, variance } = ownMeasure(measure, stratumOf(a + half, b + half, c + half, d + half));
    return total + ((value - centre) * (value - centre)) / variance;
  }, 0);
  return test(statistic, informative.length - 1);
}

function ownMeasure(measure: PooledMeasure, { a, b, c, d, n1, n0 }: Stratum) {
  switch (measure) {
    case 'odds-ratio':
      return { value: ln((a * d) / (b * c)), variance: 1 / a + 1 / b + 1 / c + 1 / d };
    case 'risk-ratio':
      return { value: ln((a * n0) / (c * n1)), variance: b / a / n1 + d / c / n0 };
    case 'risk-difference':
      return { value: a / n1 - c / n0, variance: (a * b) / n1 / n1 / n1 + (c * d) / n0 / n0 / n0 };
  }
}

function test(value: number, degrees: number): Test {
  const { statistic, df, p, logP } = chiSquaredTest(value, degrees);
  return { statistic, df, p, logP };
}
