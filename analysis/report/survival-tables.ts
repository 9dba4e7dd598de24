/** Report tables for a time to an event. The curves themselves stand in results.json; here are their medians. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { SurvivalEstimator } from '../plan/survival-methods.ts';
import type { ResultRow } from '../results/result.ts';
import { ratioNames } from './quantity-names.ts';
import { ratios } from './ratio-tables.ts';
import { shifts } from './shift-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { none } from './table-parts.ts';
import { tests } from './test-tables.ts';
import { grouped, intervalOf, percentage, significant } from './wording.ts';

/** Times of events shown for each arm, evenly among all of them, the first and the last included. */
const shownTimes = 6;

/** The curves at some of their steps: what is drawn, in numbers. */
export function stepsTable(caption: string, bounds: string, rows: readonly ResultRow[]): readonly FigureTable[] {
  const found = rows.flatMap(({ figures }) => ('medians' in figures ? [figures] : []));
  if (found.length === 0) return [];
  const steps = found.flatMap(({ rows: all, medians: arms }) =>
    arms.flatMap(({ arm }) => {
      const own = all.filter((row) => row.arm === arm);
      const last = own.length - 1;
      const places = Array.from({ length: shownTimes }, (_, index) => Math.round((index * last) / (shownTimes - 1)));
      return own.filter((_, index) => places.includes(index));
    }),
  );
  return [
    {
      caption: `${caption}: some steps of the curves`,
      columns: ['Arm', 'Time', 'At risk', 'Events', 'Share without the event', bounds],
      rows: steps.map((row) => [
        row.arm,
        significant(row.time),
        grouped(row.atRisk),
        grouped(row.events),
        percentage(row.survival),
        isNotGiven(row) ? none : intervalOf(row.interval, percentage),
      ]),
      sentences: [],
    },
  ];
}

/** @param caption the table's caption, with how the method was set */
export function survivalTable(
  estimator: SurvivalEstimator,
  caption: (how: string | null) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  switch (estimator.method) {
    case 'kaplan-meier':
      return medians(caption(`${estimator.interval} bounds`), bounds, rows);
    case 'log-rank':
      return tests(caption(null), rows, isAdjusted);
    case 'cox':
      return ratios(
        caption(`${estimator.errors} errors, ${estimator.ties}`),
        ratioNames['hazard-ratio'],
        bounds,
        rows,
        isAdjusted,
      );
    case 'restricted-mean':
      return shifts(caption(`to ${estimator.horizon ?? ''}`), 'Difference of mean times', bounds, rows, isAdjusted);
  }
}

function medians(caption: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  const found = rows.flatMap(({ figures }) => ('medians' in figures ? figures.medians : []));
  return {
    caption,
    columns: ['Arm', 'Median time', bounds],
    rows: found.map((row) => [
      row.arm,
      isNotGiven(row) ? 'not reached' : significant(row.median),
      intervalOf(row.interval, significant),
    ]),
    sentences: [],
  };
}
