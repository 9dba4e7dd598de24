/**
 * Randomisation inference: the difference of two arms, or its studentised form, among those of the allocations that the scheme could
 * have given as well, if the treatment had changed nobody's outcome. Pairwise: the units of all other arms stay as they are, and the
 * two arms' are exchanged under the scheme. Global: no arm is taken to have an effect, and all are exchanged. Source: R. A. Fisher
 * 1935, "The Design of Experiments", chapter 3; the statistics in tally.ts, the counting in reference-set.ts.
 */
import { isNotGiven, type NotGiven, notEstimable, type Result } from '../estimators/estimator.ts';
import { tooLarge } from '../estimators/refusals.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { Allocations } from './allocations.ts';
import { observedForm } from './observed.ts';
import { type Found, type RandomisationOptions, type RandomisationResult, resultOf } from './randomisation-result.ts';
import { compareAll } from './reference-set.ts';
import { type Exchange, exchangeOf, type RedrawScheme } from './scheme.ts';
import { type Tally, tallyOf } from './tally.ts';
import { unitsOf } from './units.ts';

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
  const tally = tallyOf(units, null);
  const form = observedForm(frame, contrast, units, own, tally, isStudentised);
  if (isNotGiven(form)) return form;
  const allocations = pairwise.allocations(units, arms, tally);
  if (allocations === null) return noAlternative();
  const found = { contrast: own, units, form, pOfLargest: 0 };
  const compare = (which: Allocations, by: Tally, isInverted: boolean) =>
    compareAll(which, by, [own], [form], { isStudentised, isInverted });
  if (!options.interval) {
    return { ...found, allocations, p: compare(allocations, tally, false).p[0] ?? 0, interval: null, isApart: false };
  }
  // Who was treated is told apart here, so that fewer allocations are alike: p may be exact where the interval is drawn.
  const moved = tallyOf(units, own.treated);
  const again = pairwise.allocations(units, arms, moved) ?? allocations;
  const isApart = allocations.isExact && !again.isExact;
  const { p, inversion } = compare(again, moved, true);
  const exact = isApart ? compare(allocations, tally, false).p : p;
  const interval = inversion?.interval(options.level) ?? null;
  return { ...found, allocations: isApart ? allocations : again, p: exact[0] ?? 0, interval, isApart };
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
        ...{ contrast, units, form, allocations, interval: null, isApart: false },
        p: p[index] ?? 0,
        pOfLargest: pOfLargest[index] ?? 0,
      },
    ]),
  );
  return contrasts.map((contrast, index) => found.get(contrast) ?? (forms[index] as NotGiven)); // else it was given
}

function noAlternative(): NotGiven {
  return notEstimable('one-allocation', 'The scheme could have given no other allocation than this one.');
}
