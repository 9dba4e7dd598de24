/** The allocations that are drawn anew: their numbers, their chances, and how close their p comes to that of all allocations. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allocationsOf, possibleAllocations } from '../../../analysis/randomisation-inference/allocations.ts';
import { dealKinds, dealUnits } from '../../../analysis/randomisation-inference/deal.ts';
import { Hypergeometric } from '../../../analysis/randomisation-inference/hypergeometric.ts';
import { kindsOf } from '../../../analysis/randomisation-inference/kinds.ts';
import { below, RandomWords, uniform } from '../../../analysis/randomisation-inference/random-words.ts';
import { tallyOf } from '../../../analysis/randomisation-inference/tally.ts';
import { type Units, unitsOf } from '../../../analysis/randomisation-inference/units.ts';
import { frameOf } from '../estimators/frame-fixture.ts';
import { given } from '../estimators/given.ts';
import { isRelative } from '../numbers/tolerance.ts';
import { declared } from './declared.ts';

/** Persons of the arms given, cell by cell. */
function unitsIn(cells: readonly (readonly [arm: string, outcome: number])[][], arms: readonly string[]): Units {
  const rows = cells.flatMap((cell, number) => cell.map(([arm, outcome]) => ({ arm, outcome, number })));
  const units = unitsOf(
    frameOf(arms, 'continuous', rows),
    arms.map((_, arm) => arm),
    { unit: null, cell: Int32Array.from(rows, ({ number }) => number), isBlocked: true },
  );
  if ('notEstimable' in units) throw new Error(units.notEstimable.reason);
  return units;
}

/** Binomial coefficients from Pascal's triangle. */
function choose(n: number, k: number): number {
  let row = [1];
  for (let size = 1; size <= n; size += 1) row = [1, ...row.slice(1).map((value, at) => value + (row[at] ?? 0)), 1];
  return row[k] ?? 0;
}

describe('the words', () => {
  it('are xoshiro128++ as Blackman and Vigna give it, in whole numbers without end', () => {
    const words = new Uint32Array(200);
    new RandomWords('a seed').fill(words);
    const mask = 0xffffffffn;
    const rotated = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
    let s = stateOf('a seed');
    const expected = Array.from({ length: 200 }, () => {
      const [s0 = 0n, s1 = 0n, s2 = 0n, s3 = 0n] = s;
      const word = (rotated((s0 + s3) & mask, 7n) + s0) & mask;
      const [a, b] = [s2 ^ s0, s3 ^ s1];
      s = [s0 ^ b, s1 ^ a, a ^ ((s1 << 9n) & mask), rotated(b, 11n)];
      return Number(word);
    });
    expect([...words]).toEqual(expected);
  });

  it('become numbers that stay below their bound', () => {
    expect([below(7, 0), below(7, 0xffffffff), below(1, 0xffffffff)]).toEqual([0, 6, 0]);
    expect([uniform(0, 0), uniform(0xffffffff, 0xffffffff)]).toEqual([0, 1 - 2 ** -53]);
  });
});

function stateOf(seed: string): readonly bigint[] {
  const digest = createHash('sha256').update(`pledge-inference-1|${seed}`).digest();
  return [0, 4, 8, 12].map((offset) => BigInt(digest.readUInt32BE(offset)));
}

