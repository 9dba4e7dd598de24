/**
 * Differences between arms from rounded counts alone, so that they tell nothing that the counts do not: error p(1 − p)/n of either arm,
 * widened by the design effect of the units that were randomised (Eldridge, Ashby & Kerry 2006), whose intraclass correlation is itself
 * rounded to two decimals; Student's t with the units' degrees of freedom. Coarser than the locked analysis, and meant to be.
 */
import { roundTo, type SafeCount } from '../disclosure/safe-count.ts';
import { studentCritical, studentTest } from '../estimators/inference.ts';
import type { ReleasedArm, ReleasedEffect } from './release-model.ts';

/** Of the units that were randomised. */
export type Spread = {
  /** To two decimals; below 0 counts as 0. */
  readonly icc: number;
  /** How many there are, and the standard deviation of their size over its mean, to one decimal. */
  readonly units: number;
  readonly variation: number;
};

/** Below this an error says more about few units than about people (the guidance on statistical outputs asks for 10). */
const leastDf = 10;

const level = 0.95;
const hidden: Omit<ReleasedEffect, 'contrast'> = {
  points: 'suppressed',
  error: 'suppressed',
  interval: 'suppressed',
  p: 'suppressed',
};

/** @param spread null where people were randomised one by one @param people of all arms, rounded */
export function releasedEffect(
  contrast: ReleasedEffect['contrast'],
  arms: readonly ReleasedArm[],
  spread: Spread | null,
): ReleasedEffect {
  const [treated, reference] = contrast.map((name) => arms.find(({ arm }) => arm === name));
  const [one, other] = [shareOf(treated), shareOf(reference)];
  if (one === null || other === null) return { contrast, ...hidden };
  const points = tenth((one.share - other.share) * 100);
  const people = arms.reduce((sum, { n }) => sum + (typeof n === 'number' ? n : 0), 0);
  const df = spread === null ? one.n + other.n - 2 : spread.units - arms.length;
  const variance = (of: Share) => (of.share * (1 - of.share)) / of.n;
  const error = Math.sqrt((variance(one) + variance(other)) * designEffect(spread, people)) * 100;
  if (df < leastDf || !(error > 0)) return { contrast, ...hidden, points };
  const half = studentCritical(level, df) * error;
  const raw = (one.share - other.share) * 100;
  return {
    contrast,
    points,
    error: tenth(error),
    interval: [tenth(raw - half), tenth(raw + half)],
    p: twoDigits(studentTest(raw / error, df).p),
  };
}

function designEffect(spread: Spread | null, people: number): number {
  if (spread === null) return 1;
  const size = people / spread.units;
  return Math.max(1, 1 + ((1 + spread.variation * spread.variation) * size - 1) * Math.max(0, spread.icc));
}

type Share = { readonly n: number; readonly share: number };

function shareOf(arm: ReleasedArm | undefined): Share | null {
  if (arm === undefined || typeof arm.n !== 'number' || typeof arm.count !== 'number') return null;
  return { n: arm.n, share: Math.min(1, arm.count / arm.n) };
}

const tenth = (value: number): number => roundTo(value * 10, 1) / 10 + 0;

const twoDigits = (p: number): SafeCount => Number(p.toPrecision(2));
