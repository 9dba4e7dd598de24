/**
 * A generalised linear model over all arms: an indicator for each arm and, where it is adjusted, the covariates, centred.
 * What results.json lists are combinations of these: `(intercept)` is the reference arm's at covariates of 0.
 * Covariances: the inverse information; P. J. Huber 1967 and H. White 1982, Econometrica 50:1–25 (HC0); K.-Y. Liang &
 * S. L. Zeger 1986 with G/(G − 1) (CR1). Oracles: R's glm, sandwich::sandwich, sandwich::vcovCL(type = "HC0", cadjust = TRUE).
 */
import type { Contrast, Frame, FrameColumn, Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';
import { collinear, type Regressor, regressors } from './design.ts';
import { isNotGiven, type NormalTest, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { fitGlm, type GlmFamily, type GlmFit } from './glm-fit.ts';
import { normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { separated } from './one-sided-level.ts';
import { clusteringWarning, emptyArm, oneInArm } from './refusals.ts';

export type ModelErrors = 'model' | 'HC0' | 'CR1';
/** One coefficient on the scale of the linear predictor. */
export type NormalTerm = { readonly term: string; readonly estimate: number; readonly standardError: number } & Omit<
  NormalTest,
  'distribution'
> & { readonly interval: Interval };
export type NormalTermRow = NormalTerm | ({ readonly term: string } & NotGiven);

/** Coefficients of arms, then of covariates, with their covariance under the errors asked for. */
export type ArmCoefficients = {
  readonly fit: Pick<GlmFit, 'coefficients' | 'inverse'>;
  readonly regressors: readonly Regressor[];
  /** Place of each arm's coefficient; null for an arm without people. */
  readonly columnOf: readonly (number | null)[];
  readonly covariance: Float64Array;
};

export type GlmModel = ArmCoefficients & {
  readonly columns: readonly Float64Array[];
  readonly n: number;
  /** `clusters`, or the warning of errors that do not know them. */
  readonly clustering: { readonly clusters: number } | ReturnType<typeof clusteringWarning>;
};

export type GlmOptions = {
  readonly family: GlmFamily;
  readonly errors: ModelErrors;
  readonly covariates: readonly FrameColumn[];
  readonly offset: Float64Array | null;
};

/**
 * Refuses outcomes that determine a coefficient to be infinite (an arm in which nobody, or everybody, has the outcome;
 * separation), a covariate that depends on the columns before it, and CR1 without clusters or with one.
 */
export function glmModel(frame: Frame, { family, errors, covariates, offset }: GlmOptions): Result<GlmModel> {
  const found = regressors(frame, covariates);
  if (isNotGiven(found)) return found;
  const { all } = found;
  const arms = armTotals(frame, offset);
  for (const [arm, { n, sum }] of arms.entries()) {
    if (n > 0 && (sum === 0 || (family === 'binomial' && sum === n))) return oneSided(frame, arm, sum === 0);
  }
  const present = frame.arms.flatMap((_, arm) => ((arms[arm]?.n ?? 0) > 0 ? [arm] : []));
  const columns = [
    ...present.map((arm) => Float64Array.from(frame.arm, (own) => Number(own === arm))),
    ...all.map(({ centred }) => centred),
  ];
  const start = new Float64Array(columns.length);
  for (const [index, arm] of present.entries()) {
    const { n, sum, exposure } = arms[arm] ?? { n: 1, sum: 0, exposure: 1 };
    start[index] = family === 'poisson' ? ln(sum / exposure) : ln(sum / (n - sum));
  }
  const fit = fitGlm({ frame, columns, offset }, family, start);
  if ('dependent' in fit) return collinear(`The covariate ${nameOf(fit.dependent)} depends on the columns before it`);
  if ('diverged' in fit) return separated(frame, covariates, family);
  const covariance = covarianceOf(frame, columns, fit, errors);
  if (isNotGiven(covariance)) return covariance;
  return {
    fit,
    columns,
    regressors: all,
    columnOf: frame.arms.map((_, arm) => (present.includes(arm) ? present.indexOf(arm) : null)),
    covariance,
    n: arms.reduce((total, { n }) => total + n, 0),
    clustering: errors === 'CR1' ? { clusters: frame.clusterCount } : clusteringWarning(frame),
  };

  function nameOf(column: number): string {
    return all[column - present.length]?.name ?? `arm=${frame.arms[present[column] ?? 0] ?? ''}`;
  }
}

function armTotals({ rows, outcome, arm, arms, weight }: Frame, offset: Float64Array | null) {
  const totals = arms.map(() => ({ n: 0, sum: 0, exposure: 0 }));
  for (let row = 0; row < rows; row += 1) {
    const own = totals[arm[row] ?? 0];
    if (own === undefined) continue;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    own.n += w;
    own.sum += w * (outcome[row] ?? 0);
    own.exposure += w * (offset === null ? 1 : exp(offset[row] ?? 0));
  }
  return totals;
}

export function oneSided(frame: Frame, arm: number, isNobody: boolean): NotGiven {
  const who = `${isNobody ? 'Nobody' : 'Everybody'} in the arm ${frame.arms[arm] ?? ''} has the outcome`;
  return notEstimable('separation', `${who}, so no finite coefficient fits it best.`);
}

function covarianceOf(
  frame: Frame,
  columns: readonly Float64Array[],
  { mean, inverse }: GlmFit,
  errors: ModelErrors,
): Result<Float64Array> {
  if (errors === 'model') return inverse;
  const { rows, outcome, weight, cluster, clusterCount } = frame;
  const size = columns.length;
  const byCluster = errors === 'CR1' ? cluster : null;
  if (errors === 'CR1') {
    if (cluster === null) return notEstimable('no-cluster', 'CR1 errors need the unit that was randomised.');
    if (clusterCount < 2) return notEstimable('one-cluster', 'All people belong to one cluster.');
    const alone = armOfOneCluster(frame, cluster);
    if (alone !== undefined) return oneInArm(frame, alone, 'cluster');
  }
  const units = byCluster === null ? rows : clusterCount;
  const scores = columns.map((column) => {
    const own = new Float64Array(units);
    for (let row = 0; row < rows; row += 1) {
      const residual = (outcome[row] ?? 0) - (mean[row] ?? 0);
      // Alone, each of a row's w people is a unit of their own; in a cluster they are summed.
      const w = weight === null ? 1 : (weight[row] ?? 0);
      const unit = byCluster === null ? row : (byCluster[row] ?? 0);
      own[unit] = (own[unit] ?? 0) + (byCluster === null ? Math.sqrt(w) : w) * (column[row] ?? 0) * residual;
    }
    return own;
  });
  const factor = errors === 'CR1' ? clusterCount / (clusterCount - 1) : 1;
  const meat = new Float64Array(size * size);
  for (const [j, left] of scores.entries()) {
    for (const [k, right] of scores.entries()) {
      meat[j * size + k] = factor * left.reduce((sum, value, unit) => sum + value * (right[unit] ?? 0), 0);
    }
  }
  return sandwich(inverse, meat, size);
}

/** inverse · meat · inverse. */
export function sandwich(inverse: Float64Array, meat: Float64Array, size: number): Float64Array {
  return product(product(inverse, meat, size), inverse, size);
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += (left[row * size + k] ?? 0) * (right[k * size + column] ?? 0);
      result[row * size + column] = sum;
    }
  }
  return result;
}

/** An arm all of whose people are in one cluster: its residuals sum to 0 there, which says nothing about its variation. */
export function armOfOneCluster({ rows, arm, arms }: Frame, cluster: Int32Array): number | undefined {
  const first = new Int32Array(arms.length).fill(-1);
  const hasSecond = new Uint8Array(arms.length);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const code = cluster[row] ?? 0;
    if (first[a] === -1) first[a] = code;
    else if (first[a] !== code) hasSecond[a] = 1;
  }
  const found = arms.findIndex((_, a) => first[a] !== -1 && hasSecond[a] === 0);
  return found === -1 ? undefined : found;
}

