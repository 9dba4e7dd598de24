/**
 * The error left to one comparison of several. Bonferroni's share is its own; Holm, Hochberg, Hommel, and Benjamini & Hochberg reject
 * whatever Bonferroni rejects, so the power at its share is a bound from below for them; Benjamini & Yekutieli's smallest share is
 * Bonferroni's over 1 + 1/2 + … + 1/k (Annals of Statistics 2001, 29:1165–1188, theorem 1.3).
 */
import type { Multiplicity } from '../plan/schema.ts';

export type Correction = Multiplicity['method'] | 'none';

/** Refuses nothing; `comparisons` is at least 1. */
export function alphaOfOne(alpha: number, comparisons: number, correction: Correction): number {
  if (correction === 'none') return alpha;
  if (correction !== 'by') return alpha / comparisons;
  let harmonic = 0;
  for (let rank = 1; rank <= comparisons; rank += 1) harmonic += 1 / rank;
  return alpha / (comparisons * harmonic);
}

/** Whether the power at that error is the method's own, or may lie above it. */
export function isLowerBound(comparisons: number, correction: Correction): boolean {
  return comparisons > 1 && correction !== 'none' && correction !== 'bonferroni';
}
