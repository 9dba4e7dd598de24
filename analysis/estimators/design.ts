/**
 * The columns of a linear model: an indicator of each arm with people, then the covariates, each as it is or, in an interacted
 * model, once per arm; fixed effects are absorbed. Columns are named as results.json names their coefficients, so that one
 * that cannot be estimated is refused by name. Sources: W. Lin 2013, Ann. Appl. Stat. 7:295–318 (interacted: covariates are
 * centred at the mean of the used rows, as estimatr::lm_lin does); R's treatment contrasts for categories.
 */
import type { CategoryColumn, Frame, FrameColumn } from '../frame.ts';
import { type NotGiven, notEstimable, type Result } from './estimator.ts';

export type Adjustment = 'none' | 'additive' | 'interacted';

/** One column before anything is taken out of it. */
export type DesignColumn = {
  /** The coefficient's name in results.json. */
  readonly name: string;
  readonly values: Float64Array;
  /** The arm whose rows alone have values other than 0; null for a column over all arms. */
  readonly arm: number | null;
};

/** A covariate's own column: a number, or the indicator of one level. */
export type Regressor = {
  readonly name: string;
  /** Less its mean over people. */
  readonly centred: Float64Array;
  readonly mean: number;
};

/** Above this the squares of a covariate could leave double precision. */
const largestValue = 1e130;

/** Refuses a covariate with one value, or with values too large to square. */
export function regressors(
  frame: Frame,
  covariates: readonly FrameColumn[],
): Result<{ readonly all: readonly Regressor[] }> {
  const all: Regressor[] = [];
  for (const covariate of covariates) {
    const refused = unusable(covariate);
    if (refused !== undefined) return refused;
    if (covariate.kind === 'number') all.push(centred(frame, covariate.name, covariate.values));
    else
      for (const [level, name] of covariate.levels.entries()) {
        if (level > 0) all.push(centred(frame, `${covariate.name}=${name}`, indicator(covariate, level)));
      }
  }
  return { all };
}

function unusable(covariate: FrameColumn): NotGiven | undefined {
  const isConstant =
    covariate.kind === 'category'
      ? covariate.levels.length < 2
      : covariate.values.every((value) => value === covariate.values[0]);
  if (isConstant) return collinear(`The covariate ${covariate.name} has one value among the rows used`);
  if (covariate.kind === 'number' && covariate.values.some((value) => Math.abs(value) > largestValue)) {
    return notEstimable('overflow', `The covariate ${covariate.name} is too large for double precision.`);
  }
  return undefined;
}

/** @param what the beginning of the sentence, without its full stop */
export function collinear(what: string): NotGiven {
  return notEstimable('collinear', `${what}, so the model cannot tell its coefficient from the others.`);
}

export function indicator({ codes }: CategoryColumn, level: number): Float64Array {
  return Float64Array.from(codes, (code) => (code === level ? 1 : 0));
}

/** Two passes: the second takes out what rounding left of the mean. */
function centred({ rows, weight }: Frame, name: string, values: Float64Array): Regressor {
  let people = 0;
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const w = weight === null ? 1 : (weight[row] ?? 0);
    people += w;
    sum += w * (values[row] ?? 0);
  }
  const first = sum / people;
  let rest = 0;
  for (let row = 0; row < rows; row += 1) {
    rest += (weight === null ? 1 : (weight[row] ?? 0)) * ((values[row] ?? 0) - first);
  }
  const mean = first + rest / people;
  return { name, centred: values.map((value) => value - mean), mean };
}

/** The covariates' columns in the order of their names: additive each once, interacted each once for every arm given. */
export function covariateColumns(
  frame: Frame,
  all: readonly Regressor[],
  adjustment: Adjustment,
  arms: readonly number[],
): readonly DesignColumn[] {
  if (adjustment !== 'interacted') return all.map(({ name, centred: values }) => ({ name, values, arm: null }));
  return all.flatMap(({ name, centred: values }) =>
    arms.map((arm) => ({
      name: arm === 0 ? name : `arm=${frame.arms[arm] ?? ''}:${name}`,
      values: values.map((value, row) => (frame.arm[row] === arm ? value : 0)),
      arm,
    })),
  );
}
