/**
 * The numbers behind the re-draws of a declared scheme: xoshiro128++ (Blackman & Vigna 2021, ACM Transactions on Mathematical
 * Software 47:36), 32-bit words only, so that every engine gives the same ones. Its state is the first 16 bytes of a SHA-256,
 * so that seeds that look alike have nothing in common.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const version = 'pledge-inference-1';
const perUnit = 2.3283064365386963e-10;
const batch = 4096;

/** A whole number from 0 to `count` − 1, each with a probability within 2⁻³² of 1 ÷ count. */
export type Below = (count: number) => number;

/** Words are made a batch at a time: the state then stays in the loop's own variables. */
export function numbersBelow(seed: string): Below {
  const digest = sha256(utf8ToBytes(`${version}|${seed}`));
  const view = new DataView(digest.buffer, digest.byteOffset, 16);
  const state = Int32Array.from([0, 4, 8, 12], (offset) => view.getInt32(offset));
  const words = new Uint32Array(batch);
  let next = batch;
  return (count) => {
    if (next === batch) {
      fill(words, state);
      next = 0;
    }
    return Math.floor((words[next++] ?? 0) * perUnit * count);
  };
}

function fill(words: Uint32Array, state: Int32Array): void {
  let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
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
  state.set([s0, s1, s2, s3]);
}
