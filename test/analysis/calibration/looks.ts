/** Where a p or an interval stands among the figures of a trial; null where the figures are refused. */
import type { Figures, ResultRow } from '../../../analysis/results/result.ts';

type Rows = readonly ResultRow[];
export type LookAtP = (rows: Rows) => number | null;
export type LookAtInterval = (rows: Rows) => readonly [number, number] | null;

function asNumbers([low, high]: readonly [number | string, number | string]): readonly [number, number] {
  return [Number(low), Number(high)];
}
const first = (rows: Rows): Figures | null => rows[0]?.figures ?? null;

export const ownP: LookAtP = (rows) => {
  const figures = first(rows);
  return figures !== null && 'p' in figures ? figures.p : null;
};
export const ownInterval: LookAtInterval = (rows) => {
  const figures = first(rows);
  return figures !== null && 'interval' in figures ? asNumbers(figures.interval) : null;
};
/** The test beside a measure: Mantel-Haenszel's, attrition's. */
export const pOfTest: LookAtP = (rows) => {
  const figures = first(rows);
  return figures !== null && 'test' in figures && 'p' in figures.test ? figures.test.p : null;
};
export const pOfInteraction: LookAtP = (rows) => {
  const figures = first(rows);
  return figures !== null && 'interaction' in figures && 'p' in figures.interaction ? figures.interaction.p : null;
};
/** The smallest adjusted p of the family: rejecting any true null is an error. */
export const smallestAdjustedP: LookAtP = (rows) => {
  const all = rows.flatMap(({ pAdjusted }) => (pAdjusted === null ? [] : [pAdjusted]));
  return all.length < rows.length ? null : Math.min(...all);
};
/** Of the arm at this place among an estimator's rows by arm. */
export const intervalOfArm =
  (place: number): LookAtInterval =>
  (rows) => {
    const figures = first(rows);
    if (figures === null || !('rows' in figures)) return null;
    const row: object | undefined = figures.rows[place];
    return row !== undefined && 'interval' in row ? asNumbers(row.interval as readonly [number, number]) : null; // a row's interval
  };
/** The survival of an arm at a time: that of its last event so far. */
export const survivalAt =
  (arm: string, time: number): LookAtInterval =>
  (rows) => {
    const figures = first(rows);
    if (figures === null || !('quantity' in figures) || figures.quantity !== 'survival') return null;
    const row = figures.rows.filter((one) => one.arm === arm && one.time <= time).at(-1);
    return row !== undefined && 'interval' in row ? asNumbers(row.interval) : null;
  };
export const andersonRubin: LookAtInterval = (rows) => {
  const figures = first(rows);
  if (figures === null || !('andersonRubin' in figures) || figures.andersonRubin === undefined) return null;
  return 'interval' in figures.andersonRubin ? asNumbers(figures.andersonRubin.interval) : null;
};
