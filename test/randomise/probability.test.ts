/**
 * Exact: every choice a draw can make is walked through on tiny designs, and each unit's share of each arm is the declared
 * fraction, to the last one. Then the real streams over fixed seeds, by chi-squared.
 */
import { describe, expect, test } from 'vitest';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState } from '../../src/randomise/draw-state.ts';
import { arrangeBlock } from '../../src/randomise/permuted-block.ts';
import { possibleBlocks, possibleSimple, possibleWholeLists, probabilities } from '../../src/randomise/probability.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { arrangeWholeList } from '../../src/randomise/whole-list.ts';
import { designWith, seedOf } from './design-fixture.ts';

/** Every tape of choices: the first below radices[0], the second below radices[1], and so on. */
function* tapes(radices: readonly number[]): Generator<readonly number[]> {
  const [radix, ...others] = radices;
  if (radix === undefined) {
    yield [];
    return;
  }
  for (let choice = 0; choice < radix; choice++) {
    for (const rest of tapes(others)) yield [choice, ...rest];
  }
}

/** Numbers that lead `floor(x · radix)` to each choice of the tape in turn. */
function playing(tape: readonly number[], radices: readonly number[]): () => number {
  let at = 0;
  return () => {
    const choice = tape[at];
    const radix = radices[at++];
    if (choice === undefined || radix === undefined) throw new Error('the draw took more numbers than are documented');
    return (choice + 0.5) / radix;
  };
}

/** The radices of a shuffle of `entries`: entries, entries − 1, … 2. */
function shuffleOf(entries: number): readonly number[] {
  return Array.from({ length: Math.max(0, entries - 1) }, (_, step) => entries - step);
}

/** How often each unit got each arm, over all tapes; and how many different allocations there were. */
function enumerate(radices: readonly number[], arrange: (random: () => number) => readonly number[]) {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  let total = 0;
  for (const tape of tapes(radices)) {
    const arms = arrange(playing(tape, radices));
    for (const [unit, arm] of arms.entries()) counts.set(`${unit} ${arm}`, (counts.get(`${unit} ${arm}`) ?? 0) + 1);
    seen.add(arms.join());
    total++;
  }
  return { counts, total, different: BigInt(seen.size) };
}

const lists = [
  { ratios: [1, 1], units: 1 },
  { ratios: [1, 1], units: 5 },
  { ratios: [1, 1, 1], units: 1 },
  { ratios: [1, 1, 1], units: 4 },
  { ratios: [1, 1, 1], units: 5 },
  { ratios: [2, 1], units: 4 },
  { ratios: [2, 1], units: 5 },
  { ratios: [2, 1], units: 6 },
  { ratios: [3, 1], units: 2 },
  { ratios: [3, 1], units: 6 },
  { ratios: [1, 2, 1], units: 7 },
];

describe('a whole list, every choice walked through', () => {
  test.each(lists)('$units units, ratio $ratios', ({ ratios, units }) => {
    const design = designWith({ kind: 'cohort' }, ratios);
    const sum = ratios.reduce((total, ratio) => total + ratio, 0);
    const radices = [...shuffleOf(sum), ...shuffleOf(units)];
    const { counts, total, different } = enumerate(radices, (random) => arrangeWholeList(ratios, units, random));
    for (const [arm, { numerator, denominator }] of probabilities(design).entries()) {
      for (let unit = 0; unit < units; unit++) {
        expect((counts.get(`${unit} ${arm}`) ?? 0) * denominator).toBe(numerator * total);
      }
    }
    expect(different).toBe(possibleWholeLists(design, units));
  });
});

describe('a block, every choice walked through', () => {
  test.each([
    { ratios: [1, 1], size: 4 },
    { ratios: [1, 1, 1], size: 6 },
    { ratios: [2, 1], size: 6 },
    { ratios: [3, 2], size: 5 },
  ])('size $size, ratio $ratios', ({ ratios, size }) => {
    const design = designWith({ kind: 'blocks', blockSizes: [size] }, ratios);
    const radices = [1, ...shuffleOf(size)];
    const { counts, total, different } = enumerate(radices, (random) => arrangeBlock(ratios, [size], random));
    for (const [arm, { numerator, denominator }] of probabilities(design).entries()) {
      for (let unit = 0; unit < size; unit++) {
        expect((counts.get(`${unit} ${arm}`) ?? 0) * denominator).toBe(numerator * total);
      }
    }
    expect(different).toBe(possibleBlocks(design, size));
  });
});

