/** What is wrong with rows: all at once, by row and column, and never with a word of what the rows hold. */
import { expect, test } from 'vitest';
import { rowErrorsCsv } from '../../src/borough/csv-text.ts';
import { findList } from '../../src/borough/find-list.ts';
import { lookalikeWords } from '../../src/borough/lookalikes.ts';
import { matchColumns } from '../../src/borough/match-columns.ts';
import { dateQuestion } from '../../src/borough/open-questions.ts';
import { surnameOf } from '../../src/borough/person.ts';
import { readFile } from '../../src/borough/read-file.ts';
import { readPeople } from '../../src/borough/read-people.ts';

async function read(text: string) {
  const file = await readFile(new TextEncoder().encode(text));
  const found = file.ok ? findList(file.value) : file;
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return readPeople(found.value, matchColumns(found.value.headings).columns, '2026-12-10', 'day-first');
}

const faulty = `Ref,Lead,Surname,DOB,Registered to vote,Exclusion
,L1,Quillfeather,25/03/1990,maybe,
1.23457E+12,L1,Quillfeather,31/02/1990,yes,gone
AB1234,#N/A,Zanzottera,03/25/1990,no,
AB 1234,L2,Zanzottera,11/12/2026,,objected
X,L2,Wolstenholme,,unknown,
AB1236,L2,Wolstenholme,1 May 1970,Y,left the list
`;

test('every fault of every row is named', async () => {
  const { errors, people } = await read(faulty);
  expect(errors.map(({ row, field, rule }) => `${row} ${field} ${rule}`)).toEqual([
    '2 reference reference-missing',
    '2 registered registered-form',
    '3 reference reference-cut',
    '3 dateOfBirth birth-no-such-day',
    '3 reason reason-form',
    '4 lead cell-error',
    '4 dateOfBirth birth-month-first',
    '5 reference reference-repeated',
    '5 dateOfBirth birth-in-the-future',
    '6 reference reference-form',
    '6 dateOfBirth birth-missing',
  ]);
  expect(people.map(({ row, reason }) => [row, reason])).toEqual([[7, 'left-the-list']]);
});

test('the file of errors names rows and columns, and nothing that stands in them', async () => {
  const { errors } = await read(faulty);
  const file = rowErrorsCsv(errors);
  expect(file.split('\n')[1]).toBe(
    '2,A,Home Office reference,reference-missing,give the Home Office reference; without it the person cannot be known again',
  );
  const values = faulty
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(','))
    .filter((value) => value.length > 3);
  expect(values.filter((value) => !['objected', 'unknown', '#N/A'].includes(value) && file.includes(value))).toEqual(
    [],
  );
});

test('dates of which some are month first are all in doubt until the registrar says how the file writes them', async () => {
  const mixed = await read('Ref,Surname,DOB\nAB1234,Ash,03/04/1990\nAB1235,Oak,12/25/1990\n');
  expect(dateQuestion(mixed)).toEqual({ kind: 'date-order', rows: [3] });
  expect(dateQuestion(await read('Ref,Surname,DOB\nAB1234,Ash,03/04/1990\n'))).toBeNull();
});

test('what Excel and other programs put around a value is no fault, and no other person', async () => {
  const { people, errors } = await read(
    'Ref,Lead,Name,DOB\n\'00412345,1234567.0,"ASH, Ada",\'25/03/1990\n1234567.0,,Ben Ash,33000.0\n',
  );
  expect(errors).toEqual([]);
  expect(people.map(({ reference, lead, born }) => [reference, lead, born])).toEqual([
    ['00412345', '1234567', '1990-03-25'],
    ['1234567', '', '1990-05-07'],
  ]);
  expect(people.map(surnameOf)).toEqual(['ASH', 'Ash']);
});

test('="0012" keeps its zeros, a count of people below the list is nobody, and a title is no surname', async () => {
  const { people, errors, leftOut } = await read(
    'Ref,Name,DOB\n="00412345","Mr OKAFOR, Chinedu",12/3/85\n,,\n3 people,,\n',
  );
  expect([errors, leftOut]).toEqual([[], [4]]);
  expect(people.map((person) => [person.reference, surnameOf(person)])).toEqual([['00412345', 'OKAFOR']]);
});

test.each([
  ['Ada Quill', 'Quill'],
  ['QUILL, Ada', 'QUILL'],
  ['Mrs QUILL, Ada', 'QUILL'],
  ['QUILL Ada', 'QUILL'],
  ['Ada DE LA QUILL', 'DE LA QUILL'],
  ['ADA QUILL', 'QUILL'],
])('the surname of %j is %j', (fullName, surname) => {
  expect(surnameOf({ surname: '', fullName })).toBe(surname);
});

test('one name and date of birth under two references is said, by row alone', async () => {
  const { people } = await read(
    'Ref,Name,DOB\nAB1234,Ada Quill,1/1/1990\nAB1235,Ben Quill,1/1/1990\nAB1236,"QUILL, Áda",1990-01-01\n',
  );
  expect(lookalikeWords(people)).toBe(
    'Same name and date of birth under different references, perhaps one person: row 2 and 4.',
  );
  expect(lookalikeWords(people.slice(0, 2))).toBe('');
});

test('a column that says who is the main applicant is no lead case identifier', async () => {
  const { errors } = await read(
    'Ref,Lead applicant,Name,DOB\nAB1234,Yes,Ash,1/1/1990\nAB1235,dependant,Ash,1/1/1991\n',
  );
  expect(errors.map(({ rule }) => rule)).toEqual(['lead-form', 'lead-form']);
});

test('more than twenty people under one lead case identifier are an error from the twenty-first on', async () => {
  const rows = Array.from({ length: 22 }, (_, at) => `AB10${at + 10},CASE 1,Ash${at},1/1/1980`);
  const { errors } = await read(`Ref,Lead,Surname,DOB\n${rows.join('\n')}\n`);
  expect(errors.map(({ row, rule }) => [row, rule])).toEqual([
    [22, 'household-too-large'],
    [23, 'household-too-large'],
  ]);
});
