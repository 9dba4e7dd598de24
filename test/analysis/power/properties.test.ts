/** What holds of every power: it grows with people and difference, falls with the correlation; and two ways round it is one thing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlannedComparison, powerOf } from '../../../analysis/power/comparison.ts';
import { alphaOfOne, isLowerBound } from '../../../analysis/power/correction.ts';
import { designEffect } from '../../../analysis/power/design-effect.ts';
import { differenceFor, peopleFor } from '../../../analysis/power/solve.ts';
import { chance } from '../calibration/chance.ts';
import { expectFit } from '../numbers/tolerance.ts';

const clustering = fc.record({
  size: fc.double({ min: 1, max: 60, noNaN: true }),
  sizeVariation: fc.double({ min: 0, max: 1, noNaN: true }),
  icc: fc.double({ min: 0, max: 0.5, noNaN: true }),
});
const comparison: fc.Arbitrary<PlannedComparison> = fc.record({
  alpha: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  sided: fc.constantFrom(1 as const, 2 as const),
  outcome: fc.oneof(
    fc.double({ min: 0.05, max: 0.6, noNaN: true }).map((reference) => ({ kind: 'binary' as const, reference })),
    fc.double({ min: 0.2, max: 5, noNaN: true }).map((sd) => ({ kind: 'continuous' as const, sd })),
  ),
  shares: fc.constantFrom([0.5, 0.5] as const, [1 / 3, 1 / 3] as const, [0.5, 0.25] as const),
  clustering: fc.option(clustering, { nil: null }),
});
const settings = { numRuns: 60, seed: 2006 };
const people = fc.integer({ min: 600, max: 20_000 });
const difference = fc.double({ min: 0.01, max: 0.3, noNaN: true });
const power = (one: PlannedComparison, d: number, n: number) => Number(powerOf(one, d, n));

describe('of every comparison', () => {
  it('more people, or a larger difference, have more power', () => {
    fc.assert(
      fc.property(comparison, difference, people, (one, d, n) => {
        const least = power(one, d, n);
        return power(one, d, 2 * n) >= least - 1e-9 && power(one, 1.2 * d, n) >= least - 1e-9;
      }),
      settings,
    );
  });

  it('people of a cluster who are more alike, or clusters of more uneven size, have less', () => {
    fc.assert(
      fc.property(comparison, clustering, difference, people, (one, own, d, n) => {
        const at = (more: object) => power({ ...one, clustering: { ...own, ...more } }, d, n);
        return (
          at({ icc: own.icc + 0.1 }) <= at({}) + 1e-9 && at({ sizeVariation: own.sizeVariation + 0.3 }) <= at({}) + 1e-9
        );
      }),
      settings,
    );
  });

  it('the people needed have the power asked for, and so has the difference to detect', () => {
    fc.assert(
      fc.property(comparison, difference, (one, d) => {
        const needed = peopleFor(one, d, 0.8);
        if (typeof needed !== 'number') return;
        if (needed > 1.01) expectFit(power(one, d, needed), 0.8, 'power at the people needed', 1e-6);
        expectFit(Number(differenceFor(one, needed, power(one, d, needed))), d, 'difference', 1e-6);
      }),
      { ...settings, numRuns: 15 },
    );
  });
});

describe('edges', () => {
  const risk = {
    alpha: 0.05,
    sided: 2,
    outcome: { kind: 'binary', reference: 0.4 },
    shares: [0.5, 0.5],
    clustering: null,
  } as const;

  it('refuses clusters too few for a test, a difference of none, and one that nothing can show', () => {
    const ceremonies = { ...risk, clustering: { size: 25, sizeVariation: 0.4, icc: 0.02 } };
    expect(powerOf(ceremonies, 0.1, 50)).toMatchObject({ notEstimable: { code: 'too-few-clusters' } });
    expect(peopleFor(risk, 0, 0.8)).toMatchObject({ notEstimable: { code: 'no-size' } });
    expect(differenceFor(risk, 6, 0.9)).toMatchObject({ notEstimable: { code: 'no-difference' } });
    expect(differenceFor(ceremonies, 50, 0.8)).toMatchObject({ notEstimable: { code: 'too-few-clusters' } });
  });

  it('refuses an arm of less than one person', () => {
    const uneven = { ...risk, shares: [0.99, 0.01] } as const;
    expect(powerOf(uneven, 0.1, 50)).toMatchObject({
      notEstimable: { code: 'too-few-people', reason: 'The smaller arm would have 0.5 people.' },
    });
    expect(Number(powerOf(uneven, 0.1, 500))).toBeGreaterThan(0);
  });

  it('without an effect the power of one side is the error of that side', () => {
    expectFit(power(risk, 0, 1000), 0.025, 'error of one side', 1e-9);
    expect(designEffect({ size: 1, sizeVariation: 0, icc: 0.3 })).toBe(1);
  });

  it('shares the error between comparisons', () => {
    expect(alphaOfOne(0.05, 3, 'bonferroni')).toBe(0.05 / 3);
    expect(alphaOfOne(0.05, 3, 'none')).toBe(0.05);
    expect([isLowerBound(3, 'holm'), isLowerBound(3, 'bonferroni'), isLowerBound(1, 'holm')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('simulation: the formula for clusters is the power of a t test of cluster means', () => {
  it('ten and eight clusters of 20 people, correlation 0.05', () => {
    const [treated, reference, size, icc, effect] = [10, 8, 20, 0.05, 0.35];
    const random = chance('power of cluster means');
    const mean = (arm: number) =>
      arm + Math.sqrt(icc) * random.normal() + Math.sqrt((1 - icc) / size) * random.normal();
    const trials = 20_000;
    let rejected = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const [one, other] = [
        Array.from({ length: treated }, () => mean(effect)),
        Array.from({ length: reference }, () => mean(0)),
      ];
      const squares = (values: readonly number[], centre: number) =>
        values.reduce((sum, x) => sum + (x - centre) ** 2, 0);
      const [m1, m0] = [one, other].map((values) => values.reduce((sum, x) => sum + x, 0) / values.length) as [
        number,
        number,
      ]; // two means
      const variance = (squares(one, m1) + squares(other, m0)) / (treated + reference - 2);
      // 2.1199 leaves 2.5% of t with 16 degrees of freedom above it.
      if ((m1 - m0) / Math.sqrt(variance * (1 / treated + 1 / reference)) > 2.119905299221011) rejected += 1;
    }
    const planned = powerOf(
      {
        alpha: 0.05,
        sided: 2,
        outcome: { kind: 'continuous', sd: 1 },
        shares: [treated / 18, reference / 18],
        clustering: { size, sizeVariation: 0, icc },
      },
      effect,
      18 * size,
    );
    const seen = rejected / trials;
    expect(Math.abs(seen - Number(planned))).toBeLessThan(4 * Math.sqrt((seen * (1 - seen)) / trials));
  });
});
