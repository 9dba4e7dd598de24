/**
 * Randomisation inference: the difference of two arms, or its studentised form, among those of the allocations that the scheme could
 * have given as well, if the treatment had changed nobody's outcome. Pairwise: the units of all other arms stay as they are, and the
 * two arms' are exchanged under the scheme. Global: no arm is taken to have an effect, and all are exchanged. Source: R. A. Fisher
 * 1935, "The Design of Experiments", chapter 3; the statistics in tally.ts, the counting in reference-set.ts.
 */
import { isNotGiven, type NotGiven, notEstimable, type Result, type Warning } from '../estimators/estimator.ts';
import { clusteringWarning, tooLarge } from '../estimators/refusals.ts';
import type { Bound, Contrast, Frame, Interval } from '../frame.ts';
import { ln } from '../numbers/logarithm.ts';
import type { Allocations } from './allocations.ts';
import { observedForm } from './observed.ts';
import { compareAll, monteCarloError } from './reference-set.ts';
import { type Exchange, exchangeOf, type RedrawOptions, type RedrawScheme } from './scheme.ts';
import { type Form, statisticOf, tallyOf } from './tally.ts';
import { type Units, unitsOf } from './units.ts';

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
  | 'adjusted-p-is-drawn'
  | 'global-null-in-place-of-pairwise';

/** What one contrast came to. */
type Found = {
  readonly contrast: Contrast;
  readonly units: Units;
  readonly form: Form;
  readonly allocations: Allocations;
  /** The share of the allocations that are as extreme, each by itself, and by the largest of all contrasts. */
  readonly p: number;
  readonly pOfLargest: number;
  readonly interval: Interval | null;
};

/**
 * One for each contrast, in their order. Refuses outcomes too large to square or that do not vary, a block without one of the arms, an
 * allocation without alternative; where the statistic is studentised also an arm of one unit.
 */
export function randomisationInference(
  frame: Frame,
  contrasts: readonly Contrast[],
  scheme: RedrawScheme,
  options: RandomisationOptions,
): readonly Result<RandomisationResult>[] {
  const exchange = tooLarge(frame) ?? exchangeOf(scheme, frame, options);
  if (isNotGiven(exchange)) return contrasts.map(() => exchange);
  const ofAll = exchange.pairwise === null || options.maxT ? overAllArms(frame, contrasts, exchange, options) : null;
  return contrasts.map((contrast, index) => {
    const family = ofAll?.[index];
    const found = exchange.pairwise === null ? family : overTwoArms(frame, contrast, exchange, options);
    if (found === undefined || isNotGiven(found)) return found ?? noAlternative();
    if (!options.maxT || family === undefined) return resultOf(frame, found, exchange, options, null);
    return isNotGiven(family) ? family : resultOf(frame, found, exchange, options, family);
  });
}

function overTwoArms(
  frame: Frame,
  contrast: Contrast,
  { pairwise }: Exchange,
  options: RandomisationOptions,
): Found | NotGiven {
  if (pairwise === null) throw new Error('the scheme exchanges no pair of arms');
  const arms = [contrast.treated, contrast.reference].sort((a, b) => a - b);
  const units = unitsOf(frame, arms, pairwise.drawn);
  if (isNotGiven(units)) return units;
  const own = { treated: arms.indexOf(contrast.treated), reference: arms.indexOf(contrast.reference) };
  const isStudentised = options.statistic === 'studentised';
  const tally = tallyOf(units, options.interval ? own.treated : null);
  const form = observedForm(frame, contrast, units, own, tally, isStudentised);
  if (isNotGiven(form)) return form;
  const allocations = pairwise.allocations(units, arms, tally);
  if (allocations === null) return noAlternative();
  const how = { isStudentised, isInverted: options.interval };
  const { p, inversion } = compareAll(allocations, tally, [own], [form], how);
  const interval = inversion === null ? null : inversion.interval(options.level);
  return { contrast: own, units, form, allocations, p: p[0] ?? 0, pOfLargest: 0, interval };
}

/** Contrasts that cannot be estimated leave the family. */
function overAllArms(
  frame: Frame,
  contrasts: readonly Contrast[],
  { global }: Exchange,
  options: RandomisationOptions,
): readonly (Found | NotGiven)[] {
  const arms = frame.arms.map((_, arm) => arm);
  const units = unitsOf(frame, arms, global.drawn);
  if (isNotGiven(units)) return contrasts.map(() => units);
  const isStudentised = options.statistic === 'studentised';
  const tally = tallyOf(units, null);
  const forms = contrasts.map((one) => observedForm(frame, one, units, one, tally, isStudentised));
  const allocations = global.allocations(units, arms, tally);
  if (allocations === null) return contrasts.map(noAlternative);
  const given = contrasts.flatMap((contrast, index) => {
    const form = forms[index];
    return form === undefined || isNotGiven(form) ? [] : [{ contrast, form }];
  });
  const { p, pOfLargest } = compareAll(
    allocations,
    tally,
    given.map(({ contrast }) => contrast),
    given.map(({ form }) => form),
    { isStudentised, isInverted: false },
  );
  const found = new Map<Contrast, Found>(
    given.map(({ contrast, form }, index) => [
      contrast,
      {
        ...{ contrast, units, form, allocations, interval: null },
        p: p[index] ?? 0,
        pOfLargest: pOfLargest[index] ?? 0,
      },
    ]),
  );
  return contrasts.map((contrast, index) => found.get(contrast) ?? (forms[index] as NotGiven)); // else it was given
}

/** @param family what the contrast came to among all; null where no max-T was asked */
function resultOf(
  frame: Frame,
  { contrast, units, form, allocations, p, interval }: Found,
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

function noAlternative(): NotGiven {
  return notEstimable('one-allocation', 'The scheme could have given no other allocation than this one.');
}
