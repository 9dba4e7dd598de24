/** Files as registration offices have them are read alike, whatever Excel did to them. */
import { describe, expect, test } from 'vitest';
import { type FoundList, findList } from '../../src/borough/find-list.ts';
import { matchColumns } from '../../src/borough/match-columns.ts';
import { readFile } from '../../src/borough/read-file.ts';
import { type ReadPeople, readPeople } from '../../src/borough/read-people.ts';
import { ceremonyDay, inUtf16, inWindows1252, messyCsv, messyWorkbook, persons } from './messy-lists.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

async function listIn(bytes: Uint8Array): Promise<FoundList> {
  const read = await readFile(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const found = findList(read.value);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

async function peopleIn(bytes: Uint8Array): Promise<ReadPeople> {
  const list = await listIn(bytes);
  return readPeople(list, matchColumns(list.headings).columns, ceremonyDay, 'day-first');
}

async function refusalOf(bytes: Uint8Array): Promise<string> {
  const read = await readFile(bytes);
  const found = read.ok ? findList(read.value) : read;
  return found.ok ? 'read' : found.problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
}

const expected = persons.map(([reference, lead, surname, forenames, born, , postcode, country], at) => ({
  row: 5 + at,
  ...{ reference, lead, surname, forenames, postcode, country },
  born: born.split('/').toReversed().join('-'),
}));

const plain = messyCsv(',');
const files: readonly (readonly [string, () => Uint8Array | Promise<Uint8Array>])[] = [
  ['commas, UTF-8 with a byte order mark', () => utf8(`\ufeff${plain}`)],
  ['commas, UTF-8 without a mark', () => utf8(plain)],
  ['semicolons', () => utf8(messyCsv(';'))],
  ['semicolons after "sep=;", which Excel does not show', () => utf8(`sep=;\r\n${messyCsv(';')}`)],
  ['tabs in UTF-16, Excel’s "Unicode text"', () => inUtf16(messyCsv('\t'))],
  ['UTF-16 that lost its mark', () => inUtf16(messyCsv('\t')).slice(2)],
  ['line ends of an old Macintosh', () => utf8(plain.replaceAll('\r\n', '\r'))],
  ['a workbook', messyWorkbook],
];

describe('a messy list', () => {
  test.each(files)('%s', async (_, bytes) => {
    const { people, errors, leftOut } = await peopleIn(await bytes());
    expect(errors).toEqual([]);
    expect(
      people.map(({ row, reference, lead, surname, forenames, postcode, country, born }) => ({
        ...{ row, reference, lead, surname, forenames, postcode, country, born },
      })),
    ).toEqual(expected);
    expect(people.map(({ address }) => address)).toEqual(persons.map(([, , , , , address]) => `${address} London`));
    expect(leftOut).toEqual([13]);
  });

  test('in Windows-1252 keeps its accents', async () => {
    const { people } = await peopleIn(
      inWindows1252('Ref,Surname,First name\r\nAB12345,Núñez,Zoë\r\nAB12346,O’Neill,François\r\n'),
    );
    expect(people.map(({ surname, forenames }) => `${forenames} ${surname}`)).toEqual([
      'Zoë Núñez',
      'François O’Neill',
    ]);
  });

  test('has its rows numbered as Excel shows them, also below a field of several lines', async () => {
    const { people } = await peopleIn(
      utf8('Ref,Surname,Address\nAB1234,Ash,"1 Road\nLondon\nN1"\n,,\nAB1235,Oak,2 Road\n'),
    );
    expect(people.map(({ row, address }) => [row, address])).toEqual([
      [2, '1 Road London N1'],
      [4, '2 Road'],
    ]);
  });

  test('may repeat its headings on every printed page, and end in a footnote', async () => {
    const { people, leftOut } = await peopleIn(
      utf8(
        'Ref,Surname,DOB\nAB1234,Ash,1/2/1980\nRef,Surname,DOB\nAB1235,Oak,1/2/1981\nPrinted by the register office,,\nTotal: 2,,\n',
      ),
    );
    expect(people.map(({ surname }) => surname)).toEqual(['Ash', 'Oak']);
    expect(leftOut).toEqual([3, 5, 6]);
  });

  test('never loses somebody to a rule about totals', async () => {
    const { people, leftOut } = await peopleIn(
      utf8('Ref,Surname,Forenames,DOB\nAB1234,Total,Recall,1/2/1980\nAB1235,Page,Anna,1/2/1980\n'),
    );
    expect(people.map(({ surname }) => surname)).toEqual(['Total', 'Page']);
    expect(leftOut).toEqual([]);
  });
});

describe('what is no list is refused with what would be right', () => {
  test.each([
    ['an empty file', utf8(''), 'this file is empty'],
    ['spaces', utf8(' \r\n'), 'this file is empty'],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'this is an older Excel file (.xls)'],
    ['a PDF', utf8('%PDF-1.7\n'), 'this is a PDF'],
    ['HTML called .xls', utf8('<html><table><tr><td>Ref'), 'this is a web page or XML'],
    ['a damaged workbook', utf8('PK\u0003\u0004 and then nothing'), 'this workbook is damaged'],
    ['an open quotation mark', utf8('Ref,Surname\nA1234,"Ash\nA1235,Oak\n'), 'row 2 a quotation mark'],
    ['no headings', utf8('A1234,Ash\nA1235,Oak\n'), 'no row with column names was found'],
    ['headings alone', utf8('Title\nRef,Surname,DOB\n'), 'there is nobody below the headings'],
    ['a list of thousands', utf8(`Ref,Surname\n${'A1234,Ash\n'.repeat(5_001)}`), 'more than 5000 rows'],
  ])('%s', async (_, bytes, message) => {
    expect(await refusalOf(bytes)).toContain(message);
  });
});
