/**
 * Permuted blocks within strata: every completed block holds the ratio exactly (Zelen 1974; Matts & Lachin 1988,
 * Controlled Clinical Trials 9:327). docs/randomisation.md, section 7.
 */
import { type Design, expandedArms, ratioSum, ratiosOf } from './design.ts';
import { below, shuffle, stream } from './stream.ts';

/** The arms (indices in protocol order) of block `block` (from 0) of a stratum, in order of position. */
export function blockArms(
  design: Design,
  blockSizes: readonly number[],
  key: Uint8Array,
  stratum: string,
  block: number,
): readonly number[] {
  const random = stream(key, design.protocolHash, `stratum=${stratum}|block=${block}`);
  return arrangeBlock(ratiosOf(design), blockSizes, random);
}

/**
 * One block's arms, by index, for arms with these ratios. The first number picks the size from `blockSizes`, also where
 * there is one; the arms that fill it are then shuffled.
 */
export function arrangeBlock(
  ratios: readonly number[],
  blockSizes: readonly number[],
  random: () => number,
): readonly number[] {
  const size = blockSizes[below(blockSizes.length, random)];
  if (size === undefined) throw new Error('a scheme of blocks has no block size');
  return shuffle(expandedArms(ratios, size / ratioSum(ratios)), random);
}
