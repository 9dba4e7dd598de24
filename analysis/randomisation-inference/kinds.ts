/**
 * Units that no statistic tells apart: the same cell, people and sum of outcomes. Where there are few kinds, as with an outcome
 * that is 0 or 1, an allocation is drawn as how many units of each kind each arm gets, and never unit by unit.
 */
import type { Units } from './units.ts';

export type Kinds = {
  /** Kind of each unit; kinds follow the units' order. */
  readonly of: Int32Array;
  /** Units of each kind. */
  readonly count: Int32Array;
  /** The first unit of each kind. */
  readonly first: Int32Array;
  /** Cell c has the kinds cellStarts[c] … cellStarts[c + 1] − 1. */
  readonly cellStarts: Int32Array;
};

/** With fewer units to a kind, dealing them one by one is as fast. */
const leastToDeal = 8;
/** So few units are told by kind in any case, because their distinct allocations may be few enough to count out. */
export const mostCountedOut = 5_000;

/** Whether drawing by kind saves anything. */
export function isWorthDealing({ of, count }: Kinds): boolean {
  return count.length * leastToDeal <= of.length;
}

/** @param treated the arm whose units are told apart from others; null: none. null is given where kinds would save nothing */
export function kindsOf({ cellStarts, size, sum, arm, count }: Units, treated: number | null): Kinds | null {
  const of = new Int32Array(count);
  const most = count <= mostCountedOut ? count / 2 : count / leastToDeal;
  const first: number[] = [];
  const starts: number[] = [];
  for (let cell = 0; cell + 1 < cellStarts.length; cell += 1) {
    starts.push(first.length);
    const start = cellStarts[cell] ?? 0;
    for (let unit = start; unit < (cellStarts[cell + 1] ?? 0); unit += 1) {
      const isSame =
        unit > start &&
        size[unit] === size[unit - 1] &&
        sum[unit] === sum[unit - 1] &&
        (arm[unit] === treated) === (arm[unit - 1] === treated);
      if (!isSame) first.push(unit);
      of[unit] = first.length - 1;
    }
    if (first.length > most) return null;
  }
  const ends = [...first.slice(1), count];
  return {
    of,
    count: Int32Array.from(first, (unit, kind) => (ends[kind] ?? 0) - unit),
    first: Int32Array.from(first),
    cellStarts: Int32Array.from([...starts, first.length]),
  };
}
