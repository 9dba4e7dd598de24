/** The people a comparison needs, and the smallest difference it can detect: the power turned round by bisection. */
import { isNotGiven, type NotGiven, notEstimable } from '../estimators/estimator.ts';
import { type PlannedComparison, type PlannedOutcome, powerOf } from './comparison.ts';

/** A trial for which no larger number is meant in earnest. */
const mostPeople = 1e9;

/** People in the whole trial, not rounded. Refuses a difference that a thousand million people do not show. */
export function peopleFor(comparison: PlannedComparison, difference: number, power: number): number | NotGiven {
  const at = (people: number) => reached(powerOf(comparison, difference, people));
  let high = 4;
  while (high < mostPeople && at(high) < power) high *= 4;
  if (difference === 0 || at(high) < power) {
    return notEstimable('no-size', 'No trial of up to a thousand million people shows this difference.');
  }
  return lowest(at, high / 4, high, power);
}

/**
 * Signed, on the outcome's own scale: `direction` 1 looks for an increase, −1 for a decrease. Refuses where even the largest
 * possible difference has less power.
 */
export function differenceFor(
  comparison: PlannedComparison,
  people: number,
  power: number,
  direction: 1 | -1 = 1,
): number | NotGiven {
  const { outcome } = comparison;
  const few = powerOf(comparison, 0, people);
  if (isNotGiven(Object(few))) return few;
  const at = (difference: number) => reached(powerOf(comparison, direction * difference, people));
  const largest = largestDifference(outcome, direction);
  if (at(largest) < power) {
    return notEstimable('no-difference', 'Even the largest possible difference would be missed too often.');
  }
  return direction * lowest(at, 0, largest, power);
}

/** To a risk of 1 or 0. */
function largestDifference(outcome: PlannedOutcome, direction: 1 | -1): number {
  if (outcome.kind === 'continuous') return outcome.sd * largestInSd;
  return direction === 1 ? 1 - outcome.reference : outcome.reference;
}

/** Standard deviations between two means, beyond which nobody plans. */
const largestInSd = 1000;

const reached = (power: number | NotGiven) => (typeof power === 'number' ? power : 0);

const precision = 1e-13;

/** The least x at which an increasing function reaches the target, to 1e-13 relative. */
function lowest(f: (x: number) => number, from: number, to: number, target: number): number {
  let [low, high] = [from, to];
  for (let round = 0; round < 200; round += 1) {
    const middle = low + (high - low) / 2;
    if (high - low <= precision * high) return high;
    if (f(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}
