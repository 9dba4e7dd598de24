/**
 * The rows of a CSV one after another, from chunks of it: the same rules as csv.ts, by the same functions, for a file that
 * need not be held. Only a blank line is no row in a table of one column either: its value is an id. What is held is a window that
 * grows only where one row is longer than it.
 */
import type { Parsed, Problem } from '../plan/problem.ts';
import type { Place } from '../plan/text-place.ts';
import { type FieldSink, fieldOffset, mostProblems, type RowEnd, readHeader, readRow } from './csv.ts';
import { afterLineBreak, type CsvProblem, isLineBreak } from './csv-field.ts';
import { placeInBytes } from './place-in-bytes.ts';

/** A value of the current row: bytes[from … to). The next row's is written over it. */
export type Field = { readonly bytes: Uint8Array; readonly from: number; readonly to: number };
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const noSink: FieldSink = { keep: () => {} };

export class RowReader {
  readonly names: readonly string[];
  /** Everything found wrong so far; reading stops at the tenth. */
  readonly problems: Problem[] = [];
  /** Rows read so far. */
  rows = 0;
  readonly #window: Window;
  #kept: readonly number[] = [];
  #fields: readonly Writable<Field>[] = [];
  #sink: FieldSink = noSink;
  #rowStart = 0;
  #isBroken = false;

  private constructor(window: Window, names: readonly string[]) {
    this.#window = window;
    this.names = names;
  }

  /** Reads the header. `chunks` are UTF-8 without byte order mark, cut anywhere; a chunk is copied before the next is asked for. */
  static open(chunks: Iterator<Uint8Array>): Parsed<RowReader> {
    const window = new Window(chunks);
    window.wholeRow(Number.POSITIVE_INFINITY, noSink);
    const header = readHeader(window.bytes);
    if (!header.ok) return { ok: false, problems: header.problems.map((problem) => window.placed(problem)) };
    window.at = header.value.end;
    return { ok: true, value: new RowReader(window, header.value.names) };
  }

  /** Which columns to keep from here on: indices into `names`, each once. Their fields are asked for by their order here. */
  keepColumns(indices: readonly number[]): void {
    this.#kept = indices;
    this.#fields = indices.map(() => ({ bytes: new Uint8Array(0), from: 0, to: 0 }));
    const slotOf = new Int32Array(this.names.length).fill(-1);
    for (const [slot, index] of indices.entries()) slotOf[index] = slot;
    this.#sink = {
      keep: (index, bytes, from, to) => {
        const field = this.#fields[slotOf[index] ?? -1];
        if (field === undefined) return;
        field.bytes = bytes;
        field.from = from;
        field.to = to;
      },
    };
  }

  /** Goes to the next row that is whole; false after the last one, and after the tenth problem. A file without rows is a problem. */
  next(): boolean {
    const window = this.#window;
    while (!this.#isBroken && this.problems.length < mostProblems) {
      const row = window.wholeRow(this.names.length, this.#sink);
      if (row === null) break;
      this.#rowStart = window.at;
      window.at = afterLineBreak(window.bytes, row.next);
      this.#isBroken = row.isFatal;
      if (row.problem === null) {
        this.rows++;
        return true;
      }
      this.problems.push(window.placed(row.problem));
    }
    if (this.rows === 0 && this.problems.length === 0) {
      const message = 'the file has a header and no rows';
      this.problems.push(window.placed({ offset: window.bytes.length, path: '', message }));
    }
    return false;
  }

  /** The value in the kept column `slot` of the current row. */
  field(slot: number): Field {
    const field = this.#fields[slot];
    if (field === undefined) throw new Error(`no column was kept as ${slot}`);
    return field;
  }

  /** Line and column of that value. Walks the window: for messages only. */
  place(slot: number): Place {
    const { bytes } = this.#window;
    return this.#window.place(fieldOffset(bytes, this.#rowStart, this.#kept[slot] ?? 0));
  }
}

/** The part of the file that is held: from the row being read on. */
class Window {
  /** What is held, a part of #buffer. */
  bytes: Uint8Array;
  /** Where in `bytes` reading goes on. */
  at = 0;
  /** The line of the file in which `bytes` begins. */
  #line = 1;
  #buffer = new Uint8Array(1 << 16);
  #isWhole = false;
  readonly #chunks: Iterator<Uint8Array>;

  constructor(chunks: Iterator<Uint8Array>) {
    this.#chunks = chunks;
    this.bytes = this.#buffer.subarray(0, 0);
  }

  /** The row at `at` (blank lines passed over), once all of it is held; null after the last. */
  wholeRow(width: number, sink: FieldSink): RowEnd | null {
    for (;;) {
      if (width !== Number.POSITIVE_INFINITY) this.#passBlankLines();
      if (this.at < this.bytes.length) {
        const row = readRow(this.bytes, this.at, width, sink);
        // One byte more than the row's own is held, because an LF may follow a CR, and a quotation mark another.
        const isHeld = row.isFatal ? !row.isOpen : row.next + 1 < this.bytes.length;
        if (isHeld || this.#isWhole) return row;
      } else if (this.#isWhole) return null;
      this.#grow();
    }
  }

  #passBlankLines(): void {
    const { bytes } = this;
    while (this.at < bytes.length && isLineBreak(bytes[this.at])) {
      if (this.at + 1 === bytes.length && !this.#isWhole) return;
      this.at = afterLineBreak(bytes, this.at);
    }
  }

  /** Takes chunks until what is held of the row has doubled, so that a row over many chunks is read again a few times only. */
  #grow(): void {
    const wanted = 2 * (this.bytes.length - this.at);
    do {
      const { done, value } = this.#chunks.next();
      if (done === true) {
        this.#isWhole = true;
        return;
      }
      this.#append(value);
    } while (this.bytes.length < wanted);
  }

  /** Lets go of what was read, then adds the chunk. */
  #append(chunk: Uint8Array): void {
    const rest = this.bytes.length - this.at;
    this.#line += lineBreaks(this.bytes, this.at);
    const needed = rest + chunk.length;
    const buffer = needed > this.#buffer.length ? new Uint8Array(2 * needed) : this.#buffer;
    buffer.set(this.bytes.subarray(this.at));
    buffer.set(chunk, rest);
    this.#buffer = buffer;
    this.bytes = buffer.subarray(0, needed);
    this.at = 0;
  }

  place(offset: number): Place {
    const { line, column } = placeInBytes(this.bytes, offset);
    return { line: this.#line + line - 1, column };
  }

  placed({ offset, path, message }: CsvProblem): Problem {
    return { path, message, ...this.place(offset) };
  }
}

/** Line breaks in the first `end` bytes. */
function lineBreaks(bytes: Uint8Array, end: number): number {
  let count = 0;
  let at = 0;
  while (at < end) {
    if (isLineBreak(bytes[at])) {
      at = afterLineBreak(bytes, at);
      count++;
    } else at++;
  }
  return count;
}
