/**
 * From a fit and a kind of error to coefficients with their tests and intervals. A coefficient is a linear combination of
 * the design's own columns: that of an arm, or the difference of two, or a covariate's.
 */
import type { Interval } from '../frame.ts';
import {
  isNotGiven,
  type LinearErrors,
  type NotGiven,
  notEstimable,
  type Result,
  type StudentTest,
} from './estimator.ts';
import { along, dot, type Fit, quadratic } from './fit.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { type Clusters, type ModelCovariance, modelCovariance } from './model-covariance.ts';
import { inBasis } from './orthonormal-basis.ts';

export type Coefficient = { readonly estimate: number; readonly standardError: number } & StudentTest & {
    readonly interval: Interval;
  };

/** c′β + shift, c over the design's columns; the shift is what was taken out of the outcome before the fit. */
export type Combination = { readonly c: Float64Array; readonly shift: number };

export type Coefficients = {
  /** One per combination, in their order. */
  readonly given: readonly Result<Coefficient>[];
  /** Clusters the covariance used; null for errors that take each person alone. */
  readonly clusters: number | null;
};

/** A combination that is refused already keeps its refusal. Refuses all where `modelCovariance` does. */
export function modelCoefficients(
  fit: Fit,
  clusters: Clusters | null,
  errors: LinearErrors,
  combinations: readonly Result<Combination>[],
  level: number,
): Result<Coefficients> {
  const { directions, keyOf } = distinctDirections(fit, combinations);
  const covariance = modelCovariance(
    fit,
    clusters,
    errors,
    directions.map(({ unit }) => [unit]),
  );
  if (isNotGiven(covariance)) return covariance;
  const given = combinations.map((one): Result<Coefficient> => {
    if (isNotGiven(one)) return one;
    const index = keyOf(one);
    const own = directions[index];
    if (own === undefined) throw new Error('a combination has no direction');
    return coefficient(fit, covariance, index, own, one.shift, level);
  });
  return { given, clusters: covariance.clusters };
}

type Direction = { readonly unit: Float64Array; readonly length: number };

/** A contrast with the reference arm is also a term: each direction's degrees of freedom are worked out once. */
function distinctDirections(fit: Fit, combinations: readonly Result<Combination>[]) {
  const keys = new Map<string, number>();
  const directions: Direction[] = [];
  for (const one of combinations) {
    if (isNotGiven(one) || keys.has(one.c.join())) continue;
    keys.set(one.c.join(), directions.length);
    directions.push(direction(fit, one.c));
  }
  return { directions, keyOf: ({ c }: Combination) => keys.get(c.join()) ?? -1 };
}

function direction({ triangle }: Fit, c: Float64Array): Direction {
  const z = inBasis(triangle, c);
  const length = Math.sqrt(dot(z, z));
  return { unit: z.map((value) => value / length), length };
}

/** A variance below this part of all directions' is what rounding left of theirs. */
const cancelled = 1e-14;

function coefficient(
  fit: Fit,
  { meat, df, refused, rounding }: ModelCovariance,
  index: number,
  { unit, length }: Direction,
  shift: number,
  level: number,
): Result<Coefficient> {
  const refusal = refused[index];
  if (refusal !== undefined) return refusal;
  const variance = quadratic(meat, unit, unit);
  if (variance <= Math.max(rounding, cancelled * trace(meat, unit.length))) return noVariation();
  const estimate = length * along(fit, unit) + shift;
  const standardError = length * Math.sqrt(variance);
  const degrees = df[index] ?? Number.NaN;
  const interval = symmetricInterval(estimate, standardError, studentCritical(level, degrees));
  return { estimate, standardError, ...studentTest(estimate / standardError, degrees), interval };
}

function trace(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k += 1) sum += matrix[k * size + k] ?? 0;
  return sum;
}

export function noVariation(): NotGiven {
  return notEstimable('no-variation', 'The outcomes do not vary, so there is no standard error.');
}
