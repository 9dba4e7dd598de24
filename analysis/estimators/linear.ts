/**
 * Ordinary least squares of the outcome on an indicator for each arm but the reference, one model over all arms; a contrast
 * between two other arms comes from the covariance of their coefficients. Oracle: estimatr::lm_robust.
 */
import type { Contrast, Frame } from '../frame.ts';
import { type ArmCells, armCells } from './arm-cells.ts';
import { armOnlyModel } from './arm-fit.ts';
import { type ArmMeanCovariance, armMeanCovariance } from './arm-mean-covariance.ts';
import { armModelResults, termRow } from './arm-model.ts';
import {
  isNotGiven,
  type LinearOptions,
  type LinearResult,
  type NotGiven,
  notEstimable,
  type Result,
  type TermRow,
} from './estimator.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { type Coefficient, noVariation } from './model-coefficients.ts';
import { clusteringWarning, emptyArm, tooLarge } from './refusals.ts';

/** Below this part of the two arms' own variances, a contrast's variance is what rounding left of a zero (2⁻⁴⁶). */
const cancelled = 1.4210854715202004e-14;

/**
 * One result per contrast, in their order. `n` counts the people of all arms, `clusters` those the covariance used (CR
 * errors alone). Refuses outcomes too large to square and, per contrast, an arm without people or without an estimate of its variation, and a contrast without
 * any variation; the other contrasts and terms stand.
 */
export function linear(
  frame: Frame,
  contrasts: readonly Contrast[],
  { errors, level }: LinearOptions,
): readonly Result<LinearResult>[] {
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return contrasts.map(() => overflow);
  const cells = armCells(frame);
  if (errors === 'CR2') return biasReduced(frame, cells, contrasts, level);
  const fit = armMeanCovariance(frame, cells, errors);
  if (isNotGiven(fit)) return contrasts.map(() => fit);
  const critical = studentCritical(level, fit.df);
  const coefficient = coefficients(frame, cells, fit, critical);
  const terms = termRows(frame, coefficient);
  return contrasts.map(({ treated, reference }) => {
    const difference = coefficient(treated, reference);
    if (isNotGiven(difference)) return difference;
    const { interval, ...figures } = difference;
    return {
      quantity: frame.outcomeKind === 'binary' ? 'risk-difference' : 'mean-difference',
      ...figures,
      interval,
      level,
      n: cells.total,
      ...(fit.clusters === null ? clusteringWarning(frame) : { clusters: fit.clusters }),
      terms,
    };
  });
}

function biasReduced(
  frame: Frame,
  cells: ArmCells,
  contrasts: readonly Contrast[],
  level: number,
): readonly Result<LinearResult>[] {
  const { cluster } = frame;
  if (cluster === null) {
    const refused = notEstimable('no-cluster', 'CR2 errors need the unit that was randomised.');
    return contrasts.map(() => refused);
  }
  return armModelResults(frame, armOnlyModel(frame, cluster, cells), contrasts, { errors: 'CR2', level });
}

/** The mean of an arm, or its difference from another arm's, with test and interval. */
function coefficients(
  frame: Frame,
  { n, mean }: { readonly n: Float64Array; readonly mean: Float64Array },
  { covariance, df, unknown }: ArmMeanCovariance,
  critical: number,
): (arm: number, against: number | null) => Result<Coefficient> {
  const entry = (a: number, b: number) => covariance[a * n.length + b] ?? 0;

  function refusedArm(arm: number): NotGiven | undefined {
    return (n[arm] ?? 0) === 0 ? emptyArm(frame, arm) : unknown.get(arm);
  }

  return (arm, against) => {
    const refused = refusedArm(arm) ?? (against === null ? undefined : refusedArm(against));
    if (refused !== undefined) return refused;
    const estimate = (mean[arm] ?? 0) - (against === null ? 0 : (mean[against] ?? 0));
    const own = entry(arm, arm) + (against === null ? 0 : entry(against, against));
    const variance = against === null ? own : own - 2 * entry(arm, against);
    if (variance <= cancelled * own) {
      return noVariation();
    }
    const standardError = Math.sqrt(variance);
    const interval = symmetricInterval(estimate, standardError, critical);
    return { estimate, standardError, ...studentTest(estimate / standardError, df), interval };
  };
}

/** `(intercept)` is the reference arm's mean, `arm=LEVEL` the difference from it. */
function termRows(frame: Frame, coefficient: ReturnType<typeof coefficients>): readonly TermRow[] {
  return frame.arms.map((level, arm): TermRow => {
    const term = arm === 0 ? '(intercept)' : `arm=${level}`;
    return termRow(term, arm === 0 ? coefficient(0, null) : coefficient(arm, 0));
  });
}
