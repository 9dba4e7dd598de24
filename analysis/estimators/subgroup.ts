/**
 * The difference of two arms within each level of a column, and the test that it is the same in all: one linear model with a
 * mean for each arm within each level, as R's y ~ arm * level. Oracle: estimatr::lm_robust; with CR2 the interaction is HTZ,
 * clubSandwich::Wald_test.
 */
import type { CategoryColumn, Contrast, Frame, Interval } from '../frame.ts';
import {
  isNotGiven,
  type LinearErrors,
  type LinearOptions,
  type NotGiven,
  notEstimable,
  type Result,
  type Warning,
} from './estimator.ts';
import { jointTest } from './joint-test.ts';
import { linear } from './linear.ts';
import { clusteringWarning } from './refusals.ts';
import { givenOnly, linearModel } from './wald-joint.ts';

export type SubgroupRow = {
  readonly level: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly logP: number;
  readonly interval: Interval;
};
export type Interaction = {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
  readonly logP: number;
};
export type SubgroupResult = {
  readonly quantity: 'subgroup-differences';
  /** What the differences are of: shares or means. */
  readonly measure: 'risk-difference' | 'mean-difference';
  readonly level: number;
  readonly n: number;
  readonly clusters?: number;
  readonly warning?: Warning;
  readonly rows: readonly (SubgroupRow | ({ readonly level: string } & NotGiven))[];
  readonly interaction: Interaction | NotGiven;
};

/**
 * One result per contrast; `n` counts the people of all arms and levels, whom the one model uses. A level in which an arm has
 * nobody, or one person or cluster, says so in its row, and then the interaction is not estimable.
 */
export function subgroup(
  frame: Frame,
  by: CategoryColumn,
  contrasts: readonly Contrast[],
  options: LinearOptions,
): readonly Result<SubgroupResult>[] {
  const cells = cellFrame(frame, by);
  const place = (arm: number, level: number) => arm * by.levels.length + level;
  return contrasts.map(({ treated, reference }) => {
    const pairs = by.levels.map((_, level) => ({ treated: place(treated, level), reference: place(reference, level) }));
    const effects = linear(cells, pairs, options);
    const some = effects.find((effect) => !isNotGiven(effect));
    const refused = effects.find((effect): effect is NotGiven => isNotGiven(effect));
    if (some === undefined || isNotGiven(some)) return refused ?? noLevels();
    return {
      quantity: 'subgroup-differences',
      measure: some.quantity,
      level: options.level,
      n: some.n,
      ...(some.clusters === undefined ? clusteringWarning(frame) : { clusters: some.clusters }),
      rows: effects.map((effect, index) => {
        const level = by.levels[index] ?? '';
        if (isNotGiven(effect)) return { level, ...effect };
        const { estimate, standardError, statistic, df, p, logP, interval } = effect;
        return { level, estimate, standardError, statistic, df, p, logP, interval };
      }),
      interaction: refused ?? interaction(cells, pairs, options.errors),
    };
  });
}

function noLevels(): NotGiven {
  return notEstimable('no-rows', 'No row is left to use.');
}

/** The same people, with an arm within a level for each arm. */
function cellFrame(frame: Frame, { codes, levels, name }: CategoryColumn): Frame {
  return {
    ...frame,
    arm: frame.arm.map((arm, row) => arm * levels.length + (codes[row] ?? 0)),
    arms: frame.arms.flatMap((arm) => levels.map((level) => `${arm} (${name} ${level})`)),
  };
}

/** Each level's difference equals the first's. */
function interaction(cells: Frame, pairs: readonly Contrast[], errors: LinearErrors): Interaction | NotGiven {
  const [first, ...others] = pairs;
  if (first === undefined || others.length === 0) {
    return notEstimable('one-level', 'There is one level, so there is no interaction to test.');
  }
  const model = linearModel(cells, { adjustment: 'none', covariates: [], fixedEffects: [] }, errors);
  if (isNotGiven(model)) return model;
  const differences = givenOnly(
    [first, ...others].map(({ treated, reference }) => model.difference(treated, reference)),
  );
  if (isNotGiven(differences)) return differences;
  const [base, ...rest] = differences.all;
  const combinations = rest.map(({ c }) => ({ c: c.map((value, k) => value - (base?.c[k] ?? 0)), shift: 0 }));
  const joint = jointTest(model.fit, model.clusters, errors, combinations, errors === 'CR2' ? 'HTZ' : 'F');
  if (isNotGiven(joint)) return joint;
  const { statistic, df1, df2, p, logP } = joint.test;
  return { statistic, df1, df2, p, logP };
}
