/**
 * The distinct values of a column, each kept once as bytes and numbered in order of first appearance. A cell then costs four
 * bytes, and nothing becomes a JavaScript string until somebody asks for that value: 180,002 household keys are never text.
 * An open-addressing hash table with linear probing over FNV-1a; a value that equals the row's before it is found at once.
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Dictionary {
  #arena = new Uint8Array(1024);
  /** Where each value ends in the arena, shifted by one: a value runs from #ends[code] to #ends[code + 1]. */
  #ends = new Int32Array(256);
  #hashes = new Int32Array(256);
  #slots = new Int32Array(512);
  #count = 0;
  #last = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of the value in bytes[from … to), new or known. */
  code(bytes: Uint8Array, from: number, to: number): number {
    if (this.#count > 0 && this.#holds(this.#last, bytes, from, to)) return this.#last;
    const slots = this.#slots;
    const hashes = this.#hashes;
    const hash = hashOf(bytes, from, to);
    const mask = slots.length - 1;
    let slot = hash & mask;
    let found = slots[slot] ?? 0;
    while (found !== 0) {
      if (hashes[found - 1] === hash && this.#holds(found - 1, bytes, from, to)) {
        this.#last = found - 1;
        return found - 1;
      }
      slot = (slot + 1) & mask;
      found = slots[slot] ?? 0;
    }
    this.#last = this.#add(bytes, from, to, hash);
    return this.#last;
  }

  /** The value as text. */
  text(code: number): string {
    return decoder.decode(this.#arena.subarray(this.#ends[code], this.#ends[code + 1]));
  }

  /** The number of a value that a plan names, or -1 where no cell holds it. */
  find(text: string): number {
    const bytes = new TextEncoder().encode(text);
    const hash = hashOf(bytes, 0, bytes.length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot] ?? 0; found !== 0; found = this.#slots[slot] ?? 0) {
      if (this.#holds(found - 1, bytes, 0, bytes.length)) return found - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #holds(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[code] ?? 0;
    const arena = this.#arena;
    if ((this.#ends[code + 1] ?? 0) - start !== to - from) return false;
    for (let at = from, mine = start; at < to; at++, mine++) if (arena[mine] !== bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const code = this.#count;
    const start = this.#ends[code] ?? 0;
    const end = start + to - from;
    if (end > this.#arena.length) this.#arena = grownBytes(this.#arena, end);
    if (code + 1 === this.#ends.length) {
      this.#ends = grown(this.#ends);
      this.#hashes = grown(this.#hashes);
    }
    for (let at = from, mine = start; at < to; at++, mine++) this.#arena[mine] = bytes[at] ?? 0;
    this.#ends[code + 1] = end;
    this.#hashes[code] = hash;
    this.#count++;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#place(this.#slots, code);
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    for (let code = 0; code < this.#count; code++) this.#place(slots, code);
    this.#slots = slots;
  }

  #place(slots: Int32Array, code: number): void {
    const mask = slots.length - 1;
    let slot = (this.#hashes[code] ?? 0) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = code + 1;
  }
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Twice the room, same content. */
export function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function grownBytes(array: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  let length = array.length * 2;
  while (length < least) length *= 2;
  const larger = new Uint8Array(length);
  larger.set(array);
  return larger;
}
