/**
 * A data file as given - CSV, gzipped CSV, UTF-8 or UTF-16 - opened as a table of which only the named columns are read.
 * Everything that keeps it from being a rectangle of text is refused here, with line and column.
 */
import { decodeText, encodingOf } from '../plan/decode-text.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import type { Place } from '../plan/text-place.ts';
import { type Column, type CsvHeader, fieldOffset, readHeader, readRows } from './csv.ts';
import type { CsvProblem } from './csv-field.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { placeInBytes } from './place-in-bytes.ts';

export type CsvFile = {
  /** The file without compression, its encoding and byte order mark as given. */
  readonly content: Uint8Array;
  /** The same as UTF-8 without byte order mark: what is parsed. */
  readonly text: Uint8Array;
  readonly header: CsvHeader;
};

export type Table = {
  readonly rows: number;
  /** A column by its name; only those that were asked for are there. */
  readonly column: (name: string) => Column;
  /** Whether the column was asked for. */
  readonly has: (name: string) => boolean;
  /** Line and column of a cell in the file. */
  readonly placeOf: (row: number, name: string) => Place;
};

/** Opens a file and reads its header. Gzip is known by its first bytes, not by a name. */
export async function openCsv(given: Uint8Array): Promise<CsvFile> {
  const content = isGzip(given) ? await gunzip(given) : given;
  const text = asUtf8(content);
  const header = readHeader(text);
  if (!header.ok) throw refused(text, header.problems);
  return { content, text, header: header.value };
}

/** Reads the rows, keeping the columns named; each name must stand in the header. */
export function readTable({ text, header }: CsvFile, names: readonly string[]): Table {
  const indices = names.map((name) => header.names.indexOf(name));
  const body = readRows(text, header, indices);
  if (!body.ok) throw refused(text, body.problems);
  const { rows, rowStarts } = body.value;
  const columns = new Map(body.value.columns.map((column) => [column.name, column]));
  return {
    rows,
    has: (name) => columns.has(name),
    column: (name) => {
      const column = columns.get(name);
      if (column === undefined) throw new Error(`the column ${name} was not read`);
      return column;
    },
    placeOf: (row, name) =>
      placeInBytes(text, fieldOffset(text, rowStarts[row] ?? text.length, header.names.indexOf(name))),
  };
}

function asUtf8(content: Uint8Array): Uint8Array {
  if (encodingOf(content) === 'utf-8' && isCleanUtf8(content)) {
    const hasMark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
    return hasMark ? content.subarray(3) : content;
  }
  const decoded = decodeText(content);
  if (!decoded.ok) throw new SourceRefused('data', decoded.problems);
  return new TextEncoder().encode(decoded.value);
}

/** In steps, so that a large file is not held a second time as text. */
function isCleanUtf8(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  const step = 65_536;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += step) decoder.decode(bytes.subarray(at, at + step), { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function refused(text: Uint8Array, problems: readonly CsvProblem[]): SourceRefused {
  return new SourceRefused(
    'data',
    problems.map(({ offset, path, message }) => ({ path, message, ...placeInBytes(text, offset) })),
  );
}
