/**
 * Where chance comes from: one stream of numbers for each thing that is drawn, named by its label, so that any block, list
 * or unit can be drawn again alone. Nobody without the key can compute a stream; with it everybody computes the same one.
 * docs/randomisation.md, section 4. The generator is seedrandom's default (ARC4, David Bau), whose bytes are the same on
 * every engine.
 */
import { type _HMAC, hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import seedrandom from 'seedrandom';

/** The algorithm's version. A trial drawn under it is drawn again under it for ever. */
export const algorithm = 'pledge-1';

/** Numbers in [0, 1), each call the next one, for what `label` names. `protocolHash` is 64 hexadecimal digits. A key is never written to. */
export function stream(key: Uint8Array, protocolHash: string, label: string): () => number {
  let namer = namers.get(key);
  if (namer?.protocolHash !== protocolHash) {
    namer = new Namer(key, protocolHash);
    namers.set(key, namer);
  }
  const random = seedrandom(namer.seedOf(label));
  return () => random();
}

/** One for each key in use: a draw names thousands of streams, and all but the label is the same each time. */
const namers = new WeakMap<Uint8Array, Namer>();

/** HMAC-SHA-256 with what stands before the label hashed already, once, and continued on copies in place. */
class Namer {
  readonly protocolHash: string;
  readonly #begun: Mac;
  readonly #running: Mac;
  readonly #code = new Uint8Array(sha256.outputLen);

  constructor(key: Uint8Array, protocolHash: string) {
    this.protocolHash = protocolHash;
    this.#begun = hmac.create(sha256, key).update(utf8ToBytes(`${algorithm}|${protocolHash}|`));
    this.#running = this.#begun.clone();
  }

  /** The 64 hexadecimal digits that seed the stream of `label`. */
  seedOf(label: string): string {
    this.#begun._cloneInto(this.#running).update(utf8ToBytes(label)).digestInto(this.#code);
    return bytesToHex(this.#code);
  }
}

type Mac = _HMAC<ReturnType<typeof sha256.create>>;

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
