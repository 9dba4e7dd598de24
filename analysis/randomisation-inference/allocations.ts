/**
 * The allocations that a scheme could have given as well, one after another: all of them, or so many drawn anew. Arms are
 * exchanged among the units of a cell, so that each arm keeps as many units in it as it has.
 */
import { armCounts, dealKinds, dealUnits } from './deal.ts';
import { type DistinctAllocations, distinctAllocations } from './distinct-allocations.ts';
import { isWorthDealing, type Kinds } from './kinds.ts';
import { RandomWords } from './random-words.ts';
import type { Tally } from './tally.ts';
import type { Units } from './units.ts';

export type Allocations = {
  /** True where each possible allocation comes once; false where they are drawn with repetition. */
  readonly isExact: boolean;
  readonly count: number;
  /** True where those that no statistic tells apart come as one, of the weight of all. */
  readonly isTogether: boolean;
  /** Counts one after another in the tally, and tells the weight of each. */
  readonly visitAll: (tally: Tally, visit: (weight: number) => void) => void;
};

/** The number of allocations, exactly; null where it is not below `bound`. */
export function possibleAllocations({ cellStarts, arm, arms }: Units, bound: number): number | null {
  const limit = BigInt(bound);
  let count = 1n;
  for (let cell = 0; cell + 1 < cellStarts.length; cell += 1) {
    let left = (cellStarts[cell + 1] ?? 0) - (cellStarts[cell] ?? 0);
    for (const own of armCounts(arm.subarray(cellStarts[cell], cellStarts[cell + 1]), arms)) {
      count = timesChoices(count, left, own, limit);
      if (count >= limit) return null;
      left -= own;
    }
  }
  return count >= limit ? null : Number(count);
}

/** `count` times the ways to choose `chosen` of `from`; at least `limit` where that is passed. */
function timesChoices(count: bigint, from: number, chosen: number, limit: bigint): bigint {
  const fewer = Math.min(chosen, from - chosen);
  let ways = 1n;
  for (let one = 1; one <= fewer; one += 1) {
    ways = (ways * BigInt(from - fewer + one)) / BigInt(one);
    if (count * ways >= limit) return limit;
  }
  return count * ways;
}

/** Every allocation once, cell by cell in the order of the labels. @param count of possibleAllocations */
export function enumerated(units: Units, count: number): Allocations {
  return {
    isExact: true,
    isTogether: false,
    count,
    visitAll(tally, visit) {
      const { cellStarts } = units;
      const labels = units.arm.slice();
      const cells = Array.from({ length: cellStarts.length - 1 }, (_, cell) =>
        labels.subarray(cellStarts[cell], cellStarts[cell + 1]).sort(),
      );
      do {
        tally.countLabels(labels);
        visit(1);
      } while (cells.some(advance));
    },
  };
}

/** The next order of the labels; false where it was the last one, and they are back in the first. D. E. Knuth, TAOCP 4A, 7.2.1.2 L. */
function advance(labels: Uint16Array): boolean {
  let pivot = labels.length - 2;
  while (pivot >= 0 && (labels[pivot] ?? 0) >= (labels[pivot + 1] ?? 0)) pivot -= 1;
  if (pivot >= 0) {
    let larger = labels.length - 1;
    while ((labels[larger] ?? 0) <= (labels[pivot] ?? 0)) larger -= 1;
    swap(labels, pivot, larger);
  }
  labels.subarray(pivot + 1).reverse();
  return pivot >= 0;
}

function swap(list: Uint16Array, a: number, b: number): void {
  const kept = list[a] ?? 0;
  list[a] = list[b] ?? 0;
  list[b] = kept;
}

/** So many allocations drawn anew; the same seed gives the same ones. */
function shuffled(units: Units, draws: number, seed: string): Allocations {
  return {
    isExact: false,
    isTogether: false,
    count: draws,
    visitAll(tally, visit) {
      const numbers = new RandomWords(seed);
      const { kinds } = tally;
      const isByKind = kinds !== null && isWorthDealing(kinds);
      const next = isByKind ? byKind(units, tally, kinds, numbers) : byUnit(units, tally, numbers);
      for (let draw = 0; draw < draws; draw += 1) {
        next();
        visit(1);
      }
    },
  };
}

function byUnit(units: Units, tally: Tally, numbers: RandomWords): () => void {
  const labels = new Uint16Array(units.count);
  const deal = dealUnits(units, numbers);
  return () => {
    deal(labels);
    tally.countLabels(labels);
  };
}

function byKind(units: Units, tally: Tally, kinds: Kinds, numbers: RandomWords): () => void {
  const table = new Int32Array(kinds.count.length * units.arms);
  const deal = dealKinds(units, kinds, numbers);
  return () => {
    deal(table);
    tally.countKinds(table);
  };
}

/** Every distinct one once. */
function together({ count, visitAll }: DistinctAllocations): Allocations {
  return {
    isExact: true,
    isTogether: true,
    count,
    visitAll(tally, visit) {
      visitAll((table, weight) => {
        tally.countKinds(table);
        visit(weight);
      });
    },
  };
}

/**
 * All of them where they are fewer than `exactBelow`, or where those that a statistic tells apart are; else so many drawn anew. The
 * same seed gives the same ones, whichever arm is called treated. null: there is one allocation only, so that nothing can be compared.
 */
export function allocationsOf(
  units: Units,
  { kinds }: Tally,
  { draws, seed, exactBelow }: { readonly draws: number; readonly seed: string; readonly exactBelow: number },
): Allocations | null {
  const possible = possibleAllocations(units, Math.max(2, exactBelow));
  if (possible === 1) return null;
  if (possible !== null && possible < exactBelow) return enumerated(units, possible);
  const distinct = kinds === null ? null : distinctAllocations(units, kinds, exactBelow);
  return distinct === null ? shuffled(units, draws, seed) : together(distinct);
}
