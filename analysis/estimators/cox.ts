/**
 * Cox's proportional hazards on arms, over strata where there are some. With arms alone in the model a risk set is its people
 * by arm, so the partial likelihood needs no more than the risk tables.
 * Sources: D. R. Cox 1972, JRSS B 34:187–220; B. Efron 1977, JASA 72:557–565, and N. Breslow 1974, Biometrics 30:89–99 (tied
 * events); D. Y. Lin & L. J. Wei 1989, JASA 84:1074–1078 (errors by cluster). Oracle: survival::coxph.
 */
import type { Contrast, Groups } from '../frame.ts';
import { cholesky, inverse, solve } from '../numbers/cholesky.ts';
import { exp } from '../numbers/exponential.ts';
import { robustCovariance } from './cox-robust.ts';
import { isNotGiven, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { type ArmCoefficients, normalTerms } from './glm-model.ts';
import { type ModelRatioResult, modelRatio } from './logistic.ts';
import { clusteringWarning } from './refusals.ts';
import { type EventTime, peopleAt, riskTables, type TimeFrame } from './risk-tables.ts';

export type CoxOptions = {
  readonly errors: 'model' | 'CR0';
  readonly ties: 'efron' | 'breslow';
  readonly level: number;
};

const mostRounds = 60;
/** Squared length of a step in standard errors, and the change of a coefficient, below which a step is the last. */
const lastStep = 1e-18;
const lastMove = 1e-6;
/** Of a log hazard ratio; beyond it the likelihood is flat but for rounding, which hides that it has no maximum. */
const largestVariance = 1e8;

/**
 * The hazard ratio of each contrast; `n` counts the people of all arms, terms are those of the arms against the reference.
 * CR0 takes a cluster as one unit, or a person where there are none. Refuses an arm in which the event never happens while
 * others could have it, hazards that are not finite, and CR0 with one cluster, or with one cluster or person in an arm.
 */
export function cox(
  data: TimeFrame,
  contrasts: readonly Contrast[],
  strata: Groups | null,
  { errors, ties, level }: CoxOptions,
): readonly Result<ModelRatioResult>[] {
  const { frame } = data;
  const all = frame.arms.map((_, arm) => arm);
  const people = peopleAt(frame, all);
  const present = all.filter((arm) => (people[arm] ?? 0) > 0);
  const moments = riskTables(data, present, strata).flat();
  const silent = present.findIndex((_, index) => moments.every(({ events }) => events[index] === 0));
  if (silent >= 0) {
    const arm = frame.arms[present[silent] ?? 0] ?? '';
    const reason = `The event happens to nobody in the arm ${arm}, so no finite hazard ratio fits it best.`;
    return contrasts.map(() => notEstimable('separation', reason));
  }
  const fit = maximise(moments, present.length, ties);
  if (isNotGiven(fit)) return contrasts.map(() => fit);
  const columnOf = all.map((arm) => (present.includes(arm) ? present.indexOf(arm) : null));
  const robust = errors === 'CR0' ? robustCovariance(data, present, strata, fit, ties) : fit.inverse;
  if (isNotGiven(robust)) return contrasts.map(() => robust);
  const model: ArmCoefficients = { fit, regressors: [], columnOf, covariance: robust };
  const terms = normalTerms(frame, model, level).filter(({ term }) => term !== '(intercept)');
  const n = people.reduce((sum, count) => sum + count, 0);
  const clustering =
    errors === 'CR0' && frame.cluster !== null ? { clusters: frame.clusterCount } : clusteringWarning(frame);
  const basis = { n, ...clustering, terms };
  return contrasts.map((contrast) => modelRatio(frame, model, contrast, 'hazard-ratio', basis, level));
}

/** Coefficients of the arms present; the first is 0 and does not vary. */
function maximise(
  moments: readonly EventTime[],
  size: number,
  ties: CoxOptions['ties'],
): Result<ArmCoefficients['fit']> {
  let coefficients = new Float64Array(size);
  if (size < 2) return notEstimable('one-arm', 'There is one arm, so there is nothing to compare.');
  for (let round = 0; round < mostRounds; round += 1) {
    const { score, information } = derivatives(moments, coefficients, ties);
    const factor = cholesky(information, size - 1);
    if (typeof factor === 'number') return noMaximum();
    const step = solve(factor, score);
    const length = step.reduce((sum, value, index) => sum + value * (score[index] ?? 0), 0);
    const farthest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!Number.isFinite(length)) return noMaximum();
    // A first step from 0 may overshoot; a coefficient moves by at most 2.
    const part = Math.min(1, 2 / farthest);
    coefficients = coefficients.map((value, index) => (index === 0 ? 0 : value + part * (step[index - 1] ?? 0)));
    if (length > lastStep || farthest > lastMove) continue;
    const covariance = inverse(factor);
    const isFlat = coefficients.some((_, index) => (covariance[index * size] ?? 0) > largestVariance);
    return isFlat ? noMaximum() : { coefficients, inverse: padded(covariance, size) };
  }
  return noMaximum();
}

/** With a first row and column of 0. */
function padded(matrix: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      result[row * size + column] = matrix[(row - 1) * (size - 1) + column - 1] ?? 0;
    }
  }
  return result;
}

/** Of all arms but the first. */
function derivatives(moments: readonly EventTime[], coefficients: Float64Array, ties: CoxOptions['ties']) {
  const size = coefficients.length - 1;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  const hazard = coefficients.map(exp);
  for (const { atRisk, events } of moments) {
    const deaths = events.reduce((sum, count) => sum + count, 0);
    const rounds = ties === 'efron' ? deaths : 1;
    for (let j = 0; j < size; j += 1) score[j] = (score[j] ?? 0) + (events[j + 1] ?? 0);
    for (let tied = 0; tied < rounds; tied += 1) {
      // Efron: those whose event is tied leave the risk set bit by bit, on average.
      const risk = hazard.map((rate, arm) => rate * ((atRisk[arm] ?? 0) - (tied / deaths) * (events[arm] ?? 0)));
      addMeans(risk, deaths / rounds, score, information);
    }
  }
  return { score, information };
}

function addMeans(risk: Float64Array, times: number, score: Float64Array, information: Float64Array): void {
  const size = score.length;
  const total = risk.reduce((sum, value) => sum + value, 0);
  for (let j = 0; j < size; j += 1) {
    const mean = (risk[j + 1] ?? 0) / total;
    score[j] = (score[j] ?? 0) - times * mean;
    for (let k = 0; k < size; k += 1) {
      const other = (risk[k + 1] ?? 0) / total;
      const at = j * size + k;
      information[at] = (information[at] ?? 0) + times * mean * ((j === k ? 1 : 0) - other);
    }
  }
}

function noMaximum(): NotGiven {
  return notEstimable('separation', 'No finite hazard ratios fit the order of the events best.');
}
