/**
 * XLSX workbooks, read by hucre. Cells become the text a person sees in Excel as far as it matters here: a number formatted
 * "00000000" keeps its leading zeros, a date is a date however it is formatted, a formula is its last result, and a cell
 * merged over several rows stands in each of them. Load this file only when it is needed: it is the largest part of the reader.
 */
import { type CellValue, readXlsx, type Sheet as Worksheet } from 'hucre/xlsx';
import type { Parsed } from '../../analysis/plan/problem.ts';
import type { Sheet } from './sheet.ts';

/** The visible sheets that hold anything, `mostRows` of each. Refuses a file that is damaged or locked by a password. */
export async function readWorkbook(bytes: Uint8Array, mostRows: number): Promise<Parsed<readonly Sheet[]>> {
  try {
    const { sheets } = await readXlsx(bytes, {
      readStyles: true,
      maxRows: mostRows,
      sheets: ({ hidden, veryHidden }) => hidden !== true && veryHidden !== true,
    });
    return { ok: true, value: sheets.map(sheetOf).filter(({ rows }) => rows.length > 0) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      ok: false,
      problems: [{ path: '', message: 'this workbook is damaged; open it in Excel and save it again' }],
    };
  }
}

function sheetOf(worksheet: Worksheet): Sheet {
  const rows = worksheet.rows.map((row, at) =>
    row.map((value, column) => textOf(value, worksheet.cells?.get(`${at},${column}`)?.style?.numFmt)),
  );
  for (const { startRow, startCol, endRow, endCol } of worksheet.merges ?? []) {
    if (startCol !== endCol) continue;
    const shared = rows[startRow]?.[startCol] ?? '';
    for (let at = startRow + 1; at <= endRow; at++) {
      const row = rows[at];
      if (row !== undefined) row[startCol] = shared;
    }
  }
  const hidden = [...(worksheet.rowDefs?.values() ?? [])].filter((row) => row.hidden === true);
  return { name: worksheet.name, rows, hiddenRows: hidden.length };
}

/** @param format the cell's number format; "000000" is how Excel shows leading zeros of what it holds as a number */
function textOf(value: CellValue, format: string | undefined): string {
  if (value === null) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') {
    const zeros = /^"?0+"?$/.exec(format ?? '') === null ? 0 : (format ?? '').replaceAll('"', '').length;
    return String(value).padStart(zeros, '0');
  }
  return value;
}
