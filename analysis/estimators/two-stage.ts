/**
 * The effect of what was received, with the arm as instrument: two-stage least squares of two arms, which is the difference in
 * outcome over the difference in what was received. Its second stage regresses on the arms' mean received, so leverage, the
 * covariance and its degrees of freedom are those of a model of the two arms, for the residuals y − βd.
 * Sources: J. D. Angrist, G. W. Imbens & D. B. Rubin 1996, J. Am. Stat. Assoc. 91:444–455; T. W. Anderson & H. Rubin 1949, Ann.
 * Math. Stat. 20:46–63 (interval by inversion, exact however weak the instrument). Oracle: estimatr::iv_robust.
 */
import type { Contrast, Frame, Interval, NumberColumn } from '../frame.ts';
import { armCells } from './arm-cells.ts';
import { pickedFrame, rowsOfArms } from './block-cells.ts';
import {
  isNotGiven,
  type LinearErrors,
  type LinearResult,
  type NotGiven,
  notEstimable,
  type Result,
  type StudentTest,
  type Warning,
} from './estimator.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { linear } from './linear.ts';
import { emptyArm, tooLarge } from './refusals.ts';

export type TwoStageOptions = {
  readonly errors: LinearErrors;
  readonly level: number;
  readonly andersonRubin: boolean;
};
export type FirstStage = {
  readonly statistic: number;
  readonly df1: 1;
  readonly df2: number;
  readonly p: number;
  readonly logP: number;
};
export type TwoStageResult = {
  readonly quantity: 'complier-average-causal-effect';
  readonly estimate: number;
  readonly standardError: number;
} & StudentTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly clusters?: number;
    readonly warning?: Warning;
    /** F of the difference in what was received; not estimable where every person of an arm received the same. */
    readonly firstStage: FirstStage | NotGiven;
    readonly andersonRubin?: { readonly interval: Interval } | NotGiven;
  };

/**
 * `n` and `clusters` are the two arms'. Refuses arms that received the same on average, and what `linear` refuses of the two
 * arms. The Anderson-Rubin values may be two rays, which is no interval, and then say so.
 */
export function twoStage(
  frame: Frame,
  received: NumberColumn,
  contrast: Contrast,
  { errors, level, andersonRubin }: TwoStageOptions,
): Result<TwoStageResult> {
  const rows = rowsOfArms(frame, contrast);
  const two = pickedFrame(frame, contrast, rows);
  const dose: Frame = { ...two, outcomeKind: 'continuous', outcome: pick(received, rows) };
  const overflow = tooLarge(two) ?? tooLarge(dose);
  if (overflow !== undefined) return overflow;
  const [outcomes, doses] = [armCells(two), armCells(dose)];
  const missing = [0, 1].find((arm) => outcomes.n[arm] === 0);
  if (missing !== undefined) return emptyArm(two, missing);
  const [toldApart, apart] = [gap(outcomes.mean), gap(doses.mean)];
  if (Math.abs(apart) <= roundingUnit * Math.max(...doses.largest)) {
    return notEstimable(
      'no-first-stage',
      `The two arms do not differ in ${received.name}, so its effect cannot be told.`,
    );
  }
  const estimate = toldApart / apart;
  const [centreY, centreD] = [outcomes.mean[0] ?? 0, doses.mean[0] ?? 0];
  const combined = (factor: number, times: number) =>
    compared(
      {
        ...dose,
        outcome: two.outcome.map((y, row) => factor * (y - centreY) - times * ((dose.outcome[row] ?? 0) - centreD)),
      },
      errors,
      level,
    );
  const second = combined(1, estimate);
  if (isNotGiven(second)) return second;
  const standardError = second.standardError / Math.abs(apart);
  const { df, n, clusters, warning } = second;
  const critical = studentCritical(level, df);
  return {
    quantity: 'complier-average-causal-effect',
    estimate,
    standardError,
    ...studentTest(estimate / standardError, df),
    interval: symmetricInterval(estimate, standardError, critical),
    level,
    n,
    ...(clusters === undefined ? {} : { clusters }),
    ...(warning === undefined ? {} : { warning }),
    firstStage: firstStage(compared(dose, errors, level)),
    ...(andersonRubin ? { andersonRubin: inverted(combined, toldApart, apart, critical) } : {}),
  };
}

/** 2⁻⁴⁶: means of what was received that differ by less are the same but for rounding. */
const roundingUnit = 1.4210854715202004e-14;

const gap = (mean: Float64Array) => (mean[1] ?? 0) - (mean[0] ?? 0);

function pick({ values }: NumberColumn, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? 0);
}

function compared(frame: Frame, errors: LinearErrors, level: number): Result<LinearResult> {
  const [result] = linear(frame, [{ treated: 1, reference: 0 }], { errors, level });
  if (result === undefined) throw new Error('the two arms have no comparison');
  return result;
}

function firstStage(difference: Result<LinearResult>): FirstStage | NotGiven {
  if (isNotGiven(difference)) return difference;
  const { statistic, df, p, logP } = difference;
  return { statistic: statistic * statistic, df1: 1, df2: df, p, logP };
}

/**
 * The β with (Δy − βΔd)² ≤ critical² · Var(Δy − βΔd): a quadratic inequality, since the variance of a difference is a quadratic
 * form of the residuals and its degrees of freedom depend on the arms and clusters alone.
 */
function inverted(
  combined: (factor: number, times: number) => Result<LinearResult>,
  toldApart: number,
  apart: number,
  critical: number,
): { readonly interval: Interval } | NotGiven {
  const [ofOutcome, ofDose] = [combined(1, 0), combined(0, -1)];
  if (isNotGiven(ofOutcome)) return ofOutcome;
  const y = ofOutcome.standardError;
  const d = isNotGiven(ofDose) ? 0 : ofDose.standardError;
  const square = critical * critical;
  const a = apart * apart - square * d * d;
  const b = toldApart * apart - square * (d === 0 ? 0 : covariance(combined, y, d));
  const c = toldApart * toldApart - square * y * y;
  const discriminant = b * b - a * c;
  if (a > 0) {
    // The root of larger size first, the other by their product: no digits are lost where they differ much.
    const root = Math.sqrt(Math.max(0, discriminant));
    const far = b + (b < 0 ? -root : root);
    const roots = far === 0 ? [0, 0] : [far / a, c / far];
    return { interval: [Math.min(...roots), Math.max(...roots)] };
  }
  if (discriminant <= 0) return { interval: ['-Infinity', 'Infinity'] };
  return notEstimable(
    'not-an-interval',
    'The instrument is weak: the effects not rejected are two rays and no interval.',
  );
}

/** Of the two differences, from the variance of their sum, each in units of its own standard error. */
function covariance(combined: (factor: number, times: number) => Result<LinearResult>, y: number, d: number): number {
  const both = combined(1 / y, -1 / d);
  const variance = isNotGiven(both) ? 0 : both.standardError * both.standardError;
  return (variance / 2 - 1) * y * d;
}
