/**
 * The head of results.json over completed data sets: rows are those of the file, of every set; people are the same in all of
 * them and counted once.
 */
import type { DataSummary, Exclusion } from '../results/result.ts';
import type { CompletedSets } from './completed-sets.ts';

/** @param summaries one for each set; the only one where nothing was imputed */
export function summaryOfSets(imputed: CompletedSets | null, summaries: readonly DataSummary[]): DataSummary {
  const [first] = summaries;
  if (first === undefined) throw new Error('there is no data set to summarise');
  if (imputed === null) return first;
  const { column, originalRows } = imputed;
  const original: readonly Exclusion[] =
    originalRows === 0 ? [] : [{ reason: 'before-imputation', column, rows: originalRows }];
  const sum = (of: (summary: DataSummary) => number) => summaries.reduce((total, summary) => total + of(summary), 0);
  return {
    rows: sum(({ rows }) => rows) + originalRows,
    used: sum(({ used }) => used),
    excluded: [...original, ...totals(summaries.flatMap(({ excluded }) => excluded))],
    arms: first.arms,
    imputations: { column, sets: summaries.length },
  };
}

/** One exclusion for each reason, in the order in which they first occur. */
function totals(exclusions: readonly Exclusion[]): readonly Exclusion[] {
  const byReason = Map.groupBy(exclusions, (exclusion) => JSON.stringify({ ...exclusion, rows: 0 }));
  return [...byReason.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, rows: others.reduce((rows, other) => rows + other.rows, first.rows) }],
  );
}
