/**
 * `small-arms`: an interval or test of a difference that takes its estimated variance as known (z) is too sure of itself where an
 * arm is small. Of three boroughs with 30 and 60 people the pooled difference of Mantel and Haenszel, with Sato's variance,
 * rejects 5.95% of true nulls, exactly (test/analysis/calibration/exact-rate.ts); the calibration sees the plain Wald difference
 * reject 5.9%, the standardised one 6.5%, the restricted mean 6.3%, and from 60 people on all of them near 5%. Klingenberg 2014
 * (Statistics in Medicine 33:2968–2983) finds it of the pooled difference's interval. The line at fifty is ours.
 */
import type { Frame } from '../frame.ts';
import type { PlannedEstimator } from '../plan/schema.ts';
import type { ArmPair } from './contrasts.ts';

/** People in an arm from which on there is no warning. */
export const smallest = 50;

/** Whether the estimator's figures are a difference under normal theory; others have their own small-sample theory. */
export function isWaldDifference(estimator: PlannedEstimator): boolean {
  switch (estimator.method) {
    case 'risk-difference':
      return estimator.interval === 'wald';
    case 'mantel-haenszel':
      return estimator.measure === 'risk-difference';
    case 'logistic':
      return estimator.report === 'standardised';
    case 'restricted-mean':
      return true;
    default:
      return false;
  }
}

/** Whether one of the compared arms has fewer people than `smallest`. */
export function hasSmallArm({ arm, arms, weight, rows }: Frame, contrast: ArmPair): boolean {
  const people = new Map(contrast.map((name) => [arms.indexOf(name), 0]));
  for (let row = 0; row < rows; row += 1) {
    const own = arm[row] ?? 0;
    const counted = people.get(own);
    if (counted !== undefined) people.set(own, counted + (weight === null ? 1 : (weight[row] ?? 0)));
  }
  return [...people.values()].some((count) => count < smallest);
}
