/**
 * Where chance comes from: one stream of numbers for each thing that is drawn, named by its label, so that any block, list
 * or unit can be drawn again alone. Nobody without the key can compute a stream; with it everybody computes the same one.
 * docs/randomisation.md, section 4. The generator is seedrandom's default (ARC4, David Bau), whose bytes are the same on
 * every engine.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import seedrandom from 'seedrandom';

/** The algorithm's version. A trial drawn under it is drawn again under it for ever. */
export const algorithm = 'pledge-1';

/** Numbers in [0, 1), each call the next one, for what `label` names. `protocolHash` is 64 hexadecimal digits. */
export function stream(key: Uint8Array, protocolHash: string, label: string): () => number {
  const name = utf8ToBytes(`${algorithm}|${protocolHash}|${label}`);
  const random = seedrandom(bytesToHex(hmac(sha256, key, name)));
  return () => random();
}

/** The integer floor(x · n), for the next number x: 0 to n − 1. */
export function below(n: number, random: () => number): number {
  return Math.floor(random() * n);
}

/** Shuffles `items` in place by Fisher–Yates from the end: for i = last … 1, j = floor(x · (i + 1)), swap i and j. */
export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i >= 1; i--) {
    const j = below(i + 1, random);
    const held = items[i] as T; // i and j are inside the array by construction
    items[i] = items[j] as T; // as above
    items[j] = held;
  }
  return items;
}
