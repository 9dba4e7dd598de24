/** The report's table of missing outcomes by arm, with the test that the arms lose alike and what the missing could hide. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { ResultRow } from '../results/result.ts';
import { comparison, type FigureTable } from './table-parts.ts';
import { fixed, grouped, percentage, pValue } from './wording.ts';

/** Arms and the test over all of them are the same in every comparison; the bounds are each comparison's own. */
export function losses(caption: string, rows: readonly ResultRow[]): FigureTable {
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
