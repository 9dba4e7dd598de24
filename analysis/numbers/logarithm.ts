/**
 * ln x and ln(1 + x) with + − × ÷ alone, to within one unit in the last place, the same bits on every engine.
 * Method: x = 2ᵏ(1 + f), s = f/(2 + f), ln(1 + f) = 2·atanh(s), composed as in K. C. Ng's e_log.c and s_log1p.c (fdlibm,
 * Sun Microsystems 1993); the coefficients here are the series' own, 2/(2n + 1) (DLMF 4.6.4).
 */
import { ln2High, ln2Low } from './exponential.ts';
import { splitNearOne } from './float64.ts';
import { polynomial } from './polynomial.ts';

const atanhSeries = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15, 2 / 17, 2 / 19, 2 / 21, 2 / 23, 2 / 25];

/** k·ln 2 + ln(1 + f) + lost, for −0.293 ≤ f ≤ 0.415; `lost` is what rounding took from the argument. */
function compose(k: number, f: number, lost: number): number {
  const s = f / (2 + f);
  const square = s * s;
  const remainder = square * polynomial(atanhSeries, square);
  const half = 0.5 * f * f;
  if (k === 0) return f - (half - (s * (half + remainder) + lost));
  return k * ln2High - (half - (s * (half + remainder) + (k * ln2Low + lost)) - f);
}

/** ln x; −Infinity at 0, NaN below. */
export function ln(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  const { significand, exponent } = splitNearOne(x);
  return compose(exponent, significand - 1, 0);
}

/** ln(1 + x) without losing a small x; −Infinity at −1, NaN below. */
export function log1p(x: number): number {
  if (Number.isNaN(x) || x < -1) return Number.NaN;
  if (x === -1) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x > -0.2928 && x < 0.4142) return compose(0, x, 0);
  const sum = 1 + x;
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
  const { significand, exponent } = splitNearOne(sum);
  return compose(exponent, significand - 1, lost / sum);
}
