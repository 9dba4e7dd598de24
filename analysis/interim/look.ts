/**
 * One look at a trial under way: the statistic on the z scale against the boundaries of its design. A t statistic counts as the z
 * with the same p-value, so that the error spent stays what the boundaries say in small trials, too.
 */
import { normalQuantileOfLog } from '../distributions/normal.ts';
import { isNotGiven, type NotGiven, notEstimable } from '../estimators/estimator.ts';
import type { Bound } from '../frame.ts';
import { type Boundaries, type GroupSequentialDesign, groupSequentialBoundaries } from './boundaries.ts';

export type InterimDesign = GroupSequentialDesign & {
  /** The look the data are at, from 1. */
  readonly look: number;
  /** Of a test of one side: whether a large or a small statistic speaks for an effect. */
  readonly direction: 'greater' | 'less';
};

export type InterimResult = {
  readonly quantity: 'interim-look';
  /** z of the test looked at; absent where that test is not estimable. */
  readonly statistic?: number;
  readonly distribution: 'normal';
  readonly n?: number;
  readonly clusters?: number;
  readonly spending: GroupSequentialDesign['spending'];
  readonly alpha: number;
  readonly sided: 1 | 2;
  readonly look: number;
  readonly looks: readonly number[];
  readonly boundaries: readonly Bound[];
  readonly alphaSpent: readonly number[];
  /** Short of the boundary the trial goes on, or, with all of the information, has shown no effect. */
  readonly decision: 'reject' | 'continue' | 'do-not-reject' | NotGiven;
};

/** Boundaries do not depend on the data: one design has them worked out once, for all its contrasts. */
export function interimLook(design: InterimDesign): (figures: object) => InterimResult {
  const boundaries = groupSequentialBoundaries(design);
  return (figures) => lookAt(design, boundaries, figures);
}

function lookAt(design: InterimDesign, { boundaries, alphaSpent }: Boundaries, figures: object): InterimResult {
  const { spending, alpha, sided, look, looks } = design;
  const z = zOf(figures);
  const given = typeof z === 'number';
  return {
    quantity: 'interim-look',
    ...(given ? { statistic: z } : {}),
    distribution: 'normal',
    ...('n' in figures && typeof figures.n === 'number' ? { n: figures.n } : {}),
    ...('clusters' in figures && typeof figures.clusters === 'number' ? { clusters: figures.clusters } : {}),
    ...{ spending, alpha, sided, look, looks, boundaries, alphaSpent },
    decision: given ? decide(design, z, boundaries[look - 1] ?? 'Infinity') : z,
  };
}

function decide({ sided, direction, look, looks }: InterimDesign, z: number, boundary: Bound) {
  const towards = sided === 2 ? Math.abs(z) : direction === 'greater' ? z : -z;
  if (towards >= Number(boundary)) return 'reject';
  return looks[look - 1] === 1 ? 'do-not-reject' : 'continue';
}

/** The z with the sign of the statistic and its two-sided p. */
function zOf(figures: object): number | NotGiven {
  if (isNotGiven(figures)) return figures;
  if (!isSignedTest(figures)) return notEstimable('no-test', 'The estimator looked at has no test with a sign.');
  const { statistic, distribution, logP } = figures;
  if (distribution === 'normal') return statistic;
  return Math.sign(statistic) * Math.max(0, normalQuantileOfLog(logP - Math.LN2));
}

type SignedTest = {
  readonly statistic: number;
  readonly distribution: 'normal' | 't';
  readonly logP: number;
};

function isSignedTest(figures: object): figures is SignedTest {
  return 'statistic' in figures && 'logP' in figures && 'distribution' in figures && isSigned(figures.distribution);
}

function isSigned(distribution: unknown): boolean {
  return distribution === 'normal' || distribution === 't';
}
