/** The intra-cluster correlation by analysis of variance, written out, for the demo's tests. */

export type Clustered = { readonly cluster: string; readonly value: number };

export type Agreement = { readonly icc: number; readonly standardError: number; readonly clusters: number };

/**
 * One-way ANOVA: ρ = (MSB − MSW) / (MSB + (m₀ − 1)·MSW), with m₀ = (N − Σm²/N) / (k − 1). The standard error is Fisher's
 * for k clusters of the mean size m: √2·(1 + (m − 1)ρ)(1 − ρ) / √(m(m − 1)k) (Donner & Klar 2000).
 */
export function agreementOf(rows: readonly Clustered[]): Agreement {
  const clusters = [...Map.groupBy(rows, ({ cluster }) => cluster).values()].map((members) =>
    members.map(({ value }) => value),
  );
  const k = clusters.length;
  const n = rows.length;
  const overall = mean(rows.map(({ value }) => value));
  const between = sum(clusters.map((values) => values.length * (mean(values) - overall) ** 2)) / (k - 1);
  const within = sum(clusters.map((values) => sum(values.map((value) => (value - mean(values)) ** 2)))) / (n - k);
  const size = (n - sum(clusters.map((values) => values.length ** 2)) / n) / (k - 1);
  const icc = (between - within) / (between + (size - 1) * within);
  const m = n / k;
  const standardError = (Math.SQRT2 * (1 + (m - 1) * icc) * (1 - icc)) / Math.sqrt(m * (m - 1) * k);
  return { icc, standardError, clusters: k };
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