/** A variance below this part of the model's own is what rounding left of a zero. */
const cancelled = 1e-20;

/** c′β with its standard error; refuses one that does not vary. */
export function combination(
  { fit, covariance }: ArmCoefficients,
  c: Float64Array,
): Result<{ readonly estimate: number; readonly standardError: number }> {
  const variance = quadratic(covariance, c);
  if (!(variance > cancelled * quadratic(fit.inverse, c))) {
    return notEstimable('no-variation', 'The clusters do not vary, so there is no standard error.');
  }
  const estimate = c.reduce((sum, value, j) => sum + value * (fit.coefficients[j] ?? 0), 0);
  return { estimate, standardError: Math.sqrt(variance) };
}

export function quadratic(matrix: Float64Array, c: Float64Array): number {
  const size = c.length;
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      sum += (c[row] ?? 0) * (c[column] ?? 0) * (matrix[row * size + column] ?? 0);
    }
  }
  return sum;
}

/** The combination that is a contrast of two arms; refuses an arm without people. */
export function armContrast(
  frame: Frame,
  model: ArmCoefficients,
  { treated, reference }: Contrast,
): Result<Float64Array> {
  const [one, other] = [model.columnOf[treated] ?? null, model.columnOf[reference] ?? null];
  if (one === null) return emptyArm(frame, treated);
  if (other === null) return emptyArm(frame, reference);
  const c = new Float64Array(model.fit.coefficients.length);
  c[one] = 1;
  c[other] = -1;
  return c;
}

/** `(intercept)`, then `arm=LEVEL` against the reference arm, then the covariates. */
export function normalTerms(frame: Frame, model: ArmCoefficients, level: number): readonly NormalTermRow[] {
  const critical = normalCritical(level);
  const size = model.fit.coefficients.length;
  const first = size - model.regressors.length;
  const intercept = new Float64Array(size);
  const own = model.columnOf[0] ?? null;
  if (own !== null) intercept[own] = 1;
  for (const [index, { mean }] of model.regressors.entries()) intercept[first + index] = -mean;
  const arms = frame.arms.map((level, arm) =>
    arm === 0
      ? row('(intercept)', own === null ? emptyArm(frame, 0) : intercept)
      : row(`arm=${level}`, armContrast(frame, model, { treated: arm, reference: 0 })),
  );
  const covariates = model.regressors.map(({ name }, index) => {
    const c = new Float64Array(size);
    c[first + index] = 1;
    return row(name, c);
  });
  return [...arms, ...covariates];

  function row(term: string, c: Result<Float64Array>): NormalTermRow {
    if (isNotGiven(c)) return { term, ...c };
    const given = combination(model, c);
    if (isNotGiven(given)) return { term, ...given };
    const { estimate, standardError } = given;
    const { statistic, p, logP } = normalTest(estimate / standardError);
    const interval = symmetricInterval(estimate, standardError, critical);
    return { term, estimate, standardError, statistic, p, logP, interval };
  }
}
