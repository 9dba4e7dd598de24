/** The chi-squared distribution, as the gamma distribution with shape df/2 at half the statistic (DLMF 8.2; A&S 26.4.19). */
import { gammaTails } from './gamma.ts';
import type { Tails } from './tails.ts';

/** Tails at a statistic ≥ 0, for df ≥ 1. */
export function chiSquaredTails(statistic: number, df: number): Tails {
  return gammaTails(df / 2, statistic / 2);
}
