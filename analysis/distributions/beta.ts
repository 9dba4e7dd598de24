/**
 * The beta distribution's tails, the regularised incomplete beta function, on which t, F and the binomial intervals stand.
 * Both x and y = 1 − x are given, so that neither loses digits near 0.
 * Sources: A. R. DiDonato & A. H. Morris 1992, "Algorithm 708: significant digit computation of the incomplete beta function
 * ratios", ACM TOMS 18:360–373 (the continued fraction of its BFRAC, the even part of DLMF 8.17.22); DLMF 8.17.4
 * (reflection); C. Loader 2000 for the factor before it.
 */
import { halfDeviance } from '../numbers/deviance.ts';
import { stirlingError } from '../numbers/log-gamma.ts';
import { ln } from '../numbers/logarithm.ts';
import { reciprocalFraction, type Step } from './continued-fraction.ts';
import { mirrored, type Tails, tailsFromLower } from './tails.ts';

const twoPi = 6.283185307179586;

/** ln(xᵃ yᵇ / B(a, b)): the log density of the log odds ln(x/y). */
export function logFactor(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  return (
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    halfDeviance(a, n * x) -
    halfDeviance(b, n * y) +
    0.5 * ln((a * (b / n)) / twoPi)
  );
}

/** a − (a + b)x, from whichever of x and y has not been rounded against 1. */
function distanceFromMean(a: number, b: number, x: number, y: number): number {
  return x <= 0.5 ? a - (a + b) * x : (a + b) * y - b;
}

function logLowerTail(a: number, b: number, x: number, y: number): number {
  const start = distanceFromMean(a, b, x, y) + 1;
  const step: Step = (n) => {
    const w = n * (b - n) * x;
    const odd = a + 2 * n - 1;
    return {
      a: ((a + n - 1) / odd) * ((a + b + n - 1) / odd) * w * x,
      b: n + w / odd + ((a + n) / (odd + 2)) * (start + n * (1 + y)),
    };
  };
  return logFactor(a, b, x, y) + ln(reciprocalFraction((a / (a + 1)) * start, step, 'the beta continued fraction'));
}

/** Tails at x (with y = 1 − x) for a, b ≥ ½: lower = Iₓ(a, b), upper = I_y(b, a). */
export function betaTails(a: number, b: number, x: number, y: number): Tails {
  if (x <= 0) return tailsFromLower(Number.NEGATIVE_INFINITY);
  if (y <= 0) return mirrored(tailsFromLower(Number.NEGATIVE_INFINITY));
  if (x < (a + 1) / (a + b + 2)) return tailsFromLower(logLowerTail(a, b, x, y));
  return mirrored(tailsFromLower(logLowerTail(b, a, y, x)));
}
