/**
 * Ordinary least squares of the outcome on arms, covariates and absorbed fixed effects. Arms enter as one indicator each, so
 * the model spans the same space as R's with an intercept, whichever arms have people; the coefficients that results.json
 * lists are combinations. Oracles: estimatr::lm_robust, with fixed_effects, and estimatr::lm_lin.
 */
import type { CategoryColumn, Contrast, Frame, FrameColumn } from '../frame.ts';
import { type ArmModel, armModelResults, unknownArms } from './arm-model.ts';
import {
  type Adjustment,
  collinear,
  covariateColumns,
  type DesignColumn,
  indicator,
  type Regressor,
  regressors,
} from './design.ts';
import {
  isNotGiven,
  type LinearErrors,
  type LinearOptions,
  type LinearResult,
  notEstimable,
  type Result,
} from './estimator.ts';
import type { AbsorbedEffect } from './fit.ts';
import { type LeastSquares, leastSquares } from './least-squares.ts';
import type { Combination } from './model-coefficients.ts';
import { tooLarge } from './refusals.ts';

export type Adjusting = {
  readonly adjustment: Adjustment;
  readonly covariates: readonly FrameColumn[];
  /** Additive effects; the one with the most levels is absorbed, the others enter as indicators. */
  readonly fixedEffects: readonly CategoryColumn[];
};

/** A larger design would be a mistake of the plan, such as names taken for categories, and would not fit in memory. */
const mostColumns = 500;
const mostEntries = 4e7;

/**
 * One result per contrast, in their order, at the same covariates; with an interacted model, at their means. `n` counts the
 * people of the rows used. Refuses, for the whole model, a covariate or arm that depends linearly on the columns before it, by
 * name; per contrast what `linear` refuses, and a coefficient that one person or cluster alone determines.
 */
export function adjustedLinear(
  frame: Frame,
  adjusting: Adjusting,
  contrasts: readonly Contrast[],
  options: LinearOptions,
): readonly Result<LinearResult>[] {
  const model = adjustedModel(frame, adjusting, options.errors);
  return isNotGiven(model) ? contrasts.map(() => model) : armModelResults(frame, model, contrasts, options);
}

export function adjustedModel(frame: Frame, adjusting: Adjusting, errors: LinearErrors): Result<ArmModel> {
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const arms = armsWithPeople(frame);
  const width = designWidth(adjusting, arms.length);
  if (width > mostColumns || width * frame.rows > mostEntries) {
    return notEstimable('too-many-columns', `The model has ${width} columns beside an absorbed effect: too many.`);
  }
  const found = regressors(frame, adjusting.covariates);
  if (isNotGiven(found)) return found;
  const { effect, nuisance } = effectsOf(frame, adjusting.fixedEffects);
  const armColumns = arms.slice(effect === null ? 0 : 1).map((arm) => armColumn(frame, arm));
  const covariates = covariateColumns(frame, found.all, adjusting.adjustment, arms);
  const columns = [...nuisance, ...armColumns, ...covariates];
  const squares = leastSquares(frame, columns, effect);
  const dependent = columns.find((_, place) => place >= nuisance.length && squares.placeOf[place] === -1);
  if (dependent !== undefined) return collinear(`The term ${dependent.name} depends linearly on the others`);
  const isInteracted = adjusting.adjustment === 'interacted';
  return armModel(frame, errors, { isInteracted, columns, armColumns, covariates, squares, all: found.all });
}

/** Columns of the design, before any of them exists. */
function designWidth({ adjustment, covariates, fixedEffects }: Adjusting, arms: number): number {
  const columnsOf = (column: FrameColumn) => (column.kind === 'number' ? 1 : column.levels.length - 1);
  const own = covariates.reduce((sum, column) => sum + columnsOf(column), 0);
  const effects = fixedEffects.map(columnsOf).sort((a, b) => b - a);
  return (
    arms + own * (adjustment === 'interacted' ? arms : 1) + effects.slice(1).reduce((sum, count) => sum + count, 0)
  );
}

function armsWithPeople({ arm, arms }: Frame): readonly number[] {
  const has = new Uint8Array(arms.length);
  for (const a of arm) has[a] = 1;
  return [...has.keys()].filter((a) => has[a] === 1);
}

