/** Report tables that are not of a comparison: the share in each arm, and how alike the people of a cluster are. */
import { type IccResult, isNotGiven, type ProportionsResult } from '../estimators/estimator.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { type FigureTable, none, notComputed } from './table-parts.ts';
import { grouped, intervalOf, percentage, significant } from './wording.ts';

export function proportions(caption: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  const arms = rows.flatMap(({ figures }) => (isProportions(figures) ? figures.rows : []));
  return {
    caption,
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

export function correlations(caption: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  return {
    caption,
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

function isProportions(figures: Figures): figures is ProportionsResult {
  return !isNotGiven(figures) && figures.quantity === 'proportion';
}

function isIcc(figures: Figures): figures is IccResult {
  return !isNotGiven(figures) && figures.quantity === 'icc';
}
