/**
 * The allocations that a scheme could have given as well, one after another: all of them, or so many drawn anew. Arms are
 * exchanged among the units of a cell, so that each arm keeps as many units in it as it has.
 */
import { type Below, numbersBelow } from './random-numbers.ts';
import type { Units } from './units.ts';

/** Shown each unit's arm; the array is used again for the next one. */
export type Visit = (labels: Uint16Array) => void;

/** How an allocation's reference set is gone through. */
export type Allocations = {
  /** True where each possible allocation comes once; false where they are drawn with repetition. */
  readonly isExact: boolean;
  readonly count: number;
  readonly visitAll: (visit: Visit) => void;
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

function armCounts(labels: Uint16Array, arms: number): readonly number[] {
  const counts = new Array<number>(arms).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Every allocation once, cell by cell in the order of the labels. @param count of possibleAllocations */
export function enumerated(units: Units, count: number): Allocations {
  return {
    isExact: true,
    count,
    visitAll(visit) {
      const { cellStarts } = units;
      const labels = units.arm.slice();
      const cells = Array.from({ length: cellStarts.length - 1 }, (_, cell) =>
        labels.subarray(cellStarts[cell], cellStarts[cell + 1]).sort(),
      );
      do visit(labels);
      while (cells.some(advance));
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

function swap(list: Uint16Array | Int32Array, a: number, b: number): void {
  const kept = list[a] ?? 0;
  list[a] = list[b] ?? 0;
  list[b] = kept;
}

/** So many allocations drawn anew; the same seed gives the same ones. */
export function shuffled(units: Units, draws: number, seed: string): Allocations {
  return {
    isExact: false,
    count: draws,
    visitAll(visit) {
      const below = numbersBelow(seed);
      const cells = cellsOf(units);
      const order = Int32Array.from({ length: units.count }, (_, unit) => unit);
      const labels = new Uint16Array(units.count);
      for (let draw = 0; draw < draws; draw += 1) {
        for (const cell of cells) deal(cell, order, labels, below);
        visit(labels);
      }
    },
  };
}

type Cell = { readonly start: number; readonly end: number; readonly most: number; readonly counts: readonly number[] };

function cellsOf({ cellStarts, arm, arms }: Units): readonly Cell[] {
  return Array.from({ length: cellStarts.length - 1 }, (_, cell) => {
    const [start, end] = [cellStarts[cell] ?? 0, cellStarts[cell + 1] ?? 0];
    const counts = armCounts(arm.subarray(start, end), arms);
    return { start, end, counts, most: counts.indexOf(Math.max(...counts)) };
  });
}

/** Chooses the units of every arm but the most frequent by Fisher and Yates' shuffle; `order` holds the cell's units in any order. */
function deal({ start, end, most, counts }: Cell, order: Int32Array, labels: Uint16Array, below: Below): void {
  labels.fill(most, start, end);
  let next = start;
  for (let arm = 0; arm < counts.length; arm += 1) {
    if (arm === most) continue;
    for (const stop = next + (counts[arm] ?? 0); next < stop; next += 1) {
      const chosen = next + below(end - next);
      const unit = order[chosen] ?? 0;
      order[chosen] = order[next] ?? 0;
      order[next] = unit;
      labels[unit] = arm;
    }
  }
}

/**
 * All of them where they are fewer than `exactBelow`, else so many drawn anew. The same seed gives the same ones, whichever arm is
 * called treated. null: there is one allocation only, so that nothing can be compared.
 */
export function allocationsOf(
  units: Units,
  { draws, seed, exactBelow }: { readonly draws: number; readonly seed: string; readonly exactBelow: number },
): Allocations | null {
  const possible = possibleAllocations(units, Math.max(2, exactBelow));
  if (possible === 1) return null;
  return possible !== null && possible < exactBelow ? enumerated(units, possible) : shuffled(units, draws, seed);
}
