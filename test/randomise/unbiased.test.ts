/**
 * Unbiasedness by enumeration: over every allocation a design can make, the mean of the estimate is the true effect. Every
 * unit has its own effect and its own outcome without it, so that nothing but the draw makes it come out.
 */
import { describe, expect, test } from 'vitest';
import { balanceOf } from '../../src/randomise/balance.ts';
import { chooseBigStick } from '../../src/randomise/big-stick.ts';
import { armsOfPlaces, choosePlace } from '../../src/randomise/minimisation.ts';
import { arrangeBlock } from '../../src/randomise/permuted-block.ts';
import { probabilities, unitProbabilities } from '../../src/randomise/probability.ts';
import { chooseTry } from '../../src/randomise/rerandomised.ts';
import { arrangeWholeList } from '../../src/randomise/whole-list.ts';
import { designWith, unitsIn } from './design-fixture.ts';
import { allocationsAtOnce, allocationsInOrder, shuffleOf, totalOf, type Weighted, weightOf } from './enumerate.ts';

/** Outcomes of six units in arm 0 and in arm 1, and what they were told apart by before. */
const without = [3, 10, 4, 7, 1, 12];
const withIt = [8, 9, 10, 7, 6, 20];
const covariate = [2, 9, 5, 6, 1, 30];

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const effect = mean(withIt) - mean(without);

function observed(arms: readonly number[], arm: number): readonly number[] {
  return arms.flatMap((own, unit) => (own === arm ? [(arm === 1 ? withIt : without)[unit] ?? Number.NaN] : []));
}

const differenceInMeans = (arms: readonly number[]) => mean(observed(arms, 1)) - mean(observed(arms, 0));

/** Horvitz–Thompson: each outcome by the inverse of its declared probability, for draws whose arms differ in size. */
const weightedDifference = (p: number) => (arms: readonly number[]) => {
  const sum = (arm: number) => observed(arms, arm).reduce((all, value) => all + value, 0);
  return (sum(1) / p - sum(0) / (1 - p)) / arms.length;
};

function meanOver(all: readonly Weighted[], estimate: (arms: readonly number[]) => number): number {
  const total = Number(totalOf(all));
  return all.reduce((sum, { arms, weight }) => sum + (Number(weight) / total) * estimate(arms), 0);
}

const lists = (ratios: readonly number[]) => {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  return allocationsAtOnce([...shuffleOf(sum), ...shuffleOf(6)], (random) => arrangeWholeList(ratios, 6, random));
};

describe('the difference in means', () => {
  test('of a list drawn at once, equal and 2:1', () => {
    expect(meanOver(lists([1, 1]), differenceInMeans)).toBeCloseTo(effect, 12);
    expect(meanOver(lists([2, 1]), differenceInMeans)).toBeCloseTo(effect, 12);
  });

  test('of a block', () => {
    const all = allocationsAtOnce([1, ...shuffleOf(6)], (random) => arrangeBlock([1, 1], [6], random));
    expect(meanOver(all, differenceInMeans)).toBeCloseTo(effect, 12);
  });

  test('of a rerandomised list, whose covariate goes with the outcome', () => {
    const all = rerandomised([1, 1]);
    expect(all.length).toBeLessThan(lists([1, 1]).length);
    expect(meanOver(all, differenceInMeans)).toBeCloseTo(effect, 12);
  });
});

describe('outcomes weighted by the declared probabilities', () => {
  test('of the big stick, whose arms need not be of one size', () => {
    const all = allocationsInOrder(6, [2], (before, random) => {
      const ones = before.filter((arm) => arm === 1).length;
      return chooseBigStick([before.length - ones, ones], 2, random);
    });
    expect(meanOver(all, weightedDifference(1 / 2))).toBeCloseTo(effect, 12);
  });

  test('of minimisation at 2:1', () => {
    const levels = [0, 1, 0, 0, 1, 1];
    const minimising = { weights: [1], imbalance: 'range' as const, randomShare: 0.2 };
    const armOfPlace = armsOfPlaces(
      designWith({ kind: 'minimisation', factors: [{ name: 'hall', weight: 1 }], ...minimising }, [2, 1]),
    );
    const all = allocationsInOrder(6, [5, 6], (before, random) => {
      const same = before.filter((_, unit) => levels[unit] === levels[before.length]);
      const counts = armOfPlace.map((_, place) => same.filter((own) => own === place).length);
      return choosePlace([counts], minimising, random);
    }).map(({ arms, weight }) => ({ arms: arms.map((place) => armOfPlace[place] ?? -1), weight }));
    expect(meanOver(all, weightedDifference(1 / 3))).toBeCloseTo(effect, 12);
  });
});

/** Every allocation of a rerandomised list that meets the criterion: any number of tries, so that only those are left. */
function rerandomised(ratios: readonly number[]): readonly Weighted[] {
  const { imbalanceOf } = balanceOf('mahalanobis', [{ name: 'x', values: covariate }], 2);
  const accepted = (arms: readonly number[]) =>
    chooseTry({ threshold: 0.6, maximumTries: 1 }, () => arms, imbalanceOf).isMet;
  return lists(ratios).filter(({ arms }) => accepted(arms));
}

describe('rerandomisation at unequal ratios', () => {
  const scheme = {
    kind: 'rerandomised',
    covariates: [{ column: 'x', as: 'number' }],
    criterion: 'mahalanobis',
    threshold: 0.6,
    maximumTries: 1_000,
  } as const;
  const all = rerandomised([2, 1]);
  const share = (unit: number) => Number(weightOf(all, unit, 1)) / Number(totalOf(all));
  const shares = covariate.map((_, unit) => share(unit));

  test('keeps the ratio on average alone, and says so', () => {
    expect(mean(shares)).toBeCloseTo(1 / 3, 12);
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.2);
    expect(probabilities(designWith(scheme, [2, 1])).map(({ kind }) => kind)).toEqual(['average', 'average']);
    expect(probabilities(designWith(scheme, [1, 1])).map(({ kind }) => kind)).toEqual(['exact', 'exact']);
  });

  test('a unit’s own probability is estimated within its error', () => {
    const random = numbers();
    const units = unitsIn('s', 6, (index) => [String(covariate[index])]);
    const rows = unitProbabilities(designWith(scheme, [2, 1]), units, { draws: 4_000, random });
    for (const [unit, row] of rows.entries()) {
      const [first, second] = row;
      if (first?.kind !== 'estimated' || second?.kind !== 'estimated') throw new Error('these are not exact');
      expect(first.probability + second.probability).toBeCloseTo(1, 12);
      expect(Math.abs(second.probability - share(unit))).toBeLessThan(4 * second.standardError);
      expect(second.standardError).toBeGreaterThan(0);
      expect(second.draws).toBe(4_000);
    }
    const exact = unitProbabilities(designWith(scheme, [1, 1]), units, { draws: 1, random });
    expect(exact[5]?.map(({ kind }) => kind)).toEqual(['exact', 'exact']);
  });
});

/** Numbers in [0, 1), always the same: a linear congruential generator (Numerical Recipes, "quick and dirty"). */
function numbers(): () => number {
  let state = 20_260_409;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
