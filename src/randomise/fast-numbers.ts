/**
 * The numbers behind re-draws and simulations: fast, seeded, and not those of the draw itself. xoroshiro128+ (Blackman & Vigna
 * 2021, ACM Transactions on Mathematical Software 47:36) as pure-rand gives it, its state the first 16 bytes of a SHA-256, so
 * that neighbouring re-draws have nothing in common. docs/randomisation.md, section 16.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

const version = 'pledge-redraw-1';
const perUnit = 2 ** -32;

/**
 * Numbers in [0, 1), each call the next one, for `name`: multiples of 2⁻³², so that an integer below k comes with a
 * probability that differs from 1/k by less than 2⁻³².
 */
export function fastNumbers(name: string): () => number {
  const digest = sha256(utf8ToBytes(`${version}|${name}`));
  const words = new DataView(digest.buffer, digest.byteOffset, 16);
  const state = [0, 4, 8, 12].map((offset) => words.getInt32(offset));
  // A state of nothing but zeros would stay there; it has the probability 2⁻¹²⁸.
  const generator = xoroshiro128plusFromState(state);
  return () => (generator.next() >>> 0) * perUnit;
}
