/**
 * Rubin's rules: one estimate from the estimates of several completed data sets.
 * Sources: D. B. Rubin 1987, Multiple Imputation for Nonresponse in Surveys, ch. 3 (total variance, df for a complete-data
 * df without limit, fraction of missing information); J. Barnard & D. B. Rubin 1999, Biometrika 86:948-955 (df for a finite
 * one). mice::pool gives the same, but for shares of variance under 1e-4, which it raises to 1e-4; here they stand.
 */

/** An estimate on the scale it is pooled on. `df` is its complete-data df, infinite where the method's test is normal. */
export type CompletedEstimate = { readonly estimate: number; readonly standardError: number; readonly df: number };

export type Pooled = {
  readonly estimate: number;
  readonly standardError: number;
  /** Infinite where neither the data nor the number of sets limit it. */
  readonly df: number;
  /** Mean of the squared standard errors. */
  readonly within: number;
  /** Sample variance of the estimates. */
  readonly between: number;
  /** (r + 2/(df + 3))/(r + 1), r the relative increase of the variance that missing values cause. */
  readonly missingInformation: number;
};

/** Of two sets or more, with standard errors above 0. The complete-data df is the mean of those of the sets. */
export function pool(sets: readonly CompletedEstimate[]): Pooled {
  const m = sets.length;
  if (m < 2) throw new RangeError("Rubin's rules need two completed data sets or more");
  const mean = (of: (set: CompletedEstimate) => number) => sets.reduce((sum, set) => sum + of(set), 0) / m;
  const estimate = mean((set) => set.estimate);
  const within = mean(({ standardError }) => standardError * standardError);
  const between = (mean((set) => (set.estimate - estimate) * (set.estimate - estimate)) * m) / (m - 1);
  const added = (1 + 1 / m) * between;
  const total = within + added;
  const df = degreesOfFreedom(
    m,
    added / total,
    mean((set) => set.df),
  );
  const increase = added / within;
  return {
    estimate,
    standardError: Math.sqrt(total),
    df,
    within,
    between,
    missingInformation: (increase + 2 / (df + 3)) / (increase + 1),
  };
}

/** @param share of the total variance that the missing values cause, λ */
function degreesOfFreedom(m: number, share: number, completeData: number): number {
  const ofSets = (m - 1) / (share * share);
  if (completeData === Number.POSITIVE_INFINITY) return ofSets;
  const observed = ((completeData + 1) / (completeData + 3)) * completeData * (1 - share);
  return 1 / (1 / ofSets + 1 / observed);
}
