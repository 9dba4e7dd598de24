/** Report tables of ratios, with the sentence that puts each in words. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { ExactOddsRatio } from '../estimators/fisher-exact.ts';
import type { RatioResult } from '../estimators/ratio-result.ts';
import type { ResultRow } from '../results/result.ts';
import type { FigureTable } from './table-parts.ts';
import { comparison, none, notComputed } from './table-parts.ts';
import { grouped, intervalOf, levelName, pValue, ratioOf, significant } from './wording.ts';

export function ratios(
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
      if (!isRatio(figures)) return [comparison(row), notComputed, none, none, ...(isAdjusted ? [none] : []), none];
      return [
        comparison(row),
        ratioOf(figures.estimate),
        intervalOf(figures.interval, significant),
        pValue(figures.p),
        ...(isAdjusted ? [row.pAdjusted === null ? none : pValue(row.pAdjusted)] : []),
        grouped(figures.n),
      ];
    }),
    sentences: rows.flatMap(ratioSentence),
  };
}

const spoken = {
  'risk-ratio': 'The share of people with the outcome',
  'odds-ratio': 'The odds of the outcome',
  'rate-ratio': 'The rate of the outcome',
  'hazard-ratio': 'The hazard of the outcome',
} as const;

/** A ratio that the data do not tell from 1 gets the same kind of sentence as one that they do. */
export function ratioSentence(row: ResultRow): readonly string[] {
  const { figures, contrast, outcome } = row;
  if (!isRatio(figures) || contrast === null) return [];
  if (figures.estimate === 'Infinity') return [];
  const [treated, reference] = contrast;
  const [lower, upper] = figures.interval;
  const spansOne = !(typeof lower === 'number' && lower > 1) && !(typeof upper === 'number' && upper < 1);
  const range = `${levelName(figures.level)} interval: ${intervalOf(figures.interval, significant)}`;
  const reading = spansOne
    ? 'The data do not tell this apart from a ratio of 1, nor do they show that it is 1.'
    : 'The interval leaves out 1.';
  return [
    `${spoken[figures.quantity]} "${outcome}" in ${treated} was ${ratioOf(figures.estimate)} times that in ${reference} (${range}). ${reading}`,
  ];
}

export function isRatio(figures: ResultRow['figures']): figures is RatioResult | ExactOddsRatio {
  return !isNotGiven(figures) && figures.quantity in spoken;
}
