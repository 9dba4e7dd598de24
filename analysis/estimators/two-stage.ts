/**
 * The effect of what was received, with the arm as instrument: two-stage least squares of two arms, which is the difference in
 * outcome over the difference in what was received, each at the same covariates. The second stage's columns span the same
 * space as the arms and covariates do, so leverage, the covariance and its degrees of freedom are those of a model of the two
 * arms and the covariates, for the outcome y − βd.
 * Source: J. D. Angrist, G. W. Imbens & D. B. Rubin 1996, J. Am. Stat. Assoc. 91:444–455. Oracle: estimatr::iv_robust.
 */
import type { CategoryColumn, Contrast, Frame, FrameColumn, Interval, NumberColumn } from '../frame.ts';
import { type Adjusting, adjustedLinear, adjustedModel } from './adjusted-linear.ts';
import { inverted } from './anderson-rubin.ts';
import { armCells } from './arm-cells.ts';
import { pickedFrame, rowsOfArms } from './block-cells.ts';
import {
  isNotGiven,
  type LinearErrors,
  type LinearOptions,
  type LinearResult,
  type NotGiven,
  notEstimable,
  type Result,
  type StudentTest,
  type Warning,
} from './estimator.ts';
import { along } from './fit.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { linear } from './linear.ts';
import { inBasis } from './orthonormal-basis.ts';
import { emptyArm, tooLarge } from './refusals.ts';

export type TwoStageOptions = {
  readonly adjusting: Adjusting;
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
 * `n` and `clusters` are the two arms'. Refuses arms that received the same on average, and what `linear` and `adjustedLinear`
 * refuse of the two arms. The Anderson-Rubin values may be two rays, which is no interval, and then say so.
 */
export function twoStage(
  frame: Frame,
  received: NumberColumn,
  contrast: Contrast,
  { adjusting: ofAll, errors, level, andersonRubin }: TwoStageOptions,
): Result<TwoStageResult> {
  const rows = rowsOfArms(frame, contrast);
  const adjusting = pickedAdjusting(ofAll, rows);
  const two = pickedFrame(frame, contrast, rows);
  const dose: Frame = { ...two, outcomeKind: 'continuous', outcome: pick(received, rows) };
  const overflow = tooLarge(two) ?? tooLarge(dose);
  if (overflow !== undefined) return overflow;
  const [outcomes, doses] = [armCells(two), armCells(dose)];
  const missing = [0, 1].find((arm) => outcomes.n[arm] === 0);
  if (missing !== undefined) return emptyArm(two, missing);
  const differences = [differenceOf(two, adjusting, outcomes.mean), differenceOf(dose, adjusting, doses.mean)];
  const refused = differences.find((one): one is NotGiven => isNotGiven(one));
  if (refused !== undefined) return refused;
  const [toldApart = 0, apart = 0] = differences.map((one) => (isNotGiven(one) ? 0 : one.difference));
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
      adjusting,
      { errors, level },
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
    firstStage: firstStage(compared(dose, adjusting, { errors, level })),
    ...(andersonRubin ? { andersonRubin: inverted(combined, toldApart, apart, critical) } : {}),
  };
}

/** 2⁻⁴⁶: means of what was received that differ by less are the same but for rounding. */
const roundingUnit = 1.4210854715202004e-14;

const between: Contrast = { treated: 1, reference: 0 };

const isBare = ({ covariates, fixedEffects }: Adjusting) => covariates.length === 0 && fixedEffects.length === 0;

/** Treated less reference, at the same covariates; without any, of the arms' means. */
function differenceOf(frame: Frame, adjusting: Adjusting, mean: Float64Array): Result<{ readonly difference: number }> {
  if (isBare(adjusting)) return { difference: (mean[1] ?? 0) - (mean[0] ?? 0) };
  const model = adjustedModel(frame, adjusting, 'classical');
  if (isNotGiven(model)) return model;
  const combination = model.difference(between.treated, between.reference);
  if (isNotGiven(combination)) return combination;
  return { difference: along(model.fit, inBasis(model.fit.triangle, combination.c)) };
}

function compared(frame: Frame, adjusting: Adjusting, options: LinearOptions): Result<LinearResult> {
  const [result] = isBare(adjusting)
    ? linear(frame, [between], options)
    : adjustedLinear(frame, adjusting, [between], options);
  if (result === undefined) throw new Error('the two arms have no comparison');
  return result;
}

function pick({ values }: NumberColumn, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? 0);
}

function pickedAdjusting({ adjustment, covariates, fixedEffects }: Adjusting, rows: Int32Array): Adjusting {
  return {
    adjustment,
    covariates: covariates.map((column): FrameColumn => {
      return column.kind === 'number' ? { ...column, values: pick(column, rows) } : pickedCategory(column, rows);
    }),
    fixedEffects: fixedEffects.map((column) => pickedCategory(column, rows)),
  };
}

/** Levels without a row left are no levels any more. */
function pickedCategory({ name, codes, levels, kind }: CategoryColumn, rows: Int32Array): CategoryColumn {
  const own = rows.map((row) => codes[row] ?? 0);
  const kept = [...new Set(own)].sort((a, b) => a - b);
  const place = new Map(kept.map((code, index) => [code, index]));
  return { kind, name, codes: own.map((code) => place.get(code) ?? 0), levels: kept.map((code) => levels[code] ?? '') };
}

function firstStage(difference: Result<LinearResult>): FirstStage | NotGiven {
  if (isNotGiven(difference)) return difference;
  const { statistic, df, p, logP } = difference;
  return { statistic: statistic * statistic, df1: 1, df2: df, p, logP };
}