describe('many arms, which no walk through all choices could count', () => {
  const factorial = (n: number): bigint => (n === 0 ? 1n : BigInt(n) * factorial(n - 1));
  const choose = (n: number, k: number) => factorial(n) / (factorial(k) * factorial(n - k));

  test('25 units of 26 arms: any 25 of them, in any order', () => {
    const design = designWith({ kind: 'complete' }, new Array<number>(26).fill(1));
    expect(possibleWholeLists(design, 25)).toBe(26n * factorial(25));
  });

  test.each([21, 40])('20 units of %i arms at ratio 2, counted by how many arms come twice', (arms) => {
    let count = 0n;
    for (let twice = 0; twice <= 10; twice++) {
      count += (choose(arms, twice) * choose(arms - twice, 20 - 2 * twice) * factorial(20)) / 2n ** BigInt(twice);
    }
    expect(possibleWholeLists(designWith({ kind: 'cohort' }, new Array<number>(arms).fill(2)), 20)).toBe(count);
  });
});

test('the fractions are in lowest terms and sum to one', () => {
  const design = designWith({ kind: 'simple' }, [2, 4, 6]);
  expect(probabilities(design)).toEqual([
    { arm: 'arm-0', numerator: 1, denominator: 6 },
    { arm: 'arm-1', numerator: 1, denominator: 3 },
    { arm: 'arm-2', numerator: 1, denominator: 2 },
  ]);
});

test('one list of 27 for three equal arms can stand in 27! / 9!³ orders', () => {
  expect(possibleBlocks(designWith({ kind: 'blocks', blockSizes: [27] }, [1, 1, 1]), 27)).toBe(227_873_431_500n);
  expect(possibleSimple(designWith({ kind: 'simple' }, [1, 1, 1]), 25)).toBe(3n ** 25n);
});

/** The 1 − 10⁻⁴ quantiles of chi-squared with 1 and 2 degrees of freedom (R: qchisq(1e-4, df, lower.tail = FALSE)). */
const chiSquaredBounds = [15.1367, 18.4207];

describe('the streams themselves, over 3,000 fixed seeds', () => {
  const seeds = 3_000;
  test.each([
    { kind: 'simple' as const, ratios: [1, 1, 1], units: 3 },
    { kind: 'simple' as const, ratios: [2, 1], units: 3 },
    { kind: 'complete' as const, ratios: [1, 1, 1], units: 5 },
    { kind: 'cohort' as const, ratios: [1, 1, 1], units: 7 },
    { kind: 'cohort' as const, ratios: [3, 1], units: 6 },
  ])('$kind, ratio $ratios, $units units', ({ kind, ratios, units: size }) => {
    const design = designWith({ kind }, ratios);
    const units = Array.from({ length: size }, (_, unit) => ({
      unit: `u${unit}`,
      stratum: 'E09000005',
      household: null,
      values: [],
    }));
    const counts = new Map<string, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const { drawn } = drawList(design, drawKey(seedOf(seed), null), { id: 'c', units }, freshState);
      for (const { unit, arm } of drawn) {
        counts.set(`${unit} ${arm}`, (counts.get(`${unit} ${arm}`) ?? 0) + 1);
      }
    }
    for (const { unit } of units) {
      let statistic = 0;
      for (const { arm, numerator, denominator } of probabilities(design)) {
        const expected = (seeds * numerator) / denominator;
        statistic += ((counts.get(`${unit} ${arm}`) ?? 0) - expected) ** 2 / expected;
      }
      expect(statistic).toBeLessThan(chiSquaredBounds[ratios.length - 2] ?? 0);
    }
  });
});
