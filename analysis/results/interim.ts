/** Turns the results of the test that an interim look is at into the look's own. */
import { interimLook } from '../interim/look.ts';
import { alphaOf, type InterimEstimator } from '../plan/interim.ts';
import type { ResultRow } from './result.ts';

/** One for each row of the estimator looked at. @param level the plan's, for a look that gives neither alpha nor level */
export function interimRows(
  { id, method, ...design }: InterimEstimator,
  rows: readonly ResultRow[],
  level: number,
): readonly ResultRow[] {
  const { looks, look = looks.length, direction = 'greater' } = design;
  const lookAt = interimLook({ ...design, alpha: alphaOf(design, design.level ?? level), look, direction });
  return rows.map((row) => ({ ...row, id, method, figures: lookAt(row.figures), pAdjusted: null }));
}
