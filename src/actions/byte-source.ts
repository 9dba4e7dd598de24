/**
 * A file as bytes that are asked for when they are needed, and may be asked for again: how a long list is read without
 * being held, and looked at a second time where only a second look can tell what is wrong.
 */
import { joinBytes } from '../../analysis/dataset/gunzip.ts';
import { decodeText, encodingOf, packedAs } from '../../analysis/plan/decode-text.ts';
import type { Problem } from '../../analysis/plan/problem.ts';

export type ByteSource = {
  /** The file from its start, in pieces. A piece is good until the next one is asked for. */
  readonly chunks: () => Iterable<Uint8Array>;
};

/** Bytes that are held. */
export function heldBytes(bytes: Uint8Array): ByteSource {
  return { chunks: () => [bytes] };
}

/** Thrown between the chunks of a file that is no text, and caught where its rows are read. */
export class NoText extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('the file is no text');
    this.problems = problems;
  }
}

/**
 * The text of a file as UTF-8 without byte order mark, in pieces. A file in UTF-16 is held as a whole. Throws `NoText` at a
 * byte that is not valid and at a NUL, as `decodeText` refuses them.
 */
export function* utf8Chunks(source: ByteSource): Generator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = new Uint8Array(0);
  let isStarted = false;
  for (const chunk of source.chunks()) {
    let piece = chunk;
    if (!isStarted) {
      start = new Uint8Array(joinBytes([start, chunk]));
      if (start.length < 4) continue;
      if (packedAs(start) !== undefined) throw new NoText(faultsIn(source));
      if (encodingOf(start) !== 'utf-8') return yield wholeText(source);
      isStarted = true;
      piece = start;
    }
    if (!isText(decoder, piece)) throw new NoText(faultsIn(source));
    yield piece === start ? withoutMark(start) : piece;
  }
  if (!isStarted && start.length > 0) return yield wholeText(source);
  if (!isText(decoder)) throw new NoText(faultsIn(source));
}

/** Whether the stream goes on, or ends, as UTF-8 without NUL. */
function isText(decoder: TextDecoder, piece?: Uint8Array): boolean {
  if (piece?.includes(0) === true) return false;
  try {
    if (piece === undefined) decoder.decode();
    else decoder.decode(piece, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function wholeText(source: ByteSource): Uint8Array {
  const decoded = decodeText(allOf(source));
  if (!decoded.ok) throw new NoText(decoded.problems);
  return new TextEncoder().encode(decoded.value);
}

/** The second look at a file that is no text, for the place where it stops being one. */
function faultsIn(source: ByteSource): readonly Problem[] {
  const decoded = decodeText(allOf(source));
  if (decoded.ok) throw new Error('a file that was no text is one at the second look');
  return decoded.problems;
}

function allOf(source: ByteSource): Uint8Array {
  return joinBytes(Array.from(source.chunks(), (chunk) => chunk.slice()));
}
