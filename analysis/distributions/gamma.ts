/**
 * The gamma distribution's tails: the regularised incomplete gamma functions P(a, x) and Q(a, x).
 * Sources: DLMF 8.7.1 and 8.11.4 (series), 8.9.2 (continued fraction); C. Loader 2000 for the factor before them.
 */
import { halfDeviance } from '../numbers/deviance.ts';
import { stirlingError } from '../numbers/log-gamma.ts';
import { ln } from '../numbers/logarithm.ts';
import { reciprocalFraction } from './continued-fraction.ts';
import { didNotConverge, mirrored, type Tails, tailsFromLower } from './tails.ts';

const twoPi = 6.283185307179586;

/** ln(xᵃ e⁻ˣ / Γ(a + 1)). */
function logFactor(a: number, x: number): number {
  return -stirlingError(a) - halfDeviance(a, x) - 0.5 * ln(twoPi * a);
}

/** Σ xⁿ / ((a + 1)…(a + n)), all terms positive. */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 1_000_000; n += 1) {
    term *= x / (a + n);
    const next = sum + term;
    if (!(Math.abs(next - sum) > 0)) return next;
    sum = next;
  }
  throw didNotConverge('the gamma series', a, x);
}

/** Tails at x ≥ 0 for shape a ≥ ½ (scale 1): lower = P(a, x), upper = Q(a, x). */
export function gammaTails(a: number, x: number): Tails {
  if (x <= 0) return tailsFromLower(Number.NEGATIVE_INFINITY);
  if (x < a + 1) return tailsFromLower(logFactor(a, x) + ln(series(a, x)));
  const fraction = reciprocalFraction(
    x + 1 - a,
    (n) => ({ a: n * (a - n), b: x + 2 * n + 1 - a }),
    'the gamma continued fraction',
  );
  return mirrored(tailsFromLower(logFactor(a, x) + ln(a * fraction)));
}
