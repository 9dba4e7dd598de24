/**
 * Maximum likelihood of a generalised linear model with its canonical link - logistic or log-linear - by Newton's method,
 * which is Fisher scoring there. Source: P. McCullagh & J. A. Nelder 1989, "Generalized Linear Models", section 2.5.
 * Where the estimate does not exist (A. Albert & J. A. Anderson 1984, Biometrika 71:1–10: separation) the linear predictor
 * of some rows keeps moving by about one each round although the likelihood hardly changes; so convergence is judged by both.
 */
import type { Frame } from '../frame.ts';
import { type Cholesky, cholesky, inverse, solve } from '../numbers/cholesky.ts';
import { exp } from '../numbers/exponential.ts';
import { log1p } from '../numbers/logarithm.ts';

export type GlmFamily = 'binomial' | 'poisson';
export type GlmData = {
  readonly frame: Frame;
  readonly columns: readonly Float64Array[];
  /** Added to each row's linear predictor. */
  readonly offset: Float64Array | null;
};
export type GlmFit = {
  readonly coefficients: Float64Array;
  /** Fitted mean of each row. */
  readonly mean: Float64Array;
  /** Inverse of the information, at row · columns + column. */
  readonly inverse: Float64Array;
};
export type NoFit = { readonly diverged: true } | { readonly dependent: number };

const mostRounds = 60;
/** Squared length of a step in standard errors, and the change of a linear predictor, below which a step is the last. */
const lastStep = 1e-16;
const lastMove = 1e-6;

/** `start` gives the coefficients to begin from. Says which column depends on those before it, or that there is no maximum. */
export function fitGlm(data: GlmData, family: GlmFamily, start: Float64Array): GlmFit | NoFit {
  let coefficients = start;
  let predictor = predict(data, coefficients);
  let likelihood = logLikelihood(data.frame, predictor, family);
  for (let round = 0; round < mostRounds; round += 1) {
    const { mean, score, information } = derivatives(data, predictor, family);
    const factor = cholesky(information, score.length);
    if (typeof factor === 'number') return round === 0 ? { dependent: factor } : { diverged: true };
    const step = solve(factor, score);
    const length = step.reduce((sum, value, index) => sum + value * (score[index] ?? 0), 0);
    const move = predict({ ...data, offset: null }, step);
    const farthest = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!Number.isFinite(length) || !Number.isFinite(farthest)) return { diverged: true };
    if (length <= lastStep && farthest <= lastMove) return finished(coefficients, step, mean, factor);
    const next = improved(data, family, { coefficients, predictor, likelihood }, step, move);
    if (next === null) return { diverged: true };
    ({ coefficients, predictor, likelihood } = next);
  }
  return { diverged: true };
}

/** The last step is taken, and is too short to move anything else. */
function finished(coefficients: Float64Array, step: Float64Array, mean: Float64Array, factor: Cholesky): GlmFit {
  return { coefficients: coefficients.map((value, j) => value + (step[j] ?? 0)), mean, inverse: inverse(factor) };
}

type State = { readonly coefficients: Float64Array; readonly predictor: Float64Array; readonly likelihood: number };

/** The step, or the first half, quarter … of it that does not lower the likelihood. */
function improved(
  { frame }: GlmData,
  family: GlmFamily,
  { coefficients, predictor, likelihood }: State,
  step: Float64Array,
  move: Float64Array,
): State | null {
  for (let part = 1; part > 1e-6; part /= 2) {
    const next = predictor.map((value, row) => value + part * (move[row] ?? 0));
    const reached = logLikelihood(frame, next, family);
    if (reached >= likelihood - 1e-9 * Math.abs(likelihood)) {
      return {
        coefficients: coefficients.map((value, j) => value + part * (step[j] ?? 0)),
        predictor: next,
        likelihood: reached,
      };
    }
  }
  return null;
}

function predict({ frame, columns, offset }: GlmData, coefficients: Float64Array): Float64Array {
  const predictor = offset === null ? new Float64Array(frame.rows) : Float64Array.from(offset);
  for (const [j, column] of columns.entries()) {
    const slope = coefficients[j] ?? 0;
    for (let row = 0; row < predictor.length; row += 1) {
      predictor[row] = (predictor[row] ?? 0) + slope * (column[row] ?? 0);
    }
  }
  return predictor;
}

/** Up to what does not depend on the coefficients. */
function logLikelihood({ outcome, weight }: Frame, predictor: Float64Array, family: GlmFamily): number {
  let sum = 0;
  for (let row = 0; row < predictor.length; row += 1) {
    const eta = predictor[row] ?? 0;
    const normaliser = family === 'poisson' ? exp(eta) : Math.max(0, eta) + log1p(exp(-Math.abs(eta)));
    sum += (weight === null ? 1 : (weight[row] ?? 0)) * ((outcome[row] ?? 0) * eta - normaliser);
  }
  return sum;
}

function derivatives({ frame, columns }: GlmData, predictor: Float64Array, family: GlmFamily) {
  const { outcome, weight } = frame;
  const mean = predictor.map((eta) => meanOf(eta, family));
  const people = (row: number) => (weight === null ? 1 : (weight[row] ?? 0));
  const residual = mean.map((mu, row) => people(row) * ((outcome[row] ?? 0) - mu));
  const curvature = mean.map((mu, row) => people(row) * varianceOf(mu, predictor[row] ?? 0, family));
  const size = columns.length;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  for (const [j, column] of columns.entries()) {
    score[j] = sumOfProducts(column, residual);
    const curved = curvature.map((value, row) => value * (column[row] ?? 0));
    for (let k = 0; k <= j; k += 1) {
      const product = sumOfProducts(columns[k] ?? column, curved);
      information[j * size + k] = product;
      information[k * size + j] = product;
    }
  }
  return { mean, score, information };
}

function sumOfProducts(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) sum += (left[row] ?? 0) * (right[row] ?? 0);
  return sum;
}

/** The mean at a linear predictor. */
export function meanOf(eta: number, family: GlmFamily): number {
  if (family === 'poisson') return exp(eta);
  const odds = exp(-Math.abs(eta));
  return eta >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
}

/** The variance at a mean, which with a canonical link is also the mean's slope. */
function varianceOf(mean: number, eta: number, family: GlmFamily): number {
  if (family === 'poisson') return mean;
  const odds = exp(-Math.abs(eta));
  return odds / (1 + odds) / (1 + odds);
}
