/** Property: whoever stands in a list is read out of it, in every kind of file, whatever their names and addresses hold. */
import fc from 'fast-check';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { deriveRows } from '../../src/borough/derive.ts';
import { findList } from '../../src/borough/find-list.ts';
import { hasherOfBytes } from '../../src/borough/hasher.ts';
import { householdsOf } from '../../src/borough/households.ts';
import { matchColumns } from '../../src/borough/match-columns.ts';
import { readFile } from '../../src/borough/read-file.ts';
import { readPeople } from '../../src/borough/read-people.ts';
import { tidied } from '../../src/borough/sheet.ts';
import { attendeeRowSchema } from '../../src/trial/attendee.ts';
import { inUtf16 } from './messy-lists.ts';

const headings = ['HO ref', 'Lead ref', 'Surname', 'Forenames', 'DOB', 'Address', 'Postcode', 'Nationality'];

/** Letters of many scripts with what breaks naive readers of CSV; no bare control characters, which no workbook can hold. */
const piece = fc.constantFrom(
  'a',
  'É',
  'ł',
  'ß',
  '李',
  'ع',
  '𝒜',
  "'",
  '"',
  ',',
  ';',
  '\t',
  '\n',
  ' ',
  '-',
  '=',
  '#',
  '|',
  '0',
  '\\',
);
/** Not wholly ="…": in a file of text that is how Excel is made to keep a cell as it is, and it is read without its wrapping. */
const text = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => pieces.join(''))
  .filter((made) => !/^="[^"]*"$/.test(made));
const name = text.map((own) => `N${own}n`);
const day = fc
  .integer({ min: 0, max: 36_000 })
  .map((n) => new Date(Date.UTC(1926, 11, 11) + n * 86_400_000).toISOString().slice(0, 10));

const person = fc.record({
  reference: fc.stringMatching(/^[A-Z0-9]{4,10}[0-9]$/),
  lead: fc.option(fc.stringMatching(/^L[0-9]{6}$/), { nil: '' }),
  ...{ surname: name, forenames: text, address: text, born: day },
  country: fc.constantFrom('India', 'France', 'Brazil', 'Atlantis', ''),
});
const list = fc.uniqueArray(person, { selector: ({ reference }) => reference, minLength: 1, maxLength: 30 });
type Made = typeof list extends fc.Arbitrary<infer T> ? T : never;

function cellsOf({ reference, lead, surname, forenames, born, address, country }: Made[number]): string[] {
  const [year, month, dayOfMonth] = born.split('-');
  return [reference, lead, surname, forenames, `${dayOfMonth}/${month}/${year}`, address, 'N1 1AA', country];
}

function delimited(made: Made, separator: string, lineEnd: string): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return [headings, ...made.map(cellsOf)].map((cells) => cells.map(quoted).join(separator)).join(lineEnd);
}

async function readBack(bytes: Uint8Array) {
  const file = await readFile(bytes);
  const found = file.ok ? findList(file.value) : file;
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return readPeople(found.value, matchColumns(found.value.headings).columns, '2026-12-10', 'day-first');
}

const ways: readonly (readonly [string, (made: Made) => Uint8Array | Promise<Uint8Array>])[] = [
  ['commas', (made) => new TextEncoder().encode(delimited(made, ',', '\r\n'))],
  ['semicolons', (made) => new TextEncoder().encode(`\ufeff${delimited(made, ';', '\n')}`)],
  ['tabs in UTF-16', (made) => inUtf16(delimited(made, '\t', '\r\n'))],
  ['a workbook', (made) => writeXlsx({ sheets: [{ name: 'L', rows: [headings, ...made.map(cellsOf)] }] })],
];

describe('people read back', () => {
  test.each(ways)('from %s', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(list, async (made) => {
        const { people, errors, leftOut } = await readBack(await write(made));
        expect([errors, leftOut]).toEqual([[], []]);
        expect(
          people.map(({ reference, lead, surname, forenames, address, born }) => ({
            ...{ reference, lead, surname, forenames, address, born },
          })),
        ).toEqual(
          made.map(({ reference, lead, surname, forenames, address, born }) => ({
            ...{
              reference,
              lead,
              born,
              surname: tidied(surname),
              forenames: tidied(forenames),
              address: tidied(address),
            },
          })),
        );
        const rows = await deriveRows(people, householdsOf(people), '2026-12-10', hasherOfBytes(new Uint8Array(32)));
        for (const row of rows) expect(attendeeRowSchema.safeParse(row).success).toBe(true);
        expect(new Set(rows.map(({ reference_hash }) => reference_hash)).size).toBe(made.length);
      }),
      { numRuns: 60 },
    );
  });
});
