/**
 * eˣ and eˣ − 1 with + − × ÷ alone, to within one unit in the last place, the same bits on every engine.
 * Method: argument reduction x = k·ln 2 + r with ln 2 in two parts and eʳ from r·coth(r/2), as in K. C. Ng's e_exp.c and
 * s_expm1.c (fdlibm, Sun Microsystems 1993); the coefficients here are the series' own, 2·B₂ₙ/(2n)! (DLMF 4.19.6).
 */
import { scaleByPowerOfTwo } from './float64.ts';
import { polynomial } from './polynomial.ts';

/** ln 2 = ln2High + ln2Low; ln2High has 41 bits, so that k · ln2High is exact for every exponent k of a double. */
export const ln2High = 0.693147180559663;
export const ln2Low = 2.8235290563031577e-13;

const cothSeries = [
  1 / 6,
  -1 / 360,
  1 / 15120,
  -1 / 604800,
  1 / 23950080,
  -691 / 653837184000,
  1 / 37362124800,
  -3617 / 5335311421440000,
];

/** c with eʳ = 1 + 2r/(2 − c), for |r| ≤ 0.36. */
function reducedArgument(r: number): number {
  const square = r * r;
  return r - square * polynomial(cothSeries, square);
}

/** eˣ; 0 below −745.14, Infinity above 709.79. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  if (x < -745.14) return 0;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const c = reducedArgument(high - low);
  return scaleByPowerOfTwo(1 - (low - ((high - low) * c) / (2 - c) - high), k);
}

/** eˣ − 1 without the cancellation near x = 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  if (x < -40) return -1;
  const k = x > -0.36 && x < 0.36 ? 0 : Math.floor(x / Math.LN2 + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = high - r - low;
  const c = reducedArgument(r);
  const correction = (r * c) / (2 - c) + lost;
  if (k === 0) return r + correction;
  if (k > 56) return scaleByPowerOfTwo(1 - (-correction - r), k);
  const inverse = scaleByPowerOfTwo(1, -k);
  return k < 0
    ? scaleByPowerOfTwo(1 - inverse + (r + correction), k)
    : scaleByPowerOfTwo(1 - inverse + r + correction, k);
}
