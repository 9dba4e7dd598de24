/**
 * The point of a beta distribution that cuts off a given tail; Clopper-Pearson, Jeffreys, and the quantiles of t and F
 * are all read from it.
 * Method: Newton on the log of the tail over the log odds w = ln(x/y). The log of a lower tail is concave in w, so after at
 * most one overshoot the steps approach from the left without fail; both x and y keep their relative accuracy.
 */
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';
import { betaTails, logFactor } from './beta.ts';
import { normalQuantile } from './normal.ts';
import { didNotConverge } from './tails.ts';

/** A point of the unit interval with its complement: y = 1 − x. */
export type UnitPoint = { readonly x: number; readonly y: number };

const longestStep = 40;

/**
 * x that cuts off `probability` on the given side; a, b ≥ ½ and 0 < probability < 1. Ask for the tail that is at most a
 * half. Throws where x itself would underflow (a tail of 10⁻³⁰⁰ at a = ½), which no interval asks for.
 */
export function betaQuantile(a: number, b: number, tail: 'lower' | 'upper', probability: number): UnitPoint {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`a tail lies between 0 and 1, not ${probability}`);
  if (tail === 'lower') return lowerQuantile(a, b, probability);
  const { x, y } = lowerQuantile(b, a, probability);
  return { x: y, y: x };
}

function lowerQuantile(a: number, b: number, probability: number): UnitPoint {
  const target = ln(probability);
  let logOdds = ln(a / b) - normalQuantile(probability) * Math.sqrt(1 / a + 1 / b);
  for (let round = 0; round < 500; round += 1) {
    const { x, y } = fromLogOdds(logOdds);
    const { logLower } = betaTails(a, b, x, y);
    const wanted = (target - logLower) / exp(logFactor(a, b, x, y) - logLower);
    if (Number.isNaN(wanted)) break;
    const step = Math.max(-longestStep, Math.min(longestStep, wanted));
    if (Math.abs(step) <= 1e-9) return { x: x + x * y * step, y: y - x * y * step };
    logOdds += step;
  }
  throw didNotConverge('the beta quantile', a, b, probability);
}

function fromLogOdds(logOdds: number): UnitPoint {
  const odds = exp(-Math.abs(logOdds));
  const [small, large] = [odds / (1 + odds), 1 / (1 + odds)];
  return logOdds < 0 ? { x: small, y: large } : { x: large, y: small };
}
