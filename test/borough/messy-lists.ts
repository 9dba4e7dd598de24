/**
 * Lists as registration offices have them, made up: every name, reference and address is invented. Each file is the same seven
 * people with habits of its own, so that all of them must read alike.
 */
import { type Cell, type CellValue, writeXlsx } from 'hucre/xlsx';

const headings = [
  'Poll date',
  'Home Office Ref',
  'Lead case identifier',
  'Surname',
  'Forename(s)',
  'Date of Birth (DD/MM/YYYY)',
  'Address 1',
  'Address 2',
  'Postcode',
  'Country of origin',
  'Phone',
  'E-mail',
];

/** Reference, lead, surname, forenames, date of birth, address, postcode, country. */
export const persons = [
  ['00412345', '00412345', 'Okonkwo-Bright', 'Adaeze', '25/03/1990', '12 Larch Road', 'NW10 3ZZ', 'Nigeria'],
  ['00412346', '00412345', 'Okonkwo-Bright', 'Chidi, Jr', '01/12/1988', '12 Larch Road', 'NW10 3ZZ', 'Nigeria'],
  ['00412347', '00412345', 'Okonkwo-Bright', 'Ngozi', '30/06/2012', '12 Larch Road', 'NW10 3ZZ', 'Nigeria'],
  ['C1700022', '', 'Żółkiewska', 'Małgorzata', '29/02/1996', 'Flat 3, "The Mill"', 'HA9 1AA', 'Poland'],
  ['C1700023', '', "O'Rourke", 'Seán', '07/07/1955', '9 Elm Close', 'HA0 2BB', 'Ireland'],
  ['C1700024', '', 'Nakamura', 'Yūki', '11/10/1979', '44 High Street', 'HA0 4CC', 'Japanese'],
  ['C1700025', '', 'Nakamura', 'Hana', '05/01/1981', '44 High Street', 'HA0 4CC', 'Hong Kong'],
] as const;

export const ceremonyDay = '2026-12-10';

function rowOf([
  reference,
  lead,
  surname,
  forenames,
  born,
  address,
  postcode,
  country,
]: (typeof persons)[number]): string[] {
  return [
    '04/11/2026',
    reference,
    lead,
    surname,
    forenames,
    born,
    address,
    'London',
    postcode,
    country,
    '020 7946 0000',
    '',
  ];
}

function line(cells: readonly string[], separator: string): string {
  return cells
    .map((cell) => (/["\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator);
}

/** Rows of the file: two titles, an empty row, the headings in row 4, people in rows 5 to 11, a total, empty rows. */
export function messyCsv(separator: string): string {
  const width = (cells: readonly string[]) => [
    ...cells,
    ...Array.from({ length: headings.length - cells.length }, () => ''),
  ];
  const rows = [
    width(['London Borough of Examples']),
    width(['Citizenship ceremony 10/12/2026', '', 'OFFICIAL']),
    width([]),
    headings,
    ...persons.map(rowOf),
    width([]),
    width(['Total', '7']),
    width([]),
    width([]),
  ];
  return `${rows.map((cells) => line(cells, separator)).join('\r\n')}\r\n`;
}

/** The same in Excel's own habits: leading zeros by format, dates as dates, numbers and lost formats, a merged address, a hidden sheet. */
export async function messyWorkbook(): Promise<Uint8Array> {
  const rows: CellValue[][] = [
    ['London Borough of Examples'],
    ['Citizenship ceremony'],
    [],
    ['', ...headings],
    ...persons.map((person, at): CellValue[] => {
      const cells: CellValue[] = ['', ...rowOf(person)];
      if (person[0].startsWith('0')) cells[2] = Number(person[0]);
      if (person[1] !== '') cells[3] = Number(person[1]);
      const [day = '', month = '', year = ''] = person[4].split('/');
      const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
      // Two lost their format and are plain day numbers, the others are dates.
      cells[6] = at % 3 === 1 ? born.getTime() / 86_400_000 + 25_569 : born;
      // The family's address stands once, over three rows.
      if (at === 1 || at === 2) cells[7] = null;
      return cells;
    }),
    [],
    ['', 'Total', 7],
    ...Array.from({ length: 5 }, () => Array.from({ length: 13 }, () => '')),
  ];
  const cells = new Map<string, Partial<Cell>>();
  for (const [at, row] of rows.entries()) {
    for (const column of [2, 3]) {
      const value = row[column];
      if (typeof value === 'number') cells.set(`${at},${column}`, { value, style: { numFmt: '00000000' } });
    }
  }
  return writeXlsx({
    sheets: [
      { name: 'Ceremony', rows, cells, merges: [{ startRow: 4, startCol: 7, endRow: 6, endCol: 7 }] },
      { name: 'Old list', hidden: true, rows: [headings, rowOf(persons[0])] },
      { name: 'Sheet2', rows: [] },
    ],
  });
}

/** One byte a character, as Excel's plain "CSV" is saved in Western Europe; throws for what it cannot hold. */
export function inWindows1252(text: string): Uint8Array {
  return Uint8Array.from(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code === 0x2019) return 0x92;
      if (code > 255) throw new Error(`Windows-1252 has no ${character}`);
      return code;
    }),
  );
}

/** UTF-16 little endian with its mark, as Excel's "Unicode text" is saved. */
export function inUtf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}
