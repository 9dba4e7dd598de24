/**
 * Exact: every choice a draw can make is walked through on tiny designs, and each unit's share of each arm is the declared
 * fraction, to the last one. The real streams are held to the same in frequencies.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { chooseBigStick } from '../../src/randomise/big-stick.ts';
import type { Design } from '../../src/randomise/design.ts';

import { armsOfPlaces, choosePlace } from '../../src/randomise/minimisation.ts';
import { arrangeBlock } from '../../src/randomise/permuted-block.ts';
import {
  possibleBigStick,
  possibleBlocks,
  possibleSimple,
  possibleWholeLists,
} from '../../src/randomise/possible-draws.ts';
import { probabilities } from '../../src/randomise/probability.ts';

import { arrangeWholeList } from '../../src/randomise/whole-list.ts';
import { designWith } from './design-fixture.ts';
import { allocationsAtOnce, allocationsInOrder, shuffleOf, totalOf, type Weighted, weightOf } from './enumerate.ts';

function countsOf(arms: readonly number[], kinds: number): readonly number[] {
  return Array.from({ length: kinds }, (_, kind) => arms.filter((arm) => arm === kind).length);
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

/** Each unit gets each arm with the declared fraction, to the last allocation. */
function expectDeclared(design: Design, all: readonly Weighted[], units: number): void {
  for (const [arm, { kind, numerator, denominator }] of probabilities(design).entries()) {
    expect(kind).toBe('exact');
    for (let unit = 0; unit < units; unit++) {
      expect(weightOf(all, unit, arm) * BigInt(denominator)).toBe(BigInt(numerator) * totalOf(all));
    }
  }
}

describe('a whole list, every choice walked through', () => {
  test.each(lists)('$units units, ratio $ratios', ({ ratios, units }) => {
    const design = designWith({ kind: 'cohort' }, ratios);
    const sum = ratios.reduce((total, ratio) => total + ratio, 0);
    const radices = [...shuffleOf(sum), ...shuffleOf(units)];
    const all = allocationsAtOnce(radices, (random) => arrangeWholeList(ratios, units, random));
    expectDeclared(design, all, units);
    expect(BigInt(all.length)).toBe(possibleWholeLists(design, units));
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
    const all = allocationsAtOnce(radices, (random) => arrangeBlock(ratios, [size], random));
    expectDeclared(design, all, size);
    expect(BigInt(all.length)).toBe(possibleBlocks(design, size));
  });
});

describe('the big stick, every choice walked through', () => {
  test.each([
    { arms: 2, limit: 1, units: 9 },
    { arms: 2, limit: 2, units: 10 },
    { arms: 2, limit: 3, units: 9 },
    { arms: 3, limit: 1, units: 7 },
    { arms: 3, limit: 2, units: 6 },
    { arms: 4, limit: 2, units: 5 },
  ])('$arms arms, limit $limit, $units units', ({ arms, limit, units }) => {
    const design = designWith({ kind: 'big-stick', limit }, new Array<number>(arms).fill(1));
    const all = allocationsInOrder(units, [arms === 4 ? 12 : 6], (before, random) =>
      chooseBigStick(countsOf(before, arms), limit, random),
    );
    expectDeclared(design, all, units);
    expect(BigInt(all.length)).toBe(possibleBigStick(design, limit, units));
  });
});

describe('minimisation, every choice walked through', () => {
  /** Two factors; the levels of seven units. */
  const levels = [
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 0],
    [1, 1],
    [0, 1],
    [1, 0],
  ];
  test.each([
    { ratios: [1, 1], units: 7, imbalance: 'range' as const, weights: [1, 1], fifths: 1 },
    { ratios: [1, 1], units: 7, imbalance: 'variance' as const, weights: [1, 2], fifths: 0 },
    { ratios: [1, 1, 1], units: 6, imbalance: 'range' as const, weights: [2, 1], fifths: 2 },
    { ratios: [1, 1, 1], units: 6, imbalance: 'variance' as const, weights: [1, 1], fifths: 0 },
    { ratios: [2, 1], units: 6, imbalance: 'range' as const, weights: [1, 1], fifths: 1 },
    { ratios: [2, 1], units: 6, imbalance: 'variance' as const, weights: [3, 1], fifths: 1 },
    { ratios: [3, 1], units: 5, imbalance: 'range' as const, weights: [1, 1], fifths: 0 },
    { ratios: [1, 2, 1], units: 5, imbalance: 'range' as const, weights: [1, 1], fifths: 5 },
  ])('ratio $ratios, $imbalance, random share $fifths/5', ({ ratios, units, imbalance, weights, fifths }) => {
    const randomShare = fifths / 5;
    const factors = weights.map((weight, index) => ({ name: `f${index}`, weight }));
    const design = designWith({ kind: 'minimisation', factors, imbalance, randomShare }, ratios);
    const armOfPlace = armsOfPlaces(design);
    const places = armOfPlace.length;
    const all = allocationsInOrder(units, [5, places === 4 ? 12 : 6], (before, random) => {
      const own = levels[before.length] ?? [];
      const counts = own.map((level, factor) =>
        countsOf(
          before.filter((_, unit) => levels[unit]?.[factor] === level),
          places,
        ),
      );
      return choosePlace(counts, { weights, imbalance, randomShare }, random);
    }).map(({ arms, weight }) => ({ arms: arms.map((place) => armOfPlace[place] ?? -1), weight }));
    expectDeclared(design, all, units);
    const different = new Set(all.map(({ arms }) => arms.join())).size;
    if (fifths > 0) expect(BigInt(different)).toBe(possibleSimple(design, units));
    else expect(BigInt(different)).toBeLessThan(possibleSimple(design, units));
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
    { kind: 'exact', arm: 'arm-0', numerator: 1, denominator: 6 },
    { kind: 'exact', arm: 'arm-1', numerator: 1, denominator: 3 },
    { kind: 'exact', arm: 'arm-2', numerator: 1, denominator: 2 },
  ]);
});

test('one list of 27 for three equal arms can stand in 27! / 9!³ orders', () => {
  expect(possibleBlocks(designWith({ kind: 'blocks', blockSizes: [27] }, [1, 1, 1]), 27)).toBe(227_873_431_500n);
  expect(possibleSimple(designWith({ kind: 'simple' }, [1, 1, 1]), 25)).toBe(3n ** 25n);
});
