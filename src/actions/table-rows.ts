/**
 * A CSV file a person gave, row after row without being held (table-file.ts holds it): read by the reader of data sets, so
 * that byte order marks, UTF-16, CRLF and broken rows mean the same everywhere. What is wrong comes as problems.
 */
import { Dictionary } from '../../analysis/dataset/dictionary.ts';
import { missingColumns } from '../../analysis/dataset/header-words.ts';
import { type Field, RowReader } from '../../analysis/dataset/row-reader.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { Place } from '../../analysis/plan/text-place.ts';
import { type ByteSource, NoText, utf8Chunks } from './byte-source.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** One wanted column, at the current row. */
export type RowColumn = {
  readonly name: string;
  readonly field: () => Field;
  readonly text: () => string;
  /** Whether the value is this one; makes no text of it where it is plain. */
  readonly is: (text: string) => boolean;
  /** Line and column of the field. Walks what is held of the file: for messages only. */
  readonly place: () => Place;
};

/** A column whose values are few: each is kept once. */
export type CodedColumn = RowColumn & {
  /** A number that two rows share exactly where their values are equal; new values are numbered upwards from 0. */
  readonly code: () => number;
};

export class TableRows {
  /** The columns of the file, in its order. */
  readonly names: readonly string[];
  readonly #reader: RowReader;
  readonly #wanted: readonly string[];
  /** Why the file stopped being text. */
  #faults: readonly Problem[] = [];

  private constructor(reader: RowReader, wanted: readonly string[]) {
    this.names = reader.names;
    this.#reader = reader;
    this.#wanted = wanted;
  }

  /** Opens a table to read the columns `wanted` of it, chosen from its names. Refuses a table that lacks one of them. */
  static open(source: ByteSource, wanted: (names: readonly string[]) => readonly string[]): Parsed<TableRows> {
    try {
      const opened = RowReader.open(utf8Chunks(source));
      if (!opened.ok) return opened;
      const reader = opened.value;
      const columns = [...new Set(wanted(reader.names))];
      const missing = missingColumns(reader.names, columns);
      if (missing.length > 0) return { ok: false, problems: missing };
      reader.keepColumns(columns.map((name) => reader.names.indexOf(name)));
      return { ok: true, value: new TableRows(reader, columns) };
    } catch (error) {
      if (error instanceof NoText) return { ok: false, problems: error.problems };
      throw error;
    }
  }

  /** Goes to the next row; false after the last one, and where nothing more can be read. Either way `problems` has what was found. */
  next(): boolean {
    try {
      return this.#reader.next();
    } catch (error) {
      if (!(error instanceof NoText)) throw error;
      this.#faults = error.problems;
      return false;
    }
  }

  /** What keeps the file read so far from being a table. */
  get problems(): readonly Problem[] {
    return this.#faults.length > 0 ? this.#faults : this.#reader.problems;
  }

  /** Rows read so far; the current one is the last of them. */
  get rows(): number {
    return this.#reader.rows;
  }

  column(name: string): RowColumn {
    const slot = this.#wanted.indexOf(name);
    if (slot === -1) throw new Error(`the column "${name}" was not asked for`);
    const reader = this.#reader;
    const field = () => reader.field(slot);
    const is = (text: string) => isEqual(field(), text);
    return { name, field, text: () => textOf(field()), is, place: () => reader.place(slot) };
  }

  codedColumn(name: string): CodedColumn {
    const column = this.column(name);
    const values = new Dictionary();
    const texts: string[] = [];
    const code = () => {
      const { bytes, from, to } = column.field();
      return values.code(bytes, from, to);
    };
    const text = () => {
      const at = code();
      texts[at] ??= values.text(at);
      return texts[at];
    };
    return { ...column, code, text };
  }
}

function textOf({ bytes, from, to }: Field): string {
  return decoder.decode(bytes.subarray(from, to));
}

function isEqual(field: Field, text: string): boolean {
  const { bytes, from, to } = field;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return textOf(field) === text;
    if (byte !== text.charCodeAt(at - from)) return false;
  }
  return text.length === to - from;
}
