/**
 * Where the list begins in a sheet: titles stand above the headings, blank columns and rows between, and nothing says which row
 * is which. The headings are the row in which most names are known.
 */
import type { Parsed } from '../../analysis/plan/problem.ts';
import { fieldNamed } from './match-columns.ts';
import { rowNumber, type Sheet, tidied } from './sheet.ts';

/** As many people as are sent at a time, at most. */
export const mostPeople = 5_000;
const rowsSearched = 60;

export type ListRow = {
  /** As a spreadsheet program shows it, from 1. */
  readonly row: number;
  /** One text for each column, tidied. */
  readonly cells: readonly string[];
};

export type FoundList = {
  readonly sheet: string | null;
  readonly headingRow: number;
  /** Tidied; '' for a blank column. */
  readonly headings: readonly string[];
  /** Every row below the headings that is not wholly empty. */
  readonly rows: readonly ListRow[];
  readonly hiddenRows: number;
};

/**
 * The list in the sheets of a file.
 * @param said what the registrar said: the sheet's name, and the row of the headings where none is known by its names
 */
export function findList(
  sheets: readonly Sheet[],
  said: { readonly sheet?: string; readonly headingRow?: number } = {},
): Parsed<FoundList> {
  const wanted = said.sheet === undefined ? sheets : sheets.filter(({ name }) => name === said.sheet);
  const lists = wanted.flatMap((sheet) => {
    const at = said.headingRow === undefined ? headingsAt(sheet) : said.headingRow - 1;
    return at === null || sheet.rows[at] === undefined ? [] : [listBelow(sheet, at)];
  });
  if (lists.some(({ rows }) => rows.length > mostPeople)) {
    return refused(`there are more than ${mostPeople} rows; a list of so many people is sent in parts`);
  }
  const filled = lists.filter(({ rows }) => rows.length > 0);
  const [first, second] = filled;
  if (first === undefined) return refused(lists.length === 0 ? noHeadings : 'there is nobody below the headings');
  if (second !== undefined) {
    const names = filled.map(({ sheet }) => `"${sheet ?? ''}"`).join(', ');
    return refused(`several sheets look like lists: ${names}; choose one`);
  }
  return { ok: true, value: first };
}

const noHeadings =
  'no row with column names was found: a list has a row that names its columns, such as "Home Office reference", "Surname", "Date of birth"';

/** The first of the rows with the most known names, which must be two at least; null where no row has them. */
function headingsAt({ rows }: Sheet): number | null {
  const known = rows.slice(0, rowsSearched).map((row) => {
    const fields = row.flatMap((cell) => fieldNamed(cell) ?? []);
    return fields.filter((field) => field !== 'unused').length + 0.01 * fields.length;
  });
  const most = Math.max(...known, 0);
  return most < 2 ? null : known.indexOf(most);
}

function listBelow({ name, rows, hiddenRows }: Sheet, at: number): FoundList {
  const below = rows
    .slice(at + 1)
    .map((cells, index) => ({ row: rowNumber(at + 1 + index), cells: cells.map(tidied) }));
  const filled = below.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const headings = (rows[at] ?? []).map(tidied);
  // A column without a heading may still be the one that is meant: it keeps its place.
  const width = filled.reduce((widest, { cells }) => Math.max(widest, cells.length), headings.length);
  return {
    sheet: name,
    headingRow: rowNumber(at),
    headings: padded(headings, width),
    rows: filled.map(({ row, cells }) => ({ row, cells: padded(cells, width) })),
    hiddenRows,
  };
}

function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length === width ? cells : [...cells, ...Array.from({ length: width - cells.length }, () => '')];
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
