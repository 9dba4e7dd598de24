/**
 * The mean of effects that are each known with a variance of their own, and their variance about it.
 * Sources: R. DerSimonian & N. Laird 1986, Control. Clin. Trials 7:177–188; W. Viechtbauer 2005, J. Educ. Behav. Stat.
 * 30:261–293 (restricted maximum likelihood by Fisher scoring); G. Knapp & J. Hartung 2003, Stat. Med. 22:2693–2710;
 * J. P. T. Higgins & S. G. Thompson 2002, Stat. Med. 21:1539–1558 (I²). Oracle: metafor::rma.
 */
import { ln } from '../numbers/logarithm.ts';

export type PoolModel = 'fixed' | 'dersimonian-laird' | 'reml';
export type Effect = { readonly value: number; readonly variance: number };
export type Pool = {
  readonly mean: number;
  /** Standard error of the mean; with Knapp and Hartung's factor where it was asked for. */
  readonly error: number;
  readonly tau2: number;
  /** Per cent. */
  readonly i2: number;
  /** Cochran's Q about the fixed-effect mean, on one degree of freedom less than there are effects. */
  readonly q: number;
};

const mostRounds = 10_000;
/** A step is the last where it is this small beside τ², or lost in the rounding of the effects' own variances. */
const lastStep = 1e-12;
const rounding = 4e-16;

/** Of at least two effects. Null where the likelihood's maximum is not found. */
export function pool(effects: readonly Effect[], model: PoolModel, knappHartung: boolean): Pool | null {
  const df = effects.length - 1;
  const fixed = weighted(effects, 0);
  const q = fixed.squares;
  const trace = fixed.sum1 - fixed.sum2 / fixed.sum1;
  const tau2 = model === 'fixed' ? 0 : model === 'reml' ? restrictedMaximum(effects) : Math.max(0, (q - df) / trace);
  if (tau2 === null) return null;
  const { mean, sum1, squares } = weighted(effects, tau2);
  const factor = knappHartung ? Math.sqrt(squares / df) : 1;
  // The variance of a typical effect (Higgins & Thompson, equation 9).
  const typical = df / trace;
  const i2 = model === 'fixed' ? Math.max(0, q === 0 ? 0 : (100 * (q - df)) / q) : (100 * tau2) / (typical + tau2);
  return { mean, error: factor / Math.sqrt(sum1), tau2, i2, q };
}

/** Sums of the weights, of their squares and cubes, and of weighted squares about the mean. */
function weighted(effects: readonly Effect[], tau2: number) {
  const weights = effects.map(({ variance }) => 1 / (variance + tau2));
  const power = (exponent: 1 | 2 | 3) =>
    weights.reduce((sum, w) => sum + (exponent === 1 ? w : exponent === 2 ? w * w : w * w * w), 0);
  const sum1 = power(1);
  const mean = effects.reduce((sum, { value }, index) => sum + (weights[index] ?? 0) * value, 0) / sum1;
  const about = (twice: boolean) =>
    effects.reduce((sum, { value }, index) => {
      const w = weights[index] ?? 0;
      return sum + (twice ? w * w : w) * (value - mean) * (value - mean);
    }, 0);
  return { mean, sum1, sum2: power(2), sum3: power(3), squares: about(false), weightedSquares: about(true) };
}

/**
 * The restricted likelihood can have two maxima, one of them at 0; the higher one counts. Fisher scoring finds the other where it
 * starts beside it.
 */
function restrictedMaximum(effects: readonly Effect[]): number | null {
  const found = reml(effects);
  if (found === null || found === 0) return found;
  return restrictedLogLikelihood(effects, 0) > restrictedLogLikelihood(effects, found) ? 0 : found;
}

/** But for a constant (Viechtbauer 2005). */
function restrictedLogLikelihood(effects: readonly Effect[], tau2: number): number {
  const { sum1, squares } = weighted(effects, tau2);
  return -(effects.reduce((sum, { variance }) => sum + ln(variance + tau2), 0) + ln(sum1) + squares) / 2;
}

/** Fisher scoring from Hedges' estimate; a step below 0 is halved until it is not. */
function reml(effects: readonly Effect[]): number | null {
  const plain = effects.reduce((sum, { value }) => sum + value, 0) / effects.length;
  const spread = effects.reduce((sum, { value }) => sum + (value - plain) * (value - plain), 0) / (effects.length - 1);
  const own = effects.reduce((sum, { variance }) => sum + variance, 0) / effects.length;
  let tau2 = Math.max(0, spread - own);
  for (let round = 0; round < mostRounds; round += 1) {
    const { sum1, sum2, sum3, weightedSquares } = weighted(effects, tau2);
    const trace = sum1 - sum2 / sum1;
    const traceOfSquare = sum2 - (2 * sum3) / sum1 + (sum2 / sum1) * (sum2 / sum1);
    const step = (weightedSquares - trace) / traceOfSquare;
    if (tau2 === 0 && step <= 0) return 0;
    let taken = step;
    while (tau2 + taken < 0) taken /= 2;
    tau2 += taken;
    if (Math.abs(taken) <= lastStep * tau2 + rounding * own) return tau2 < own * 1e-12 ? 0 : tau2;
  }
  return null;
}
