/** The prepared list's rows, and the facts a protocol is held to. */
import { describe, expect, test } from 'vitest';
import { attendeeColumns, parseAttendeeText } from '../../src/trial/attendee.ts';
import { boroughName, londonBoroughs } from '../../src/trial/boroughs.ts';
import { datasetColumns } from '../../src/trial/dataset-columns.ts';
import { groupSizeStratum } from '../../src/trial/group-size.ts';

const row = {
  reference_hash: 'a'.repeat(64),
  household_hash: 'b'.repeat(64),
  group_size: '2',
  age_band: '25-34',
  prior_franchise: 'none',
  registered_at_baseline: 'no',
  eligible: 'yes',
  reason: '',
};

describe('a row of the attendee list', () => {
  test('as a file holds it becomes a row with a number and no reason', () => {
    expect(Object.keys(row)).toEqual([...attendeeColumns]);
    expect(parseAttendeeText(row)).toEqual({ ok: true, value: { ...row, group_size: 2, reason: null } });
  });

  test('somebody who left the list is counted with a code', () => {
    const left = { ...row, eligible: 'no', reason: 'left-the-list' };
    expect(parseAttendeeText(left)).toEqual({ ok: true, value: { ...left, group_size: 2 } });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['a hash in capitals', { reference_hash: 'A'.repeat(64) }, 'column reference_hash'],
    ['a reference instead of its hash', { household_hash: 'M1234567' }, 'column household_hash'],
    ['nobody in the household', { group_size: '0' }, 'column group_size'],
    ['a household of 21', { group_size: '21' }, 'column group_size'],
    ['a number in words', { group_size: 'two' }, 'column group_size'],
    ['an age', { age_band: '33' }, 'column age_band'],
    ['a country', { prior_franchise: 'Ghana' }, 'column prior_franchise'],
    ['ineligible without a reason', { eligible: 'no' }, 'column reason'],
    ['a reason in free text', { eligible: 'no', reason: 'moved to Leeds' }, 'column reason'],
    ['eligible with a reason', { reason: 'under-18' }, 'column reason'],
    ['a name', { name: 'A Person' }, 'column name'],
  ])('refuses %s by its column', (_, change, path) => {
    const parsed = parseAttendeeText({ ...row, ...change });
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toEqual([path]);
  });
});

test('a household counts as one, two, or three and more', () => {
  expect([1, 2, 3, 20].map(groupSizeStratum)).toEqual(['1', '2', '3-plus', '3-plus']);
  for (const people of [0, 21, 1.5]) expect(() => groupSizeStratum(people)).toThrow('1 to 20');
});

test('London has 33 local authorities, E09000001 to E09000033, each once', () => {
  expect(londonBoroughs.map(({ code }) => code)).toEqual(
    Array.from({ length: 33 }, (_, index) => `E090000${String(index + 1).padStart(2, '0')}`),
  );
  expect(new Set(londonBoroughs.map(({ name }) => name)).size).toBe(33);
  expect(boroughName('E09000020')).toBe('Kensington and Chelsea');
  expect(boroughName('E06000052')).toBeUndefined();
});

test('the data set has each column once: a stratum that is another column adds none', () => {
  const columns = datasetColumns({
    strata: ['borough', 'group_size', 'weekday'],
    outcomes: [{ name: 'registered' }],
    lateJoiners: 'counted',
    boroughs: [{ shares: 'people' }],
  });
  expect(columns).toEqual([
    'unit',
    'household',
    'ceremony',
    'borough',
    'arm',
    'weekday',
    'group_size',
    'age_band',
    'prior_franchise',
    'registered_at_baseline',
    'attended',
    'protocol_version',
    'registered',
    'registered_days',
    'registered_source',
  ]);
});
