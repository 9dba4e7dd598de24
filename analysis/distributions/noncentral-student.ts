/**
 * The upper tail of Student's t distribution with a noncentrality parameter: what a t test meets where there is an effect. With S the
 * root of a chi-squared over its df, T = (Z + δ)/S, so the tail is the normal one averaged over S.
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan 1995, "Continuous Univariate Distributions", vol. 2, chapter 31 (definition).
 */
import { exp } from '../numbers/exponential.ts';
import { panels } from '../numbers/gauss-legendre.ts';
import { stirlingError } from '../numbers/log-gamma.ts';
import { ln } from '../numbers/logarithm.ts';
import { normalTails } from './normal.ts';

const halfLnTwoPi = 0.9189385332046728;

/** S has a standard deviation near 1/√(2·df); beyond nine of them a double holds nothing of it. */
const reach = 9;

/** Pr(T > t) for t ≥ 0, any noncentrality and df ≥ 1, whole or not. */
export function noncentralUpper(t: number, df: number, noncentrality: number): number {
  const spread = 1 / Math.sqrt(2 * df);
  // Over √S, in which the density of few and broken df is smooth at 0.
  const [low, high] = [Math.sqrt(Math.max(0, 1 - reach * spread)), Math.sqrt(1 + reach * spread)];
  const { nodes, weights } = panels(low, high, Math.min(spread, 1 / (1 + t)));
  let sum = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    const root = nodes[i] ?? 0;
    const s = root * root;
    sum += (weights[i] ?? 0) * 2 * root * densityOfRoot(s, df) * normalTails(t * s - noncentrality).upper;
  }
  return sum;
}

/** Of S, by the error of Stirling's formula rather than by ln Γ, which loses digits where df is large. */
function densityOfRoot(s: number, df: number): number {
  const half = df / 2;
  const constant = Math.LN2 + 0.5 * ln(half) - halfLnTwoPi - stirlingError(half);
  return exp(constant + half * (1 - s) * (1 + s) + (df - 1) * ln(s));
}
