/**
 * One arm by itself, from the seed and its place alone, for the scheme that allows it: a permuted block does not depend on who
 * the units are. Under every other scheme an arm hangs on the unit's id, on the length of its list or on the arms before it.
 */
import { armName, type Design } from './design.ts';
import { blockArms } from './permuted-block.ts';

/** The arm at this position (from 0) of a stratum, or null where no scheme gives it alone. `key` comes from `drawKey`. */
export function armAlone(
  design: Design,
  key: Uint8Array,
  { stratum, position }: { readonly stratum: string; readonly position: number },
): string | null {
  const { scheme } = design;
  if (scheme.kind !== 'blocks') return null;
  let first = 0;
  for (let block = 0; ; block++) {
    const arms = blockArms(design, scheme.blockSizes, key, stratum, block);
    if (position < first + arms.length) return armName(design, arms[position - first]);
    first += arms.length;
  }
}
