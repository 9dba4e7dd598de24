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
/** Of a further site: metafor's prediction interval. */
export const prediction: LookAtInterval = (rows) => {
  const figures = first(rows);
  if (figures === null || !('predictionInterval' in figures) || figures.predictionInterval === undefined) return null;
  return asNumbers(figures.predictionInterval);
};
/** Two standard errors, 1.96 of them, about the mean without the first site. */
export const withoutFirstSite: LookAtInterval = (rows) => {
  const figures = first(rows);
  if (figures === null || !('leaveOneOut' in figures)) return null;
  const left = figures.leaveOneOut?.[0];
  if (left === undefined || !('estimate' in left) || !('standardError' in left)) return null;
  const [estimate, margin] = [Number(left.estimate), 1.959963984540054 * Number(left.standardError)];
  return [estimate - margin, estimate + margin];
};
/** Of the time by which half of an arm have had the event. */
export const medianOf =
  (arm: string): LookAtInterval =>
  (rows) => {
    const figures = first(rows);
    if (figures === null || !('medians' in figures)) return null;
    const row = figures.medians.find((one) => one.arm === arm);
    return row !== undefined && 'interval' in row ? asNumbers(row.interval) : null;
  };
