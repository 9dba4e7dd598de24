/**
 * Does a test at 5% reject a true null in 5% of trials, and does a 95% interval hold the truth in 95%? Unequal arms and
 * clusters of varying size, seeded. Short by default; PLEDGE_CALIBRATION=long runs twenty times as many trials.
 * The bounds are those of a binomial share: four standard errors about the nominal rate, plus the bias a method is known for.
 */
import { describe, expect, it, vi } from 'vitest';
import type { DifferenceInterval, LinearErrors, ProportionInterval } from '../../../analysis/estimators/estimator.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import { frameOf, frameOfCounts, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, given } from './given.ts';

const isLong = process.env.PLEDGE_CALIBRATION === 'long';
const trials = isLong ? 40_000 : 2_000;
if (isLong) vi.setConfig({ testTimeout: 600_000 });
const level = 0.95;

/** A small generator of its own, so that the trials are the same on every machine (Steele, Lea & Flood 2014, SplitMix). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  };
}

/** Four standard errors of a share of `trials` about the nominal rate, and the method's own known bias to either side. */
function expectRate(count: number, nominal: number, below: number, above: number): void {
  const noise = 4 * Math.sqrt((nominal * (1 - nominal)) / trials);
  expect(count / trials).toBeGreaterThanOrEqual(nominal - noise - below);
  expect(count / trials).toBeLessThanOrEqual(nominal + noise + above);
}

/** Ceremonies of 3 to 22 people, 24 in the treated arm and 36 in the reference, a common shift of chance in each. */
function ceremonies(random: () => number, spread: number): readonly Row[] {
  return Array.from({ length: 60 }, (_, cluster) => {
    const arm = cluster < 24 ? 'letter' : 'standard';
    const size = 3 + Math.floor(20 * random() * random());
    const chance = 0.4 + spread * (random() - 0.5);
    return Array.from({ length: size }, () => ({ arm, cluster, outcome: random() < chance ? 1 : 0 }));
  }).flat();
}

describe('the null is rejected as often as the level says', () => {
  function rejections(errors: LinearErrors, spread: number): number {
    const random = generator(2008);
    let count = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const frame = frameOf(['standard', 'letter'], 'binary', ceremonies(random, spread));
      const [result] = linear(frame, [treatedAgainstReference], { errors, level });
      if (given(result).p < 0.05) count += 1;
    }
    return count;
  }

  it('CR1S with 60 ceremonies, which is a little liberal', () => expectRate(rejections('CR1S', 0.5), 0.05, 0, 0.02));
  it('CR2 with 60 ceremonies', () => expectRate(rejections('CR2', 0.5), 0.05, 0.005, 0.005));
  it('HC2 where ceremonies do not differ', () => expectRate(rejections('HC2', 0), 0.05, 0, 0.005));
  it('and HC2 far too often where they do: the reason for the warning', () =>
    expect(rejections('HC2', 0.5) / trials).toBeGreaterThan(0.1));
});

describe('intervals hold the truth as often as they say', () => {
  function successes(random: () => number, n: number, chance: number): number {
    let count = 0;
    for (let person = 0; person < n; person += 1) if (random() < chance) count += 1;
    return count;
  }

  it.each([
    ['newcombe', 0.01, 0.03],
    ['newcombe-continuity', 0, 0.05],
    ['agresti-caffo', 0.01, 0.03],
    ['miettinen-nurminen', 0.01, 0.03],
  ] as const)('%s, 45 against 30 people with shares of 0.15 and 0.35', (interval: DifferenceInterval, below, above) => {
    const random = generator(1998);
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const frame = frameOfCounts(successes(random, 45, 0.15), 45, successes(random, 30, 0.35), 30);
      const [low, high] = bounds(given(riskDifference(frame, treatedAgainstReference, { interval, level })).interval);
      if (low <= -0.2 && high >= -0.2) held += 1;
    }
    expectRate(held, level, below, above);
  });

  it.each([
    ['clopper-pearson', 0, 0.05],
    ['wilson', 0.02, 0.03],
    ['jeffreys', 0.02, 0.03],
    ['agresti-coull', 0.01, 0.04],
  ] as const)('%s, 30 people with a share of 0.2', (interval: ProportionInterval, below, above) => {
    const random = generator(1934);
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const frame = frameOfCounts(0, 1, successes(random, 30, 0.2), 30);
      const [low, high] = bounds(given(given(proportions(frame, { interval, level })).rows[0]).interval);
      if (low <= 0.2 && high >= 0.2) held += 1;
    }
    expectRate(held, level, below, above);
  });
});
