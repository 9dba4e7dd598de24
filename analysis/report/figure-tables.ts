/**
 * One table of the report for each estimator and outcome. A difference that the data do not tell from none gets the same row
 * and the same kind of sentence as one that they do.
 */

import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import type {
  ChiSquaredResult,
  IccResult,
  LinearResult,
  ProportionsResult,
  RiskDifferenceResult,
} from '../estimators/estimator.ts';
import { isNotGiven } from '../estimators/estimator.ts';
import type { SubgroupResult } from '../estimators/subgroup.ts';
import type { TwoStageResult } from '../estimators/two-stage.ts';
import type { WaldJointResult } from '../estimators/wald-joint.ts';
import { type BuiltEstimator, isBuilt } from '../plan/built.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { blocksOf, columnList, errorsOf, neededColumns } from '../plan/settings.ts';
import type { ResultRow } from '../results/result.ts';
import { filtersInWords } from './filter-words.ts';
import { methodNames } from './method-names.ts';
import {
  fixed,
  grouped,
  intervalOf,
  levelName,
  percentage,
  perHundred,
  pValue,
  signed,
  significant,
} from './wording.ts';

export type FigureTable = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** In plain words, one sentence per comparison. */
  readonly sentences: readonly string[];
};

const notComputed = 'not computed';
const none = '\u2013';

type Difference = RiskDifferenceResult | LinearResult | DifferenceInMeansResult;

/** No table where the estimator gave nothing for this outcome. */
export function figureTable(
  plan: Plan,
  estimator: PlannedEstimator,
  outcome: Outcome,
  rows: readonly ResultRow[],
): readonly FigureTable[] {
  const isAdjusted = plan.multiplicity !== undefined;
  const level = rows.map(({ figures }) => ('level' in figures ? figures.level : null)).find((found) => found !== null);
  const bounds = level === undefined || level === null ? 'Interval' : `${levelName(level)} interval`;
  if (rows.length === 0 || !isBuilt(estimator)) return [];
  switch (estimator.method) {
    case 'proportions':
      return [proportions(caption(estimator, outcome, estimator.interval), bounds, rows)];
    case 'risk-difference':
      return [differences(caption(estimator, outcome, estimator.interval), bounds, outcome, rows, isAdjusted)];
    case 'linear':
      return [differences(caption(estimator, outcome, linearHow(plan, estimator)), bounds, outcome, rows, isAdjusted)];
    case 'chi-squared':
      return [
        tests(
          caption(estimator, outcome, estimator.continuity ? 'with continuity correction' : null),
          rows,
          isAdjusted,
        ),
      ];
    case 'difference-in-means': {
      const blocks = blocksOf(plan, estimator);
      const how = [
        `${estimator.design ?? 'simple'} design`,
        ...(blocks.length === 0 ? [] : [`blocks by ${blocks.join(' and ')}`]),
      ];
      return [differences(caption(estimator, outcome, how.join(', ')), bounds, outcome, rows, isAdjusted)];
    }
    case 'two-stage-least-squares': {
      const how = `${errorsOf(plan, estimator)}, received: ${estimator.received}`;
      return [received(caption(estimator, outcome, how), bounds, rows, isAdjusted)];
    }
    case 'wald-joint':
      return [
        tests(caption(estimator, outcome, `${estimator.test ?? 'F'} test under ${estimator.of}`), rows, isAdjusted),
      ];
    case 'subgroup':
      return [subgroups(caption(estimator, outcome, errorsOf(plan, estimator)), estimator.by, bounds, outcome, rows)];
    case 'icc':
      return [correlations(caption(estimator, outcome, null), bounds, rows)];
  }
}

function caption(estimator: BuiltEstimator, outcome: Outcome, how: string | null): string {
  const { id, method } = estimator;
  return [`${outcome.name}, ${id}: ${methodNames[method]}`, how ?? [], ownSettings(estimator)].flat().join(', ');
}

