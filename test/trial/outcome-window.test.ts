/** Situations from the follow-up of a ceremony on 10 September, with a window of 90 days (to 9 December). */
import { describe, expect, test } from 'vitest';
import { type OutcomeRecord, outcomeOf } from '../../src/trial/outcome-window.ts';

const window = {
  windowDays: 90,
  sources: ['administrative', 'self-reported'],
  ceremonyDate: '2024-09-10',
} as const;

function record(id: string, of: Partial<OutcomeRecord>): OutcomeRecord {
  const given = {
    id,
    status: 'happened',
    happenedOn: null,
    step: null,
    source: 'administrative',
    corrects: null,
  } as const;
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
    expect(outcomeOf([record('a', { happenedOn })], window)).toMatchObject({ value, days });
  });
});

describe('the window over odd days', () => {
  test.each([
    // 29 March 2026 has 23 hours, 25 October 25
    { what: 'the night the clocks go forward', ceremonyDate: '2026-03-28', last: '2026-06-26', after: '2026-06-27' },
    { what: 'the night the clocks go back', ceremonyDate: '2026-10-24', last: '2027-01-22', after: '2027-01-23' },
    { what: 'a leap day', ceremonyDate: '2028-02-28', last: '2028-05-28', after: '2028-05-29' },
    {
      what: 'the same days in a year without one',
      ceremonyDate: '2027-02-28',
      last: '2027-05-29',
      after: '2027-05-30',
    },
    { what: 'a ceremony on a leap day', ceremonyDate: '2028-02-29', last: '2028-05-29', after: '2028-05-30' },
    { what: 'the turn of the year', ceremonyDate: '2026-12-31', last: '2027-03-31', after: '2027-04-01' },
  ])('$what: 90 days end on $last', ({ ceremonyDate, last, after }) => {
    const value = (happenedOn: string) =>
      outcomeOf([record('a', { happenedOn, learntOn: '2029-01-01' })], { ...window, ceremonyDate });
    expect(value(ceremonyDate)).toMatchObject({ value: 1, days: 0 });
    expect(value(last)).toMatchObject({ value: 1, days: 90 });
    expect(value(after)).toMatchObject({ value: 0, days: null });
  });
});

test('nobody looked: missing, not 0', () => {
  expect(outcomeOf([], window)).toMatchObject({ value: null, days: null });
});

test('looked for and not on the register: 0', () => {
  expect(outcomeOf([record('a', { status: 'not-happened' })], window)).toMatchObject({ value: 0, days: null });
});

test.each([
  { learntOn: '2024-09-10', value: null },
  { learntOn: '2024-12-08', value: null },
  { learntOn: '2024-12-09', value: 0 },
])('looked for on $learntOn and not on the register: $value', ({ learntOn, value }) => {
  expect(outcomeOf([record('a', { status: 'not-happened', learntOn })], window)).toMatchObject({ value, days: null });
});

test('it happened, and was known at once: 1 while the window is still open', () => {
  const early = record('a', { happenedOn: '2024-09-20', learntOn: '2024-09-21' });
  expect(outcomeOf([early], window)).toMatchObject({ value: 1, days: 10 });
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
  expect(outcomeOf([record('a', { ...said, happenedOn: '2024-10-15' })], asked)).toMatchObject({ value: 1, days: 35 });
});

test('an anonymous entry cannot be matched: missing, whatever another source says', () => {
  const records = [
    record('a', { status: 'unmatchable' }),
    record('b', { happenedOn: '2024-10-01', source: 'self-reported' }),
  ];
  expect(outcomeOf(records, window)).toMatchObject({ value: null, days: null });
});

test('sources are not pooled: the first in the protocol’s order that knows anything decides', () => {
  const records = [
    record('a', { happenedOn: '2024-10-01', source: 'self-reported' }),
    record('b', { status: 'not-happened' }),
  ];
  expect(outcomeOf(records, window)).toMatchObject({ value: 0, days: null });
  expect(outcomeOf(records.slice(0, 1), window)).toMatchObject({ value: 1, days: 21 });
});

test('a source the protocol does not name is not evidence', () => {
  expect(outcomeOf([record('a', { happenedOn: '2024-10-01', source: 'intention' })], window).value).toBeNull();
});

test('a correction replaces what it names, also where it stands in another source', () => {
  const records = [
    record('a', { happenedOn: '2024-10-01' }),
    record('b', { status: 'not-happened', source: 'self-reported', corrects: 'a' }),
  ];
  expect(outcomeOf(records, window)).toMatchObject({ value: 0, days: null });
});

