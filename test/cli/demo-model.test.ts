/** The demo's chance and its model of people and outcomes: what was assumed is what comes out. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assumptions } from '../../src/cli/demo/assumptions.ts';
import { boroughHabits } from '../../src/cli/demo/borough-habits.ts';
import { byteStream, chanceOf, demoSeed } from '../../src/cli/demo/chance.ts';
import { createAgenda, simulatedClock } from '../../src/cli/demo/clock.ts';
import { ceremonyRate, truthOf } from '../../src/cli/demo/outcome-model.ts';
import { madeUpList, referencesOf } from '../../src/cli/demo/people.ts';
import { agreementOf, mean } from './agreement.ts';

const hex = '5a'.repeat(32);
const seed = demoSeed(hex);
const none = { registered: 0, volunteered: 0, intends: 0 };

/** Four standard errors of a mean: a right model fails this once in 16,000 seeds, and the seed is fixed. */
function withinFour(values: readonly number[], expected: number): void {
  const average = mean(values);
  const variance = mean(values.map((value) => (value - average) ** 2));
  expect(Math.abs(average - expected)).toBeLessThan(4 * Math.sqrt(variance / values.length));
}

describe('chance', () => {
  test('is HMAC-SHA-256 in counter mode under a label', () => {
    const block = (label: string) => createHmac('sha256', Buffer.from(hex, 'hex')).update(label).digest();
    const expected = Buffer.concat([block('a|0'), block('a|1'), block('a|2')]);
    const bytes = byteStream(seed, 'a');
    const parts = [1, 20, 0, 32, 11, 32].map((length) => Buffer.from(bytes(length)));
    expect(Buffer.concat(parts).equals(expected)).toBe(true);
  });

  test('repeats under one label and differs under another and under another seed', () => {
    const first = (label: string, from = seed) => chanceOf(from, label).share();
    expect(first('a')).toBe(first('a'));
    expect(first('a')).not.toBe(first('b'));
    expect(first('a')).not.toBe(first('a', demoSeed('5b'.repeat(32))));
  });

  test('has the gamma and beta distributions it says', () => {
    const { gamma, beta, share } = chanceOf(seed, 'shapes');
    const draws = Array.from({ length: 20_000 }, () => ({ size: gamma(0.4), rate: beta(0.4, 0.02), share: share() }));
    withinFour(
      draws.map((draw) => draw.share),
      0.5,
    );
    withinFour(
      draws.map((draw) => draw.size),
      1,
    );
    withinFour(
      draws.map((draw) => (draw.size - 1) ** 2),
      0.4 ** 2,
    );
    withinFour(
      draws.map((draw) => draw.rate),
      0.4,
    );
    withinFour(
      draws.map((draw) => (draw.rate - 0.4) ** 2),
      0.02 * 0.4 * 0.6,
    );
  });

  test('chooses by shares', () => {
    const { oneOf } = chanceOf(seed, 'choices');
    const chosen = Array.from({ length: 20_000 }, () =>
      oneOf([
        ['a', 0.1],
        ['b', 0.2],
        ['c', 0.7],
      ]),
    );
    for (const [value, share] of [
      ['a', 0.1],
      ['b', 0.2],
      ['c', 0.7],
    ] as const) {
      withinFour(
        chosen.map((one) => (one === value ? 1 : 0)),
        share,
      );
    }
  });
});

