/**
 * The covariance of the arms' mean outcomes under each kind of error of a linear model with an indicator for each arm.
 * Written by arm means such a design is orthogonal: the sandwich's bread is 1/nₐ, a person's leverage 1/nₐ, and a cluster's
 * score in an arm the sum of its residuals there. Every kind of error but CR2 is then a sum over rows, and the model's
 * coefficients and contrasts are differences of means.
 */
import type { Frame } from '../frame.ts';
import type { ArmCells } from './arm-cells.ts';
import { clusterRobust } from './cluster-robust.ts';
import type { LinearErrors, NotGiven, Result } from './estimator.ts';
import { unclustered } from './unclustered-errors.ts';

/** The kinds that a sum over rows gives; CR2's degrees of freedom differ from contrast to contrast. */
export type ArmMeanErrors = Exclude<LinearErrors, 'CR2'>;

export type ArmMeanCovariance = {
  /** Covariance of the means of arms a and b, at a · (number of arms) + b. */
  readonly covariance: Float64Array;
  /** Degrees of freedom of t. */
  readonly df: number;
  /** Clusters used; null for errors that take each person alone. */
  readonly clusters: number | null;
  /** Arms whose own variation cannot be estimated, and why; their entries above mean nothing. */
  readonly unknown: ReadonlyMap<number, NotGiven>;
};

/** Refuses the whole model where it leaves no degree of freedom, and CR errors where the frame has no cluster. */
export function armMeanCovariance(frame: Frame, cells: ArmCells, errors: ArmMeanErrors): Result<ArmMeanCovariance> {
  return errors === 'CR0' || errors === 'CR1S'
    ? clusterRobust(frame, cells, errors)
    : unclustered(frame, cells, errors);
}
