/**
 * Student's t distribution for any df ≥ 1, whole or not.
 * Source: Abramowitz & Stegun 26.5.27: with x = df/(df + t²), both tails together are Iₓ(df/2, ½).
 */
import { exp } from '../numbers/exponential.ts';
import { lnGamma } from '../numbers/log-gamma.ts';
import { ln } from '../numbers/logarithm.ts';
import { betaTails } from './beta.ts';
import { betaQuantile } from './beta-quantile.ts';

export type TwoSided = { readonly p: number; readonly logP: number };

/** Pr(|T| ≥ |t|) and its natural log. */
export function studentTwoSided(t: number, df: number): TwoSided {
  const ratio = (t / df) * t;
  if (ratio > 1e30) return farTail(Math.abs(t), df);
  const { lower, logLower } = betaTails(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio));
  return { p: lower, logP: logLower };
}

/** Iₓ(a, ½) = xᵃ/(a·B(a, ½)) to double precision once x < 10⁻³⁰; x itself may underflow. */
function farTail(t: number, df: number): TwoSided {
  const a = df / 2;
  const logBeta = lnGamma(a) + lnGamma(0.5) - lnGamma(a + 0.5);
  const logP = a * (ln(df) - 2 * ln(t)) - ln(a) - logBeta;
  return { p: exp(logP), logP };
}

/** The t with Pr(T ≥ t) = upper, 0 < upper < ½. */
export function studentQuantile(upper: number, df: number): number {
  const { x, y } = betaQuantile(df / 2, 0.5, 'lower', 2 * upper);
  return Math.sqrt((df * y) / x);
}
