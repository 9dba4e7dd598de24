/**
 * Adjusts p-values for testing several hypotheses, within one estimator: over its contrasts (one family per outcome), over
 * its outcomes (one family per contrast), or over both. What is not estimable is no hypothesis that was tested. A model that
 * reports one contrast by several measures tests it once by each: every measure is a family of its own.
 */
import { isDesignCheck } from '../plan/design-checks.ts';
import type { Multiplicity, Plan, PlannedEstimator } from '../plan/schema.ts';
import { adjustP } from './adjust-p.ts';
import { pOf, type ResultRow } from './result.ts';

/** One estimator's rows, adjusted as the plan says. A max-T p is adjusted already, and a check of the design is no hypothesis of the plan's. */
export function adjustEstimator(
  { multiplicity }: Plan,
  estimator: PlannedEstimator,
  rows: readonly ResultRow[],
): readonly ResultRow[] {
  const isApart = isDesignCheck(estimator) || (estimator.method === 'randomisation-inference' && estimator.maxT);
  return multiplicity === undefined || isApart ? rows : adjustRows(rows, multiplicity);
}

/** The rows with `pAdjusted` filled in wherever there is a p. */
export function adjustRows(rows: readonly ResultRow[], { method, across }: Multiplicity): readonly ResultRow[] {
  const adjusted = new Map<ResultRow, number>();
  for (const family of families(rows, across)) {
    const tested = family.flatMap((row) => {
      const p = pOf(row.figures);
      return p === null ? [] : [{ row, p }];
    });
    const values = adjustP(
      tested.map(({ p }) => p),
      method,
    );
    for (const [index, { row, p }] of tested.entries()) adjusted.set(row, values[index] ?? p);
  }
  return rows.map((row) => ({ ...row, pAdjusted: adjusted.get(row) ?? null }));
}

/** The rows that are adjusted together. */
export function families(
  rows: readonly ResultRow[],
  across: Multiplicity['across'],
): readonly (readonly ResultRow[])[] {
  const groups = Map.groupBy(rows, ({ id, method, outcome, contrast, figures }) =>
    JSON.stringify([
      id,
      across === 'contrasts' ? outcome : null,
      across === 'outcomes' ? contrast : null,
      method === 'logistic' && 'quantity' in figures ? figures.quantity : null,
    ]),
  );
  return [...groups.values()];
}
