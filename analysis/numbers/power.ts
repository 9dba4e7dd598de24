/**
 * xʸ for x ≥ 0 with + − × ÷ alone, to within two units in the last place, the same bits on every engine.
 * Method: exp(y · ln x) with the logarithm to about 100 bits, so that an exponent of several hundred costs no digits
 * (as e_pow.c of fdlibm does; the double-double steps are Dekker's).
 */
import { add, type DoubleDouble, divide, exactProduct, exactSum, multiply } from './double-double.ts';
import { exp, ln2High, ln2Low } from './exponential.ts';
import { splitNearOne } from './float64.ts';
import { polynomial } from './polynomial.ts';

const twoThirds: DoubleDouble = { high: 2 / 3, low: 3.700743415417188e-17 };
const atanhTail = [2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15, 2 / 17, 2 / 19, 2 / 21, 2 / 23, 2 / 25];

/** ln x in two doubles, from 2·atanh(s) with its first two terms in double-double. */
function lnDoubleDouble(x: number): DoubleDouble {
  const { significand, exponent } = splitNearOne(x);
  const f = significand - 1;
  const s = divide({ high: f, low: 0 }, exactSum(2, f));
  const square = multiply(s, s);
  const cube = multiply(square, s);
  const tail = square.high * cube.high * polynomial(atanhTail, square.high);
  const series = add(add({ high: 2 * s.high, low: 2 * s.low }, multiply(twoThirds, cube)), { high: tail, low: 0 });
  return add(exactSum(exponent * ln2High, exponent * ln2Low), series);
}

/** xʸ. A negative x is a mistake of the caller: RangeError. */
export function pow(x: number, y: number): number {
  if (x < 0) throw new RangeError(`pow takes a base of at least 0, not ${x}`);
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return y > 0 ? x : 0;
  const logarithm = lnDoubleDouble(x);
  const rough = y * logarithm.high;
  if (rough > 800) return Number.POSITIVE_INFINITY;
  if (rough < -800) return 0;
  const exponent = exactProduct(y, logarithm.high);
  const low = exponent.low + y * logarithm.low;
  const value = exp(exponent.high);
  return value === Number.POSITIVE_INFINITY ? value : value + value * low;
}