/** The kind of errors, and what the model has beside the arms. */
function linearHow(plan: Plan, estimator: Extract<BuiltEstimator, { readonly method: 'linear' }>): string {
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

/** Where an estimator's rows or cluster are not the plan's, its tables say so. */
function ownSettings({ rows, cluster }: BuiltEstimator): readonly string[] {
  const unit = columnList(cluster);
  return [
    ...(rows === undefined ? [] : [rows.length === 0 ? 'all rows' : `rows where ${filtersInWords(rows)}`]),
    ...(cluster === undefined ? [] : [unit.length === 0 ? 'without clusters' : `clusters by ${unit.join(' and ')}`]),
  ];
}

function proportions(captionText: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  const arms = rows.flatMap(({ figures }) => (isProportions(figures) ? figures.rows : []));
  return {
    caption: captionText,
    columns: ['Arm', 'People', 'With the outcome', 'Share', bounds],
    rows: arms.map((row) =>
      'count' in row
        ? [
            row.arm,
            grouped(row.n),
            grouped(row.count),
            percentage(row.proportion),
            intervalOf(row.interval, percentage),
          ]
        : [row.arm, grouped(row.n), none, notComputed, none],
    ),
    sentences: [],
  };
}

function differences(
  captionText: string,
  bounds: string,
  outcome: Outcome,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const isRisk = outcome.kind === 'binary';
  const estimate = isRisk ? 'Difference in percentage points' : 'Difference in means';
  const perHundredColumn = isRisk ? ['Of every 100 people'] : [];
  return {
    caption: captionText,
    columns: [
      'Comparison',
      estimate,
      bounds,
      ...perHundredColumn,
      'p',
      ...(isAdjusted ? ['Adjusted p'] : []),
      'People',
    ],
    rows: rows.map((row) => {
      const { figures } = row;
      const blanks = [notComputed, none, ...(isRisk ? [none] : []), none, ...(isAdjusted ? [none] : []), none];
      if (!isDifference(figures)) return [comparison(row), ...blanks];
      const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
      return [
        comparison(row),
        isRisk ? signed(figures.estimate * 100, 2) : significant(figures.estimate),
        intervalOf(figures.interval, write),
        ...(isRisk ? [perHundred(figures.estimate)] : []),
        'p' in figures ? pValue(figures.p) : none,
        ...(isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : []),
        grouped(figures.n),
      ];
    }),
    sentences: isRisk ? rows.flatMap(riskSentence) : [],
  };
}

function riskSentence(row: ResultRow): readonly string[] {
  const { figures, contrast, outcome } = row;
  if (!isDifference(figures) || contrast === null) return [];
  const [treated, reference] = contrast;
  const [lower, upper] = figures.interval;
  const spansNone = !(typeof lower === 'number' && lower > 0) && !(typeof upper === 'number' && upper < 0);
  const range = `${levelName(figures.level)} interval: ${intervalOf(figures.interval, perHundred)}`;
  const reading = spansNone
    ? 'The data do not tell this apart from no difference, nor do they show that there is none.'
    : 'The interval leaves out "no difference".';
  return [
    `Of every 100 people, ${perHundred(figures.estimate)} had the outcome "${outcome}" in ${treated} than in ${reference} (${range}). ${reading}`,
  ];
}

function tests(captionText: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  return {
    caption: captionText,
    columns: ['Comparison', 'Statistic', 'Degrees of freedom', 'p', ...(isAdjusted ? ['Adjusted p'] : []), 'People'],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!isTest(figures)) return [comparison(row), notComputed, none, none, ...(isAdjusted ? [none] : []), none];
      const adjusted = isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : [];
      return [
        comparison(row),
        significant(figures.statistic),
        'df' in figures ? grouped(figures.df) : `${figures.df1} and ${significant(figures.df2)}`,
        pValue(figures.p),
        ...adjusted,
        grouped(figures.n),
      ];
    }),
    sentences: [],
  };
}

