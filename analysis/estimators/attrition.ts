/**
 * Missing outcomes: how many in each arm, whether the arms lose people alike, and the worst that the missing outcomes can do
 * to a difference of risks. Sources: C. F. Manski 1990, Am. Econ. Rev. 80:319–323 (bounds: each missing outcome may be
 * either); K. Pearson 1900 for the test, without a continuity correction.
 */
import type { Contrast, Frame } from '../frame.ts';
import { armCounts } from './arm-counts.ts';
import { pearsonStatistic } from './chi-squared.ts';
import { type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { chiSquaredTest } from './inference.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';

export type AttritionRow = { readonly arm: string; readonly n: number; readonly missing: number };
export type AttritionResult = {
  readonly quantity: 'attrition';
  /** People of the two arms, with or without an outcome. */
  readonly n: number;
  readonly warning?: Warning;
  /** Over all arms. */
  readonly test:
    | { readonly statistic: number; readonly df: number; readonly p: number; readonly logP: number }
    | NotGiven;
  readonly rows: readonly AttritionRow[];
  /** The difference of risks if every missing outcome were against the treated arm, and if every one were for it. */
  readonly manski: { readonly lower: number; readonly upper: number } | NotGiven;
};

/**
 * `people` counts those of each arm of the frame, outcome known or not. Refuses an arm without anybody. The test is not
 * estimable where no outcome or every one is missing, the bounds where the outcome is not binary, hence without limits.
 */
export function attrition(frame: Frame, people: readonly number[], contrast: Contrast): Result<AttritionResult> {
  const observed = armCounts(frame);
  const arms = frame.arms.map((arm, index) => {
    const [n, known] = [people[index] ?? 0, observed[index] ?? { n: 0, count: 0 }];
    return { arm, n, missing: n - known.n, happened: known.count };
  });
  const treated = arms[contrast.treated];
  const reference = arms[contrast.reference];
  if (treated === undefined || treated.n === 0) return emptyArm(frame, contrast.treated);
  if (reference === undefined || reference.n === 0) return emptyArm(frame, contrast.reference);
  const most = (side: typeof treated) => (side.happened + side.missing) / side.n;
  const least = (side: typeof treated) => side.happened / side.n;
  return {
    quantity: 'attrition',
    n: treated.n + reference.n,
    ...clusteringWarning(frame),
    test: testOf(arms),
    rows: arms.map(({ arm, n, missing }) => ({ arm, n, missing })),
    manski:
      frame.outcomeKind === 'binary'
        ? { lower: least(treated) - most(reference), upper: most(treated) - least(reference) }
        : notEstimable('no-limits', 'Only an outcome that is 0 or 1 has a largest and a smallest possible value.'),
  };
}

function testOf(arms: readonly AttritionRow[]): AttritionResult['test'] {
  const present = arms.filter(({ n }) => n > 0);
  const missing = present.reduce((sum, arm) => sum + arm.missing, 0);
  const total = present.reduce((sum, arm) => sum + arm.n, 0);
  if (missing === 0) return notEstimable('no-variation', 'No outcome is missing.');
  if (missing === total) return notEstimable('no-variation', 'Every outcome is missing.');
  if (present.length < 2) return notEstimable('one-arm', 'There is one arm, so there is nothing to compare.');
  const table = {
    cells: present.flatMap((arm) => [arm.missing, arm.n - arm.missing]),
    armTotals: present.map(({ n }) => n),
    valueTotals: [missing, total - missing],
    total,
  };
  const { statistic, df, p, logP } = chiSquaredTest(pearsonStatistic(table, false), present.length - 1);
  return { statistic, df, p, logP };
}
