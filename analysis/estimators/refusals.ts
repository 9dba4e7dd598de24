/** The sentences that several estimators share when the data cannot give the figure, and the warning they share. */
import type { Frame } from '../frame.ts';
import { type NotGiven, notEstimable, type Warning } from './estimator.ts';

export function notBinary(figure: string): NotGiven {
  return notEstimable('not-binary', `${figure} needs an outcome that is 0 or 1 for each person.`);
}

export function emptyArm(frame: Frame, arm: number): NotGiven {
  return notEstimable('empty-arm', `Nobody in the arm ${frame.arms[arm] ?? ''} has this outcome.`);
}

/** For the methods that take every person as independent. */
export function clusteringWarning({ cluster }: Frame): { readonly warning?: Warning } {
  return cluster === null ? {} : { warning: 'ignores-clustering' };
}

/** Above this the squares that every variance is made of could leave double precision, whatever the number of people. */
const largestOutcome = 1e130;

/** Undefined where every outcome can be squared and summed. Infinite sums would look like outcomes that do not vary. */
export function tooLarge({ outcome }: Frame): NotGiven | undefined {
  return outcome.some((value) => Math.abs(value) > largestOutcome)
    ? notEstimable('overflow', 'The outcomes are too large for double precision.')
    : undefined;
}

/** An arm with one person, or one cluster, has no variation of its own. */
export function oneInArm(frame: Frame, arm: number, unit: 'person' | 'cluster'): NotGiven {
  return notEstimable(
    `one-${unit}-in-arm`,
    `The arm ${frame.arms[arm] ?? ''} has one ${unit}, so its sampling variation cannot be estimated.`,
  );
}
