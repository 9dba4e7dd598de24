/**
 * CSV, semicolon and tab files (RFC 4180, read by hucre). Rows are numbered as Excel shows them: a field that holds line ends
 * is one row, and the line "sep=;" by which Excel is told the separator is none.
 */
import { detectDelimiter, parseCsv } from 'hucre/csv';
import type { Parsed } from '../../analysis/plan/problem.ts';
import type { Sheet } from './sheet.ts';

const told = /^"?sep=(.)"?\r?\n/i;

/** Refuses a quotation mark that is opened and never closed: everything behind it would be one field. */
export function readDelimited(text: string, knows: (heading: string) => boolean): Parsed<Sheet> {
  const separator = told.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const delimiter = separator?.[1] ?? delimiterOf(body, knows);
  // What follows the text is read with it: where a quotation stays open, its last field swallows that too.
  const read = cellsOf(`${body}${/[\r\n]$/.test(body) ? '' : '\n'}${sentinel}`, delimiter);
  const rows = read.slice(0, -1);
  if (read.at(-1)?.[0] !== sentinel) {
    const open = read.length;
    const message = `a quotation mark (") in this row is opened and never closed, so that the rows below it cannot be read; close it, or take it out`;
    return { ok: false, problems: [{ path: `row ${open}`, message }] };
  }
  return { ok: true, value: { name: null, rows, hiddenRows: 0 } };
}

const candidates = [',', ';', '\t', '|'] as const;
/** Room for titles and headings. */
const charactersTried = 20_000;

/** The separator by which most columns are known; counting separators alone is misled by commas in addresses and notes. */
function delimiterOf(text: string, knows: (heading: string) => boolean): string {
  const start = text.slice(0, charactersTried);
  const known = candidates.map((delimiter) =>
    Math.max(...cellsOf(start, delimiter).map((cells) => cells.filter(knows).length), 0),
  );
  const most = Math.max(...known);
  return most < 2 ? detectDelimiter(start) : (candidates[known.indexOf(most)] ?? ',');
}

function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  // Without type inference every cell is text. ="0012" is how Excel is made to keep leading zeros.
  const rows = parseCsv(text, { delimiter, skipBom: false });
  return rows.map((row) => row.map((cell) => String(cell).replace(/^="([^"]*)"$/, '$1')));
}

const sentinel = '\u0003end';
