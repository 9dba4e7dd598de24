/** Some rows of a table as a table of their own; places stay those of the file. */
import type { Column } from './csv.ts';
import type { Table } from './table.ts';

/** @param rows of `table`, in the order in which the part has them */
export function tablePart(table: Table, rows: Int32Array): Table {
  const columns = new Map<string, Column>();
  return {
    rows: rows.length,
    has: table.has,
    column: (name) => {
      const known = columns.get(name);
      if (known !== undefined) return known;
      const whole = table.column(name);
      const part: Column = { ...whole, codes: rows.map((row) => whole.codes[row] ?? 0) };
      columns.set(name, part);
      return part;
    },
    placeOf: (row, name) => table.placeOf(rows[row] ?? 0, name),
  };
}
