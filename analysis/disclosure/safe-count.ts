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

/**
 * n and count of a yes-or-no figure together: the count is shown only where those with it, and those without it, both
 * reach the threshold, since n − count is as telling as count. `percent` comes from the rounded figures, to 0.1.
 */
export function safeShare(
  n: number,
  count: number,
  rule: DisclosureRule,
): { readonly n: SafeCount; readonly count: SafeCount; readonly percent: number | 'suppressed' } {
  const safeN = safeCount(n, rule);
  const isShown = count >= rule.threshold && n - count >= rule.threshold;
  if (safeN === 'suppressed' || !isShown) return { n: safeN, count: 'suppressed', percent: 'suppressed' };
  const rounded = roundTo(count, rule.base);
  return { n: safeN, count: rounded, percent: roundTo((rounded / safeN) * 1_000, 1) / 10 };
}
