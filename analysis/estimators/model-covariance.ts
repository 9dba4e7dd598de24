/**
 * The covariance of a least-squares fit under each kind of error, in the basis of the fit: z′·meat·z is the variance of z′γ.
 * Sources: H. White 1980, Econometrica 48:817–838 (HC0); J. G. MacKinnon & H. White 1985, J. Econometrics 29:305–325 (HC1 to
 * HC3); K.-Y. Liang & S. L. Zeger 1986, Biometrika 73:13–22 (CR0); CR1S = G/(G − 1) · (N − 1)/(N − k) · CR0; CR2 in
 * bias-reduced.ts. N counts people, k the absorbed effects too.
 */
import { biasReduced } from './bias-reduced.ts';
import { type LinearErrors, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { addOuter, type DirectionSet, dot, type Fit, markTouched } from './fit.ts';

export type ModelCovariance = {
  readonly meat: Float64Array;
  /** Clusters used; null for errors that take each person alone. */
  readonly clusters: number | null;
  /** Degrees of freedom of t for a set of one direction; for CR2 and several, HTZ's η. */
  readonly df: readonly number[];
  /** Why the variance of a set is not estimable, where it is not. */
  readonly refused: readonly (NotGiven | undefined)[];
  /** A variance of a unit direction below this is rounding. */
  readonly rounding: number;
};

export type Clusters = { readonly codes: Int32Array; readonly count: number };

/** As leastFreedom of cluster-pieces.ts, for a person instead of a cluster. */
const leastFreedom = 1e-11;
/** 2⁻⁴⁶, squared: what rounding may leave of a residual, relative to the largest outcome. */
const roundingUnit = 2.0194839173657902e-28;

/** Each set holds orthonormal directions. Refuses CR errors without clusters, and a model without a degree of freedom. */
export function modelCovariance(
  fit: Fit,
  clusters: Clusters | null,
  errors: LinearErrors,
  sets: readonly DirectionSet[],
): Result<ModelCovariance> {
  if (errors === 'CR0' || errors === 'CR1S' || errors === 'CR2') {
    if (clusters === null) return notEstimable('no-cluster', `${errors} errors need the unit that was randomised.`);
    if (clusters.count < 2) return notEstimable('one-cluster', 'All people belong to one cluster.');
    return errors === 'CR2' ? reduced(fit, clusters, sets) : byCluster(fit, clusters, errors, sets);
  }
  const df = fit.people - fit.parameters;
  if (df < 1) return notEstimable('no-degrees-of-freedom', 'There are no more people than coefficients.');
  const { meat, isDetermined } = byPerson(fit, errors, df, sets);
  return {
    meat,
    clusters: null,
    df: sets.map(() => df),
    refused: isDetermined.map((is) => (is ? determinedBy('person') : undefined)),
    rounding: roundingUnit * fit.largest * fit.largest,
  };
}

function determinedBy(unit: 'person' | 'cluster'): NotGiven {
  const reason = `One ${unit} alone determines this coefficient, so its sampling variation cannot be estimated.`;
  return notEstimable(`determined-by-one-${unit}`, reason);
}

function reduced(fit: Fit, { codes, count }: Clusters, sets: readonly DirectionSet[]): Result<ModelCovariance> {
  const found = biasReduced(fit, codes, count, sets);
  if ('notEstimable' in found) return found;
  const { meat, eta, isDetermined } = found;
  return {
    meat,
    clusters: count,
    // Satterthwaite's df is (tr P)² / tr P² of a positive matrix, so at least 1 but for rounding.
    df: eta.map((value) => Math.max(1, value)),
    refused: isDetermined.map((is) => (is ? determinedBy('cluster') : undefined)),
    rounding: roundingUnit * fit.largest * fit.largest * largestCluster(fit, codes, count),
  };
}

function byCluster(
  fit: Fit,
  { codes, count }: Clusters,
  errors: 'CR0' | 'CR1S',
  sets: readonly DirectionSet[],
): Result<ModelCovariance> {
  const { width, rows, q, residual, people, parameters } = fit;
  if (errors === 'CR1S' && people <= parameters) {
    return notEstimable('no-degrees-of-freedom', 'There are no more people than coefficients.');
  }
  const scores = new Float64Array(count * width);
  for (let row = 0; row < rows; row += 1) {
    const start = (codes[row] ?? 0) * width;
    const e = residual[row] ?? 0;
    for (let k = 0; k < width; k += 1) scores[start + k] = (scores[start + k] ?? 0) + e * (q[row * width + k] ?? 0);
  }
  const factor = errors === 'CR0' ? 1 : (count / (count - 1)) * ((people - 1) / (people - parameters));
  const meat = new Float64Array(width * width);
  for (let g = 0; g < count; g += 1) addOuter(meat, scores.subarray(g * width, (g + 1) * width), factor);
  return {
    meat,
    clusters: count,
    df: sets.map(() => count - 1),
    refused: sets.map(() => undefined),
    rounding: roundingUnit * fit.largest * fit.largest * largestCluster(fit, codes, count),
  };
}

function byPerson(
  fit: Fit,
  errors: Exclude<LinearErrors, 'CR0' | 'CR1S' | 'CR2'>,
  df: number,
  sets: readonly DirectionSet[],
) {
  const { width, rows, q, residual, weight, effect } = fit;
  const meat = new Float64Array(width * width);
  const isDetermined = sets.map(() => false);
  if (errors === 'classical') {
    const variance = dot(residual, residual) / df;
    for (let k = 0; k < width; k += 1) meat[k * width + k] = variance;
    return { meat, isDetermined };
  }
  for (let row = 0; row < rows; row += 1) {
    const own = q.subarray(row * width, (row + 1) * width);
    const w = weight === null ? 1 : (weight[row] ?? 0);
    const leverage = dot(own, own) / w + (effect === null ? 0 : 1 / (effect.people[effect.codes[row] ?? 0] ?? 1));
    if (1 - leverage <= leastFreedom) {
      markTouched(isDetermined, sets, own);
      continue;
    }
    const e = (residual[row] ?? 0) * (residual[row] ?? 0);
    addOuter(meat, own, (e / w) * scale(errors, leverage, fit.people / df));
  }
  return { meat, isDetermined };
}

function scale(errors: 'HC0' | 'HC1' | 'HC2' | 'HC3', leverage: number, inflation: number): number {
  switch (errors) {
    case 'HC0':
      return 1;
    case 'HC1':
      return inflation;
    case 'HC2':
      return 1 / (1 - leverage);
    case 'HC3':
      return 1 / (1 - leverage) / (1 - leverage);
  }
}

function largestCluster({ rows, weight }: Fit, codes: Int32Array, count: number): number {
  const people = new Float64Array(count);
  for (let row = 0; row < rows; row += 1) {
    const code = codes[row] ?? 0;
    people[code] = (people[code] ?? 0) + (weight === null ? 1 : (weight[row] ?? 0));
  }
  return people.reduce((largest, value) => Math.max(largest, value), 0);
}
