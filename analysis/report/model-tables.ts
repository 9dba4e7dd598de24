/** The report's tables of subgroups and of what was received, and how it names a linear model. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { SubgroupResult } from '../estimators/subgroup.ts';
import type { TwoStageResult } from '../estimators/two-stage.ts';
import type { Plan, PlannedEstimator } from '../plan/schema.ts';
import { errorsOf, neededColumns } from '../plan/settings.ts';
import type { ResultRow } from '../results/result.ts';
import { byComparison, differenceWords, pColumns, people } from './by-comparison.ts';
import { quantityNames } from './quantity-names.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
import { fixed, intervalOf, pValue, pWords, significant } from './wording.ts';

/** The kind of errors, and what the model has beside the arms. */
export function linearHow(plan: Plan, estimator: Extract<PlannedEstimator, { readonly method: 'linear' }>): string {
  const needed = neededColumns(plan, estimator);
  const names = (role: 'covariate' | 'fixed-effect') =>
    needed.flatMap((one) => (one.role === role ? [one.column] : [])).join(' and ');
  const how = {
    none: '',
    additive: `adjusted for ${names('covariate')}`,
    interacted: `adjusted within arms for ${names('covariate')}`,
  };
  const effects = estimator.fixedEffects.length === 0 ? [] : [`fixed effects of ${names('fixed-effect')}`];
  return [errorsOf(plan, estimator), ...(estimator.adjust === 'none' ? [] : [how[estimator.adjust]]), ...effects].join(
    ', ',
  );
}

/** The effect of one unit of what was received, on the outcome's own scale. */
export function receivedTable(
  caption: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const columns = [
    ['Effect', ({ estimate }: TwoStageResult) => significant(estimate)],
    [bounds, ({ interval }: TwoStageResult) => intervalOf(interval, significant)],
    ...pColumns(isAdjusted),
    [
      'First stage F',
      ({ firstStage }: TwoStageResult) => (isNotGiven(firstStage) ? none : significant(firstStage.statistic)),
    ],
    people,
  ] as const;
  return byComparison(caption, rows, isTwoStage, columns, rows.flatMap(weakInstrument));
}

function weakInstrument(row: ResultRow): readonly string[] {
  const { figures } = row;
  if (!isTwoStage(figures) || figures.andersonRubin === undefined) return [];
  if (isNotGiven(figures.andersonRubin)) return [`${comparison(row)}: ${figures.andersonRubin.notEstimable.reason}`];
  const { interval } = figures.andersonRubin;
  return [`${comparison(row)}: the Anderson-Rubin interval is ${intervalOf(interval, significant)}.`];
}

/** One row per comparison and level; whether the levels differ is said once for each comparison. */
export function subgroupTable(caption: string, by: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  const measure = rows.flatMap(({ figures }) => (isSubgroups(figures) ? [figures.measure] : []))[0];
  const isRisk = measure === 'risk-difference';
  const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
  return {
    caption,
    columns: ['Comparison', by, measure === undefined ? 'Difference' : quantityNames[measure], bounds, 'p'],
    rows: rows.flatMap((row) =>
      isSubgroups(row.figures)
        ? row.figures.rows.map((one) =>
            isNotGiven(one)
              ? [comparison(row), one.level, notComputed, none, none]
              : [
                  ...[comparison(row), one.level, differenceWords(one.estimate, isRisk)],
                  ...[intervalOf(one.interval, write), pValue(one.p)],
                ],
          )
        : [[comparison(row), none, notComputed, none, none]],
    ),
    sentences: rows.flatMap((row) => {
      const { figures } = row;
      if (!isSubgroups(figures) || isNotGiven(figures.interaction)) return [];
      return [
        `${comparison(row)}: the test that the difference is the same in every ${by} gives ${pWords(figures.interaction.p)}.`,
      ];
    }),
  };
}

type Figures = ResultRow['figures'];

function isTwoStage(figures: Figures): figures is TwoStageResult {
  return !isNotGiven(figures) && figures.quantity === 'complier-average-causal-effect';
}

function isSubgroups(figures: Figures): figures is SubgroupResult {
  return !isNotGiven(figures) && figures.quantity === 'subgroup-differences';
}
