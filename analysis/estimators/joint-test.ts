/**
 * Wald's test that several combinations of a linear model's coefficients are all zero, as F with the denominator's degrees of
 * freedom of the model (N − k, or G − 1 with clusters), or as HTZ, Hotelling's T² with Zhang's degrees of freedom.
 * Sources: E. Tipton & J. E. Pustejovsky 2015, J. Educ. Behav. Stat. 40:604–634 (HTZ, eq. 12 and 14); with identity working
 * model and CR2, as clubSandwich::Wald_test. F is its "Naive-F".
 */
import { fisherFTails } from '../distributions/fisher-f.ts';
import { symmetricEigen } from '../numbers/symmetric-eigen.ts';
import { type LinearErrors, notEstimable, type Result } from './estimator.ts';
import { along, dot, type Fit, quadratic } from './fit.ts';
import { type Combination, noVariation } from './model-coefficients.ts';
import { type Clusters, modelCovariance } from './model-covariance.ts';
import { inBasis } from './orthonormal-basis.ts';

export type JointTest = 'F' | 'HTZ';
export type FisherTest = {
  readonly statistic: number;
  readonly distribution: 'F';
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
  readonly logP: number;
};
export type Joint = { readonly test: FisherTest; readonly clusters: number | null };

/**
 * The combinations must be linearly independent. Refuses what the model's covariance refuses, a combination that one person or
 * cluster alone determines, a singular covariance, and with HTZ too few clusters for a denominator.
 */
export function jointTest(
  fit: Fit,
  clusters: Clusters | null,
  errors: LinearErrors,
  combinations: readonly Combination[],
  test: JointTest,
): Result<Joint> {
  const set = orthonormal(combinations.map(({ c }) => inBasis(fit.triangle, c)));
  const covariance = modelCovariance(fit, clusters, errors, [set]);
  if ('notEstimable' in covariance) return covariance;
  const [refused] = covariance.refused;
  if (refused !== undefined) return refused;
  const { meat, rounding } = covariance;
  if (set.every((z) => quadratic(meat, z, z) <= rounding)) return noVariation();
  const square = waldStatistic(
    set.map((z) => set.map((other) => quadratic(meat, z, other))),
    set.map((z) => along(fit, z)),
  );
  if (square === null) {
    return notEstimable(
      'singular-covariance',
      'The covariance is singular: people or clusters are too few for this test.',
    );
  }
  const q = set.length;
  const [eta = Number.NaN] = covariance.df;
  const df2 = test === 'HTZ' ? eta - q + 1 : covariance.clusters === null ? eta : covariance.clusters - 1;
  if (df2 < 1) return notEstimable('too-few-clusters', 'There are too few clusters for the degrees of freedom of HTZ.');
  const statistic = test === 'HTZ' ? (df2 / (eta * q)) * square : square / q;
  const { upper, logUpper } = fisherFTails(statistic, q, df2);
  return {
    test: { statistic, distribution: 'F', df1: q, df2, p: upper, logP: logUpper },
    clusters: covariance.clusters,
  };
}

/** Gram and Schmidt, each projection twice. */
function orthonormal(vectors: readonly Float64Array[]): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    let rest = vector;
    for (let pass = 0; pass < 2; pass += 1) {
      for (const one of basis) {
        const part = dot(one, rest);
        rest = rest.map((value, k) => value - part * (one[k] ?? 0));
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** An eigenvalue below this part of the largest is zero. */
const leastPart = 1e-12;

/** t′V⁻¹t by the eigenvectors of V; null where V is singular. */
function waldStatistic(v: readonly (readonly number[])[], t: readonly number[]): number | null {
  const size = t.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(v.flat()), size);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  let sum = 0;
  for (let j = 0; j < size; j += 1) {
    const value = values[j] ?? 0;
    if (value <= leastPart * largest) return null;
    const part = t.reduce((inner, entry, k) => inner + entry * (vectors[k * size + j] ?? 0), 0);
    sum += (part / value) * part;
  }
  return sum;
}
