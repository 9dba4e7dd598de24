/**
 * The power of one planned comparison, as a function of the difference and of the people in the trial: of people drawn one by one, or
 * of whole clusters. Clusters are compared by t with as many degrees of freedom as clusters of the two arms less two (A. Donner & N.
 * Klar 2000, "Design and Analysis of Cluster Randomization Trials"), the variance of a person's outcome times the design effect.
 */
import { type NotGiven, notEstimable } from '../estimators/estimator.ts';
import { type Clustering, designEffect } from './design-effect.ts';
import { powerOfProportions, powerOfStudent, type Sizes, type Test } from './two-arms.ts';

export type PlannedOutcome =
  | { readonly kind: 'binary'; readonly reference: number }
  | { readonly kind: 'continuous'; readonly sd: number };

export type PlannedComparison = Test & {
  readonly outcome: PlannedOutcome;
  /** What share of the trial's people each of the two arms has. */
  readonly shares: Sizes;
  /** null where people are drawn one by one. */
  readonly clustering: Clustering | null;
};

/** Fewer leave a t test nothing to learn its variance from. */
const fewestDf = 1;

/**
 * @param difference treated minus reference: of risks, or of means
 * @param people in the whole trial; refuses so few that an arm has not one person or cluster, or the test no degree of freedom
 */
export function powerOf(comparison: PlannedComparison, difference: number, people: number): number | NotGiven {
  const { outcome, shares, clustering } = comparison;
  const sizes: Sizes = [people * shares[0], people * shares[1]];
  const what = clustering === null ? 'people' : 'clusters';
  const least = Math.min(...sizes) / (clustering?.size ?? 1);
  if (least < 1) return notEstimable(`too-few-${what}`, `The smaller arm would have ${short(least)} ${what}.`);
  if (clustering === null && outcome.kind === 'binary') {
    return powerOfProportions([outcome.reference + difference, outcome.reference], sizes, comparison);
  }
  const units = (sizes[0] + sizes[1]) / (clustering?.size ?? 1);
  const df = units - 2;
  if (df < fewestDf) {
    return notEstimable(`too-few-${what}`, `Two arms of ${short(units)} ${what} in all leave no degree of freedom.`);
  }
  const [treated, reference] = variances(outcome, difference);
  const inflation = clustering === null ? 1 : designEffect(clustering);
  const error = Math.sqrt((treated / sizes[0] + reference / sizes[1]) * inflation);
  return powerOfStudent(difference / error, df, comparison);
}

const short = (count: number) => Number(count.toPrecision(3));

function variances(outcome: PlannedOutcome, difference: number): readonly [treated: number, reference: number] {
  if (outcome.kind === 'continuous') return [outcome.sd * outcome.sd, outcome.sd * outcome.sd];
  const treated = outcome.reference + difference;
  return [treated * (1 - treated), outcome.reference * (1 - outcome.reference)];
}
