/** The report's table of a measure pooled over strata, with the test that there is no effect in any of them. */
import type { MantelHaenszelResult, PooledMeasure } from '../estimators/mantel-haenszel.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, differenceWords, pColumns, people } from './by-comparison.ts';
import { ratioSentence } from './ratio-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { fixed, grouped, intervalOf, pValue, significant } from './wording.ts';

const names: Readonly<Record<PooledMeasure, string>> = {
  'odds-ratio': 'Pooled odds ratio',
  'risk-ratio': 'Pooled risk ratio',
  'risk-difference': 'Pooled difference in percentage points',
};

export function overStrata(
  caption: string,
  measure: PooledMeasure,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const write = (value: number) => (measure === 'risk-difference' ? fixed(value * 100, 2) : significant(value));
  const columns = [
    [names[measure], ({ estimate }: MantelHaenszelResult) => differenceWords(estimate, measure === 'risk-difference')],
    [bounds, ({ interval }: MantelHaenszelResult) => intervalOf(interval, write)],
    ...pColumns(isAdjusted),
    ['p, common test', ({ test }: MantelHaenszelResult) => pValue(test.p)],
    ['Strata', ({ strataUsed }: MantelHaenszelResult) => grouped(strataUsed)],
    people,
  ] as const;
  return byComparison(caption, rows, isOverStrata, columns, rows.flatMap(ratioSentence));
}

function isOverStrata(figures: Figures): figures is MantelHaenszelResult {
  return 'strataUsed' in figures;
}
