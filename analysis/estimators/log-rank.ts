/**
 * The log-rank test that the event comes alike in two arms or in all, over strata where there are some: observed less
 * expected events, with the hypergeometric variance at each time.
 * Sources: N. Mantel 1966, Cancer Chemother. Rep. 50:163–170; R. Peto & J. Peto 1972, JRSS A 135:185–206.
 * Oracle: survival::survdiff.
 */
import type { Contrast, Groups } from '../frame.ts';
import { cholesky, solve } from '../numbers/cholesky.ts';
import { notEstimable, type Result, type Warning } from './estimator.ts';
import { chiSquaredTest } from './inference.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';
import { type EventTime, peopleAt, riskTables, type TimeFrame } from './risk-tables.ts';

export type LogRankRow = {
  readonly arm: string;
  readonly n: number;
  readonly observed: number;
  readonly expected: number;
};
export type LogRankResult = {
  readonly quantity: 'test';
  readonly statistic: number;
  readonly distribution: 'chi-squared';
  readonly df: number;
  readonly p: number;
  readonly logP: number;
  readonly n: number;
  readonly warning?: Warning;
  readonly rows: readonly LogRankRow[];
};

/** `n` counts the people of the arms compared. Refuses an arm without people, and data in which no time tells arms apart. */
export function logRank(data: TimeFrame, over: Contrast | 'all-arms', strata: Groups | null): Result<LogRankResult> {
  const { frame } = data;
  const arms = over === 'all-arms' ? frame.arms.map((_, arm) => arm) : [over.treated, over.reference];
  const people = peopleAt(frame, arms);
  const empty = people.indexOf(0);
  if (empty >= 0) return emptyArm(frame, arms[empty] ?? 0);
  if (arms.length < 2) return notEstimable('one-arm', 'There is one arm, so there is nothing to compare.');
  const size = arms.length;
  const observed = new Float64Array(size);
  const expected = new Float64Array(size);
  const variance = new Float64Array(size * size);
  for (const moment of riskTables(data, arms, strata).flat()) addMoment(moment, observed, expected, variance);
  // The last arm's distance follows from the others'.
  const kept = size - 1;
  const matrix = Float64Array.from({ length: kept * kept }, (_, at) => {
    return variance[Math.floor(at / kept) * size + (at % kept)] ?? 0;
  });
  const factor = cholesky(matrix, kept);
  if (typeof factor === 'number') {
    return notEstimable(
      'no-variation',
      'There is no time at which the event happens and people of every arm are at risk.',
    );
  }
  const distance = Float64Array.from({ length: kept }, (_, arm) => (observed[arm] ?? 0) - (expected[arm] ?? 0));
  const statistic = solve(factor, distance).reduce((sum, value, arm) => sum + value * (distance[arm] ?? 0), 0);
  return {
    quantity: 'test',
    ...chiSquaredTest(statistic, kept),
    n: people.reduce((sum, count) => sum + count, 0),
    ...clusteringWarning(frame),
    rows: arms.map((arm, index) => ({
      arm: frame.arms[arm] ?? '',
      n: people[index] ?? 0,
      observed: observed[index] ?? 0,
      expected: expected[index] ?? 0,
    })),
  };
}

function addMoment(
  { atRisk, events }: EventTime,
  observed: Float64Array,
  expected: Float64Array,
  variance: Float64Array,
): void {
  const size = atRisk.length;
  const n = atRisk.reduce((sum, count) => sum + count, 0);
  const d = events.reduce((sum, count) => sum + count, 0);
  const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
  for (let a = 0; a < size; a += 1) {
    const share = (atRisk[a] ?? 0) / n;
    observed[a] = (observed[a] ?? 0) + (events[a] ?? 0);
    expected[a] = (expected[a] ?? 0) + d * share;
    for (let b = 0; b < size; b += 1) {
      const at = a * size + b;
      variance[at] = (variance[at] ?? 0) + spread * share * ((a === b ? 1 : 0) - (atRisk[b] ?? 0) / n);
    }
  }
}
