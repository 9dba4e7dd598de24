import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfDeviance } from '../../../analysis/numbers/deviance.ts';
import { exp, expm1 } from '../../../analysis/numbers/exponential.ts';
import { scaleByPowerOfTwo, splitNearOne } from '../../../analysis/numbers/float64.ts';
import { lnGamma, stirlingError } from '../../../analysis/numbers/log-gamma.ts';
import { ln, log1p } from '../../../analysis/numbers/logarithm.ts';
import { pow } from '../../../analysis/numbers/power.ts';
import { unitsInLastPlace } from './tolerance.ts';

const settings = { numRuns: 20_000, seed: 20_080_801 };
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Any size of positive number, subnormals too. */
const positive = fc
  .tuple(between(1, 2), fc.integer({ min: -1074, max: 1023 }))
  .map(([m, k]) => scaleByPowerOfTwo(m, k));

function agree(ours: (x: number) => number, theirs: (x: number) => number, ...arguments_: fc.Arbitrary<number>[]) {
  fc.assert(
    fc.property(fc.oneof(...arguments_), (x) => unitsInLastPlace(ours(x), theirs(x)) <= 2),
    settings,
  );
}

describe('the library’s own functions are within two units in the last place of the engine’s', () => {
  it('exp', () => agree(exp, Math.exp, between(-745, 709.7), between(-1, 1), between(-1e-9, 1e-9)));
  it('expm1', () => agree(expm1, Math.expm1, between(-745, 709.7), between(-1, 1), between(-1e-9, 1e-9)));
  it('ln', () => agree(ln, Math.log, positive, between(0.5, 2), between(0.999999, 1.000001)));
  it('log1p', () => agree(log1p, Math.log1p, positive, between(-0.999999, 1), between(-1e-6, 1e-6)));
  it('pow', () => {
    fc.assert(
      fc.property(fc.oneof(positive, between(0.5, 2)), between(-300, 300), (x, y) => {
        const expected = x ** y;
        const isNormal = expected > 1e-307 && expected < 1e308;
        return !isNormal || unitsInLastPlace(pow(x, y), expected) <= 3;
      }),
      settings,
    );
  });
  it('pow of whole numbers, where the answer is exact', () => {
    for (let base = 2; base <= 12; base += 1) {
      for (let power = 1, exact = base; exact <= 2 ** 53; power += 1, exact *= base) {
        expect(unitsInLastPlace(pow(base, power), exact)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('at the edges', () => {
  const { POSITIVE_INFINITY: infinity, NaN: nan, MIN_VALUE: least } = Number;
  it.each([
    [exp(0), 1],
    [exp(-infinity), 0],
    [exp(infinity), infinity],
    [exp(nan), nan],
    [exp(709.8), infinity],
    [exp(-745.2), 0],
    [exp(-744.5), least],
    [expm1(0), 0],
    [expm1(-infinity), -1],
    [expm1(infinity), infinity],
    [expm1(nan), nan],
    [ln(1), 0],
    [ln(0), -infinity],
    [ln(-1), nan],
    [ln(infinity), infinity],
    [log1p(0), 0],
    [log1p(-1), -infinity],
    [log1p(-2), nan],
    [log1p(infinity), infinity],
    [pow(0, 2), 0],
    [pow(0, -2), infinity],
    [pow(7, 0), 1],
    [pow(infinity, -1), 0],
    [pow(2, 1024), infinity],
    [pow(2, -1080), 0],
    [pow(nan, 1), nan],
    [halfDeviance(2, 0), infinity],
    [halfDeviance(2, 2), 0],
  ])('case %#: %d is %d', (actual, expected) => expect(actual).toEqual(expected));

  it('refuses what has no meaning', () => {
    expect(() => pow(-1, 0.5)).toThrow(RangeError);
    expect(() => lnGamma(0)).toThrow(RangeError);
  });
});

describe('taken apart and put together', () => {
  it('a number is its significand near one times its power of two', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const { significand, exponent } = splitNearOne(x);
        const isNearOne = significand > Math.SQRT1_2 * 0.999999 && significand <= Math.SQRT2;
        return isNearOne && scaleByPowerOfTwo(significand, exponent) === x;
      }),
      settings,
    );
  });
});

describe('ln Γ and Stirling’s error', () => {
  it('ln Γ at whole numbers is the log of a factorial', () => {
    let factorial = 1;
    for (let n = 1; n <= 25; n += 1) {
      expect(Math.abs(lnGamma(n) - Math.log(factorial))).toBeLessThanOrEqual(4e-15 * Math.max(1, lnGamma(n)));
      factorial *= n;
    }
  });

  it('the error fulfils its definition', () => {
    fc.assert(
      fc.property(between(0.5, 50), (x) => {
        const longhand = lnGamma(x + 1) - (x + 0.5) * Math.log(x) + x - 0.5 * Math.log(2 * Math.PI);
        return Math.abs(stirlingError(x) - longhand) <= 1e-13;
      }),
      { ...settings, numRuns: 2000 },
    );
  });

  it('half deviances fulfil their definition', () => {
    fc.assert(
      fc.property(between(0.5, 500), between(0.5, 500), (x, mean) => {
        const longhand = x * Math.log(x / mean) + mean - x;
        return Math.abs(halfDeviance(x, mean) - longhand) <= 1e-12 * (x + mean);
      }),
      { ...settings, numRuns: 2000 },
    );
  });
});
