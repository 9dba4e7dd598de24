/**
 * The difference of two risks, treated minus reference, with one of five intervals.
 * Sources: R. G. Newcombe 1998, "Interval estimation for the difference between independent proportions: comparison of
 * eleven methods", Stat. Med. 17:873–890, methods 1 (Wald), 10 and 11 (hybrid score, without and with continuity
 * correction); A. Agresti & B. Caffo 2000, Am. Stat. 54:280–288; Miettinen & Nurminen 1985 (miettinen-nurminen.ts).
 */
import type { Contrast, Frame, Interval } from '../frame.ts';
import { armCounts } from './arm-counts.ts';
import { notEstimable, type Result, type RiskDifferenceOptions, type RiskDifferenceResult } from './estimator.ts';
import { normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { scoreInterval, scoreStatistic, type TwoCells } from './miettinen-nurminen.ts';
import { wilson, wilsonWithContinuity } from './one-proportion.ts';
import { clusteringWarning, emptyArm, notBinary } from './refusals.ts';

/**
 * `estimate` is the plain difference of the two shares whatever the interval; `n` counts the people of both arms. p comes
 * with Wald (unpooled z) and Miettinen-Nurminen (score z at no difference). Refuses an outcome that is not binary, an
 * empty arm, and Wald where neither arm varies.
 */
export function riskDifference(
  frame: Frame,
  contrast: Contrast,
  { interval, level }: RiskDifferenceOptions,
): Result<RiskDifferenceResult> {
  if (frame.outcomeKind !== 'binary') return notBinary('A risk difference');
  const counts = armCounts(frame);
  const treated = counts[contrast.treated];
  const reference = counts[contrast.reference];
  if (treated === undefined || treated.n === 0) return emptyArm(frame, contrast.treated);
  if (reference === undefined || reference.n === 0) return emptyArm(frame, contrast.reference);
  const cells: TwoCells = { treated, reference };
  const estimate = treated.count / treated.n - reference.count / reference.n;
  const critical = normalCritical(level);
  const start = { quantity: 'risk-difference', estimate } as const;
  const basis = (bounds: Interval) => ({
    interval: bounds,
    level,
    n: treated.n + reference.n,
    ...clusteringWarning(frame),
  });

  switch (interval) {
    case 'wald': {
      const standardError = Math.sqrt(variance(treated.count, treated.n) + variance(reference.count, reference.n));
      if (standardError === 0) {
        return notEstimable('no-variation', 'All outcomes within each of the two arms are equal.');
      }
      const bounds = symmetricInterval(estimate, standardError, critical);
      return { ...start, standardError, ...normalTest(estimate / standardError), ...basis(bounds) };
    }
    case 'newcombe':
      return { ...start, ...basis(hybridScore(cells, level, wilson)) };
    case 'newcombe-continuity':
      return { ...start, ...basis(hybridScore(cells, level, wilsonWithContinuity)) };
    case 'agresti-caffo':
      return { ...start, ...basis(agrestiCaffo(cells, critical)) };
    case 'miettinen-nurminen': {
      const bounds = basis(scoreInterval(cells, critical));
      const statistic = scoreStatistic(cells, 0);
      if (statistic !== null) return { ...start, ...normalTest(statistic), ...bounds };
      const reason = 'All outcomes of the two arms are equal, so the score has no variance at no difference.';
      return { ...start, ...bounds, test: notEstimable('no-variation', reason) };
    }
  }
}

function variance(count: number, n: number): number {
  const p = count / n;
  return (p * (1 - p)) / n;
}

/** The interval of each arm's own risk, joined by squaring and adding: Newcombe's methods 10 and 11. */
function hybridScore({ treated, reference }: TwoCells, level: number, one: typeof wilson): Interval {
  const [p1, p0] = [treated.count / treated.n, reference.count / reference.n];
  const [lower1, upper1] = one(treated, level);
  const [lower0, upper0] = one(reference, level);
  const below = Math.sqrt((p1 - lower1) * (p1 - lower1) + (upper0 - p0) * (upper0 - p0));
  const above = Math.sqrt((upper1 - p1) * (upper1 - p1) + (p0 - lower0) * (p0 - lower0));
  return [p1 - p0 - below, p1 - p0 + above];
}

/** Wald after one success and one failure are added to each arm; the interval is centred on that difference. */
function agrestiCaffo({ treated, reference }: TwoCells, critical: number): Interval {
  const [n1, n0] = [treated.n + 2, reference.n + 2];
  const [x1, x0] = [treated.count + 1, reference.count + 1];
  return symmetricInterval(x1 / n1 - x0 / n0, Math.sqrt(variance(x1, n1) + variance(x0, n0)), critical);
}
