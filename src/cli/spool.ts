/**
 * Where output waits until all of it is known to be right: a file without a name, gone with the process however that ends.
 * Nobody else can open it, and a refused list leaves nothing of its draw behind.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { visible } from '../../analysis/plan/quoted.ts';
import { type WriteFault, writeFault } from './output-file.ts';

const pieceLength = 1 << 16;

/** The folder for temporary files cannot be used: full, missing, or closed to this user. */
export class NoSpool extends Error {
  readonly fault: WriteFault;

  constructor(fault: WriteFault) {
    super(`the folder for temporary files, ${visible(tmpdir())}: ${fault.message}`);
    this.name = 'NoSpool';
    this.fault = fault;
  }
}

function inTemporary<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const fault = writeFault(error);
    if (fault === undefined) throw error;
    throw new NoSpool(fault);
  }
}

export class Spool implements Disposable {
  readonly #file: number;

  constructor() {
    const folder = inTemporary(() => mkdtempSync(join(tmpdir(), 'pledge-')));
    try {
      this.#file = openSync(join(folder, 'spool'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  write(text: string): void {
    inTemporary(() => writeFileSync(this.#file, text));
  }

  /** What was written, in pieces of text that end anywhere between two characters. */
  *pieces(): Generator<string> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const piece = new Uint8Array(pieceLength);
    let at = 0;
    for (;;) {
      const length = readSync(this.#file, piece, 0, pieceLength, at);
      if (length === 0) return;
      at += length;
      yield decoder.decode(piece.subarray(0, length), { stream: true });
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}
