/**
 * A column beside the outcome - covariate, fixed effect, subgroup, treatment received - as numbers or as categories over the
 * rows an estimate uses. A column that is partly numbers is refused unless the plan says what it is: one cell such as "n/a"
 * would otherwise turn ages into ninety categories.
 */
import type { CategoryColumn, FrameColumn, NumberColumn } from '../frame.ts';
import type { Problem } from '../plan/problem.ts';
import type { NeededColumn } from '../plan/settings.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import type { Column } from './csv.ts';
import { inFactorOrder } from './levels.ts';
import type { Table } from './table.ts';
import { numberIn, readingPerCode, truthIn } from './values.ts';

const mostProblems = 10;

/** No cell of `rows` is missing. Refuses a cell that is no number where the column is to be one. */
export function frameColumn(table: Table, needed: NeededColumn, rows: Int32Array): FrameColumn {
  const column = table.column(needed.column);
  if (needed.as === 'category') return asCategory(column, rows);
  const numbers = readingPerCode(column, needed.as === 'number' ? numberOrTruth : numberIn);
  const wrong = rows.filter((row) => Number.isNaN(numbers[column.codes[row] ?? 0]));
  if (wrong.length === 0) return asNumbers(column, rows, numbers);
  if (needed.as === 'either' && wrong.length === rows.length) return asCategory(column, rows);
  throw new SourceRefused(
    'data',
    [...wrong.subarray(0, mostProblems)].map((row) => notANumber(table, column, needed, row)),
  );
}

function numberOrTruth(text: string): number {
  const truth = truthIn(text);
  return truth === undefined ? numberIn(text) : Number(truth);
}

function asNumbers(column: Column, rows: Int32Array, numbers: readonly number[]): NumberColumn {
  return {
    kind: 'number',
    name: column.name,
    values: Float64Array.from(rows, (row) => numbers[column.codes[row] ?? 0] ?? 0),
  };
}

function asCategory(column: Column, rows: Int32Array): CategoryColumn {
  const isUsed = new Uint8Array(column.values.count);
  for (const row of rows) isUsed[column.codes[row] ?? 0] = 1;
  const texts = readingPerCode(column, (text) => text);
  const levels = inFactorOrder(texts.filter((_, code) => isUsed[code] === 1));
  const indexOf = new Map(levels.map((level, index) => [level, index]));
  const levelOf = Int32Array.from(texts, (text) => indexOf.get(text) ?? 0);
  return {
    kind: 'category',
    name: column.name,
    codes: rows.map((row) => levelOf[column.codes[row] ?? 0] ?? 0),
    levels,
  };
}

function notANumber(table: Table, column: Column, { as }: NeededColumn, row: number): Problem {
  const text = `"${column.values.text(column.codes[row] ?? 0).slice(0, 60)}"`;
  const way = `list it as missing, or give { "column": "${column.name}", "as": "category" }`;
  const message =
    as === 'number'
      ? `the plan uses this column as a number, and ${text} is none`
      : `${text} is no number, though other cells of this column are; ${way}`;
  return { path: `column ${column.name}`, message, ...table.placeOf(row, column.name) };
}
