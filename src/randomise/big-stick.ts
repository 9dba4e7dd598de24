/**
 * The big stick: a fair coin, until one arm is too far ahead of another in its stratum (Soares & Wu 1983, Communications in
 * Statistics – Theory and Methods 12:2017; two arms there, any number here). Each number of the stream picks among the arms
 * that may still be drawn, so a guess is right for certain only where the limit is reached. docs/randomisation.md, section 9.
 */
import { type Design, ratiosOf } from './design.ts';
import { below, stream } from './stream.ts';

/** The arm (its index in protocol order) at a stratum's `position`, with `counts` units in each arm before it. */
export function bigStickArm(
  design: Design,
  limit: number,
  key: Uint8Array,
  at: { readonly stratum: string; readonly position: number },
  counts: readonly number[],
): number {
  const random = stream(key, design.protocolHash, `stratum=${at.stratum}|position=${at.position}`);
  if (new Set(ratiosOf(design)).size > 1) throw new Error('the big stick is for arms with equal ratios');
  return chooseBigStick(counts, limit, random);
}

/** The arm: one integer picks among those that are less than `limit` (1 or more) ahead of the arm with the fewest units. */
export function chooseBigStick(counts: readonly number[], limit: number, random: () => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts) least = Math.min(least, count);
  let open = 0;
  for (const count of counts) if (count - least < limit) open++;
  let skipped = below(open, random);
  for (let arm = 0; arm < counts.length; arm++) {
    if ((counts[arm] ?? 0) - least >= limit) continue;
    if (skipped === 0) return arm;
    skipped--;
  }
  throw new Error('the arm with the fewest units is always open');
}
