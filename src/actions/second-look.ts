/** What is looked for in a list that has been read already, because a first look told that something is wrong: one more walk of the file each. */
import type { Place } from '../../analysis/plan/text-place.ts';
import type { ByteSource } from './byte-source.ts';
import { TableRows } from './table-rows.ts';

/** The first row (from 0) whose unit is `wanted`; undefined where none is. */
export function rowOfUnit(source: ByteSource, wanted: string): number | undefined {
  const table = reopened(source);
  const unit = table.column('unit');
  while (table.next()) {
    if (unit.is(wanted)) return table.rows - 1;
  }
  return undefined;
}

/** Where the unit of a row (from 0) stands. */
export function placeOfRow(source: ByteSource, row: number): Place {
  const table = reopened(source);
  while (table.next()) {
    if (table.rows - 1 === row) return table.column('unit').place();
  }
  throw new Error(`the list has no row ${row} at the second look`);
}

function reopened(source: ByteSource): TableRows {
  const opened = TableRows.open(source, () => ['unit']);
  if (!opened.ok) throw new Error('a list that was a table is none at the second look');
  return opened.value;
}
