/**
 * CSV (RFC 4180) to columns, straight from bytes. A wholly empty line of a table with several columns is skipped, as R does;
 * anything else that is not a rectangle is refused with its place, never padded. The loop is our own because only the columns
 * that a plan names are kept, as codes, and because a wrong value must be shown with its line and column.
 */
import { cut } from '../plan/quoted.ts';
import {
  afterLineBreak,
  type CsvProblem,
  comma,
  isLineBreak,
  isQuote,
  plainFieldEnd,
  readQuotedField,
} from './csv-field.ts';
import { Dictionary, grown } from './dictionary.ts';

/** Reading stops at the tenth problem. */
export const mostProblems = 10;

/** One column: for each row the number of its value in `values`. */
export type Column = {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: Dictionary;
};

/** The column names, and the offset of the first byte below the header. */
export type CsvHeader = { readonly names: readonly string[]; readonly end: number };

export type CsvBody = {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Offset of each row's first byte. */
  readonly rowStarts: Int32Array;
};

export type Read<T> = { readonly ok: true; readonly value: T } | Unread;
type Unread = { readonly ok: false; readonly problems: readonly CsvProblem[] };

/** The names in the first line. Refuses an empty file and a name given twice. `bytes` are UTF-8 without byte order mark. */
export function readHeader(bytes: Uint8Array): Read<CsvHeader> {
  if (bytes.length === 0) return unread(0, 'the file is empty; a header line with column names was expected');
  const names: string[] = [];
  const repeated: CsvProblem[] = [];
  let at = 0;
  for (;;) {
    const field = readField(bytes, at);
    if (!field.ok) return { ok: false, problems: [field.problem] };
    const name = new TextDecoder('utf-8', { ignoreBOM: true }).decode(field.bytes.subarray(field.from, field.to));
    if (name !== '' && names.includes(name)) {
      repeated.push({ offset: at, path: `column ${cut(name)}`, message: 'this name stands twice in the header' });
    }
    names.push(name);
    at = field.next;
    if (bytes[at] !== comma) break;
    at++;
  }
  if (names.every((name) => name === '')) return unread(0, 'the first line is empty; column names were expected');
  if (repeated.length > 0) return { ok: false, problems: repeated };
  return { ok: true, value: { names, end: afterLineBreak(bytes, at) } };
}

/**
 * The rows below the header, keeping only the columns at `kept` (indices into the header, each once). Refuses a file without
 * rows, a row with more or fewer fields than the header, and a quotation mark that is never closed.
 */
export function readRows(bytes: Uint8Array, header: CsvHeader, kept: readonly number[]): Read<CsvBody> {
  const width = header.names.length;
  const store = new ColumnStore(kept, width);
  const problems: CsvProblem[] = [];
  let at = header.end;
  while (at < bytes.length) {
    if (width > 1 && isLineBreak(bytes[at])) {
      at = afterLineBreak(bytes, at);
      continue;
    }
    store.beginRow(at);
    const row = readRow(bytes, at, width, store);
    if (row.problem !== null) problems.push(row.problem);
    if (row.isFatal || problems.length === mostProblems) break;
    at = afterLineBreak(bytes, row.next);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (store.rows === 0) return unread(bytes.length, 'the file has a header and no rows');
  return { ok: true, value: store.body(header.names) };
}

/** Takes the fields of a row as they are found: the value is bytes[from … to), good until the next call. */
export type FieldSink = {
  readonly keep: (index: number, bytes: Uint8Array, from: number, to: number) => void;
};

/**
 * `next`: offset of the row's line break, or of the end of `bytes`. Fatal problems leave it unknown where the next row
 * begins; `isOpen`: a quotation mark that `bytes` does not close.
 */
export type RowEnd = {
  readonly next: number;
  readonly problem: CsvProblem | null;
  readonly isFatal: boolean;
  readonly isOpen: boolean;
};

/** The row that starts at `start`, each field given to `sink`. Its problem is that it has not `width` fields, or a broken quotation. */
export function readRow(bytes: Uint8Array, start: number, width: number, sink: FieldSink): RowEnd {
  let at = start;
  let index = 0;
  let surplusAt = -1;
  for (;;) {
    if (index === width) surplusAt = at;
    if (isQuote(bytes[at])) {
      const field = readQuotedField(bytes, at);
      if (!field.ok) return { next: at, problem: field.problem, isFatal: true, isOpen: field.isOpen };
      sink.keep(index, field.bytes, field.from, field.to);
      at = field.next;
    } else {
      const end = plainFieldEnd(bytes, at);
      sink.keep(index, bytes, at, end);
      at = end;
    }
    index++;
    if (bytes[at] !== comma) break;
    at++;
  }
  const problem = index === width ? null : ragged(index, width, surplusAt === -1 ? at : surplusAt);
  return { next: at, problem, isFatal: false, isOpen: false };
}

/** Offset of the first byte of field `index` in the row that starts at `rowStart`. */
export function fieldOffset(bytes: Uint8Array, rowStart: number, index: number): number {
  let at = rowStart;
  for (let skipped = 0; skipped < index; skipped++) {
    const field = readField(bytes, at);
    if (!field.ok) return at;
    at = field.next + 1;
  }
  return at;
}

function readField(bytes: Uint8Array, at: number): ReturnType<typeof readQuotedField> {
  if (isQuote(bytes[at])) return readQuotedField(bytes, at);
  const to = plainFieldEnd(bytes, at);
  return { ok: true, bytes, from: at, to, next: to };
}

/** The kept columns while they grow. */
class ColumnStore {
  rows = 0;
  readonly #kept: readonly number[];
  readonly #slotOf: Int32Array;
  readonly #values: readonly Dictionary[];
  readonly #codes: Int32Array[];
  #rowStarts = new Int32Array(1024);

  constructor(kept: readonly number[], width: number) {
    this.#kept = kept;
    this.#slotOf = new Int32Array(width).fill(-1);
    for (const [slot, index] of kept.entries()) this.#slotOf[index] = slot;
    this.#values = kept.map(() => new Dictionary());
    this.#codes = kept.map(() => new Int32Array(1024));
  }

  beginRow(start: number): void {
    if (this.rows === this.#rowStarts.length) {
      this.#rowStarts = grown(this.#rowStarts);
      for (const [slot, codes] of this.#codes.entries()) this.#codes[slot] = grown(codes);
    }
    this.#rowStarts[this.rows++] = start;
  }

  keep(index: number, bytes: Uint8Array, from: number, to: number): void {
    const slot = this.#slotOf[index] ?? -1;
    if (slot === -1) return;
    const codes = this.#codes[slot];
    const values = this.#values[slot];
    if (codes !== undefined && values !== undefined) codes[this.rows - 1] = values.code(bytes, from, to);
  }

  body(names: readonly string[]): CsvBody {
    const columns = this.#values.map((values, slot) => ({
      name: names[this.#kept[slot] ?? -1] ?? '',
      codes: (this.#codes[slot] ?? new Int32Array(0)).subarray(0, this.rows),
      values,
    }));
    return { rows: this.rows, columns, rowStarts: this.#rowStarts.subarray(0, this.rows) };
  }
}

function ragged(found: number, width: number, offset: number): CsvProblem {
  const message = `this row has ${found} ${found === 1 ? 'field' : 'fields'}, the header has ${width}`;
  return { offset, path: '', message };
}

function unread(offset: number, message: string): Unread {
  return { ok: false, problems: [{ offset, path: '', message }] };
}
