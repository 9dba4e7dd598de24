/** Report tables of figures on the outcome's own scale, and of the tests that a difference lies within a margin. */
import type { EquivalenceResult } from '../estimators/equivalence.ts';
import type { GeeResult } from '../estimators/gee.ts';
import type { RankSumResult } from '../estimators/rank-sum.ts';
import type { RestrictedMeanResult } from '../estimators/restricted-mean.ts';
import type { TTestResult } from '../estimators/t-test.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, pColumns, people } from './by-comparison.ts';
import type { FigureTable } from './table-parts.ts';
import { fixed, intervalOf, pValue, significant } from './wording.ts';

type Shift = TTestResult | RankSumResult | GeeResult | RestrictedMeanResult;

/** With its interval and p. */
export function shifts(
  caption: string,
  name: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
  sentences: readonly string[] = [],
): FigureTable {
  const columns = [
    [name, ({ estimate }: Shift) => significant(estimate)],
    [bounds, ({ interval }: Shift) => intervalOf(interval, significant)],
    ...pColumns(isAdjusted),
    people,
  ] as const;
  return byComparison(caption, rows, isShift, columns, sentences);
}

const shiftQuantities: readonly string[] = [
  ...['mean-difference', 'location-shift', 'coefficient', 'restricted-mean-difference'],
];

function isShift(figures: Figures): figures is Shift {
  return 'quantity' in figures && shiftQuantities.includes(figures.quantity);
}

/** p is that of the harder of the two tests. */
export function equivalences(
  caption: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const scale =
    ({ quantity }: EquivalenceResult) =>
    (value: number) =>
      quantity === 'risk-difference' ? `${fixed(value * 100, 2)} points` : significant(value);
  return byComparison(caption, rows, isEquivalence, [
    ['Difference', (figures) => scale(figures)(figures.estimate)],
    [bounds, (figures) => intervalOf(figures.interval, scale(figures))],
    ['p, above the lower margin', ({ lower }) => pValue(lower.p)],
    ['p, below the upper', ({ upper }) => pValue(upper.p)],
    ...pColumns(isAdjusted),
    people,
  ]);
}

export function isEquivalence(figures: Figures): figures is EquivalenceResult {
  return 'lower' in figures;
}
