/**
 * How often Mantel and Haenszel's pooled risk difference rejects a true null, exactly: the chance of each table summed over all
 * tables in which its z, with the variance of Sato 1989 (Biometrics 45:1323–1324, equation 1), lies beyond 1.96. Written apart
 * from the estimator, from the paper.
 */
export type Binomials = { readonly treated: number; readonly reference: number; readonly risk: number };

/** Of one table: its chance, and its part of the sums that the pooled difference and its variance are made of. */
type Table = { readonly chance: number; readonly difference: number; readonly p: number; readonly q: number };

const critical = 1.959963984540054;

/** @returns the share of trials with p < 0.05; trials whose outcomes are all equal are no trials here, and must be rare. */
export function mantelHaenszelRejects(strata: readonly Binomials[]): number {
  const weight = strata.reduce((sum, { treated, reference }) => sum + (treated * reference) / (treated + reference), 0);
  const tables = strata.map(tablesOf);
  let rejected = 0;
  const walk = (index: number, chance: number, difference: number, p: number, q: number): void => {
    const own = tables[index];
    if (own === undefined) {
      const estimate = difference / weight;
      const variance = (estimate * p + q) / weight ** 2;
      if (estimate ** 2 > critical ** 2 * variance) rejected += chance;
      return;
    }
    if (chance < 1e-12) return;
    for (const table of own) {
      walk(index + 1, chance * table.chance, difference + table.difference, p + table.p, q + table.q);
    }
  };
  walk(0, 1, 0, 0, 0);
  return rejected;
}

function tablesOf({ treated: n1, reference: n0, risk }: Binomials): readonly Table[] {
  const n = n1 + n0;
  return chances(n1, risk).flatMap((ofTreated, a) =>
    chances(n0, risk).map((ofReference, c) => ({
      chance: ofTreated * ofReference,
      difference: (a * n0 - c * n1) / n,
      p: (n1 ** 2 * c - n0 ** 2 * a + (n1 * n0 * (n0 - n1)) / 2) / n ** 2,
      q: (a * (n0 - c) + c * (n1 - a)) / (2 * n),
    })),
  );
}

/** Binomial chances of 0, 1, … `size`. */
function chances(size: number, risk: number): readonly number[] {
  let chance = (1 - risk) ** size;
  return Array.from({ length: size + 1 }, (_, count) => {
    if (count > 0) chance *= ((size - count + 1) / count) * (risk / (1 - risk));
    return chance;
  });
}
