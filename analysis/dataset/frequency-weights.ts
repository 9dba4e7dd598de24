/**
 * Frequency weights: a row stands for that many people. Whole numbers, because nothing else can be a number of people; a row
 * that stands for nobody (0, as in a table of counts) is left out. A missing weight is refused: how many people it hides is
 * not known.
 */

import type { Problem } from '../plan/problem.ts';
import { quoted } from '../plan/quoted.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import type { Table } from './table.ts';
import { numberIn, readingPerCode } from './values.ts';

const mostProblems = 10;

/** The weight of each row that `passes`; 0 for the others. Refuses what is no whole number from 0 up, with its place. */
export function frequencyWeights(table: Table, name: string, passes: Uint8Array): Float64Array {
  const column = table.column(name);
  const perCode = readingPerCode(column, numberIn);
  const problems: Problem[] = [];
  const weights = new Float64Array(table.rows);
  for (let row = 0; row < table.rows && problems.length < mostProblems; row++) {
    if (passes[row] === 0) continue;
    const code = column.codes[row] ?? 0;
    const weight = perCode[code] ?? Number.NaN;
    if (Number.isSafeInteger(weight) && weight >= 0) {
      weights[row] = weight;
      continue;
    }
    const message = `a frequency weight must be a whole number of people, 0 or more, not ${quoted(column.values.text(code))}`;
    problems.push({ path: `column ${name}`, message, ...table.placeOf(row, name) });
  }
  if (problems.length > 0) throw new SourceRefused('data', problems);
  return weights;
}
