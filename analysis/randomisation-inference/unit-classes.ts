/** Units of a block that are alike in what a variance asks of them: how many people, and whether those were treated. */
import type { Units } from './units.ts';

export type UnitClasses = {
  /** Class of each unit; those of a block follow one another. */
  readonly classOf: Int32Array;
  /** People of a unit of each class. */
  readonly size: Float64Array;
  /** 1 where its people were in the arm told apart. */
  readonly isTreated: Uint8Array;
  /** Block b has the classes blockStarts[b] … blockStarts[b + 1] − 1. */
  readonly blockStarts: Int32Array;
};

/** @param treated the arm told apart; null where none is */
export function unitClasses({ blockStarts, count, size, arm }: Units, treated: number | null): UnitClasses {
  const classOf = new Int32Array(count);
  const sizes: number[] = [];
  const isTreated: number[] = [];
  const starts: number[] = [];
  for (let block = 0; block + 1 < blockStarts.length; block += 1) {
    starts.push(sizes.length);
    const known = new Map<number, number>();
    for (let unit = blockStarts[block] ?? 0; unit < (blockStarts[block + 1] ?? 0); unit += 1) {
      const people = size[unit] ?? 0;
      const z = arm[unit] === treated ? 1 : 0;
      const key = 2 * people + z;
      const own = known.get(key) ?? sizes.length;
      if (own === sizes.length) {
        known.set(key, own);
        sizes.push(people);
        isTreated.push(z);
      }
      classOf[unit] = own;
    }
  }
  return {
    classOf,
    size: Float64Array.from(sizes),
    isTreated: Uint8Array.from(isTreated),
    blockStarts: Int32Array.from([...starts, sizes.length]),
  };
}
