/**
 * A file on disk as bytes that are asked for piece by piece, as often as needed. What cannot be read twice (a pipe) is
 * read whole and held.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputRefused, type Parsed } from '../../analysis/plan/problem.ts';
import { type ByteSource, heldBytes } from '../actions/byte-source.ts';
import { readBytes, reasonOf } from './input-file.ts';

const pieceLength = 1 << 16;

export type FileSource = ByteSource & Disposable;

/** Hears how many bytes of how many are read, at each piece. */
export type OnRead = (read: number, of: number) => void;

/** Opens a file until it is disposed of. A file that cannot be read is a Problem; one that changes between two readings is refused. */
export async function openFileSource(path: string, onRead: OnRead): Promise<Parsed<FileSource>> {
  try {
    if ((await stat(path)).isFile()) return { ok: true, value: sourceOf(path, openSync(path, 'r'), onRead) };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { ok: false, problems: [{ path: '', message: reason }] };
  }
  const read = await readBytes(path);
  return read.ok ? { ok: true, value: { ...heldBytes(read.value), [Symbol.dispose]: () => {} } } : read;
}

function sourceOf(path: string, file: number, onRead: OnRead): FileSource {
  const first = fstatSync(file);

  function* chunks(): Generator<Uint8Array> {
    const now = fstatSync(file);
    if (now.size !== first.size || now.mtimeMs !== first.mtimeMs) {
      throw new InputRefused([{ path: '', message: `${path}: the file changed while it was read; start again` }]);
    }
    const piece = new Uint8Array(pieceLength);
    let at = 0;
    for (;;) {
      const length = readSync(file, piece, 0, pieceLength, at);
      if (length === 0) return;
      at += length;
      onRead(at, first.size);
      yield piece.subarray(0, length);
    }
  }

  return { chunks, [Symbol.dispose]: () => closeSync(file) };
}
