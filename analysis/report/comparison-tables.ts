/** Report tables of the methods that compare arms without a model: ratios, with the sentence that puts one in words, and tests. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { ExactTest } from '../estimators/fisher-exact.ts';
import type { GeeResult } from '../estimators/gee.ts';
import type { MantelHaenszelResult } from '../estimators/mantel-haenszel.ts';
import type { RankSumResult } from '../estimators/rank-sum.ts';
import type { RestrictedMeanResult } from '../estimators/restricted-mean.ts';
import type { TTestResult } from '../estimators/t-test.ts';
import type { ComparisonEstimator } from '../plan/comparisons.ts';
import type { ResultRow } from '../results/result.ts';
import { ratioSentence, ratios } from './ratio-tables.ts';
import { bySite } from './site-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { comparison, none, notComputed } from './table-parts.ts';
import { fixed, grouped, intervalOf, percentage, pValue, significant } from './wording.ts';

/** @param caption the table's caption, with how the method was set */
export function comparisonTable(
  estimator: ComparisonEstimator,
  caption: (how: string | null) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  switch (estimator.method) {
    case 'risk-ratio':
      return ratios(caption(estimator.interval), 'Risk ratio', bounds, rows, isAdjusted);
    case 'odds-ratio':
      return ratios(caption(estimator.interval), 'Odds ratio', bounds, rows, isAdjusted);
    case 'fisher-exact':
      return exactTests(
        caption(estimator.alternative === 'two-sided' ? null : `alternative ${estimator.alternative}`),
        bounds,
        rows,
        isAdjusted,
      );
    case 't-test': {
      const how = estimator.pairs === undefined ? estimator.variances : `pairs by ${estimator.pairs}`;
      return shifts(caption(how), 'Difference in means', bounds, rows, isAdjusted);
    }
    case 'rank-sum': {
      const how = estimator.exact ? 'exact' : estimator.continuity ? 'with continuity correction' : null;
      return shifts(caption(how), 'Shift of the outcome (Hodges-Lehmann)', bounds, rows, isAdjusted);
    }
    case 'sites':
      return bySite(
        caption(estimator.knappHartung ? `${estimator.model}, Knapp-Hartung` : estimator.model),
        estimator.measure,
        bounds,
        rows,
        isAdjusted,
      );
    case 'equivalence':
      return equivalences(caption(`margin ${estimator.margin}`), bounds, rows, isAdjusted);
    case 'attrition':
      return losses(caption(null), rows);
    case 'mantel-haenszel':
      return pooled(
        caption(estimator.continuity ? 'test with continuity correction' : null),
        estimator.measure,
        bounds,
        rows,
        isAdjusted,
      );
  }
}

/** A figure on the outcome's own scale, with its interval and p. */
export function shifts(
  caption: string,
  name: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  return {
    caption,
    columns: ['Comparison', name, bounds, 'p', ...(isAdjusted ? ['Adjusted p'] : []), 'People'],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!isShift(figures)) return [comparison(row), notComputed, none, none, ...(isAdjusted ? [none] : []), none];
      return [
        comparison(row),
        significant(figures.estimate),
        intervalOf(figures.interval, significant),
        pValue(figures.p),
        ...(isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : []),
        grouped(figures.n),
      ];
    }),
    sentences: [],
  };
}

function isShift(
  figures: ResultRow['figures'],
): figures is TTestResult | RankSumResult | GeeResult | RestrictedMeanResult {
  return (
    'quantity' in figures &&
    ['mean-difference', 'location-shift', 'coefficient', 'restricted-mean-difference'].includes(figures.quantity)
  );
}