/** The effect of one unit of what was received, on the outcome's own scale. */
function received(captionText: string, bounds: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  return {
    caption: captionText,
    columns: ['Comparison', 'Effect', bounds, 'p', ...(isAdjusted ? ['Adjusted p'] : []), 'First stage F', 'People'],
    rows: rows.map((row) => {
      const { figures } = row;
      const adjusted = isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : [];
      if (!isTwoStage(figures)) return [comparison(row), notComputed, none, none, ...adjusted, none, none];
      return [
        comparison(row),
        significant(figures.estimate),
        intervalOf(figures.interval, significant),
        pValue(figures.p),
        ...adjusted,
        isNotGiven(figures.firstStage) ? none : significant(figures.firstStage.statistic),
        grouped(figures.n),
      ];
    }),
    sentences: rows.flatMap((row) => {
      const { figures } = row;
      if (!isTwoStage(figures) || figures.andersonRubin === undefined) return [];
      if (isNotGiven(figures.andersonRubin))
        return [`${comparison(row)}: ${figures.andersonRubin.notEstimable.reason}`];
      const { interval } = figures.andersonRubin;
      return [`${comparison(row)}: the Anderson-Rubin interval is ${intervalOf(interval, significant)}.`];
    }),
  };
}

/** One row per comparison and level; whether the levels differ is said once for each comparison. */
function subgroups(
  captionText: string,
  by: string,
  bounds: string,
  outcome: Outcome,
  rows: readonly ResultRow[],
): FigureTable {
  const isRisk = outcome.kind === 'binary';
  const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
  const sign = (value: number) => (isRisk ? signed(value * 100, 2) : significant(value));
  return {
    caption: captionText,
    columns: ['Comparison', by, isRisk ? 'Difference in percentage points' : 'Difference in means', bounds, 'p'],
    rows: rows.flatMap((row) =>
      isSubgroups(row.figures)
        ? row.figures.rows.map((one) =>
            isNotGiven(one)
              ? [comparison(row), one.level, notComputed, none, none]
              : [comparison(row), one.level, sign(one.estimate), intervalOf(one.interval, write), pValue(one.p)],
          )
        : [[comparison(row), none, notComputed, none, none]],
    ),
    sentences: rows.flatMap((row) => {
      const { figures } = row;
      if (!isSubgroups(figures) || isNotGiven(figures.interaction)) return [];
      return [
        `${comparison(row)}: the test that the difference is the same in every ${by} gives p ${pValueWords(figures.interaction.p)}.`,
      ];
    }),
  };
}

function pValueWords(p: number): string {
  return p < 0.001 ? pValue(p) : `= ${pValue(p)}`;
}

function correlations(captionText: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  return {
    caption: captionText,
    columns: ['Outcome', 'Correlation', bounds, 'Clusters', 'Mean size', 'Design effect'],
    rows: rows.map(({ figures, outcome }) =>
      isIcc(figures)
        ? [
            outcome,
            significant(figures.estimate),
            intervalOf(figures.interval, significant),
            grouped(figures.clusters),
            significant(figures.meanSize),
            significant(figures.designEffect),
          ]
        : [outcome, notComputed, none, none, none, none],
    ),
    sentences: [],
  };
}

function comparison({ contrast }: ResultRow): string {
  return contrast === null ? 'All arms' : `${contrast[0]} against ${contrast[1]}`;
}

type Figures = ResultRow['figures'];

function isProportions(figures: Figures): figures is ProportionsResult {
  return !isNotGiven(figures) && figures.quantity === 'proportion';
}

function isDifference(figures: Figures): figures is Difference {
  return !isNotGiven(figures) && (figures.quantity === 'risk-difference' || figures.quantity === 'mean-difference');
}

function isTwoStage(figures: Figures): figures is TwoStageResult {
  return !isNotGiven(figures) && figures.quantity === 'complier-average-causal-effect';
}

function isSubgroups(figures: Figures): figures is SubgroupResult {
  return !isNotGiven(figures) && figures.quantity === 'subgroup-differences';
}

function isTest(figures: Figures): figures is ChiSquaredResult | WaldJointResult {
  return !isNotGiven(figures) && figures.quantity === 'test';
}

function isIcc(figures: Figures): figures is IccResult {
  return !isNotGiven(figures) && figures.quantity === 'icc';
}
