/** What is sent about people, and that nothing else is. */
import { describe, expect, test } from 'vitest';
import { attendeesCsv } from '../../src/borough/csv-text.ts';
import { ageBand, ageOn, deriveRows } from '../../src/borough/derive.ts';
import { findList } from '../../src/borough/find-list.ts';
import { hasherOfBytes, hasherOfCryptoKey, importLinkageKey, remembering } from '../../src/borough/hasher.ts';
import { householdsOf } from '../../src/borough/households.ts';
import { householdHash, referenceHash } from '../../src/borough/linkage.ts';
import { matchColumns } from '../../src/borough/match-columns.ts';
import { priorFranchise } from '../../src/borough/prior-franchise.ts';
import { readFile } from '../../src/borough/read-file.ts';
import { readPeople } from '../../src/borough/read-people.ts';
import { parseAttendeeText } from '../../src/trial/attendee.ts';
import { ceremonyDay, messyWorkbook, persons } from './messy-lists.ts';

const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7);

describe('the two hashers', () => {
  test('agree with each other and with linkage.ts, whatever is typed', async () => {
    const [bytes, browser] = [hasherOfBytes(key), hasherOfCryptoKey(await importLinkageKey(key))];
    for (const text of ['A1234567', ' a123 4567', 'Ａ１２３', '00412345', 'é-9', 'x'.repeat(300), '№ 7']) {
      expect(await browser.reference(text)).toBe(referenceHash(key, text));
      expect(await browser.household(text)).toBe(householdHash(key, text));
      expect(await bytes.reference(text)).toBe(referenceHash(key, text));
      expect(await bytes.household(text)).toBe(householdHash(key, text));
      const kept = remembering(browser);
      expect([await kept.reference(text), await kept.household(text), await kept.reference(text)]).toEqual([
        ...[referenceHash(key, text), householdHash(key, text), referenceHash(key, text)],
      ]);
    }
  });

  test('refuse an empty reference alike', async () => {
    await expect(hasherOfBytes(key).reference(' ')).rejects.toThrow('an empty reference');
    await expect(hasherOfCryptoKey(await importLinkageKey(key)).reference(' ')).rejects.toThrow('an empty reference');
  });

  test('the browser’s key cannot be read out again', async () => {
    const held = await importLinkageKey(key);
    expect(held.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', held)).rejects.toThrow();
  });
});

test('a whole messy list comes to derived values that the service takes, and to nothing else', async () => {
  const file = await readFile(await messyWorkbook());
  const found = file.ok ? findList(file.value) : file;
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  const { people } = readPeople(found.value, matchColumns(found.value.headings).columns, ceremonyDay, 'day-first');
  const rows = await deriveRows(people, householdsOf(people), ceremonyDay, hasherOfBytes(key));
  expect(rows.map(({ reference_hash, household_hash, ...rest }) => Object.values(rest).join())).toEqual([
    '3,35-44,parliamentary,unknown,yes,',
    '3,35-44,parliamentary,unknown,yes,',
    '3,unknown,parliamentary,unknown,no,under-18',
    '1,25-34,local_only,unknown,yes,',
    '1,65-plus,parliamentary,unknown,yes,',
    '1,45-54,none,unknown,yes,',
    '1,45-54,unknown,unknown,yes,',
  ]);
  expect(rows.map(({ reference_hash }) => reference_hash)).toEqual(
    persons.map(([reference]) => referenceHash(key, reference)),
  );
  expect(new Set(rows.slice(0, 3).map(({ household_hash }) => household_hash))).toEqual(
    new Set([householdHash(key, '00412345')]),
  );

  const csv = attendeesCsv(rows);
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  const parsed = lines.map((line) =>
    parseAttendeeText(Object.fromEntries(line.split(',').map((value, at) => [names[at] ?? '', value]))),
  );
  expect(parsed.map((one) => (one.ok ? one.value : one.problems))).toEqual(rows);
  const secrets = persons.flat().filter((value) => value.length > 2);
  expect(secrets.filter((secret) => csv.includes(secret))).toEqual([]);
});

describe('the age on the ceremony day', () => {
  test.each([
    ['2008-12-10', 18, '18-24'],
    ['2008-12-11', 17, 'unknown'],
    ['2001-12-10', 25, '25-34'],
    ['1961-12-10', 65, '65-plus'],
    ['1961-12-11', 64, '55-64'],
  ])('born %s: %i, %s', (born, age, band) => {
    expect(ageOn(born, ceremonyDay)).toBe(age);
    expect(ageBand(age)).toBe(band);
  });

  test('born on 29 February, somebody is a year older on 1 March', () => {
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});

test.each([
  ['Nigeria', 'parliamentary'],
  ['INDIAN', 'parliamentary'],
  ['ind', 'parliamentary'],
  ['Republic of Ireland', 'parliamentary'],
  ['Cyprus', 'parliamentary'],
  ['Maltese', 'parliamentary'],
  ['Zimbabwe', 'parliamentary'],
  ['The Gambia', 'parliamentary'],
  ['Togo', 'parliamentary'],
  ['St. Lucia', 'parliamentary'],
  ['Trinidad & Tobago', 'parliamentary'],
  ['British National (Overseas)', 'parliamentary'],
  ['Poland', 'local_only'],
  ['Portuguese', 'local_only'],
  ['France', 'unknown'],
  ['Italian', 'unknown'],
  ['USA', 'none'],
  ['Türkiye', 'none'],
  ['Côte d’Ivoire', 'none'],
  ['Korea, Republic of', 'none'],
  ['China, People’s Republic of', 'none'],
  ['Gambia, The', 'parliamentary'],
  ['Iran (Islamic Republic of)', 'none'],
  ['Hong Kong', 'unknown'],
  ['Indian / American', 'parliamentary'],
  ['Polish/Brazilian', 'local_only'],
  ['French, Brazilian', 'unknown'],
  ['Atlantis', 'unknown'],
  ['', 'unknown'],
])('somebody of %j: %s', (country, franchise) => {
  expect(priorFranchise(country)).toBe(franchise);
});
