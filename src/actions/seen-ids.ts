/**
 * Which ids have been seen, in 8 to 16 bytes an id however long the ids are: a set of 64-bit fingerprints. Two ids may share
 * one (for a million ids about once in forty million files), so a fingerprint seen again is a suspicion that whoever asks
 * confirms by a second look, and a new one is certainty.
 */
import type { Field } from '../../analysis/dataset/row-reader.ts';

export class SeenIds {
  /** Two words a slot; both 0 where the slot is free. */
  #slots = new Uint32Array(2 * 4096);
  #count = 0;

  readonly #print = { high: 0, low: 0 };

  /** Adds the id; true where its fingerprint has been seen before, false where the id is new for certain. */
  add(id: Field): boolean {
    fingerprint(id, this.#print);
    if (!place(this.#slots, this.#print.high, this.#print.low)) return true;
    this.#count++;
    if (this.#count * 8 > this.#slots.length * 3) this.#grow();
    return false;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const high = this.#slots[at] ?? 0;
      const low = this.#slots[at + 1] ?? 0;
      if (high !== 0 || low !== 0) place(larger, high, low);
    }
    this.#slots = larger;
  }
}

/** Puts a fingerprint into the first free slot from its own on; false where it stands already. */
function place(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length - 1;
  let at = (low << 1) & mask;
  while (slots[at] !== 0 || slots[at + 1] !== 0) {
    if (slots[at] === high && slots[at + 1] === low) return false;
    at = (at + 2) & mask;
  }
  slots[at] = high;
  slots[at + 1] = low;
  return true;
}

/** cyrb53's two mixed 32-bit words (bryc, public domain), each kept whole; never both 0. Written over `into`. */
function fingerprint({ bytes, from, to }: Field, into: { high: number; low: number }): void {
  let one = 0xdeadbeef ^ (to - from);
  let two = 0x41c6ce57 ^ (to - from);
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    one = Math.imul(one ^ byte, 2654435761);
    two = Math.imul(two ^ byte, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  into.high = one >>> 0;
  into.low = two >>> 0 || 1;
}
