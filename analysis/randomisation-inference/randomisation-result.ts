/** What randomisation inference gives for a contrast, and how it is made of what was counted. */
import { type NotGiven, notEstimable, type Warning } from '../estimators/estimator.ts';
import { clusteringWarning } from '../estimators/refusals.ts';
import type { Bound, Contrast, Frame, Interval } from '../frame.ts';
import { ln } from '../numbers/logarithm.ts';
import type { Allocations } from './allocations.ts';
import { monteCarloError } from './reference-set.ts';
import type { Exchange, RedrawOptions } from './scheme.ts';
import { type Form, statisticOf } from './tally.ts';
import type { Units } from './units.ts';

export type RandomisationOptions = RedrawOptions & {
  readonly statistic: 'difference' | 'studentised';
  readonly maxT: boolean;
  readonly interval: boolean;
  readonly level: number;
};
export type RandomisationResult = {
  readonly quantity: 'risk-difference' | 'mean-difference';
  readonly estimate: number;
  /** Of the studentised statistic. */
  readonly standardError?: number;
  readonly statistic: number;
  readonly distribution: 'randomisation';
  readonly p: number;
  readonly logP: number;
  /** Single-step max-T over the estimator's contrasts, where asked. */
  readonly pAdjusted?: number;
  readonly n: number;
  readonly clusters?: number;
  readonly warning?: Warning;
  readonly null: 'pairwise' | 'global';
  readonly draws: number;
  readonly monteCarloError: number;
  readonly exact: boolean;
  readonly notes?: readonly RandomisationNote[];
} & (AskedInterval | { readonly inversion: NotGiven } | Readonly<Record<never, never>>);
/** By inversion, where asked; it assumes a constant additive effect. */
type AskedInterval = { readonly interval: Interval; readonly level: number };
export type RandomisationNote =
  | 'interval-assumes-constant-additive-effect'
  | 'allocations-alike-counted-together'
  | 'interval-is-drawn'
  | 'adjusted-p-is-drawn'
  | 'global-null-in-place-of-pairwise';

/** What one contrast came to. */
export type Found = {
  readonly contrast: Contrast;
  readonly units: Units;
  readonly form: Form;
  readonly allocations: Allocations;
  /** The share of the allocations that are as extreme, each by itself, and by the largest of all contrasts. */
  readonly p: number;
  readonly pOfLargest: number;
  readonly interval: Interval | null;
  /** p is exact, and the interval comes from draws. */
  readonly isApart: boolean;
};

/** @param family what the contrast came to among all; null where no max-T was asked */
export function resultOf(
  frame: Frame,
  { contrast, units, form, allocations, p, interval, isApart }: Found,
  exchange: Exchange,
  options: RandomisationOptions,
  family: Found | null,
): RandomisationResult {
  const isStudentised = options.statistic === 'studentised';
  const isIn = (arm: number | undefined) => arm === contrast.treated || arm === contrast.reference;
  const people = units.size.reduce((sum, own, unit) => (isIn(units.arm[unit]) ? sum + own : sum), 0);
  const clusters = units.arm.reduce((sum, arm) => (isIn(arm) ? sum + 1 : sum), 0);
  const isGlobal = exchange.pairwise === null;
  const notes: readonly RandomisationNote[] = [
    ...(interval === null ? [] : (['interval-assumes-constant-additive-effect'] as const)),
    ...(isApart ? (['interval-is-drawn'] as const) : []),
    ...(allocations.isTogether ? (['allocations-alike-counted-together'] as const) : []),
    ...(allocations.isExact && family?.allocations.isExact === false ? (['adjusted-p-is-drawn'] as const) : []),
    ...(isGlobal && options.null === 'pairwise' ? (['global-null-in-place-of-pairwise'] as const) : []),
  ];
  return {
    quantity: frame.outcomeKind === 'binary' ? 'risk-difference' : 'mean-difference',
    estimate: form.d / units.scale,
    ...(isStudentised ? { standardError: Math.sqrt(form.yy) / units.scale } : {}),
    statistic: isStudentised ? statisticOf(form, true) : form.d / units.scale,
    distribution: 'randomisation',
    p,
    logP: ln(p),
    ...(family === null ? {} : { pAdjusted: family.pOfLargest }),
    ...(options.interval ? inverted(interval, units.scale, options.level) : {}),
    n: people,
    ...(exchange.isByPerson ? clusteringWarning(frame) : { clusters }),
    null: isGlobal ? 'global' : 'pairwise',
    draws: allocations.count,
    monteCarloError: monteCarloError(p, allocations),
    exact: allocations.isExact,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function inverted(interval: Interval | null, scale: number, level: number) {
  if (interval === null) {
    const reason = 'The interval needs two arms exchanged with each other, which this scheme does not give.';
    return { inversion: notEstimable('no-pairwise-null', reason) };
  }
  const bound = (value: Bound) => (typeof value === 'number' ? value / scale : value);
  return { interval: [bound(interval[0]), bound(interval[1])] as const, level };
}
