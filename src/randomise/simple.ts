/**
 * Simple randomisation: every unit on its own, by the ratio alone. It keeps no balance and cannot be guessed.
 * docs/randomisation.md, section 6.
 */
import { type Design, ratioSum } from './design.ts';
import { below, stream } from './stream.ts';

/** The arm of the unit with this id: one number of its own stream against the cumulative ratio. */
export function simpleArm(design: Design, key: Uint8Array, unit: string): string {
  const drawn = below(ratioSum(design.arms), stream(key, design.protocolHash, `unit=${unit}`));
  let reached = 0;
  for (const { name, ratio } of design.arms) {
    reached += ratio;
    if (drawn < reached) return name;
  }
  throw new Error('a number in [0, 1) reached past the sum of the ratio');
}
