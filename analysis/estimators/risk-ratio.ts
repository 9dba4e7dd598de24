/**
 * The ratio of two risks and of two odds, treated over reference, with the interval of the log ratio's normal approximation.
 * Sources: D. Katz, J. Baptista, S. P. Azen & M. C. Pike 1978, Biometrics 34:469–474, method C (risk ratio); B. Woolf 1955,
 * Ann. Hum. Genet. 19:251–253 (odds ratio). No half is added to an empty cell: that would be another estimate.
 */
import type { Contrast, Frame } from '../frame.ts';
import { isNotGiven, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { type LogRatio, logRatio, type RatioResult, ratioFigures } from './ratio-result.ts';
import { clusteringWarning } from './refusals.ts';
import { twoCells } from './two-cells.ts';

/** `n` counts the people of both arms. Refuses an arm in which nobody has the outcome, and two in which all have it. */
export function riskRatio(
  frame: Frame,
  contrast: Contrast,
  { level }: { readonly level: number },
): Result<RatioResult> {
  const cells = twoCells(frame, contrast, 'A risk ratio');
  if (isNotGiven(cells)) return cells;
  const { treated, reference } = cells;
  if (treated.count === 0) return nobody(frame, contrast.treated, 'with');
  if (reference.count === 0) return nobody(frame, contrast.reference, 'with');
  const variance =
    (treated.n - treated.count) / treated.n / treated.count +
    (reference.n - reference.count) / reference.n / reference.count;
  if (variance === 0) return notEstimable('no-variation', 'Everybody in both arms has the outcome.');
  const ratio = logRatio(treated.count * reference.n, reference.count * treated.n);
  return result(frame, 'risk-ratio', ratio, variance, level, treated.n + reference.n);
}

/** `n` counts the people of both arms. Refuses an arm in which nobody, or everybody, has the outcome. */
export function oddsRatio(
  frame: Frame,
  contrast: Contrast,
  { level }: { readonly level: number },
): Result<RatioResult> {
  const cells = twoCells(frame, contrast, 'An odds ratio');
  if (isNotGiven(cells)) return cells;
  const { treated, reference } = cells;
  for (const [arm, { count, n }] of [
    [contrast.treated, treated],
    [contrast.reference, reference],
  ] as const) {
    if (count === 0) return nobody(frame, arm, 'with');
    if (count === n) return nobody(frame, arm, 'without');
  }
  const [without1, without0] = [treated.n - treated.count, reference.n - reference.count];
  const variance = 1 / treated.count + 1 / without1 + 1 / reference.count + 1 / without0;
  const ratio = logRatio(treated.count * without0, reference.count * without1);
  return result(frame, 'odds-ratio', ratio, variance, level, treated.n + reference.n);
}

function result(
  frame: Frame,
  quantity: 'risk-ratio' | 'odds-ratio',
  ratio: LogRatio,
  variance: number,
  level: number,
  n: number,
): RatioResult {
  return { ...ratioFigures(quantity, ratio, Math.sqrt(variance), level), n, ...clusteringWarning(frame) };
}

function nobody(frame: Frame, arm: number, has: 'with' | 'without'): NotGiven {
  const figure = `Nobody in the arm ${frame.arms[arm] ?? ''} is ${has} the outcome`;
  return notEstimable('zero-cell', `${figure}, so the log of the ratio has no finite value or standard error.`);
}
