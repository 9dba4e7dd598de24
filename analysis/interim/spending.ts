/**
 * How much of the type I error may have been spent by the time a share of the information is there.
 * Source: K. K. G. Lan & D. L. DeMets 1983, "Discrete sequential boundaries for clinical trials", Biometrika 70:659–663: α₁* resembles
 * the boundaries of O'Brien & Fleming 1979 (Biometrics 35:549–556), α₂* those of Pocock 1977 (Biometrika 64:191–199).
 */
import { normalQuantile, normalTails } from '../distributions/normal.ts';
import { log1p } from '../numbers/logarithm.ts';

export type Spending = 'obrien-fleming' | 'pocock';

/**
 * The error spent on one side at information `t`, 0 < t ≤ 1, of `alpha` on that side, 0 < alpha < ½: 2(1 − Φ(z_{α/2}/√t)), or
 * α·ln(1 + (e − 1)t). A test of two sides spends it on each, with half of its error: this is how rpact reads the first one, too.
 */
export function spentBy(spending: Spending, alpha: number, t: number): number {
  if (t === 1) return alpha;
  if (spending === 'pocock') return alpha * log1p((Math.E - 1) * t);
  return 2 * normalTails(normalQuantile(alpha / 2) / Math.sqrt(t)).upper;
}
