/** Report tables of differences between arms: of shares in percentage points and of every 100 people, of means as they are. */
import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import { isNotGiven, type LinearResult, type RiskDifferenceResult } from '../estimators/estimator.ts';
import type { Outcome } from '../plan/schema.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, differenceWords, pColumns, people } from './by-comparison.ts';
import { quantityNames } from './quantity-names.ts';
import type { FigureTable } from './table-parts.ts';
import { differsWords, fixed, intervalOf, levelName, perHundred, pWords, significant } from './wording.ts';

type Difference = RiskDifferenceResult | LinearResult | DifferenceInMeansResult;

export function differences(
  caption: string,
  bounds: string,
  outcome: Outcome,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const isRisk = outcome.kind === 'binary';
  const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
  return byComparison(
    caption,
    rows,
    isDifference,
    [
      [
        quantityNames[isRisk ? 'risk-difference' : 'mean-difference'],
        ({ estimate }) => differenceWords(estimate, isRisk),
      ],
      [bounds, ({ interval }) => intervalOf(interval, write)],
      ...(isRisk ? [['Of every 100 people', ({ estimate }: Difference) => perHundred(estimate)] as const] : []),
      ...pColumns(isAdjusted),
      people,
    ],
    isRisk ? rows.flatMap(riskSentence) : [],
  );
}

function riskSentence(row: ResultRow): readonly string[] {
  const { figures, contrast, outcome } = row;
  if (!isDifference(figures) || contrast === null) return [];
  const [treated, reference] = contrast;
  const p = 'p' in figures ? `; ${pWords(figures.p, row.pAdjusted)}` : '';
  const range = `${levelName(figures.level)} interval: ${intervalOf(figures.interval, perHundred)}${p}`;
  return [
    `Of every 100 people, ${perHundred(figures.estimate)} had the outcome "${outcome}" in ${treated} than in ${reference} (${range}). ${differsWords(figures.interval, 0)}`,
  ];
}

function isDifference(figures: Figures): figures is Difference {
  if (isNotGiven(figures) || !('interval' in figures)) return false;
  return figures.quantity === 'risk-difference' || figures.quantity === 'mean-difference';
}
