/** People by arm and value of the outcome: what the tests of a table of counts work on. */
import type { Frame } from '../frame.ts';

export type CrossTable = {
  /** Arm by arm, the people with each value. */
  readonly cells: readonly number[];
  readonly armTotals: readonly number[];
  readonly valueTotals: readonly number[];
  readonly total: number;
};

/** Rows are the chosen arms in their order, columns the values that occur in them, from the smallest up. */
export function crossTable({ rows, outcome, arm, arms, weight }: Frame, chosen: readonly number[]): CrossTable {
  const place = new Int32Array(arms.length).fill(-1);
  for (const [index, a] of chosen.entries()) place[a] = index;
  const byValue = new Map<number, Float64Array>();
  for (let row = 0; row < rows; row += 1) {
    const index = place[arm[row] ?? 0] ?? -1;
    if (index < 0) continue;
    const value = outcome[row] ?? 0;
    let column = byValue.get(value);
    if (column === undefined) {
      column = new Float64Array(chosen.length);
      byValue.set(value, column);
    }
    column[index] = (column[index] ?? 0) + (weight === null ? 1 : (weight[row] ?? 0));
  }
  const columns = [...byValue.entries()].sort(([a], [b]) => a - b).map(([, column]) => column);
  const armTotals = chosen.map((_, index) => columns.reduce((sum, column) => sum + (column[index] ?? 0), 0));
  return {
    cells: chosen.flatMap((_, index) => columns.map((column) => column[index] ?? 0)),
    armTotals,
    valueTotals: columns.map((column) => column.reduce((sum, count) => sum + count, 0)),
    total: armTotals.reduce((sum, count) => sum + count, 0),
  };
}
