/**
 * A table read row after row is the table read as a whole, wherever its bytes are cut into pieces: the same values, the same
 * places, the same refusals.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/actions/byte-source.ts';
import { SeenIds } from '../../src/actions/seen-ids.ts';
import { columnOf, readTable } from '../../src/actions/table-file.ts';
import { TableRows } from '../../src/actions/table-rows.ts';

/** A source whose pieces end at these offsets, each piece written over when the next is asked for, as a file's are. */
function cutSource(bytes: Uint8Array, cuts: readonly number[]): ByteSource {
  const edges = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted(
    (a, b) => a - b,
  );
  return {
    *chunks() {
      for (const [index, edge] of edges.slice(1).entries()) {
        const piece = bytes.slice(edges[index], edge);
        yield piece;
        piece.fill(0x2c);
      }
    },
  };
}

type Cell = { readonly text: string; readonly line: number; readonly column: number };
type Read = { readonly cells: readonly (readonly Cell[])[]; readonly problems: readonly unknown[] };

function rowByRow(source: ByteSource, wanted: readonly string[]): Read {
  const opened = TableRows.open(source, () => wanted);
  if (!opened.ok) return { cells: [], problems: opened.problems };
  const table = opened.value;
  const columns = wanted.map((name, index) => (index % 2 === 0 ? table.column(name) : table.codedColumn(name)));
  const cells: Cell[][] = [];
  while (table.next()) cells.push(columns.map(({ text, place }) => ({ text: text(), ...place() })));
  return { cells: table.problems.length > 0 ? [] : cells, problems: table.problems };
}

function asAWhole(bytes: Uint8Array, wanted: readonly string[]): Read {
  const read = readTable(bytes, wanted);
  if (!read.ok) return { cells: [], problems: read.problems };
  const columns = wanted.map((name) => columnOf(read.value, name));
  const cells = Array.from({ length: read.value.rows }, (_, row) =>
    columns.map(({ text, place }) => ({ text: text(row), ...place(row) })),
  );
  return { cells, problems: [] };
}

const cutsOf = fc.array(fc.nat(400), { maxLength: 12 });
/** Texts over what a CSV can trip on: marks, line ends of every kind, characters of one to four bytes. */
const textOf = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', ' ', 'é', '語', '🏛', '\u202e', '0'), {
  maxLength: 8,
});
const quoted = (parts: readonly string[]) => `"${parts.join('').replaceAll('"', '""')}"`;
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

describe('however the file is cut', () => {
  test('whole tables', () => {
    const rowsOf = fc.array(fc.tuple(textOf, textOf, textOf), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rowsOf, cutsOf, lineEnd, fc.boolean(), (rows, cuts, end, hasMark) => {
        const body = rows.map((row) => row.map(quoted).join() + end).join('');
        const bytes = new TextEncoder().encode(`${hasMark ? '\ufeff' : ''}unit,"b ""c""",d${end}${body}`);
        const read = rowByRow(cutSource(bytes, cuts), ['unit', 'd']);
        expect(read).toEqual(asAWhole(bytes, ['unit', 'd']));
        expect(read.cells.map(([unit]) => unit?.text)).toEqual(rows.map(([unit]) => unit.join('')));
      }),
    );
  });

  test('texts that may be no table, with their problems', () => {
    // Two columns at least: in one column a blank line is a missing value of a data set, and no row of a list of units.
    const header = fc.constantFrom('unit,d\n', 'unit,d,e\n', 'unit,d,unit\n', 'other,d\n', 'd,"unit', '\n', '');
    fc.assert(
      fc.property(header, fc.array(textOf, { maxLength: 20 }), cutsOf, (first, parts, cuts) => {
        const bytes = new TextEncoder().encode(first + parts.flat().join(''));
        expect(rowByRow(cutSource(bytes, cuts), ['unit'])).toEqual(asAWhole(bytes, ['unit']));
      }),
    );
  });

  test('a blank line is no row, in one column either', () => {
    const bytes = new TextEncoder().encode('unit\na\n\n\r\nb\n""\n');
    expect(rowByRow(cutSource(bytes, [5, 8, 9]), ['unit']).cells.map(([unit]) => [unit?.text, unit?.line])).toEqual([
      ['a', 2],
      ['b', 5],
      ['', 6],
    ]);
  });

  test('bytes that may be no text, in any encoding', () => {
    const tail = fc.uint8Array({ maxLength: 30 });
    const marks = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [0xff]);
    fc.assert(
      fc.property(marks, tail, cutsOf, (mark, rest, cuts) => {
        const bytes = new Uint8Array([...mark, ...new TextEncoder().encode('unit,d\na,b\n'), ...rest]);
        expect(rowByRow(cutSource(bytes, cuts), ['unit'])).toEqual(asAWhole(bytes, ['unit']));
      }),
    );
  });

  test('a row longer than many pieces', () => {
    const long = `"${'x""\n'.repeat(60_000)}"`;
    const bytes = new TextEncoder().encode(`unit,d\n${long},1\nb,2\n`);
    const cuts = Array.from({ length: 300 }, (_, index) => index * 977);
    expect(rowByRow(cutSource(bytes, cuts), ['unit', 'd'])).toEqual(asAWhole(bytes, ['unit', 'd']));
  });
});

describe('ids that were seen', () => {
  const field = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return { bytes, from: 0, to: bytes.length };
  };

  test('every repetition is suspected, and no new id of a hundred thousand is', () => {
    const seen = new SeenIds();
    const ids = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? `u${index}` : `é${index * 31}`));
    expect(ids.filter((id) => seen.add(field(id)))).toEqual([]);
    expect(ids.filter((id) => !seen.add(field(id)))).toEqual([]);
  });
});
