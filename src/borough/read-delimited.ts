/**
 * CSV, semicolon and tab files (RFC 4180, read by hucre). Rows are numbered as Excel shows them: a field that holds line ends
 * is one row, and the line "sep=;" by which Excel is told the separator is none.
 */
import { detectDelimiter, parseCsv } from 'hucre/csv';
import type { Parsed } from '../../analysis/plan/problem.ts';
import type { Sheet } from './sheet.ts';

const told = /^"?sep=(.)"?\r?\n/i;

/** Refuses a quotation mark that is opened and never closed: everything behind it would be one field. */
export function readDelimited(text: string): Parsed<Sheet> {
  const separator = told.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const delimiter = separator?.[1] ?? detectDelimiter(body);
  const rows = cellsOf(body, delimiter);
  const open = unclosedAt(body, delimiter);
  if (open !== null) {
    const message = `a quotation mark (") in this row is opened and never closed, so that the rows below it cannot be read; close it, or take it out`;
    return { ok: false, problems: [{ path: `row ${open}`, message }] };
  }
  return { ok: true, value: { name: null, rows, hiddenRows: 0 } };
}

function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  // Without type inference every cell is text.
  return parseCsv(text, { delimiter, skipBom: false }).map((row) => row.map(String));
}

const sentinel = '\u0003end';

/** The row whose last field swallows what follows the text; null where the text ends outside a quotation. */
function unclosedAt(text: string, delimiter: string): number | null {
  const rows = cellsOf(`${text}\n${sentinel}`, delimiter);
  return rows.at(-1)?.[0] === sentinel ? null : rows.length;
}
