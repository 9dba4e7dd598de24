/** A column over the rows of a population in which it is known, each column by itself: what a description of covariates needs. */
import type { Frame, FrameColumn } from '../frame.ts';
import type { NeededColumn } from '../plan/settings.ts';
import type { Dataset } from './dataset.ts';
import { frameColumn } from './frame-columns.ts';
import type { Population } from './frames.ts';
import { missingCodes } from './values.ts';

/** A frame whose outcome is 0 throughout, since none is looked at, and the column beside it. */
export function knownRows(
  { table, plan, arms, armOf }: Dataset,
  { isIn, weights, arms: present }: Population,
  needed: NeededColumn,
): { readonly frame: Frame; readonly column: FrameColumn } {
  const column = table.column(needed.column);
  const isMissing = missingCodes(column, plan.missing);
  const used: number[] = [];
  for (let row = 0; row < isIn.length; row += 1) {
    if (isIn[row] === 1 && isMissing[column.codes[row] ?? 0] === 0) used.push(row);
  }
  const rows = Int32Array.from(used);
  const indexOf = Int32Array.from(arms, (name) => present.indexOf(name));
  const frame: Frame = {
    rows: rows.length,
    outcome: new Float64Array(rows.length),
    outcomeKind: 'continuous',
    arm: rows.map((row) => indexOf[armOf[row] ?? 0] ?? 0),
    arms: present,
    weight: weights === null ? null : Float64Array.from(rows, (row) => weights[row] ?? 0),
    cluster: null,
    clusterCount: 0,
  };
  return { frame, column: frameColumn(table, needed, rows) };
}
