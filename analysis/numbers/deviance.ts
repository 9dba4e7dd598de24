/**
 * x·ln(x/m) + m − x, the half deviance of a count x at mean m, without cancellation where x is close to m.
 * Source: C. Loader 2000, "Fast and accurate computation of binomial probabilities", function bd0.
 */
import { ln } from './logarithm.ts';

/** For x > 0 and m ≥ 0; Infinity where m is 0. */
export function halfDeviance(x: number, m: number): number {
  if (m === 0) return Number.POSITIVE_INFINITY;
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * ln(x / m) + m - x;
  const v = (x - m) / (x + m);
  const square = v * v;
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    term *= square;
    const next = sum + term / odd;
    if (!(Math.abs(next - sum) > 0)) return next;
    sum = next;
  }
}
