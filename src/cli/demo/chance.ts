/**
 * Where the demo's chance comes from: one stream of bytes for each label, all from the demo's seed, so that the same seed
 * gives the same demo and one part of it does not shift when another draws more. Block n of a stream is HMAC-SHA-256(seed,
 * label + "|" + n). None of this draws an arm: that is done by the service, from each trial's own seed.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** 32 bytes. */
export type DemoSeed = Uint8Array;

/** @param hex 64 hex digits */
export function demoSeed(hex: string): DemoSeed {
  return hexToBytes(hex);
}

/** 32 bytes that belong to this label alone; a trial's own seed is the bytes of its slug (contract, `pledge demo`). */
export function bytesOf(seed: DemoSeed, label: string): Uint8Array {
  return hmac(sha256, seed, utf8ToBytes(label));
}

/** Gives any number of bytes, going on where it stopped. */
export function byteStream(seed: DemoSeed, label: string): (length: number) => Uint8Array {
  let block = new Uint8Array(0);
  let used = 0;
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (used === block.length) {
        block = Uint8Array.from(bytesOf(seed, `${label}|${count++}`));
        used = 0;
      }
      const part = block.subarray(used, used + length - filled);
      bytes.set(part, filled);
      filled += part.length;
      used += part.length;
    }
    return bytes;
  };
}

export type Chance = {
  /** In [0, 1), in steps of 2⁻⁴⁸. */
  readonly share: () => number;
  readonly happens: (probability: number) => boolean;
  /** 0 to n − 1. */
  readonly below: (n: number) => number;
  /** One of the values, each with its share; the shares add up to 1. */
  readonly oneOf: <T>(shares: readonly (readonly [value: T, share: number])[]) => T;
  /** Mean 1, coefficient of variation `cv`. */
  readonly gamma: (cv: number) => number;
  /** Mean `mean`; two yes-or-no events that share one such probability have the correlation `correlation`. */
  readonly beta: (mean: number, correlation: number) => number;
};

export function chanceOf(seed: DemoSeed, label: string): Chance {
  const bytes = byteStream(seed, label);
  const share = () => {
    const six = bytes(6);
    return six.reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48;
  };
  return {
    share,
    happens: (probability) => share() < probability,
    below: (n) => Math.floor(share() * n),
    oneOf(shares) {
      let left = share();
      for (const [value, part] of shares) {
        if (left < part) return value;
        left -= part;
      }
      const last = shares.at(-1);
      if (last === undefined) throw new Error('There is nothing to choose from.');
      return last[0];
    },
    gamma: (cv) => gammaVariate(1 / cv ** 2, share) * cv ** 2,
    beta(mean, correlation) {
      const total = 1 / correlation - 1;
      const yes = gammaVariate(mean * total, share);
      return yes / (yes + gammaVariate((1 - mean) * total, share));
    },
  };
}

/** Gamma with this shape (at least 1) and scale 1: Marsaglia & Tsang 2000, ACM Transactions on Mathematical Software 26:363. */
function gammaVariate(shape: number, share: () => number): number {
  if (shape < 1) throw new RangeError(`a shape of ${shape} is below 1`);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalVariate(share);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - share()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Standard normal: Box & Muller 1958, Annals of Mathematical Statistics 29:610. */
function normalVariate(share: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share());
}
