/** Report tables for a time to an event. The curves themselves stand in results.json; here are their medians. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Outcome } from '../plan/schema.ts';
import type { SurvivalEstimator } from '../plan/survival-methods.ts';
import type { ResultRow } from '../results/result.ts';
import { horizonWords } from './headline-measure.ts';
import { ratioNames } from './quantity-names.ts';
import { ratios } from './ratio-tables.ts';
import { shifts } from './shift-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { comparison, none } from './table-parts.ts';
import { isTest, tests } from './test-tables.ts';
import { differsWords, grouped, intervalOf, levelName, percentage, pWords, significant } from './wording.ts';

/** Days are whole as a rule, and then are written so. */
const timeWords = (time: number) => (Number.isInteger(time) ? grouped(time) : significant(time));

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
        timeWords(row.time),
        grouped(row.atRisk),
        grouped(row.events),
        percentage(row.survival),
        isNotGiven(row) ? none : intervalOf(row.interval, percentage),
      ]),
      sentences: [],
    },
  ];
}

/** Beneath the curves: who is left to tell their course from. */
export function atRiskTable(caption: string, outcome: Outcome, rows: readonly ResultRow[]): readonly FigureTable[] {
  const arms = rows.flatMap(({ figures }) => ('numbersAtRisk' in figures ? figures.numbersAtRisk : []));
  const [first] = arms;
  if (first === undefined) return [];
  return [
    {
      caption: `${caption}: people at risk, by time${outcome.kind === 'time-to-event' ? ` (${outcome.time})` : ''}`,
      columns: ['Arm', ...first.times.map(timeWords), 'Last seen'],
      rows: arms.map(({ arm, atRisk, lastSeen }) => [arm, ...atRisk.map(grouped), timeWords(lastSeen)]),
      sentences: [],
    },
  ];
}

/** @param caption the table's caption, with how the method was set */
export function survivalTable(
  estimator: SurvivalEstimator,
  outcome: Outcome,
  caption: (how: string | null) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  switch (estimator.method) {
    case 'kaplan-meier':
      return medians(caption(`${estimator.interval} bounds`), bounds, rows);
    case 'log-rank':
      return tests(caption(null), rows, isAdjusted, rows.flatMap(sameTimes));
    case 'cox':
      return ratios(
        caption(`${estimator.errors} errors, ${estimator.ties}`),
        ratioNames['hazard-ratio'],
        bounds,
        rows,
        isAdjusted,
      );
    case 'restricted-mean': {
      const horizon = horizonWords(estimator, outcome);
      const sentences = rows.flatMap((row) => longerWords(row, horizon));
      return shifts(caption(horizon), 'Difference of mean times', bounds, rows, isAdjusted, sentences);
    }
  }
}

function sameTimes(row: ResultRow): readonly string[] {
  const { figures, pAdjusted } = row;
  if (!isTest(figures)) return [];
  const p = pWords(figures.p, pAdjusted);
  return [`${comparison(row)}: the log-rank test that the arms have the same times gives ${p}.`];
}

/** The difference in words, a shorter time as plainly as a longer one. */
function longerWords(row: ResultRow, horizon: string): readonly string[] {
  const { figures, contrast, outcome, pAdjusted } = row;
  if (isNotGiven(figures) || figures.quantity !== 'restricted-mean-difference' || contrast === null) return [];
  const [treated, reference] = contrast;
  const { estimate, interval, level, p } = figures;
  const write = (value: number) => `${significant(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`;
  const range = `${levelName(level)} interval: ${intervalOf(interval, write)}; ${pWords(p, pAdjusted)}`;
  const words = `${capital(horizon)}, people in ${treated} had ${write(estimate)} time without "${outcome}" than in ${reference}`;
  return [`${words}, on average (${range}). ${differsWords(interval, 0)}`];
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function medians(caption: string, bounds: string, rows: readonly ResultRow[]): FigureTable {
  const found = rows.flatMap(({ figures }) => ('medians' in figures ? figures.medians : []));
  return {
    caption,
    columns: ['Arm', 'Median time', bounds],
    rows: found.map((row) => [
      row.arm,
      isNotGiven(row) ? 'not reached' : timeWords(row.median),
      intervalOf(row.interval, timeWords),
    ]),
    sentences: [],
  };
}
