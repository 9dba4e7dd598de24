/** Report tables of ratios, with the sentence that puts each in words. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { ExactOddsRatio } from '../estimators/fisher-exact.ts';
import type { RatioQuantity, RatioResult } from '../estimators/ratio-result.ts';
import type { ResultRow } from '../results/result.ts';
import { byComparison, pColumns, people } from './by-comparison.ts';
import { isRatioQuantity } from './quantity-names.ts';
import type { FigureTable } from './table-parts.ts';
import { differsWords, intervalOf, levelName, pWords, ratioOf, significant } from './wording.ts';

type Ratio = RatioResult | ExactOddsRatio;

export function ratios(
  caption: string,
  name: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const columns = [
    [name, ({ estimate }: Ratio) => ratioOf(estimate)],
    [bounds, ({ interval }: Ratio) => intervalOf(interval, significant)],
    ...pColumns(isAdjusted),
    people,
  ] as const;
  return byComparison(caption, rows, isRatio, columns, rows.flatMap(ratioSentence));
}

/** What is compared, and how it is said to be so many times as large. */
const spoken: Readonly<Record<RatioQuantity, readonly [of: string, times: string]>> = {
  'risk-ratio': ['The share of people with the outcome', 'times that'],
  'odds-ratio': ['The odds of the outcome', 'times those'],
  'rate-ratio': ['The rate of the outcome', 'times that'],
  'hazard-ratio': ['The hazard of the outcome', 'times that'],
};

/** A ratio that the data do not tell from 1 gets the same kind of sentence as one that they do. */
export function ratioSentence(row: ResultRow): readonly string[] {
  const { figures, contrast, outcome } = row;
  if (!isRatio(figures) || contrast === null) return [];
  if (figures.estimate === 'Infinity') return [];
  const [treated, reference] = contrast;
  const range = `${levelName(figures.level)} interval: ${intervalOf(figures.interval, significant)}; ${pWords(figures.p, row.pAdjusted)}`;
  const [of, times] = spoken[figures.quantity];
  const verb = figures.quantity === 'odds-ratio' ? 'were' : 'was';
  return [
    `${of} "${outcome}" in ${treated} ${verb} ${ratioOf(figures.estimate)} ${times} in ${reference} (${range}). ${differsWords(figures.interval, 1)}`,
  ];
}

export function isRatio(figures: ResultRow['figures']): figures is Ratio {
  return !isNotGiven(figures) && isRatioQuantity(figures.quantity);
}
