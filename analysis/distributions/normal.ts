/**
 * The standard normal distribution: density, upper tail with its log, and the point that leaves a given upper tail.
 * Sources: DLMF 7.6.2 (series at small z), 7.9.1 (continued fraction for Mills' ratio); Abramowitz & Stegun 26.2.23 for
 * the first guess of the quantile, which Newton's method on the log tail then settles to the last digits.
 */
import { exp } from '../numbers/exponential.ts';
import { ln, log1p } from '../numbers/logarithm.ts';
import { reciprocalFraction } from './continued-fraction.ts';
import { didNotConverge, mirrored, type Tails } from './tails.ts';

const rootTwoPi = 2.5066282746310002;
const halfLnTwoPi = 0.9189385332046728;

/** φ(z). */
export function normalDensity(z: number): number {
  const size = Math.abs(z);
  const coarse = Math.trunc(size * 16) / 16;
  return (exp(-0.5 * coarse * coarse) * exp(-0.5 * (size - coarse) * (size + coarse))) / rootTwoPi;
}

/** Mills' ratio (1 − Φ(z))/φ(z) for z > 1. */
function millsRatio(z: number): number {
  return reciprocalFraction(z, (n) => ({ a: n, b: z }), 'the normal continued fraction');
}

/** ∫₀ᶻ φ = φ(z)·(z + z³/3 + z⁵/15 + …). */
function centralArea(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; ; odd += 2) {
    term *= (z * z) / odd;
    const next = sum + term;
    if (!(Math.abs(next - sum) > 0)) return normalDensity(z) * next;
    sum = next;
  }
}

/** Both tails at any finite z. */
export function normalTails(z: number): Tails {
  if (z < 0) return mirrored(normalTails(-z));
  if (z <= 1) {
    const area = centralArea(z);
    const [lower, upper] = [0.5 + area, 0.5 - area];
    return { lower, upper, logLower: ln(lower), logUpper: ln(upper) };
  }
  const ratio = millsRatio(z);
  const upper = normalDensity(z) * ratio;
  const logUpper = -0.5 * z * z - halfLnTwoPi + ln(ratio);
  return { lower: 1 - upper, upper, logLower: log1p(-upper), logUpper };
}

/** The z whose upper tail is `upper`, 0 < upper < 1, to the last digits however small the tail. */
export function normalQuantile(upper: number): number {
  if (!(upper > 0 && upper < 1)) throw new RangeError(`a tail lies between 0 and 1, not ${upper}`);
  if (upper > 0.5) return -normalQuantile(1 - upper);
  return normalQuantileOfLog(ln(upper));
}

/** The same for the natural log of an upper tail of at most a half, which may be too small for a double. */
export function normalQuantileOfLog(target: number): number {
  const t = Math.sqrt(-2 * target);
  let z = Math.max(
    0,
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))),
  );
  for (let round = 0; round < 50; round += 1) {
    const tails = normalTails(z);
    const ratio = z > 1 ? millsRatio(z) : tails.upper / normalDensity(z);
    const step = (tails.logUpper - target) * ratio;
    z += step;
    if (Math.abs(step) <= 1e-9 * (1 + z)) return z;
  }
  throw didNotConverge('the normal quantile', target);
}
