/**
 * Allocations that no statistic tells apart, counted together: how many units of each kind each arm gets, with the number of allocations
 * that come to it. With an outcome of few values these are few where allocations are beyond counting, and p is exact all the same.
 * The weight of a table is Π_k c_k! ÷ Π_a x_ka!, c_k the units of kind k of which x_ka are in arm a: up to a constant, the number of
 * its allocations.
 */
import { exp } from '../numbers/exponential.ts';
import { lnGamma } from '../numbers/log-gamma.ts';
import { armCounts } from './deal.ts';
import { type Kinds, mostCountedOut } from './kinds.ts';
import type { Units } from './units.ts';

type Cell = {
  /** Units of each of its kinds. */
  readonly counts: Int32Array;
  /** Units each arm has. */
  readonly wanted: readonly number[];
  /** Its first kind. */
  readonly first: number;
};
type VisitTable = (table: Int32Array, weight: number) => void;

export type DistinctAllocations = {
  readonly count: number;
  /** Shown each table once: kinds are rows, arms columns; the array is used again. Weights are relative. */
  readonly visitAll: (visit: VisitTable) => void;
};

/** null where there are not fewer than `bound`, or too many units. */
export function distinctAllocations(units: Units, kinds: Kinds, bound: number): DistinctAllocations | null {
  // The logarithms of long factorials would cost the weights digits.
  if (units.count > mostCountedOut) return null;
  const cells = cellsOf(units, kinds);
  let count = 1;
  for (const cell of cells) {
    const most = Math.ceil(bound / count);
    count *= countTables(cell, most);
    if (count >= bound) return null;
  }
  return { count, visitAll: (visit) => visitCells(cells, kinds.count.length * units.arms, visit) };
}

function cellsOf({ cellStarts, arm, arms }: Units, kinds: Kinds): readonly Cell[] {
  return Array.from({ length: cellStarts.length - 1 }, (_, cell) => ({
    counts: kinds.count.subarray(kinds.cellStarts[cell], kinds.cellStarts[cell + 1]),
    wanted: armCounts(arm.subarray(cellStarts[cell], cellStarts[cell + 1]), arms),
    first: kinds.cellStarts[cell] ?? 0,
  }));
}

/** The number of tables with a cell's margins; `most` where it is at least that. */
function countTables(cell: Cell, most: number): number {
  let count = 0;
  walk(cell, new Int32Array((cell.first + cell.counts.length) * cell.wanted.length), () => {
    count += 1;
    return count < most;
  });
  return count;
}

/** Fills in the cell's rows in every way; `next` is called for each and says whether to go on. */
function walk({ counts, wanted, first }: Cell, table: Int32Array, next: () => boolean): void {
  const left = Int32Array.from(wanted);
  const last = wanted.length - 1;

  function give(kind: number, arm: number, units: number): boolean {
    if (kind === counts.length) return next();
    const own = arm === last ? units : Math.min(units, left[arm] ?? 0);
    const others = left.reduce((sum, places, other) => (other > arm ? sum + places : sum), 0);
    for (let got = Math.max(0, units - others); got <= own; got += 1) {
      table[(first + kind) * wanted.length + arm] = got;
      left[arm] = (left[arm] ?? 0) - got;
      const goesOn = arm === last ? give(kind + 1, 0, counts[kind + 1] ?? 0) : give(kind, arm + 1, units - got);
      left[arm] = (left[arm] ?? 0) + got;
      if (!goesOn) return false;
    }
    return true;
  }

  give(0, 0, counts[0] ?? 0);
}

/** Every combination of the cells' tables. */
function visitCells(cells: readonly Cell[], size: number, visit: VisitTable): void {
  const table = new Int32Array(size);
  const lnFactorial = Float64Array.from({ length: mostCountedOut + 1 }, (_, n) => lnGamma(n + 1));
  const largest = cells.map((cell) => extent(cell, lnFactorial));

  function fromCell(index: number, weight: number): void {
    const cell = cells[index];
    if (cell === undefined) {
      visit(table, weight);
      return;
    }
    walk(cell, table, () => {
      fromCell(index + 1, weight * exp(logWeight(cell, table, lnFactorial) - (largest[index] ?? 0)));
      return true;
    });
  }

  fromCell(0, 1);
}

function logWeight({ counts, wanted, first }: Cell, table: Int32Array, lnFactorial: Float64Array): number {
  const { length } = wanted;
  let sum = 0;
  for (let kind = 0; kind < counts.length; kind += 1) {
    sum += lnFactorial[counts[kind] ?? 0] ?? 0;
    for (let arm = 0; arm < length; arm += 1) sum -= lnFactorial[table[(first + kind) * length + arm] ?? 0] ?? 0;
  }
  return sum;
}

/** The largest log weight there is, so that the weights stay in reach. */
function extent(cell: Cell, lnFactorial: Float64Array): number {
  const table = new Int32Array((cell.first + cell.counts.length) * cell.wanted.length);
  let largest = Number.NEGATIVE_INFINITY;
  walk(cell, table, () => {
    largest = Math.max(largest, logWeight(cell, table, lnFactorial));
    return true;
  });
  return largest;
}
