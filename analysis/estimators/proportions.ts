/** The share of successes in each arm with its interval (definitions and sources in one-proportion.ts). */
import type { Frame } from '../frame.ts';
import { type ArmCount, armCounts } from './arm-counts.ts';
import {
  type EmptyArmRow,
  notEstimable,
  type ProportionRow,
  type ProportionsOptions,
  type ProportionsResult,
  type Result,
} from './estimator.ts';
import { proportionInterval } from './one-proportion.ts';
import { clusteringWarning, notBinary } from './refusals.ts';

/**
 * One row per arm of the frame, the reference first; an empty arm's row says that it is empty. Refuses an outcome that is
 * not binary. `n` counts people over all arms.
 */
export function proportions(frame: Frame, { interval, level }: ProportionsOptions): Result<ProportionsResult> {
  if (frame.outcomeKind !== 'binary') return notBinary('A proportion');
  const cells = armCounts(frame);

  function row(cell: ArmCount, index: number): ProportionRow | EmptyArmRow {
    const arm = frame.arms[index] ?? '';
    const { n, count } = cell;
    if (n === 0) return { arm, n, ...notEstimable('empty-arm', `Nobody in the arm ${arm} has this outcome.`) };
    return { arm, n, count, proportion: count / n, interval: proportionInterval(cell, interval, level) };
  }

  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  return { quantity: 'proportion', level, n, ...clusteringWarning(frame), rows: cells.map(row) };
}
