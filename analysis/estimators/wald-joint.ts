/**
 * The test that the outcome's mean is the same in all arms, under the model of a `linear` estimator: Wald's test of all its
 * arm coefficients together. Oracle: clubSandwich::Wald_test.
 */
import type { Frame } from '../frame.ts';
import { type Adjusting, adjustedModel } from './adjusted-linear.ts';
import { armCells } from './arm-cells.ts';
import { armOnlyModel } from './arm-fit.ts';
import type { ArmModel } from './arm-model.ts';
import { isNotGiven, type LinearErrors, type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { type FisherTest, type JointTest, jointTest } from './joint-test.ts';
import type { Combination } from './model-coefficients.ts';
import { clusteringWarning, tooLarge } from './refusals.ts';

export type WaldJointOptions = { readonly errors: LinearErrors; readonly test: JointTest };
export type WaldJointResult = { readonly quantity: 'test' } & FisherTest & {
    readonly n: number;
    /** Clusters the covariance used: only with CR0, CR1S and CR2. */
    readonly clusters?: number;
    readonly warning?: Warning;
  };

/** Over the arms with people. Refuses what the model refuses, and a frame with fewer than two such arms. */
export function waldJoint(
  frame: Frame,
  adjusting: Adjusting,
  { errors, test }: WaldJointOptions,
): Result<WaldJointResult> {
  const model = linearModel(frame, adjusting, errors);
  if (isNotGiven(model)) return model;
  const [first, ...others] = [...new Set(frame.arm)].sort((a, b) => a - b);
  if (first === undefined || others.length === 0) {
    return notEstimable('no-contrast', 'There are not two arms among the rows to compare.');
  }
  const combinations = givenOnly(others.map((arm) => model.difference(arm, first)));
  if (isNotGiven(combinations)) return combinations;
  const joint = jointTest(model.fit, model.clusters, errors, combinations.all, test);
  if (isNotGiven(joint)) return joint;
  return {
    quantity: 'test',
    ...joint.test,
    n: model.fit.people,
    ...(joint.clusters === null ? clusteringWarning(frame) : { clusters: joint.clusters }),
  };
}

/** The model of `linear`: of arms alone, or with covariates and effects. */
export function linearModel(frame: Frame, adjusting: Adjusting, errors: LinearErrors): Result<ArmModel> {
  const isBare = adjusting.covariates.length === 0 && adjusting.fixedEffects.length === 0;
  if (errors !== 'CR2' || !isBare || frame.cluster === null) return adjustedModel(frame, adjusting, errors);
  return tooLarge(frame) ?? armOnlyModel(frame, frame.cluster, armCells(frame));
}

/** All combinations, or the first refusal among them. */
export function givenOnly(
  combinations: readonly Result<Combination>[],
): Result<{ readonly all: readonly Combination[] }> {
  const refused = combinations.find((one): one is NotGiven => isNotGiven(one));
  return refused ?? { all: combinations.flatMap((one) => (isNotGiven(one) ? [] : [one])) };
}
