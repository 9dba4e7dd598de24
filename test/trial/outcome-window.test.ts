/** Situations from the follow-up of a ceremony on 10 September, with a window of 90 days (to 9 December). */
import { describe, expect, test } from 'vitest';
import { type OutcomeRecord, outcomeOf } from '../../src/trial/outcome-window.ts';

const window = {
  windowDays: 90,
  sources: ['administrative', 'self-reported'],
  ceremonyDate: '2024-09-10',
} as const;

function record(id: string, of: Partial<OutcomeRecord>): OutcomeRecord {
  const given = { id, status: 'happened', happenedOn: null, source: 'administrative', corrects: null } as const;
  return { ...given, learntOn: '2025-01-14', ...of };
}

describe('the window', () => {
  test.each([
    { happenedOn: '2024-09-10', value: 1, days: 0 },
    { happenedOn: '2024-11-01', value: 1, days: 52 },
    { happenedOn: '2024-12-09', value: 1, days: 90 },
    { happenedOn: '2024-12-10', value: 0, days: null },
    { happenedOn: '2024-09-09', value: 0, days: null },
  ])('registered on $happenedOn: $value after $days days', ({ happenedOn, value, days }) => {
    expect(outcomeOf([record('a', { happenedOn })], window)).toEqual({ value, days });
  });
});

test('nobody looked: missing, not 0', () => {
  expect(outcomeOf([], window)).toEqual({ value: null, days: null });
});

test('looked for and not on the register: 0', () => {
  expect(outcomeOf([record('a', { status: 'not-happened' })], window)).toEqual({ value: 0, days: null });
});

test.each([
  { learntOn: '2024-09-10', value: null },
  { learntOn: '2024-12-08', value: null },
  { learntOn: '2024-12-09', value: 0 },
])('looked for on $learntOn and not on the register: $value', ({ learntOn, value }) => {
  expect(outcomeOf([record('a', { status: 'not-happened', learntOn })], window)).toEqual({ value, days: null });
});

test('it happened, and was known at once: 1 while the window is still open', () => {
  const early = record('a', { happenedOn: '2024-09-20', learntOn: '2024-09-21' });
  expect(outcomeOf([early], window)).toEqual({ value: 1, days: 10 });
});

test('looked for too early and again after the window: the later look counts', () => {
  const records = [
    record('a', { status: 'not-happened', learntOn: '2024-10-15' }),
    record('b', { status: 'not-happened', learntOn: '2024-12-20' }),
  ];
  expect(outcomeOf(records, window).value).toBe(0);
  expect(outcomeOf(records.slice(0, 1), window).value).toBeNull();
});

test('somebody asked after five weeks means to volunteer or does not: either is an answer', () => {
  const asked = { ...window, windowDays: 60, sources: ['intention'] } as const;
  const said = { source: 'intention', learntOn: '2024-10-15' } as const;
  expect(outcomeOf([record('a', { ...said, status: 'not-happened' })], asked).value).toBe(0);
  expect(outcomeOf([record('a', { ...said, happenedOn: '2024-10-15' })], asked)).toEqual({ value: 1, days: 35 });
});

test('an anonymous entry cannot be matched: missing, whatever another source says', () => {
  const records = [
    record('a', { status: 'unmatchable' }),
    record('b', { happenedOn: '2024-10-01', source: 'self-reported' }),
  ];
  expect(outcomeOf(records, window)).toEqual({ value: null, days: null });
});

test('sources are not pooled: the first in the protocol’s order that knows anything decides', () => {
  const records = [
    record('a', { happenedOn: '2024-10-01', source: 'self-reported' }),
    record('b', { status: 'not-happened' }),
  ];
  expect(outcomeOf(records, window)).toEqual({ value: 0, days: null });
  expect(outcomeOf(records.slice(0, 1), window)).toEqual({ value: 1, days: 21 });
});

test('a source the protocol does not name is not evidence', () => {
  expect(outcomeOf([record('a', { happenedOn: '2024-10-01', source: 'intention' })], window).value).toBeNull();
});

test('a correction replaces what it names, also where it stands in another source', () => {
  const records = [
    record('a', { happenedOn: '2024-10-01' }),
    record('b', { status: 'not-happened', source: 'self-reported', corrects: 'a' }),
  ];
  expect(outcomeOf(records, window)).toEqual({ value: 0, days: null });
});

test('of two standing records of one source the newer counts', () => {
  const records = [record('a', { status: 'not-happened' }), record('b', { happenedOn: '2024-11-05' })];
  expect(outcomeOf(records, window)).toEqual({ value: 1, days: 56 });
});

test('it happened, nobody knows when: missing', () => {
  expect(outcomeOf([record('a', {})], window)).toEqual({ value: null, days: null });
});

describe('several events of one source', () => {
  const window = { windowDays: 90, sources: ['administrative'], ceremonyDate: '2026-03-02' } as const;
  const registered = (id: string, happenedOn: string) =>
    ({ id, status: 'happened', happenedOn, source: 'administrative', corrects: null, learntOn: '2026-12-01' }) as const;

  test('a registration after the window does not undo the one inside it, whichever was recorded first', () => {
    const [inside, after] = [registered('a', '2026-03-10'), registered('b', '2026-07-10')];
    expect(outcomeOf([inside, after], window)).toEqual({ value: 1, days: 8 });
    expect(outcomeOf([after, inside], window)).toEqual({ value: 1, days: 8 });
  });

  test('of two inside the window the earlier counts', () => {
    expect(outcomeOf([registered('a', '2026-05-01'), registered('b', '2026-03-05')], window)).toEqual({
      value: 1,
      days: 3,
    });
  });
});
