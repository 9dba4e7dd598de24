/**
 * The share of people to whom the event has not happened yet, by arm, at each time at which it happens, and its median.
 * Sources: E. L. Kaplan & P. Meier 1958, JASA 53:457–481; M. Greenwood 1926 (variance); J. D. Kalbfleisch & R. L. Prentice
 * 1980, "The Statistical Analysis of Failure Time Data", section 1.3 (log and log-log bounds); R. Brookmeyer & J. Crowley
 * 1982, Biometrics 38:29–41 (the median's bounds are where the curve's bounds cross a half). Oracle: survival::survfit.
 */
import type { Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';
import { pow } from '../numbers/power.ts';
import { type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { normalCritical } from './inference.ts';
import { type AtRiskRow, numbersAtRisk } from './numbers-at-risk.ts';
import { clusteringWarning } from './refusals.ts';
import { peopleAt, type RiskTable, riskTables, type TimeFrame } from './risk-tables.ts';

export type CurveInterval = 'log' | 'log-log';
export type CurveOptions = { readonly interval: CurveInterval; readonly level: number };

type Moment = {
  readonly arm: string;
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly survival: number;
};
/** Where nobody is left without the event the standard error has no value. */
export type CurveRow = Moment & ({ readonly standardError: number; readonly interval: Interval } | NotGiven);
/** A curve that stays above a half has no median, though its interval may have a lower bound. */
export type MedianRow = { readonly arm: string } & ({ readonly median: number } | NotGiven) & {
    readonly interval: Interval;
  };
export type KaplanMeierResult = {
  readonly quantity: 'survival';
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
  readonly rows: readonly CurveRow[];
  readonly medians: readonly MedianRow[];
  readonly numbersAtRisk: readonly AtRiskRow[];
};

/** One row per arm and time at which the event happened there; bounds are cut to [0, 1], as survfit's. */
export function kaplanMeier(data: TimeFrame, { interval, level }: CurveOptions): Result<KaplanMeierResult> {
  const { frame } = data;
  const all = frame.arms.map((_, arm) => arm);
  const people = peopleAt(frame, all);
  const critical = normalCritical(level);
  const arms = all.filter((arm) => (people[arm] ?? 0) > 0);
  const curves = arms.map((arm) => {
    const name = frame.arms[arm] ?? '';
    const [table = []] = riskTables(data, [arm], null);
    const rows = curve(name, table, interval, critical);
    return { rows, median: medianOf(name, rows) };
  });
  return {
    quantity: 'survival',
    level,
    n: people.reduce((sum, count) => sum + count, 0),
    ...clusteringWarning(frame),
    rows: curves.flatMap(({ rows }) => rows),
    medians: curves.map(({ median }) => median),
    numbersAtRisk: numbersAtRisk(data, arms),
  };
}

function curve(arm: string, table: RiskTable, kind: CurveInterval, critical: number): readonly CurveRow[] {
  let survival = 1;
  let greenwood = 0;
  return table.map(({ time, atRisk: [n = 0], events: [d = 0] }): CurveRow => {
    survival *= (n - d) / n;
    greenwood += d / n / (n - d);
    const moment = { arm, time, atRisk: n, events: d, survival };
    if (survival === 0) return { ...moment, ...notEstimable('nobody-left', 'The event has happened to everybody.') };
    const error = Math.sqrt(greenwood);
    return { ...moment, standardError: survival * error, interval: bounds(survival, error, kind, critical) };
  });
}

/** `error` is that of the log of the share. */
function bounds(survival: number, error: number, kind: CurveInterval, critical: number): Interval {
  const margin = critical * error;
  if (kind === 'log') return [survival * exp(-margin), Math.min(1, survival * exp(margin))];
  const stretch = margin / ln(survival);
  return [pow(survival, exp(-stretch)), pow(survival, exp(stretch))];
}

/** Rounding of a share that is a half, as survfit allows. */
const tolerance = 1.4901161193847656e-8;

function medianOf(arm: string, rows: readonly CurveRow[]): MedianRow {
  const crossing = (share: (row: CurveRow) => number | null): number | null => {
    const reached = rows.filter((row) => (share(row) ?? 1) < 0.5 + tolerance);
    const [first] = reached;
    if (first === undefined) return null;
    const own = share(first) ?? 1;
    const lower = reached.find((row) => (share(row) ?? 1) < own);
    // At exactly a half the median is the middle of the time the curve stays there.
    return Math.abs(own - 0.5) < tolerance && lower !== undefined ? (first.time + lower.time) / 2 : first.time;
  };
  const bound = (side: 0 | 1) => crossing((row) => ('interval' in row ? Number(row.interval[side]) : null));
  const [lower, upper] = [bound(0), bound(1)];
  const interval: Interval = [lower ?? 'Infinity', upper ?? 'Infinity'];
  const median = crossing(({ survival }) => survival);
  if (median !== null) return { arm, median, interval };
  const reason = 'The event has not happened to half of the people by the last time seen.';
  return { arm, ...notEstimable('median-not-reached', reason), interval };
}
