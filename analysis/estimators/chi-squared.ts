/**
 * Pearson's chi-squared test that the outcome is distributed alike in two arms or in all, with Yates' correction for a
 * two-by-two table on request. Sources: K. Pearson 1900, Philos. Mag. 50:157–175; F. Yates 1934, Suppl. JRSS 1:217–235, in
 * the form of R's chisq.test, which takes min(½, |observed − expected|).
 */
import type { Contrast, Frame } from '../frame.ts';
import { type CrossTable, crossTable } from './cross-table.ts';
import { type ChiSquaredOptions, type ChiSquaredResult, notEstimable, type Result } from './estimator.ts';
import { chiSquaredTest } from './inference.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';

/**
 * Rows of the table are the contrast's two arms or all arms of the frame, columns the outcome's values that occur in them.
 * `n` counts people. Refuses a continuous outcome, and a zero margin: an arm without people, or a single value for all.
 */
export function chiSquared(
  frame: Frame,
  over: Contrast | 'all-arms',
  { continuity }: ChiSquaredOptions,
): Result<ChiSquaredResult> {
  if (frame.outcomeKind === 'continuous') {
    return notEstimable('not-categorical', 'A chi-squared test needs an outcome with categories.');
  }
  const arms = over === 'all-arms' ? frame.arms.map((_, arm) => arm) : [over.treated, over.reference];
  const table = crossTable(frame, arms);
  const emptyRow = table.armTotals.indexOf(0);
  if (emptyRow >= 0) return emptyArm(frame, arms[emptyRow] ?? 0);
  const df = (arms.length - 1) * (table.valueTotals.length - 1);
  if (df === 0) return notEstimable('zero-margin', 'All outcomes are equal, or there is one arm: a margin is zero.');
  const yates = continuity && table.cells.length === 4;
  return {
    quantity: 'test',
    ...chiSquaredTest(pearsonStatistic(table, yates), df),
    n: table.total,
    ...clusteringWarning(frame),
  };
}

/** Pearson's statistic of a table without an empty margin; `yates` only for a two-by-two table. */
export function pearsonStatistic({ cells, armTotals, valueTotals, total }: CrossTable, yates: boolean): number {
  let sum = 0;
  for (const [index, observed] of cells.entries()) {
    const row = Math.floor(index / valueTotals.length);
    const expected = ((armTotals[row] ?? 0) * (valueTotals[index % valueTotals.length] ?? 0)) / total;
    const distance = Math.abs(observed - expected);
    const corrected = yates ? distance - Math.min(0.5, distance) : distance;
    sum += (corrected * corrected) / expected;
  }
  return sum;
}
