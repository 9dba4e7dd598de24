/**
 * Counts that are safe to publish. Below the threshold a count is suppressed, zero included, because zero tells about
 * everybody; above it a count is rounded to a base, and whatever is derived from it is derived from the rounded figure.
 * Source: UK LLC statistical disclosure control (threshold 10 including zero); rounding to base 5 as in ACRO's defaults.
 */
export type DisclosureRule = { readonly threshold: number; readonly base: number };

/** A rounded count of people, or the one symbol for "not shown". */
export type SafeCount = number | 'suppressed';

export function safeCount(count: number, { threshold, base }: DisclosureRule): SafeCount {
  return count < threshold ? 'suppressed' : roundTo(count, base);
}

/** Nearest multiple of `base`, halves up. */
export function roundTo(count: number, base: number): number {
  return Math.floor(count / base + 0.5) * base;
}
