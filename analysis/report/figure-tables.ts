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
import type { WaldJointResult } from '../estimators/wald-joint.ts';
import { isComparison } from '../plan/comparisons.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import { isGeneralised } from '../plan/generalised-models.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { blocksOf, columnList, errorsOf } from '../plan/settings.ts';
import { isSurvival } from '../plan/survival-methods.ts';
import type { ResultRow } from '../results/result.ts';
import { comparisonTable } from './comparison-tables.ts';
import { filtersInWords } from './filter-words.ts';
import { generalisedTables } from './generalised-tables.ts';
import { interimTables } from './interim-table.ts';
import { methodNames } from './method-names.ts';
import { linearHow, receivedTable, subgroupTable } from './model-tables.ts';
import { pooledTables } from './pooled-tables.ts';
import { randomisationTable, redrawHow } from './randomisation-tables.ts';
import { stepsTable, survivalTable } from './survival-tables.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
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

export type { FigureTable };

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
  if (rows.length === 0 || isDesignCheck(estimator)) return [];
  const how = estimator.method === 'linear' ? linearHow(plan, estimator) : null;
  const combined = (sets: string) => caption(estimator, outcome, how === null ? sets : `${how}, ${sets}`);
  const pooled = pooledTables(combined, bounds, rows, isAdjusted);
  if (pooled.length > 0) return pooled;
  if (isComparison(estimator)) {
    return [comparisonTable(estimator, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted)];
  }
  if (isSurvival(estimator)) {
    return [
      survivalTable(estimator, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted),
      ...stepsTable(caption(estimator, outcome, null), bounds, rows),
    ];
  }
  if (isGeneralised(estimator)) {
    return generalisedTables(estimator, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted);
  }
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
      return [receivedTable(caption(estimator, outcome, how), bounds, rows, isAdjusted)];
    }
    case 'wald-joint':
      return [
        tests(caption(estimator, outcome, `${estimator.test ?? 'F'} test under ${estimator.of}`), rows, isAdjusted),
      ];
    case 'subgroup':
      return [
        subgroupTable(caption(estimator, outcome, errorsOf(plan, estimator)), estimator.by, bounds, outcome, rows),
      ];
    case 'randomisation-inference': {
      const how = caption(estimator, outcome, redrawHow(plan, estimator));
      return [randomisationTable(how, bounds, outcome, rows, isAdjusted || estimator.maxT)];
    }
    case 'interim':
      return interimTables((how) => caption(estimator, outcome, how), rows);
    case 'icc':
      return [correlations(caption(estimator, outcome, null), bounds, rows)];
  }
}

function caption(estimator: PlannedEstimator, outcome: Outcome, how: string | null): string {
  const { id, method } = estimator;
  return [`${outcome.name}, ${id}: ${methodNames[method]}`, how ?? [], ownSettings(estimator)].flat().join(', ');
}

/** Where an estimator's rows or cluster are not the plan's, its tables say so. */
function ownSettings({ rows, cluster }: PlannedEstimator): readonly string[] {
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

function correlations(captionText: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  return {
    caption: captionText,
    columns: ['Outcome', 'Correlation', bounds, 'Clusters', 'Mean size', 'Design effect'],
    rows: rows.map(({ figures, outcome }) =>
      isIcc(figures)
        ? [
            outcome ?? '',
            significant(figures.estimate),
            intervalOf(figures.interval, significant),
            grouped(figures.clusters),
            significant(figures.meanSize),
            significant(figures.designEffect),
          ]
        : [outcome ?? '', notComputed, none, none, none, none],
    ),
    sentences: [],
  };
}

type Figures = ResultRow['figures'];

function isProportions(figures: Figures): figures is ProportionsResult {
  return !isNotGiven(figures) && figures.quantity === 'proportion';
}

function isDifference(figures: Figures): figures is Difference {
  if (isNotGiven(figures) || !('interval' in figures)) return false;
  return figures.quantity === 'risk-difference' || figures.quantity === 'mean-difference';
}

function isTest(figures: Figures): figures is ChiSquaredResult | WaldJointResult {
  return !isNotGiven(figures) && figures.quantity === 'test' && 'statistic' in figures;
}

function isIcc(figures: Figures): figures is IccResult {
  return !isNotGiven(figures) && figures.quantity === 'icc';
}
