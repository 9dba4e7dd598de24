/**
 * Simple randomisation: every unit on its own, by the ratio alone. It keeps no balance and cannot be guessed.
 * docs/randomisation.md, section 6.
 */
import { type Design, ratioSum, ratiosOf } from './design.ts';
import { below, stream } from './stream.ts';

/** The arm (its index in protocol order) of the unit with this id, from a stream of its own. */
export function simpleArm(design: Design, key: Uint8Array, unit: string): number {
  return chooseByRatio(ratiosOf(design), stream(key, design.protocolHash, `unit=${unit}`));
}

/** One number against the cumulative ratio: the first arm that reaches past it. */
export function chooseByRatio(ratios: readonly number[], random: () => number): number {
  const drawn = below(ratioSum(ratios), random);
  let reached = 0;
  for (const [arm, ratio] of ratios.entries()) {
    reached += ratio;
    if (drawn < reached) return arm;
  }
  throw new Error('a number in [0, 1) reached past the sum of the ratio');
}