test('of two standing records of one source the newer counts', () => {
  const records = [record('a', { status: 'not-happened' }), record('b', { happenedOn: '2024-11-05' })];
  expect(outcomeOf(records, window)).toMatchObject({ value: 1, days: 56 });
});

test('it happened, nobody knows when: missing', () => {
  expect(outcomeOf([record('a', {})], window)).toMatchObject({ value: null, days: null });
});

describe('several events of one source', () => {
  const window = { windowDays: 90, sources: ['administrative'], ceremonyDate: '2026-03-02' } as const;
  const registered = (id: string, happenedOn: string) => record(id, { happenedOn, learntOn: '2026-12-01' });

  test('a registration after the window does not undo the one inside it, whichever was recorded first', () => {
    const [inside, after] = [registered('a', '2026-03-10'), registered('b', '2026-07-10')];
    expect(outcomeOf([inside, after], window)).toMatchObject({ value: 1, days: 8 });
    expect(outcomeOf([after, inside], window)).toMatchObject({ value: 1, days: 8 });
  });

  test('of two inside the window the earlier counts', () => {
    expect(outcomeOf([registered('a', '2026-05-01'), registered('b', '2026-03-05')], window)).toMatchObject({
      value: 1,
      days: 3,
    });
  });
});

describe('which source decided, and why', () => {
  const said = record('b', { happenedOn: '2024-10-01', source: 'self-reported' });

  test('the person says yes and the register no: the register decides, and says so', () => {
    const register = record('a', { status: 'not-happened' });
    expect(outcomeOf([register, said], window)).toEqual({
      value: 0,
      days: null,
      source: 'administrative',
      basis: 'no-event',
    });
  });

  test('a partner, the person and the register report one event: the register’s date counts, nothing is added up', () => {
    const sources = ['administrative', 'partner-verified', 'self-reported'] as const;
    const records = [
      said,
      record('p', { happenedOn: '2024-10-04', source: 'partner-verified' }),
      record('a', { happenedOn: '2024-11-01' }),
    ];
    const orders = [sources, sources.toReversed(), ['partner-verified', 'administrative'] as const];
    expect(orders.map((order) => outcomeOf(records, { ...window, sources: order })).map(({ days }) => days)).toEqual([
      52, 21, 24,
    ]);
  });

  test('not matchable is told apart from “not registered” and from “nobody looked”', () => {
    const basisOf = (records: readonly OutcomeRecord[]) => outcomeOf(records, window).basis;
    expect(basisOf([record('a', { status: 'unmatchable' })])).toBe('unmatchable');
    expect(basisOf([record('a', { status: 'not-happened', learntOn: '2024-10-01' })])).toBe('too-early');
    expect(basisOf([record('a', {})])).toBe('undated');
    expect(basisOf([])).toBe('no-record');
  });

  test('entered for the wrong person and taken back: as if nobody had looked, and the next source decides', () => {
    const wrong = record('a', { happenedOn: '2024-10-20' });
    const back = record('c', { status: 'taken-back', corrects: 'a' });
    expect(outcomeOf([wrong, said, back], window)).toMatchObject({ value: 1, days: 21, source: 'self-reported' });
    expect(outcomeOf([wrong, back], window).basis).toBe('no-record');
  });

  test('an intention beside other sources is no event', () => {
    const sources = ['intention', 'self-reported'] as const;
    const meant = record('a', { happenedOn: '2024-10-01', source: 'intention' });
    expect(outcomeOf([meant], { ...window, sources }).basis).toBe('no-record');
  });

  test('interest, sign-up and training are steps; the first session is volunteering', () => {
    const step = (id: string, of: OutcomeRecord['step'], happenedOn: string) => record(id, { step: of, happenedOn });
    const steps = [
      step('a', 'interest', '2024-09-10'),
      step('b', 'sign-up', '2024-09-12'),
      step('c', 'training', '2024-10-01'),
    ];
    expect(outcomeOf(steps, window).basis).toBe('no-record');
    expect(outcomeOf([...steps, step('d', 'first-session', '2024-10-10')], window)).toMatchObject({
      value: 1,
      days: 30,
    });
  });
});

describe('when it was learnt, not when it was entered', () => {
  test('an interview in October, entered in January, does not show that nothing happened by December', () => {
    expect(outcomeOf([record('a', { status: 'not-happened', learntOn: '2024-10-15' })], window).value).toBeNull();
  });

  test('two looks entered in either order: the later look counts', () => {
    const [early, late] = [
      record('a', { status: 'not-happened', learntOn: '2024-10-15' }),
      record('b', { status: 'not-happened', learntOn: '2024-12-20' }),
    ];
    expect(outcomeOf([early, late], window).value).toBe(0);
    expect(outcomeOf([late, early], window).value).toBe(0);
  });
});
