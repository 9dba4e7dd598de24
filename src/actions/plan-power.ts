/**
 * What a planned trial can show, by formula: for each intraclass correlation that may come, the difference it detects, its power for
 * the difference that matters, and the size it needs. Of the declared comparisons the one with the fewest people is planned for.
 */
import { isNotGiven, type NotGiven } from '../../analysis/estimators/estimator.ts';
import { type PlannedComparison, type PlannedOutcome, powerOf } from '../../analysis/power/comparison.ts';
import { alphaOfOne, type Correction, isLowerBound } from '../../analysis/power/correction.ts';
import { designEffect } from '../../analysis/power/design-effect.ts';
import { differenceFor, peopleFor } from '../../analysis/power/solve.ts';

export type { NotGiven };

export type PowerPlan = {
  readonly outcome: PlannedOutcome;
  /** Arms still drawn, with their ratios; `contrasts` are pairs of their indices, treated arm first, at least one. */
  readonly arms: readonly { readonly name: string; readonly ratio: number }[];
  readonly contrasts: readonly (readonly [treated: number, reference: number])[];
  /** Type I error of the whole family of contrasts. */
  readonly alpha: number;
  readonly sided: 1 | 2;
  readonly correction: Correction;
  /** Power that is asked for. */
  readonly power: number;
  /** Treated minus reference, not 0; null where the trial's size alone is given, and an increase is looked for. */
  readonly difference: number | null;
  /** Clusters in the whole trial, or people where they are drawn one by one; null where it is to be found. */
  readonly units: number | null;
  /** `name` is the word for several of them; null where people are drawn one by one. */
  readonly clusters: { readonly name: string; readonly size: number; readonly sizeVariation: number } | null;
  /** Intraclass correlations to plan for; not looked at without clusters. */
  readonly iccs: readonly number[];
};

export type SizeNeeded = {
  /** Not rounded. */
  readonly units: number;
  /** Whole ones, in the order of the plan's arms. */
  readonly ofArms: readonly number[];
};

export type PowerRow = {
  readonly icc: number | null;
  readonly designEffect: number | null;
  readonly detectable?: number | NotGiven;
  readonly power?: number | NotGiven;
  readonly needed?: SizeNeeded | NotGiven;
};

export type PowerAnswer = {
  /** Names of the two arms planned for, treated first. */
  readonly comparison: readonly [treated: string, reference: string];
  readonly comparisons: number;
  readonly alphaOfOne: number;
  /** Whether the correction may reject more than is planned for. */
  readonly isLowerBound: boolean;
  readonly rows: readonly PowerRow[];
};

/** Refuses, row by row, what the arithmetic refuses. */
export function planPower(plan: PowerPlan): PowerAnswer {
  const { arms, contrasts, alpha, correction } = plan;
  const [treated, reference] = smallestContrast(plan);
  const own = alphaOfOne(alpha, contrasts.length, correction);
  const iccs = plan.clusters === null ? [null] : plan.iccs;
  return {
    comparison: [arms[treated]?.name ?? '', arms[reference]?.name ?? ''],
    comparisons: contrasts.length,
    alphaOfOne: own,
    isLowerBound: isLowerBound(contrasts.length, correction),
    rows: iccs.map((icc) => rowOf(plan, comparisonOf(plan, [treated, reference], own, icc), icc)),
  };
}

/** The pair whose difference has the largest variance: 1/share + 1/share is the largest. */
function smallestContrast({ arms, contrasts }: PowerPlan): readonly [number, number] {
  const inverse = (arm: number) => 1 / (arms[arm]?.ratio ?? 1);
  const [first = [1, 0] as const, ...others] = contrasts;
  return others.reduce(
    (worst, pair) => (inverse(pair[0]) + inverse(pair[1]) > inverse(worst[0]) + inverse(worst[1]) ? pair : worst),
    first,
  );
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function sharesOf({ arms }: PowerPlan): readonly number[] {
  const whole = sumOf(arms.map(({ ratio }) => ratio));
  return arms.map(({ ratio }) => ratio / whole);
}

function comparisonOf(
  plan: PowerPlan,
  [treated, reference]: readonly [number, number],
  alpha: number,
  icc: number | null,
): PlannedComparison {
  const { outcome, sided, clusters } = plan;
  const shares = sharesOf(plan);
  return {
    ...{ outcome, alpha, sided },
    shares: [shares[treated] ?? 0, shares[reference] ?? 0],
    clustering: clusters === null || icc === null ? null : { ...clusters, icc },
  };
}

function rowOf(plan: PowerPlan, comparison: PlannedComparison, icc: number | null): PowerRow {
  const { units, difference, power } = plan;
  const { clustering } = comparison;
  const people = units === null ? null : units * (clustering?.size ?? 1);
  return {
    icc,
    designEffect: clustering === null ? null : designEffect(clustering),
    ...(people === null
      ? {}
      : { detectable: differenceFor(comparison, people, power, (difference ?? 0) < 0 ? -1 : 1) }),
    ...(people === null || difference === null ? {} : { power: powerOf(comparison, difference, people) }),
    ...(difference === null ? {} : { needed: sizeNeeded(plan, peopleFor(comparison, difference, power)) }),
  };
}

function sizeNeeded(plan: PowerPlan, people: number | NotGiven): SizeNeeded | NotGiven {
  if (typeof people !== 'number') return people;
  const units = people / (plan.clusters?.size ?? 1);
  return { units, ofArms: sharesOf(plan).map((share) => Math.ceil(units * share - rounding)) };
}

/** What bisection leaves above a whole number is no further unit. */
const rounding = 1e-9;

/** Narrows a figure to the refusal. */
export function isRefused<Figure>(figure: Figure | NotGiven): figure is NotGiven {
  return typeof figure === 'object' && figure !== null && isNotGiven(figure);
}
