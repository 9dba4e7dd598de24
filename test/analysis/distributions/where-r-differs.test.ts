/** Who is right where R and we differ: the exact tail at our figure, and at R's. */
import { describe, expect, it } from 'vitest';
import { betaTails } from '../../../analysis/distributions/beta.ts';
import { fisherFQuantile } from '../../../analysis/distributions/fisher-f.ts';
import { exactArithmetic } from './exact-beta.ts';
import { differences } from './where-r-differs.ts';

const { one, fixed, beta, logOf, relativeDifference } = exactArithmetic(60);

/** How far the exact lower tail of F is from p, relatively, for df1 of 1 or 2 and df2 even. */
function tailError(f: number, p: number, df1: number, df2: number): number {
  const part = fixed(df1) * fixed(f);
  const x = (part * one) / (part + fixed(df2) * one);
  return Math.abs(relativeDifference(beta(x, df1 / 2, df2 / 2), fixed(p)));
}

describe('the judge itself', () => {
  it.each([
    ['I½(1, 1) = ½', beta(fixed(0.5), 1, 1), one / 2n],
    ['Iₓ(½, 1) = √x', beta(fixed(0.25), 0.5, 1), one / 2n],
    ['Iₓ(1, b) = 1 − (1 − x)ᵇ', beta(fixed(0.5), 1, 4), (one * 15n) / 16n],
    ['I½(a, a) = ½', beta(fixed(0.5), 20, 20), one / 2n],
  ])('%s', (_, value, expected) => expect(Math.abs(relativeDifference(value, expected))).toBeLessThan(1e-28));

  it('ln 2⁻¹⁰ = −10 ln 2', () => expect(Math.abs(logOf(one / 1024n) + 10 * Math.LN2)).toBeLessThan(1e-14));
});

describe('quantiles of F with few and very many degrees of freedom', () => {
  const points = differences.filter(({ figure }) => figure === 'F quantile');

  it.each(points)('$at', ({ at: [p = 0, df1 = 0, df2 = 0], inR }) => {
    expect(tailError(fisherFQuantile('lower', p, df1, df2), p, df1, df2)).toBeLessThan(1e-14);
    expect(tailError(inR, p, df1, df2)).toBeGreaterThan(5e-10);
  });
});

describe('the log of a far tail of beta', () => {
  const points = differences.filter(({ figure }) => figure === 'beta lower');
  const far = exactArithmetic(620);

  it.each(points)('$at', ({ at: [x = 0, a = 0, b = 0], inR }) => {
    const exact = far.logOf(far.beta(far.fixed(x), a, b));
    expect(Math.abs(betaTails(a, b, x, 1 - x).logLower / exact - 1)).toBeLessThan(1e-14);
    expect(Math.abs(inR / exact - 1)).toBeGreaterThan(5e-9);
  });
});
