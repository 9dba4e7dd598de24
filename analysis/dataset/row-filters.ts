/**
 * The plan's `rows`: which rows an analysis uses. All filters must hold; a missing value satisfies none of them, not even
 * "!=". A number in the plan compares as a number, a text as the exact text.
 */

import type { RowFilter } from '../plan/plan-parts.ts';
import type { Problem } from '../plan/problem.ts';
import { quoted } from '../plan/quoted.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import type { Column } from './csv.ts';
import { byCodePoint } from './levels.ts';
import type { Table } from './table.ts';
import { missingCodes, numberIn, truthIn } from './values.ts';

export type Selection = {
  /** 1 for each row that satisfies every filter. */
  readonly passes: Uint8Array;
  /** For each filter, the rows it turned away that all filters before it had let through. */
  readonly turnedAway: readonly number[];
};

type Scalar = string | number | boolean;

/** Refuses a cell that is no number where the plan compares it with one. */
export function selectRows(table: Table, filters: readonly RowFilter[], missing: readonly string[]): Selection {
  const passes = new Uint8Array(table.rows).fill(1);
  const turnedAway = filters.map((filter) => {
    const column = table.column(filter.column);
    const isMissing = missingCodes(column, missing);
    const verdicts = Array.from({ length: column.values.count }, (_, code) =>
      isMissing[code] === 1 ? false : verdict(filter, column.values.text(code)),
    );
    return applyVerdicts(table, column, verdicts, passes);
  });
  return { passes, turnedAway };
}

function applyVerdicts(
  table: Table,
  column: Column,
  verdicts: readonly (boolean | 'not-a-number')[],
  passes: Uint8Array,
): number {
  let turnedAway = 0;
  for (let row = 0; row < table.rows; row++) {
    if (passes[row] === 0) continue;
    const code = column.codes[row] ?? 0;
    const holds = verdicts[code];
    if (holds === 'not-a-number') throw notANumber(table, column, row, column.values.text(code));
    if (holds === true) continue;
    passes[row] = 0;
    turnedAway++;
  }
  return turnedAway;
}

function verdict(filter: RowFilter, text: string): boolean | 'not-a-number' {
  switch (filter.op) {
    case 'notMissing':
      return true;
    case '=':
      return equals(text, filter.value);
    case '!=':
      return not(equals(text, filter.value));
    case 'in': {
      const answers = filter.value.map((value) => equals(text, value));
      return answers.includes(true) || (answers.every((answer) => answer === 'not-a-number') ? 'not-a-number' : false);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compares(text, filter.op, filter.value);
  }
}

function equals(text: string, value: Scalar): boolean | 'not-a-number' {
  if (typeof value === 'string') return text === value;
  if (typeof value === 'boolean') return truthIn(text) === value;
  const number = numberIn(text);
  return Number.isNaN(number) ? 'not-a-number' : number === value;
}

function not(answer: boolean | 'not-a-number'): boolean | 'not-a-number' {
  return answer === 'not-a-number' ? answer : !answer;
}

function compares(text: string, op: '<' | '<=' | '>' | '>=', value: string | number): boolean | 'not-a-number' {
  const difference = typeof value === 'number' ? numberIn(text) - value : byCodePoint(text, value);
  if (Number.isNaN(difference)) return 'not-a-number';
  if (op === '<') return difference < 0;
  if (op === '<=') return difference <= 0;
  return op === '>' ? difference > 0 : difference >= 0;
}

function notANumber(table: Table, column: Column, row: number, text: string): SourceRefused {
  const problem: Problem = {
    path: `column ${column.name}`,
    message: `the plan compares this column with a number, and ${quoted(text)} is none`,
    ...table.placeOf(row, column.name),
  };
  return new SourceRefused('data', [problem]);
}