describe('the hypergeometric quantile', () => {
  it.each([
    [10, 4, 5],
    [10, 9, 3],
    [30, 11, 17],
    [7, 7, 3],
    [200, 3, 50],
  ])('of %i units, %i marked, %i chosen: each number comes as often as its probability says', (all, marked, chosen) => {
    const steps = 40_000;
    const found = new Map<number, number>();
    const hypergeometric = new Hypergeometric(all);
    for (let step = 0; step < steps; step += 1) {
      const value = hypergeometric.quantile((step + 0.5) / steps, all, marked, chosen);
      found.set(value, (found.get(value) ?? 0) + 1);
    }
    for (let value = 0; value <= marked; value += 1) {
      const probability = (choose(marked, value) * choose(all - marked, chosen - value)) / choose(all, chosen) || 0;
      // The uniform numbers of a value form one stretch: their count is off by at most its two ends.
      expect(Math.abs((found.get(value) ?? 0) - steps * probability)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });
});

describe('the number of allocations', () => {
  const cells = [
    [...Array.from({ length: 4 }, () => ['a', 1] as const), ...Array.from({ length: 5 }, () => ['b', 2] as const)],
    [['a', 1] as const, ['b', 3] as const, ['c', 5] as const],
  ];
  const units = unitsIn(
    cells.map((cell) => [...cell]),
    ['a', 'b', 'c'],
  );

  it('is exact, and none where it is not below the bound', () => {
    expect(possibleAllocations(units, 10_000)).toBe(126 * 6);
    expect([possibleAllocations(units, 757), possibleAllocations(units, 756)]).toEqual([756, null]);
    const many = Array.from({ length: 400 }, (_, index) => [index < 200 ? 'a' : 'b', index] as const);
    expect(possibleAllocations(unitsIn([many], ['a', 'b']), Number.MAX_SAFE_INTEGER)).toBeNull();
  });

  it('is how many are gone through, each once', () => {
    const all = allocationsOf(units, tallyOf(units, null), { draws: 10, seed: '1', exactBelow: 1_000 });
    const seen = new Set<string>();
    all?.visitAll({ ...tallyOf(units, null), countLabels: (labels) => void seen.add(labels.join('')) }, () => {});
    expect([all?.isExact, all?.count, seen.size]).toEqual([true, 756, 756]);
  });
});

describe('dealing', () => {
  // Four of one arm, two of another, one of a third: 105 allocations of seven units.
  const units = unitsIn([[...'aaaabbc'].map((arm, outcome) => [arm, outcome] as const)], ['a', 'b', 'c']);
  const rounds = 105_000;
  /** Upper 10⁻⁶ point of chi-squared with 104 degrees of freedom (R: qchisq(1e-6, 104, lower.tail = FALSE)). */
  const limit = 187.4;

  it('unit by unit, every allocation comes alike often', () => {
    const deal = dealUnits(units, new RandomWords('units'));
    const labels = new Uint16Array(7);
    const found = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      deal(labels);
      const key = labels.join('');
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    const expected = rounds / 105;
    expect(found.size).toBe(105);
    expect([...found.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(limit);
  });

  it('kind by kind, tables come as often as the allocations they stand for', () => {
    const twoKinds = unitsIn(
      [[...'aaaaaabbbbbbccccc'].map((arm, at) => [arm, at % 3 === 0 ? 1 : 0] as const)],
      ['a', 'b', 'c'],
    );
    const kinds = kindsOf(twoKinds, null);
    if (kinds === null) throw new Error('there are two kinds');
    const [fewer = 0, more = 0] = [...kinds.count].toSorted((x, y) => x - y);
    const rare = kinds.count.indexOf(fewer);
    const deal = dealKinds(twoKinds, kinds, new RandomWords('kinds'));
    const table = new Int32Array(6);
    const found = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      deal(table);
      const key = [...table.subarray(3 * rare, 3 * rare + 3)].join();
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    expect(fewer + more).toBe(17);
    let distance = 0;
    for (const [key, count] of found) {
      const [a = 0, b = 0, c = 0] = key.split(',').map(Number);
      const probability = (choose(6, a) * choose(6, b) * choose(5, c)) / choose(17, fewer);
      distance += (count - rounds * probability) ** 2 / (rounds * probability);
    }
    // 27 tables; R: qchisq(1e-6, 26, lower.tail = FALSE)
    expect([found.size, distance < 75.4]).toEqual([27, true]);
  });
});

describe('p by drawing', () => {
  const people = Array.from({ length: 16 }, (_, index) => ({
    arm: index % 2 === 0 ? 'letter' : 'standard',
    outcome: ((index * 7) % 11) + (index % 2 === 0 ? 1.5 : 0),
    unit: `${index}`,
    block: index < 8 ? 'one' : 'other',
  }));

  it.each(['complete', 'blocked'] as const)('%s: within four of its errors of the p of all allocations', (kind) => {
    const of = (exactBelow: number) =>
      given(
        declared(kind, people, ['standard', 'letter'], [['letter', 'standard']], {
          draws: 40_000,
          seed: 'a',
          exactBelow,
        })[0],
      );
    const [drawn, all] = [of(0), of(1_000_000)];
    expect([drawn.exact, all.exact, drawn.draws]).toEqual([false, true, 40_000]);
    expect(isRelative(drawn.monteCarloError, Math.sqrt((drawn.p * (1 - drawn.p)) / 40_000))).toBe(true);
    expect(Math.abs(drawn.p - all.p)).toBeLessThan(4 * drawn.monteCarloError);
    // (b + 1) ÷ (m + 1)
    expect(Math.abs((drawn.p * 40_001) % 1)).toBeLessThan(1e-6);
  });
});
