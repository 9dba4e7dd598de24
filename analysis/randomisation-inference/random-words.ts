/**
 * The numbers behind the re-draws of a declared scheme: xoshiro128++ (Blackman & Vigna 2021, ACM Transactions on Mathematical
 * Software 47:36), 32-bit words only, so that every engine gives the same ones. Its state is the first 16 bytes of a SHA-256,
 * so that seeds that look alike have nothing in common.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const version = 'pledge-inference-1';
/** A whole number from 0 to `count` − 1 out of a word, each with a probability within 2⁻³² of 1 ÷ count. */
export function below(count: number, word: number): number {
  return Math.floor(word * 2.3283064365386963e-10 * count);
}

/** A multiple of 2⁻⁵³ in [0, 1) out of two words. */
export function uniform(word: number, next: number): number {
  return ((word >>> 5) * 67108864 + (next >>> 6)) * 1.1102230246251565e-16;
}

export class RandomWords {
  readonly #state: Int32Array;

  constructor(seed: string) {
    const digest = sha256(utf8ToBytes(`${version}|${seed}`));
    const view = new DataView(digest.buffer, digest.byteOffset, 16);
    this.#state = Int32Array.from([0, 4, 8, 12], (offset) => view.getInt32(offset));
  }

  /** The next words, as many as there is room for. Many at a time: the state then stays in the loop's own variables. */
  fill(words: Uint32Array): void {
    let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = this.#state;
    for (let at = 0; at < words.length; at += 1) {
      const sum = (s0 + s3) | 0;
      words[at] = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    this.#state.set([s0, s1, s2, s3]);
  }
}
