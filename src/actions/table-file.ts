/**
 * A CSV file a person gave, as columns of text with the place of every field: read by the reader of data sets, so that byte
 * order marks, UTF-16, CRLF and broken rows mean the same everywhere. What is wrong comes back as problems.
 */
import { fieldOffset, readHeader, readRows } from '../../analysis/dataset/csv.ts';
import type { CsvProblem } from '../../analysis/dataset/csv-field.ts';
import { missingColumns } from '../../analysis/dataset/header-words.ts';
import { placeInBytes } from '../../analysis/dataset/place-in-bytes.ts';
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Parsed } from '../../analysis/plan/problem.ts';
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
export function readTable(file: Uint8Array, wanted: readonly string[]): Parsed<Table> {
  const decoded = decodeText(file);
  if (!decoded.ok) return decoded;
  const bytes = new TextEncoder().encode(decoded.value);
  const header = readHeader(bytes);
  if (!header.ok) return refused(bytes, header.problems);
  const { names } = header.value;
  const missing = missingColumns(names, wanted);
  if (missing.length > 0) return { ok: false, problems: missing };
  const indices = wanted.map((name) => names.indexOf(name));
  const body = readRows(bytes, header.value, indices);
  if (!body.ok) return refused(bytes, body.problems);
  const { rows, rowStarts, columns } = body.value;
  const read = columns.map(({ name, codes, values }): readonly [string, TableColumn] => {
    const code = (row: number) => codes[row] ?? 0;
    const index = names.indexOf(name);
    const place = (row: number) => placeInBytes(bytes, fieldOffset(bytes, rowStarts[row] ?? bytes.length, index));
    return [name, { code, text: (row) => values.text(code(row)), place }];
  });
  return { ok: true, value: { rows, columns: new Map(read) } };
}

/** The column of this name; a caller asks only for columns it wanted. */
export function columnOf({ columns }: Table, name: string): TableColumn {
  const column = columns.get(name);
  if (column === undefined) throw new Error(`the column "${name}" was not read`);
  return column;
}

function refused(bytes: Uint8Array, problems: readonly CsvProblem[]): Parsed<never> {
  return {
    ok: false,
    problems: problems.map(({ offset, path, message }) => ({ path, message, ...placeInBytes(bytes, offset) })),
  };
}
