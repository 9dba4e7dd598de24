/**
 * A CSV file a person gave, as columns of text with the place of every field: opened by the reader of data sets, so that byte
 * order marks, UTF-16, CRLF, gzip and broken rows mean the same everywhere. What is wrong comes back as problems.
 */
import { openCsv, readTable as readColumns } from '../../analysis/dataset/table.ts';
import type { Parsed } from '../../analysis/plan/problem.ts';
import { SourceRefused } from '../../analysis/plan/source-refused.ts';
import type { Place } from '../../analysis/plan/text-place.ts';

export type TableColumn = {
  /** The value in a row, from 0. */
  readonly text: (row: number) => string;
  /** A number that two rows share exactly where their values are equal; new values are numbered upwards from 0. */
  readonly code: (row: number) => number;
  /** Line and column of the row's field. Walks the file: for messages only. */
  readonly place: (row: number) => Place;
};

export type Table = { readonly rows: number; readonly columns: ReadonlyMap<string, TableColumn> };

/** The wanted columns of a table, all text; other columns are passed over. Refuses a table that lacks one, or any row. */
export async function readTable(file: Uint8Array, wanted: readonly string[]): Promise<Parsed<Table>> {
  try {
    const csv = await openCsv(file);
    const { names } = csv.header;
    const missing = wanted.filter((name) => !names.includes(name));
    if (missing.length > 0) {
      const message = `is not in the header, which has ${names.join(', ')}`;
      return { ok: false, problems: missing.map((name) => ({ path: `column ${name}`, message, line: 1, column: 1 })) };
    }
    const { rows, column, placeOf } = readColumns(csv, wanted);
    const columns = wanted.map((name): readonly [string, TableColumn] => {
      const { codes, values } = column(name);
      const code = (row: number) => codes[row] ?? 0;
      return [name, { code, text: (row) => values.text(code(row)), place: (row) => placeOf(row, name) }];
    });
    return { ok: true, value: { rows, columns: new Map(columns) } };
  } catch (error) {
    if (error instanceof SourceRefused) return { ok: false, problems: error.problems };
    throw error;
  }
}

/** The column of this name; a caller asks only for columns it wanted. */
export function columnOf({ columns }: Table, name: string): TableColumn {
  const column = columns.get(name);
  if (column === undefined) throw new Error(`the column "${name}" was not read`);
  return column;
}
