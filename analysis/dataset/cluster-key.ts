/**
 * The unit that was randomised, as a dense number per row. Where several columns name it together (walk lists numbered afresh
 * in each city), the key is the tuple of their values, never a joined text: ("1", "12") and ("11", "2") stay apart.
 */
import type { Column } from './csv.ts';
import type { Table } from './table.ts';
import { missingCodes } from './values.ts';

export type ClusterKey = {
  /** Dense cluster number per row; -1 where one of the columns is missing. */
  readonly codes: Int32Array;
  readonly count: number;
};

/** The key made of `columns`, of which there is at least one. */
export function clusterKey(table: Table, columns: readonly string[], missing: readonly string[]): ClusterKey {
  return columns.map((name) => singleKey(table.column(name), missing)).reduce((left, right) => pairKey(left, right));
}

function singleKey(column: Column, missing: readonly string[]): ClusterKey {
  const isMissing = missingCodes(column, missing);
  const codes = column.codes.map((code) => (isMissing[code] === 1 ? -1 : code));
  return { codes, count: column.values.count };
}

/** A map of second parts for each first part: exact whatever the sizes, where a product of two numbers might overflow. */
function pairKey(left: ClusterKey, right: ClusterKey): ClusterKey {
  const numbers: Map<number, number>[] = [];
  let count = 0;
  const codes = left.codes.map((first, row) => {
    const second = right.codes[row] ?? -1;
    if (first === -1 || second === -1) return -1;
    const partners = numbers[first] ?? new Map<number, number>();
    numbers[first] = partners;
    const known = partners.get(second);
    if (known !== undefined) return known;
    partners.set(second, count);
    return count++;
  });
  return { codes, count };
}
