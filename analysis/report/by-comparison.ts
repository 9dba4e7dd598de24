/** The shape most tables of the report have: a row for each comparison, its figures or the word that there are none. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { quantityNames } from './quantity-names.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
import { grouped, pValue, signed, significant } from './wording.ts';

/** A column: its heading and what stands in it. */
export type Column<Given> = readonly [heading: string, write: (figures: Given, row: ResultRow) => string];

/** @param isGiven whether the figures are those that the columns write; a row of others says that it was not computed */
export function byComparison<Given extends Figures>(
  caption: string,
  rows: readonly ResultRow[],
  isGiven: (figures: Figures) => figures is Given,
  columns: readonly Column<Given>[],
  sentences: readonly string[] = [],
): FigureTable {
  const cells = (row: ResultRow) => {
    const { figures } = row;
    if (!isGiven(figures)) return columns.map((_, index) => (index === 0 ? notComputed : none));
    return columns.map(([, write]) => write(figures, row));
  };
  return {
    caption,
    columns: ['Comparison', ...columns.map(([heading]) => heading)],
    rows: rows.map((row) => [comparison(row), ...cells(row)]),
    sentences,
  };
}

/** p, and beside it the p adjusted for the other comparisons where the plan asks for one. */
export function pColumns(isAdjusted: boolean): readonly Column<Figures>[] {
  const p: Column<Figures> = ['p', (figures) => ('p' in figures ? pValue(figures.p) : none)];
  return isAdjusted ? [p, ['Adjusted p', (_, row) => adjustedP(row)]] : [p];
}

/** None where there is no p to adjust. */
export function adjustedP({ pAdjusted }: ResultRow): string {
  return pAdjusted === null ? none : pValue(pAdjusted);
}

export const people: Column<{ readonly n: number }> = ['People', ({ n }) => grouped(n)];

/** "Difference in percentage points", as the results say what it is of; plain where none of them does. */
export function differenceName(rows: readonly ResultRow[]): string {
  const [quantity] = rows.flatMap(({ figures }) => (isNotGiven(figures) ? [] : [figures.quantity]));
  return quantity === 'risk-difference' || quantity === 'mean-difference' ? quantityNames[quantity] : 'Difference';
}

/** A difference on its own scale: of shares in percentage points, of anything else as it is. */
export function differenceWords(value: number, isRisk: boolean): string {
  return isRisk ? signed(value * 100, 2) : significant(value);
}