/** p is that of the harder of the two tests. */
function equivalences(caption: string, bounds: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  const adjusted = isAdjusted ? ['Adjusted p'] : [];
  return {
    caption,
    columns: [
      'Comparison',
      'Difference',
      bounds,
      'p, above the lower margin',
      'p, below the upper',
      'p',
      ...adjusted,
      'People',
    ],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!('lower' in figures))
        return [comparison(row), notComputed, none, none, none, none, ...adjusted.map(() => none), none];
      const isRisk = figures.quantity === 'risk-difference';
      const write = (value: number) => (isRisk ? `${fixed(value * 100, 2)} points` : significant(value));
      return [
        comparison(row),
        write(figures.estimate),
        intervalOf(figures.interval, write),
        pValue(figures.lower.p),
        pValue(figures.upper.p),
        pValue(figures.p),
        ...adjusted.map(() => (row.pAdjusted === null ? none : pValue(row.pAdjusted))),
        grouped(figures.n),
      ];
    }),
    sentences: [],
  };
}

/** Arms and the test over all of them are the same in every comparison; the bounds are each comparison's own. */
function losses(caption: string, rows: readonly ResultRow[]): FigureTable {
  const found = rows.flatMap((row) => ('manski' in row.figures ? [{ row, figures: row.figures }] : []));
  const [first] = found;
  const test =
    first === undefined || isNotGiven(first.figures.test)
      ? []
      : [`Test that all arms lose people alike: p ${pValue(first.figures.test.p)} (chi-squared).`];
  const bounds = found.flatMap(({ row, figures: { manski } }) =>
    isNotGiven(manski)
      ? []
      : [
          `${comparison(row)}: whatever the missing outcomes were, the difference lies between ${fixed(manski.lower * 100, 1)} and ${fixed(manski.upper * 100, 1)} percentage points.`,
        ],
  );
  return {
    caption,
    columns: ['Arm', 'People', 'Outcome missing', 'Share'],
    rows: (first?.figures.rows ?? []).map(({ arm, n, missing }) => [
      arm,
      grouped(n),
      grouped(missing),
      percentage(missing / n),
    ]),
    sentences: [...test, ...bounds],
  };
}

const pooledNames = {
  'odds-ratio': 'Pooled odds ratio',
  'risk-ratio': 'Pooled risk ratio',
  'risk-difference': 'Pooled difference in percentage points',
} as const;

/** The pooled measure, then the test that there is no effect in any stratum. */
function pooled(
  caption: string,
  measure: keyof typeof pooledNames,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const write = (value: number) => (measure === 'risk-difference' ? fixed(value * 100, 2) : significant(value));
  const adjusted = isAdjusted ? ['Adjusted p'] : [];
  return {
    caption,
    columns: ['Comparison', pooledNames[measure], bounds, 'p', ...adjusted, 'p, common test', 'Strata', 'People'],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!isPooled(figures))
        return [comparison(row), notComputed, none, none, ...adjusted.map(() => none), none, none, none];
      return [
        comparison(row),
        write(figures.estimate),
        intervalOf(figures.interval, write),
        pValue(figures.p),
        ...adjusted.map(() => (row.pAdjusted === null ? none : pValue(row.pAdjusted))),
        pValue(figures.test.p),
        grouped(figures.strataUsed),
        grouped(figures.n),
      ];
    }),
    sentences: rows.flatMap(ratioSentence),
  };
}

function isPooled(figures: ResultRow['figures']): figures is MantelHaenszelResult {
  return 'strataUsed' in figures;
}

/** Odds ratios where the table is two by two, a p alone where it is larger. */
function exactTests(caption: string, bounds: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  if (!rows.some(({ figures }) => isExactTest(figures))) return ratios(caption, 'Odds ratio', bounds, rows, isAdjusted);
  return {
    caption,
    columns: ['Comparison', 'p', ...(isAdjusted ? ['Adjusted p'] : []), 'People'],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!('p' in figures)) return [comparison(row), notComputed, ...(isAdjusted ? [none] : []), none];
      const adjusted = isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : [];
      return [comparison(row), pValue(figures.p), ...adjusted, grouped(figures.n)];
    }),
    sentences: [],
  };
}

function isExactTest(figures: ResultRow['figures']): figures is ExactTest {
  return !isNotGiven(figures) && figures.quantity === 'test' && !('statistic' in figures);
}
