/** A file a registrar chose, by its content and not by its name, to the sheets in it. */
import type { Parsed } from '../../analysis/plan/problem.ts';
import { decodeText } from './decode-text.ts';
import { fieldNamed } from './match-columns.ts';
import { readDelimited } from './read-delimited.ts';
import type { Sheet } from './sheet.ts';

/** 20 MB: a list of 5,000 people with every column is about one. */
export const mostBytes = 20_000_000;

/** What kind of table is expected. */
export type Expected = {
  readonly mostBytes: number;
  /** Of a workbook's sheet. */
  readonly mostRows: number;
  readonly called: string;
  /** Whether a heading is one that such a table has, by which its separator is found. */
  readonly knows: (heading: string) => boolean;
};

/** Far more rows than any list: a sheet that is formatted down to its last row would be a million. */
const aList: Expected = {
  mostBytes,
  mostRows: 30_000,
  called: 'list of people',
  knows: (heading) => fieldNamed(heading) !== undefined,
};

/** Refuses what is no table of text: older Excel, locked workbooks, PDF, pages of HTML, and files too large. */
export async function readFile(bytes: Uint8Array, expected: Expected = aList): Promise<Parsed<readonly Sheet[]>> {
  if (bytes.length > expected.mostBytes) {
    return refused(`this file is larger than ${expected.mostBytes / 1e6} MB, which no ${expected.called} is`);
  }
  if (startsWith(bytes, 'PK')) {
    const { readWorkbook } = await import('./read-workbook.ts');
    const read = await readWorkbook(bytes, expected.mostRows);
    return read.ok && read.value.length === 0 ? refused('this workbook is empty') : read;
  }
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0')) {
    return refused(
      'this is an older Excel file (.xls), or a workbook locked by a password; open it, take the password off, and save it as "Excel Workbook (.xlsx)"',
    );
  }
  if (startsWith(bytes, '%PDF')) return refused('this is a PDF; ask for the list as a spreadsheet or CSV');
  const text = decodeText(bytes);
  if (/^\s*(<!doctype|<html|<\?xml|<table)/i.test(text)) {
    return refused(
      'this is a web page or XML under another name; open it in Excel and save it as "Excel Workbook (.xlsx)"',
    );
  }
  if (text.trim() === '') return refused('this file is empty');
  if (text.includes('\0')) return refused('this is no text and no workbook; save the list as CSV or XLSX');
  const read = readDelimited(text, expected.knows);
  return read.ok ? { ok: true, value: [read.value] } : read;
}

function startsWith(bytes: Uint8Array, start: string): boolean {
  return [...start].every((character, at) => bytes[at] === character.charCodeAt(0));
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
