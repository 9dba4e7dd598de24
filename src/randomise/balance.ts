/**
 * How unlike the arms of a list are in its covariates: Mahalanobis distance between arm means (Morgan & Rubin 2012, Annals
 * of Statistics 40:1263; more than two arms: the largest over pairs) or the largest standardised difference. In doubles with
 * every operation in the order that docs/randomisation.md, section 11, states, so that any language gives the same bits;
 * both criteria treat all arms alike, to the last bit.
 */
import type { CovariateColumn } from './covariate-columns.ts';

export type BalanceCriterion = 'mahalanobis' | 'standardised-difference';

export type Balance = {
  /** The imbalance of an allocation: the arm index (0 to arms − 1) of each unit in list order. */
  readonly imbalanceOf: (armOfUnit: readonly number[]) => number;
  /** Columns that carry nothing of their own: constant on the list or, under "mahalanobis", determined by those before. */
  readonly leftOut: readonly string[];
};

/** A column is collinear with those before it where no more than this share of its variance is its own. */
const smallestShare = 1e-9;

/** Prepares the imbalance of allocations of one list; `arms` is how many there are. */
export function balanceOf(criterion: BalanceCriterion, columns: readonly CovariateColumn[], arms: number): Balance {
  const varying = columns.filter(({ values }) => values.some((value) => value !== values[0]));
  const centred = varying.map(({ name, values }) => ({ name, values: aroundMean(values) }));
  const standard = criterion === 'mahalanobis' ? whitened(centred) : centred.flatMap(standardised);
  const kept = new Set(standard.map(({ name }) => name));
  const leftOut = columns.map(({ name }) => name).filter((name) => !kept.has(name));
  const z = standard.map(({ values }) => values);
  const largest = criterion === 'mahalanobis' ? largestDistance : largestDifference;
  return { imbalanceOf: (armOfUnit) => largest(armMeans(z, armOfUnit, arms)), leftOut };
}

function aroundMean(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Σ a·b ÷ (n − 1) over the units in order: a covariance where both are centred. Varying columns have two units at least. */
function covariance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let unit = 0; unit < a.length; unit++) sum += (a[unit] ?? 0) * (b[unit] ?? 0);
  return sum / (a.length - 1);
}

/** In standard deviations of the list; nothing where that is 0 in doubles. */
function standardised({ name, values }: CovariateColumn): readonly CovariateColumn[] {
  const deviation = Math.sqrt(covariance(values, values));
  return deviation === 0 ? [] : [{ name, values: values.map((value) => value / deviation) }];
}

/**
 * Columns with unit variance and no correlation, by the Cholesky factor of their covariance (z = L⁻¹d, row by row); a column
 * whose pivot is at most 10⁻⁹ of its variance is left out, and those after it go on without it.
 */
function whitened(columns: readonly CovariateColumn[]): readonly CovariateColumn[] {
  const kept: (CovariateColumn & { readonly centred: readonly number[]; readonly row: readonly number[] })[] = [];
  for (const { name, values: centred } of columns) {
    const row: number[] = [];
    for (const [index, before] of kept.entries()) {
      let rest = covariance(centred, before.centred);
      for (let k = 0; k < index; k++) rest -= (row[k] ?? 0) * (before.row[k] ?? 0);
      row.push(rest / (before.row[index] ?? 1));
    }
    const variance = covariance(centred, centred);
    const pivot = row.reduce((rest, entry) => rest - entry * entry, variance);
    if (pivot <= smallestShare * variance) continue;
    const diagonal = Math.sqrt(pivot);
    const values = centred.map((value, unit) => {
      const rest = kept.reduce((left, before, k) => left - (row[k] ?? 0) * (before.values[unit] ?? 0), value);
      return rest / diagonal;
    });
    kept.push({ name, values, centred, row: [...row, diagonal] });
  }
  return kept;
}

type ArmMeans = {
  readonly sizes: readonly number[];
  /** By arm, then column. An arm without units has no means. */
  readonly means: readonly (readonly number[])[];
};

function armMeans(z: readonly (readonly number[])[], armOfUnit: readonly number[], arms: number): ArmMeans {
  const sizes = new Array<number>(arms).fill(0);
  for (const arm of armOfUnit) sizes[arm] = (sizes[arm] ?? 0) + 1;
  const means = sizes.map(() => new Array<number>(z.length).fill(0));
  for (const [column, values] of z.entries()) {
    const sums = new Array<number>(arms).fill(0);
    for (let unit = 0; unit < values.length; unit++) {
      const arm = armOfUnit[unit] as number; // one arm for each unit
      sums[arm] = (sums[arm] ?? 0) + (values[unit] ?? 0);
    }
    for (const [arm, sum] of sums.entries()) (means[arm] as number[])[column] = sum / (sizes[arm] ?? 0); // same length
  }
  return { sizes, means };
}

/** The largest over pairs of arms of nᵢnⱼ ÷ (nᵢ + nⱼ) · |z̄ᵢ − z̄ⱼ|²; a pair without units in both counts for nothing. */
function largestDistance({ sizes, means }: ArmMeans): number {
  return largestOverPairs(sizes, (i, j, ni, nj) => {
    let squares = 0;
    for (const [column, mean] of (means[i] ?? []).entries()) {
      const difference = mean - (means[j]?.[column] ?? 0);
      squares += difference * difference;
    }
    return ((ni * nj) / (ni + nj)) * squares;
  });
}

/** The largest over pairs of arms and columns of |x̄ᵢ − x̄ⱼ| ÷ sd. */
function largestDifference({ sizes, means }: ArmMeans): number {
  return largestOverPairs(sizes, (i, j) => {
    let largest = 0;
    for (const [column, mean] of (means[i] ?? []).entries()) {
      largest = Math.max(largest, Math.abs(mean - (means[j]?.[column] ?? 0)));
    }
    return largest;
  });
}

function largestOverPairs(
  sizes: readonly number[],
  ofPair: (i: number, j: number, ni: number, nj: number) => number,
): number {
  let largest = 0;
  for (const [i, ni] of sizes.entries()) {
    for (const [j, nj] of sizes.entries()) {
      if (j > i && ni > 0 && nj > 0) largest = Math.max(largest, ofPair(i, j, ni, nj));
    }
  }
  return largest;
}
