/** Report tables of differences between arms: of shares in percentage points and of every 100 people, of means as they are. */
import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import { isNotGiven, type LinearResult, type RiskDifferenceResult } from '../estimators/estimator.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, differenceName, differenceWords, pColumns, people } from './by-comparison.ts';
import type { FigureTable } from './table-parts.ts';
import { differsWords, fixed, intervalOf, levelName, perHundred, pWords, significant } from './wording.ts';

type Difference = RiskDifferenceResult | LinearResult | DifferenceInMeansResult;

export function differences(
  caption: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const isAnyRisk = rows.some(({ figures }) => isDifference(figures) && isRisk(figures));
  return byComparison(
    caption,
    rows,
    isDifference,
    [
      [differenceName(rows), (figures) => differenceWords(figures.estimate, isRisk(figures))],
      [bounds, (figures) => intervalOf(figures.interval, isRisk(figures) ? points : significant)],
      ...(isAnyRisk ? [['Of every 100 people', ({ estimate }: Difference) => perHundred(estimate)] as const] : []),
      ...pColumns(isAdjusted),
      people,
    ],
    rows.flatMap(riskSentence),
  );
}

const isRisk = ({ quantity }: Difference) => quantity === 'risk-difference';
const points = (value: number) => fixed(value * 100, 2);

function riskSentence(row: ResultRow): readonly string[] {
  const { figures, contrast, outcome } = row;
  if (!isDifference(figures) || !isRisk(figures) || contrast === null) return [];
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
