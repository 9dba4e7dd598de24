/** Thousands of made-up histories, each joined by the rule and by the slow one; and what must hold of any of them. */
import { describe, expect, test } from 'vitest';
import { addDays, londonDate } from '../../src/trial/calendar.ts';
import {
  funnelSteps,
  type OutcomeRecord,
  type OutcomeSource,
  outcomeOf,
  outcomeSources,
} from '../../src/trial/outcome-window.ts';
import { nextDay, slowOutcome } from './joining-rule.ts';

/** A small generator with a seed (mulberry32, public domain), so that a failing history can be made again. */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ordersOf = (sources: readonly OutcomeSource[]): readonly (readonly OutcomeSource[])[] => {
  const rest = sources.flatMap((one) =>
    ordersOf(sources.filter((other) => other !== one)).map((more) => [one, ...more]),
  );
  return [...sources.map((one) => [one]), ...rest.filter((order) => order.length > 1)];
};
const everyOrder = ordersOf(outcomeSources);

/** Ceremonies whose windows reach over clock changes, leap days (2028; none in 2100) and the turn of the year. */
const ceremonies = ['2026-03-28', '2026-10-24', '2027-12-02', '2028-02-28', '2028-02-29', '2100-02-27', '2026-12-31'];

function history(seed: number) {
  const chance = chanceOf(seed);
  const below = (n: number) => Math.floor(chance() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const ceremonyDate = pick(ceremonies);
  const windowDays = pick([1, 2, 30, 60, 90, 366]);
  const records: OutcomeRecord[] = [];
  for (let index = below(8); index > 0; index--) {
    const before = records.filter(({ id }) => !records.some(({ corrects }) => corrects === id));
    const corrected = before.length > 0 && chance() < 0.3 ? pick(before) : null;
    const status = pick(['happened', 'happened', 'not-happened', 'unmatchable'] as const);
    const near = pick([-1, 0, 1, windowDays - 1, windowDays, windowDays + 1, below(windowDays + 40) - 20]);
    const happenedOn = status === 'happened' && chance() < 0.95 ? addDays(ceremonyDate, near) : null;
    records.push({
      id: `r${records.length}`,
      status: corrected !== null && chance() < 0.3 ? 'taken-back' : status,
      happenedOn,
      step: status === 'happened' && chance() < 0.3 ? pick(funnelSteps) : null,
      source: corrected?.source ?? pick(outcomeSources),
      corrects: corrected?.id ?? null,
      learntOn: addDays(ceremonyDate, pick([0, windowDays - 1, windowDays, windowDays + 1, below(windowDays + 60)])),
    });
  }
  return { records, window: { ceremonyDate, windowDays, sources: pick(everyOrder) } };
}

describe('the joining rule', () => {
  test('is the slow rule, over 20,000 histories and every order of sources', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 20_000; seed++) {
      const { records, window } = history(seed);
      const { value, days, source, basis } = outcomeOf(records, window);
      const expected = slowOutcome(records, window);
      if (value !== expected.value || days !== expected.days || source !== expected.source) {
        throw new Error(`history ${seed}: ${JSON.stringify({ records, window, value, days, source, expected })}`);
      }
      seen.add(`${basis}`).add(window.sources.join(' '));
    }
    expect(seen.size).toBe(6 + everyOrder.length);
    expect(everyOrder.length).toBe(64);
  });

  test('does not ask in which order different sources were entered', () => {
    for (let seed = 0; seed < 5_000; seed++) {
      const { records, window } = history(seed);
      const bySource = outcomeSources.toReversed().flatMap((one) => records.filter(({ source }) => source === one));
      expect(outcomeOf(bySource, window), `history ${seed}`).toEqual(outcomeOf(records, window));
    }
  });

  test('takes a report entered twice as one', () => {
    for (let seed = 0; seed < 5_000; seed++) {
      const { records, window } = history(seed);
      const twice = records.flatMap((record) =>
        records.some(({ corrects }) => corrects === record.id) || record.corrects !== null
          ? [record]
          : [record, { ...record, id: `${record.id}-again` }],
      );
      expect(outcomeOf(twice, window), `history ${seed}`).toEqual(outcomeOf(records, window));
    }
  });

  test('is what the corrected history gives without the record that was corrected', () => {
    for (let seed = 0; seed < 5_000; seed++) {
      const { records, window } = history(seed);
      const named = new Set(records.map(({ corrects }) => corrects));
      const standing = records.filter(({ id }) => !named.has(id));
      expect(outcomeOf(standing, window), `history ${seed}`).toEqual(outcomeOf(records, window));
    }
  });
});

test('days of a window are days of the calendar, whatever the clock does', () => {
  for (const ceremony of ceremonies) {
    let date = ceremony;
    for (let day = 1; day <= 400; day++) {
      date = nextDay(date);
      expect(addDays(ceremony, day)).toBe(date);
    }
  }
});

test.each([
  { instant: '2026-03-29T00:59:59Z', date: '2026-03-29', what: 'a second before the clocks go forward' },
  { instant: '2026-03-29T23:00:00Z', date: '2026-03-30', what: 'midnight in summer time' },
  { instant: '2026-10-24T23:30:00Z', date: '2026-10-25', what: 'the night on which the clocks go back' },
  { instant: '2026-10-25T23:30:00Z', date: '2026-10-25', what: 'half past eleven in winter time' },
  { instant: '2028-02-29T23:59:59Z', date: '2028-02-29', what: 'the end of a leap day' },
])('$what is $date in London', ({ instant, date }) => {
  expect(londonDate(instant)).toBe(date);
});
