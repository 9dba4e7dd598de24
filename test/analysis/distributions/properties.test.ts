/** What must hold of any distribution, and the far tails the contract names, where p underflows and its log must not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaTails } from '../../../analysis/distributions/beta.ts';
import { betaQuantile } from '../../../analysis/distributions/beta-quantile.ts';
import { chiSquaredTails } from '../../../analysis/distributions/chi-squared.ts';
import { fisherFQuantile, fisherFTails } from '../../../analysis/distributions/fisher-f.ts';
import { normalDensity, normalQuantile, normalTails } from '../../../analysis/distributions/normal.ts';
import { studentQuantile, studentTwoSided } from '../../../analysis/distributions/student.ts';
import { isRelative } from '../numbers/tolerance.ts';

const settings = { numRuns: 500, seed: 7 };
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const df = fc.oneof(fc.integer({ min: 1, max: 40 }), between(1, 6000), between(1, 400_000));
const shape = fc.oneof(between(0.5, 20), between(0.5, 3000));

describe('tails', () => {
  it('two tails make one, and logs are logs', () => {
    fc.assert(
      fc.property(shape, shape, between(1e-6, 1 - 1e-6), (a, b, x) => {
        const { lower, upper, logLower, logUpper } = betaTails(a, b, x, 1 - x);
        const isWhole = Math.abs(lower + upper - 1) <= 1e-15;
        const isLog = (p: number, log: number) => p < 1e-290 || Math.abs(Math.log(p) - log) <= 1e-12 * (1 - log);
        return isWhole && isLog(lower, logLower) && isLog(upper, logUpper);
      }),
      settings,
    );
  });

  it('t² is F with one degree of freedom, z² is chi-squared with one', () => {
    fc.assert(
      fc.property(between(0.001, 40), df, (value, degrees) => {
        const t = studentTwoSided(value, degrees);
        const f = fisherFTails(value * value, 1, degrees);
        const z = normalTails(value);
        const square = chiSquaredTails(value * value, 1);
        return (
          Math.abs(t.logP - f.logUpper) <= 1e-11 * (1 - t.logP) &&
          Math.abs(z.logUpper + Math.LN2 - square.logUpper) <= 1e-11 * (1 - z.logUpper)
        );
      }),
      settings,
    );
  });

  it('at the centre: p is 1 and its log 0, and the ends are closed', () => {
    expect(studentTwoSided(0, 7)).toEqual({ p: 1, logP: 0 });
    expect(normalTails(0)).toEqual({ lower: 0.5, upper: 0.5, logLower: -Math.LN2, logUpper: -Math.LN2 });
    expect(chiSquaredTails(0, 3)).toEqual({ lower: 0, upper: 1, logLower: Number.NEGATIVE_INFINITY, logUpper: 0 });
    expect(betaTails(2, 3, 1, 0).upper).toBe(0);
    expect(normalTails(-1.5)).toEqual({
      lower: normalTails(1.5).upper,
      upper: normalTails(1.5).lower,
      logLower: normalTails(1.5).logUpper,
      logUpper: normalTails(1.5).logLower,
    });
  });
});

describe('quantiles are found again', () => {
  it('normal', () => {
    fc.assert(
      fc.property(between(-300, -0.7), (log) => {
        const tail = 10 ** log;
        return isRelative(normalTails(normalQuantile(tail)).upper, tail);
      }),
      settings,
    );
    expect(normalDensity(normalQuantile(0.5))).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 15);
    expect(normalQuantile(0.975)).toBe(-normalQuantile(1 - 0.975));
  });

  it('t', () => {
    fc.assert(
      fc.property(between(1e-6, 0.49), df, (tail, degrees) =>
        isRelative(studentTwoSided(studentQuantile(tail, degrees), degrees).p, 2 * tail),
      ),
      settings,
    );
  });

  it('F and beta, from either side', () => {
    fc.assert(
      fc.property(between(1e-6, 0.5), shape, shape, (tail, a, b) => {
        const low = betaQuantile(a, b, 'lower', tail);
        const high = betaQuantile(a, b, 'upper', tail);
        const f = fisherFQuantile('upper', tail, 2 * a, 2 * b);
        return (
          isRelative(betaTails(a, b, low.x, low.y).lower, tail) &&
          isRelative(betaTails(a, b, high.x, high.y).upper, tail) &&
          isRelative(fisherFTails(f, 2 * a, 2 * b).upper, tail)
        );
      }),
      settings,
    );
  });

  it('a tail outside 0 to 1 is refused', () => {
    expect(() => normalQuantile(0)).toThrow(RangeError);
    expect(() => betaQuantile(1, 1, 'lower', 1)).toThrow(RangeError);
  });
});

/** Logs to 20 digits by mpmath 1.3 at 60 digits. */
describe('far tails, where p is below every double', () => {
  it('z = 60, two-sided', () => {
    const { upper, logUpper } = normalTails(60);
    expect(upper).toBe(0);
    expect(logUpper).toBe(-1805.0135606805673);
  });

  it.each([
    [31, 344_082, -483.48966584539164],
    [60, 5000.5, -1359.8909769504673],
    [200, 5000.5, -5497.814133242465],
    [1e5, 30, -296.30452510341826],
    [1e200, 3, -1380.760185176823],
  ])('t = %d on %d degrees of freedom', (t, degrees, logP) => {
    expect(Math.abs(studentTwoSided(t, degrees).logP / logP - 1)).toBeLessThan(1e-14);
  });
});
