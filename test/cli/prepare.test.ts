/** `pledge prepare`: a messy list on the borough's own machine, for those without JavaScript. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { householdHash, referenceHash } from '../../src/borough/linkage.ts';
import { keyNewCommand } from '../../src/cli/commands/key-new.ts';
import { prepareCommand } from '../../src/cli/commands/prepare.ts';
import { attendeeColumns, parseAttendeeText } from '../../src/trial/attendee.ts';
import { ceremonyDay, messyCsv, messyWorkbook, persons } from '../borough/messy-lists.ts';
import { rowsOf, temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const at = (name: string) => join(folder.path, name);
const keyPath = at('linkage.key');
await runCommand(keyNewCommand, '--out', keyPath);
const key = Uint8Array.from(Buffer.from(readFileSync(keyPath, 'utf8').trim(), 'hex'));

function prepare(list: string, ...more: readonly string[]) {
  return runCommand(prepareCommand, '--list', list, '--key', keyPath, '--out', at('attendees.csv'), ...more);
}

const read = (name: string) => readFileSync(at(name), 'utf8');
const secrets = persons.flat().filter((value) => value.length > 2);

describe('pledge prepare', () => {
  test('writes the contract’s columns and nothing of the list, for its owner alone', async () => {
    writeFileSync(at('list.xlsx'), await messyWorkbook());
    const { code, err, out } = await prepare(at('list.xlsx'), '--date', ceremonyDay);
    expect([code, out]).toEqual([0, '']);
    const csv = read('attendees.csv');
    expect(csv.split('\n')[0]).toBe(attendeeColumns.join(','));
    const rows = rowsOf(csv);
    expect(rows.map((row) => parseAttendeeText(row).ok)).toEqual(rows.map(() => true));
    expect(rows.map((row) => row.reference_hash)).toEqual(persons.map(([reference]) => referenceHash(key, reference)));
    expect(rows[2]).toMatchObject({
      household_hash: householdHash(key, '00412345'),
      group_size: '3',
      reason: 'under-18',
    });
    expect(secrets.filter((secret) => `${csv}${err}`.includes(secret))).toEqual([]);
    expect(statSync(at('attendees.csv')).mode & 0o777).toBe(0o600);
    expect(err).toContain('Prepared 7 people');
    expect(err).toContain('Left out as nobody’s (totals, notes): row 13.');
    expect(err).toContain('1 more households are likely by surname and address');
  });

  test('gives the same file from CSV, joins likely households where asked, and keeps names only where asked', async () => {
    writeFileSync(at('list.csv'), messyCsv(';'));
    const { code } = await prepare(
      at('list.csv'),
      '--date',
      ceremonyDay,
      '--households',
      'proposed',
      '--names',
      at('names.csv'),
    );
    expect(code).toBe(0);
    const rows = rowsOf(read('attendees.csv'));
    expect(rows.slice(5).map(({ household_hash, group_size }) => [household_hash, group_size])).toEqual([
      [householdHash(key, 'C1700024'), '2'],
      [householdHash(key, 'C1700024'), '2'],
    ]);
    expect(read('names.csv').split('\n')[1]).toBe(`${referenceHash(key, '00412345')},5,Adaeze Okonkwo-Bright`);
    expect(statSync(at('names.csv')).mode & 0o777).toBe(0o600);
  });

  test('names every fault by row and column, never by value, and can go on without those rows', async () => {
    writeFileSync(
      at('faulty.csv'),
      'Ref,Surname,DOB\nAB1234,Quillfeather,31/02/1990\n,Zanzottera,1/1/1980\nAB1236,Ash,1/1/1981\n',
    );
    const refused = await prepare(at('faulty.csv'), '--date', ceremonyDay, '--errors', at('errors.csv'));
    expect(refused.code).toBe(2);
    expect(refused.err.trim().split('\n')).toEqual([
      `${at('faulty.csv')}: row 2, column C (Date of birth): there is no such day in the calendar`,
      `${at('faulty.csv')}: row 3, column A (Home Office reference): give the Home Office reference; without it the person cannot be known again`,
    ]);
    expect(rowsOf(read('errors.csv')).map(({ row, column, rule }) => [row, column, rule])).toEqual([
      ['2', 'C', 'birth-no-such-day'],
      ['3', 'A', 'reference-missing'],
    ]);
    const gone = await prepare(at('faulty.csv'), '--date', ceremonyDay, '--without-errors');
    expect(gone.code).toBe(0);
    expect(gone.err).toContain('Left out for their faults: row 2, 3.');
    expect(rowsOf(read('attendees.csv'))).toHaveLength(1);
  });

  test('asks which column is which, and takes the answer by heading or by letter', async () => {
    writeFileSync(at('own.csv'), 'Our no,Fam,Surname,DOB\nAB1234,F1,Ash,1/1/1980\nAB1235,F1,Oak,1/1/1981\n');
    const asked = await prepare(at('own.csv'), '--date', ceremonyDay);
    expect(asked.code).toBe(2);
    expect(asked.err).toContain(
      'no column is known as it; say which with --columns reference=COLUMN: A "Our no", B "Fam"',
    );
    expect((await prepare(at('own.csv'), '--date', ceremonyDay, '--columns', 'reference=our no,lead=B')).code).toBe(0);
    const [one, other] = rowsOf(read('attendees.csv'));
    expect([one?.group_size, one?.household_hash]).toEqual(['2', other?.household_hash]);
    expect((await prepare(at('own.csv'), '--columns', 'reference=Z')).err).toContain('no column is called "Z"');
    expect((await prepare(at('own.csv'), '--columns', 'colour=A')).err).toContain('is not FIELD=COLUMN');
  });

  test('asks how dates are written where some stand month first', async () => {
    writeFileSync(at('american.csv'), 'Ref,Surname,DOB\nAB1234,Ash,03/04/1980\nAB1235,Oak,12/25/1981\n');
    const asked = await prepare(at('american.csv'), '--date', ceremonyDay);
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('--dates month-first')]);
    expect((await prepare(at('american.csv'), '--date', ceremonyDay, '--dates', 'month-first')).code).toBe(0);
  });

  test('says for which day ages count, where none is given', async () => {
    writeFileSync(at('plain.csv'), 'Ref,Surname,DOB\nAB1234,Ash,03/04/1980\n');
    const { code, err } = await prepare(at('plain.csv'));
    expect([code, err]).toEqual([0, expect.stringContaining('Ages are those of today')]);
  });

  test('never writes over the list or the key', async () => {
    const { code, err } = await runCommand(
      prepareCommand,
      '--list',
      at('plain.csv'),
      '--key',
      keyPath,
      '--out',
      at('plain.csv'),
    );
    expect([code, err]).toEqual([2, expect.stringContaining('is the file given as --list')]);
    expect(read('plain.csv')).toContain('Ash');
  });

  test.each([
    [['--date', '10/12/2026'], 'write the ceremony day as YYYY-MM-DD'],
    [['--dates', 'sideways'], 'must be day-first or month-first'],
    [['--headings', 'top'], 'give the number of the row'],
    [['--sheet', 'Nowhere'], '--sheet NAME and --headings ROW say where the list is'],
  ])('refuses %j: exit 2', async (words, message) => {
    const { code, err } = await prepare(at('plain.csv'), ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('refuses a key that is none, and a list that is not there', async () => {
    const one = await runCommand(
      prepareCommand,
      '--list',
      at('plain.csv'),
      '--key',
      at('plain.csv'),
      '--out',
      at('x.csv'),
    );
    expect([one.code, one.err]).toEqual([2, expect.stringContaining('linkage key')]);
    expect(one.err).not.toContain('AB1234');
    const other = await prepare(at('nothing.csv'));
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('there is no such file')]);
  });
});
