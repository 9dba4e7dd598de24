/**
 * A file of several completed data sets, taken apart by the plan's `imputations` column into one dataset for each. The column
 * numbers the sets as mice's complete(…, "long") does: 1, 2, …; rows numbered 0 are the data before imputation
 * (include = TRUE), which are no completed set and take no part.
 */
import type { Dataset } from '../dataset/dataset.ts';
import { tablePart } from '../dataset/table-part.ts';
import { missingCodes, numberIn } from '../dataset/values.ts';
import type { Problem } from '../plan/problem.ts';
import { quoted } from '../plan/quoted.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import { requireSamePeople } from './same-people.ts';

export type CompletedSets = {
  readonly column: string;
  /** Rows of the data before imputation. */
  readonly originalRows: number;
  /** By their numbers, ascending. */
  readonly sets: readonly Dataset[];
};

const mostProblems = 10;

/**
 * Refuses a cell that is no whole number from 0 on, fewer than two completed sets, and sets that do not hold the same people
 * (see same-people.ts). null where the plan has no imputations.
 */
export function completedSets(dataset: Dataset): CompletedSets | null {
  const { plan, table, armOf } = dataset;
  if (plan.imputations === undefined) return null;
  const { column } = plan.imputations;
  const rowsOf = rowsBySet(dataset, column);
  const original = rowsOf.get(0);
  const numbers = [...rowsOf.keys()].filter((number) => number > 0).sort((left, right) => left - right);
  if (numbers.length < 2) {
    const message = `holds ${numbers.length === 0 ? 'no completed data set' : 'one completed data set'}; Rubin's rules need two or more, numbered 1, 2 and so on`;
    throw new SourceRefused('data', [{ path: `column ${column}`, message }]);
  }
  const parts = numbers.map((number) => {
    const rows = Int32Array.from(rowsOf.get(number) ?? []);
    return { number, table: tablePart(table, rows), armOf: rows.map((row) => armOf[row] ?? -1) };
  });
  requireSamePeople(plan, column, parts);
  return {
    column,
    originalRows: original?.length ?? 0,
    sets: parts.map((part) => ({ ...dataset, table: part.table, armOf: part.armOf })),
  };
}

function rowsBySet({ plan, table }: Dataset, name: string): ReadonlyMap<number, readonly number[]> {
  const column = table.column(name);
  const isMissing = missingCodes(column, plan.missing);
  const numbers = Array.from({ length: column.values.count }, (_, code) => {
    const number = isMissing[code] === 1 ? Number.NaN : numberIn(column.values.text(code));
    return Number.isInteger(number) && number >= 0 ? number : Number.NaN;
  });
  const rowsOf = new Map<number, number[]>();
  const problems: Problem[] = [];
  for (let row = 0; row < table.rows && problems.length < mostProblems; row += 1) {
    const code = column.codes[row] ?? 0;
    const number = numbers[code] ?? Number.NaN;
    if (Number.isNaN(number)) {
      const message = `numbers the completed data sets: a whole number, 0 for the data before imputation; this is ${quoted(column.values.text(code))}`;
      problems.push({ path: `column ${name}`, message, ...table.placeOf(row, name) });
      continue;
    }
    const rows = rowsOf.get(number) ?? [];
    rows.push(row);
    rowsOf.set(number, rows);
  }
  if (problems.length > 0) throw new SourceRefused('data', problems);
  return rowsOf;
}
