/** Report tables of tests that give a p and no estimate: chi-squared, joint, log-rank, and the exact test of a larger table. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { ExactTest } from '../estimators/fisher-exact.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, pColumns, people } from './by-comparison.ts';
import { ratios } from './ratio-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { grouped, significant } from './wording.ts';

type Test = Extract<Figures, { readonly quantity: 'test'; readonly statistic: number }>;

export function tests(
  caption: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
  sentences: readonly string[] = [],
): FigureTable {
  const columns = [
    ['Statistic', ({ statistic }: Test) => significant(statistic)],
    [
      'Degrees of freedom',
      (figures: Test) => ('df' in figures ? grouped(figures.df) : `${figures.df1} and ${significant(figures.df2)}`),
    ],
    ...pColumns(isAdjusted),
    people,
  ] as const;
  return byComparison(caption, rows, isTest, columns, sentences);
}

/** Odds ratios where the table is two by two, a p alone where it is larger. */
export function exactTests(
  caption: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  if (!rows.some(({ figures }) => isExactTest(figures))) return ratios(caption, 'Odds ratio', bounds, rows, isAdjusted);
  return byComparison(caption, rows, hasP, [...pColumns(isAdjusted), people]);
}

export function isTest(figures: Figures): figures is Test {
  return !isNotGiven(figures) && figures.quantity === 'test' && 'statistic' in figures;
}

function hasP(figures: Figures): figures is Extract<Figures, { readonly p: number; readonly n: number }> {
  return 'p' in figures && 'n' in figures;
}

function isExactTest(figures: Figures): figures is ExactTest {
  return !isNotGiven(figures) && figures.quantity === 'test' && !('statistic' in figures);
}
