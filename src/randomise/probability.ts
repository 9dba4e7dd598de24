/**
 * Each unit's probability of each arm. Derived from the design, so that nobody types a probability: an analysis that weights
 * by it and the page that states it read the same fraction. docs/randomisation.md, section 12.
 */
import { balanceOf } from './balance.ts';
import { covariateColumns } from './covariate-columns.ts';
import { type Design, ratioSum, ratiosOf } from './design.ts';
import type { Unit } from './draw-state.ts';
import { rowsByStratum, type SchemeOf } from './drawing.ts';
import { arrangeTry, chooseTry } from './rerandomised.ts';

/**
 * A probability in lowest terms. "exact": every unit's own. "average": the mean over a list whose strata hold whole multiples
 * of the ratio's sum, because each unit's own depends on its covariates and on the list (see `unitProbabilities`).
 */
export type ArmProbability = {
  readonly kind: 'exact' | 'average';
  readonly arm: string;
  readonly numerator: number;
  readonly denominator: number;
};

/** A Monte Carlo estimate of one unit's probability, from so many draws of its list. */
export type EstimatedProbability = {
  readonly kind: 'estimated';
  readonly arm: string;
  readonly probability: number;
  /** Of the estimate, by chance alone; never 0, also where an arm never came. */
  readonly standardError: number;
  readonly draws: number;
};

/**
 * The probability that a unit gets each arm, before anything is drawn. Simple: by definition. Blocks and whole lists: the
 * shuffle makes positions exchangeable, and the expected share of an arm is ratio ÷ sum, leftovers included. Big stick,
 * minimisation and rerandomisation at equal ratios: arms (or places of the ratio) are treated alike, so that they are
 * equally likely for every unit. Rerandomisation at unequal ratios keeps the ratio on average alone.
 */
export function probabilities(design: Design): readonly ArmProbability[] {
  const ratios = ratiosOf(design);
  const sum = ratioSum(ratios);
  const isOwn = design.scheme.kind !== 'rerandomised' || new Set(ratios).size === 1;
  return design.arms.map(({ name, ratio }) => {
    const divisor = greatestCommonDivisor(ratio, sum);
    const fraction = { arm: name, numerator: ratio / divisor, denominator: sum / divisor };
    return { kind: isOwn ? 'exact' : 'average', ...fraction };
  });
}

/** A fraction of whole numbers in lowest terms, such as "1/3"; "0" and "1" without a denominator. */
export function fractionText(numerator: number, denominator: number): string {
  const divisor = greatestCommonDivisor(numerator, denominator);
  const [above, below] = [numerator / divisor, denominator / divisor];
  return below === 1 ? String(above) : `${above}/${below}`;
}

/**
 * Each unit's own probabilities on this list (without followers): exact where the design gives them, else estimated by
 * drawing the list `draws` times from the numbers of `random`. One row for each unit, one entry for each arm.
 */
export function unitProbabilities(
  design: Design,
  units: readonly Unit[],
  { draws, random }: { readonly draws: number; readonly random: () => number },
): readonly (readonly (ArmProbability | EstimatedProbability)[])[] {
  const exact = probabilities(design);
  const { scheme } = design;
  if (scheme.kind !== 'rerandomised' || exact.every(({ kind }) => kind === 'exact')) return units.map(() => exact);
  const counts = countArms(design, scheme, units, draws, random);
  return counts.map((row) => design.arms.map(({ name }, arm) => estimated(name, row[arm] ?? 0, draws)));
}

/** How often each unit got each arm in `draws` draws of the list. */
function countArms(
  design: Design,
  scheme: SchemeOf<'rerandomised'>,
  units: readonly Unit[],
  draws: number,
  random: () => number,
): readonly (readonly number[])[] {
  const columns = covariateColumns(
    scheme,
    units.map(({ values }) => values),
  );
  const { imbalanceOf } = balanceOf(scheme.criterion, columns, design.arms.length);
  const strata = [...rowsByStratum(units).values()];
  const counts = units.map(() => new Array<number>(design.arms.length).fill(0));
  const arrange = () => arrangeTry(ratiosOf(design), strata, () => random);
  for (let draw = 0; draw < draws; draw++) {
    const { arms } = chooseTry(scheme, arrange, imbalanceOf);
    for (const [unit, row] of counts.entries()) {
      const arm = arms[unit] as number; // an arm for each unit
      row[arm] = (row[arm] ?? 0) + 1;
    }
  }
  return counts;
}

/** The standard error is that of the share with one more of either kind (Laplace), so that it does not vanish at 0 and 1. */
function estimated(arm: string, count: number, draws: number): EstimatedProbability {
  const softened = (count + 1) / (draws + 2);
  const standardError = Math.sqrt((softened * (1 - softened)) / draws);
  return { kind: 'estimated', arm, probability: count / draws, standardError, draws };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