function armColumn({ arm, arms }: Frame, own: number): DesignColumn {
  return { name: `arm=${arms[own] ?? ''}`, values: Float64Array.from(arm, (a) => (a === own ? 1 : 0)), arm: own };
}

/** Indicators that depend on the others, as where districts lie within boroughs, are left out: no figure is theirs. */
function effectsOf(frame: Frame, fixedEffects: readonly CategoryColumn[]) {
  const most = Math.max(0, ...fixedEffects.map(({ levels }) => levels.length));
  const absorbed = fixedEffects.find(({ levels }) => levels.length === most);
  if (absorbed === undefined) return { effect: null, nuisance: [] };
  const people = new Float64Array(absorbed.levels.length);
  for (let row = 0; row < frame.rows; row += 1) {
    const code = absorbed.codes[row] ?? 0;
    people[code] = (people[code] ?? 0) + (frame.weight === null ? 1 : (frame.weight[row] ?? 0));
  }
  const effect: AbsorbedEffect = { codes: absorbed.codes, people };
  const nuisance = fixedEffects
    .filter((other) => other !== absorbed)
    .flatMap((other) =>
      other.levels.slice(1).map(
        (level, index): DesignColumn => ({
          name: `${other.name}=${level}`,
          values: indicator(other, index + 1),
          arm: null,
        }),
      ),
    );
  return { effect, nuisance };
}

type Parts = {
  readonly isInteracted: boolean;
  readonly columns: readonly DesignColumn[];
  /** Of the arms that have a column. */
  readonly armColumns: readonly DesignColumn[];
  /** Per regressor, as covariateColumns gives them. */
  readonly covariates: readonly DesignColumn[];
  readonly squares: LeastSquares;
  readonly all: readonly Regressor[];
};

function armModel(frame: Frame, errors: LinearErrors, parts: Parts): ArmModel {
  const { isInteracted, columns, armColumns, covariates, squares, all } = parts;
  const { fit, placeOf, shift } = squares;
  const unknown = unknownArms(frame, errors);
  const arms = covariates.length / all.length;
  const armOf = (arm: number) => armColumns.find((column) => column.arm === arm);
  /** The column of a regressor, in an interacted model that within one arm. */
  const covariate = (regressor: number, arm: number) =>
    isInteracted
      ? covariates.slice(regressor * arms, (regressor + 1) * arms).find((column) => column.arm === arm)
      : covariates[regressor];

  /** A column that is not there, as the arm's that the absorbed effect stands in for, has no part. */
  function combined(
    factors: readonly (readonly [DesignColumn | undefined, number])[],
    ofArms: readonly number[],
    shifted = 0,
  ): Result<Combination> {
    const refused = ofArms.map((arm) => unknown[arm]).find((reason) => reason !== undefined);
    if (refused !== undefined) return refused;
    const c = new Float64Array(fit.width);
    for (const [column, factor] of factors) {
      const place = column === undefined ? -1 : (placeOf[columns.indexOf(column)] ?? -1);
      if (place >= 0) c[place] = factor;
    }
    return { c, shift: shifted };
  }
  const difference = (a: number, b: number) =>
    combined(
      [
        [armOf(a), 1],
        [armOf(b), -1],
      ],
      [a, b],
    );
  const means = isInteracted ? [] : all.map(({ mean }, index) => [covariate(index, 0), -mean] as const);
  const others = frame.arms.slice(1).map((level, index) => ({ arm: index + 1, name: `arm=${level}` }));
  return {
    fit,
    clusters: frame.cluster === null ? null : { codes: frame.cluster, count: frame.clusterCount },
    difference,
    terms: [
      ...(fit.effect === null
        ? [{ term: '(intercept)', combination: combined([[armOf(0), 1], ...means], [0], shift) }]
        : []),
      ...others.map(({ arm, name }) => ({ term: name, combination: difference(arm, 0) })),
      ...all.map(({ name }, index) => ({
        term: name,
        combination: combined([[covariate(index, 0), 1]], isInteracted ? [0] : []),
      })),
      ...(isInteracted ? all : []).flatMap(({ name }, index) =>
        others.map((other) => ({
          term: `${other.name}:${name}`,
          combination: combined(
            [
              [covariate(index, other.arm), 1],
              [covariate(index, 0), -1],
            ],
            [other.arm, 0],
          ),
        })),
      ),
    ],
  };
}