describe('made-up ceremonies', () => {
  const key = new Uint8Array(32).fill(7);
  const boroughs = Object.keys(boroughHabits);
  const ceremonies = Array.from({ length: 1_800 }, (_, index) => {
    const borough = boroughs[index % boroughs.length] ?? '';
    const people = madeUpList(chanceOf(seed, `list|${index}`), borough, key, referencesOf(borough));
    const rate = ceremonyRate(chanceOf(seed, `rate|${index}`));
    const outcomes = people.map(({ row, luck }) => {
      const { registeredAfterDays } = truthOf(luck, rate, none);
      const isInWindow = registeredAfterDays !== null && registeredAfterDays <= 90;
      return { row, luck, isEligible: row.eligible === 'yes', value: isInWindow ? 1 : 0 };
    });
    return { index, borough, outcomes };
  });
  const everybody = ceremonies.flatMap(({ index, outcomes }) =>
    outcomes.filter(({ isEligible }) => isEligible).map((person) => ({ ...person, cluster: String(index) })),
  );

  test('agree within themselves as assumed, households included', () => {
    const { icc, standardError, clusters } = agreementOf(everybody);
    expect(clusters).toBe(1_800);
    expect(standardError).toBeLessThan(0.0025);
    expect(Math.abs(icc - assumptions.ceremonyIcc.value)).toBeLessThan(3 * standardError);
  });

  test('hold households that agree as assumed', () => {
    const inHouseholds = ceremonies.flatMap(({ index, outcomes }) =>
      outcomes.map(({ row, value }) => ({ cluster: `${index} ${row.household_hash}`, size: row.group_size, value })),
    );
    const { icc, standardError } = agreementOf(inHouseholds.filter(({ size }) => size > 1));
    expect(standardError).toBeLessThan(0.02);
    // Two people of one household also share their ceremony, whose own part is under 0.01.
    expect(Math.abs(icc - assumptions.householdAgreement.value)).toBeLessThan(3 * standardError + 0.01);
  });

  test('have the base rate without an arm, and the assumed difference with one', () => {
    const rates = Map.groupBy(everybody, ({ cluster }) => cluster);
    withinFour(
      [...rates.values()].map((people) => mean(people.map(({ value }) => value))),
      0.4,
    );
    const helped = everybody.filter(({ luck }) => {
      const { registeredAfterDays } = truthOf(luck, 0.4, { ...none, registered: 0.06 });
      return registeredAfterDays !== null && registeredAfterDays <= 90;
    });
    const alone = everybody.filter(({ luck }) => {
      const { registeredAfterDays } = truthOf(luck, 0.4, none);
      return registeredAfterDays !== null && registeredAfterDays <= 90;
    });
    expect((helped.length - alone.length) / everybody.length).toBeCloseTo(0.06, 2);
  });

  test('register late as well as never, and volunteer inside the window', () => {
    const days = everybody.map(({ luck }) => truthOf(luck, 0.4, none));
    const late = days.filter(({ registeredAfterDays }) => (registeredAfterDays ?? 0) > 90);
    expect(late.length).toBeGreaterThan(0);
    expect(Math.max(...late.map(({ registeredAfterDays }) => registeredAfterDays ?? 0))).toBeLessThan(
      assumptions.matchAfterDays.value,
    );
    expect(days.every(({ volunteeredAfterDays }) => volunteeredAfterDays === null || volunteeredAfterDays <= 90)).toBe(
      true,
    );
  });

  test.each(Object.entries(boroughHabits))('have the sizes of %s', (borough, { meanList, largestList }) => {
    const sizes = ceremonies.filter((one) => one.borough === borough).map(({ outcomes }) => outcomes.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(largestList);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(assumptions.smallestList.value);
    // The largest list cuts the tail off, so the mean lies a little below the one aimed at.
    expect(mean(sizes)).toBeGreaterThan(meanList * 0.88);
    expect(mean(sizes)).toBeLessThan(meanList * 1.05);
  });
});

describe('the simulated clock', () => {
  test('never goes back', () => {
    const clock = simulatedClock('2026-06-01T09:00:00.000Z');
    clock.tick();
    clock.moveTo('2026-05-01T09:00:00.000Z');
    expect(clock.now().toISOString()).toBe('2026-06-01T09:00:01.000Z');
  });

  test('is led through the agenda in order, and nothing is planned for the past', async () => {
    const clock = simulatedClock('2026-06-01T09:00:00.000Z');
    const agenda = createAgenda(clock);
    const done: string[] = [];
    const note = (name: string) => async () => void done.push(`${name} ${clock.now().toISOString().slice(0, 16)}`);
    agenda.add('2026-06-03', '10:00', note('late'));
    agenda.add('2026-06-02', '10:00', async () => {
      await note('first')();
      agenda.add('2026-06-03', '10:00', note('added'));
    });
    agenda.add('2026-06-02', '10:00', note('second'));
    await agenda.run(() => {});
    expect(done).toEqual([
      'first 2026-06-02T10:00',
      'second 2026-06-02T10:00',
      'late 2026-06-03T10:00',
      'added 2026-06-03T10:00',
    ]);
    expect(() => agenda.add('2026-06-01', '10:00', note('past'))).toThrow('Nothing can be planned');
  });
});
