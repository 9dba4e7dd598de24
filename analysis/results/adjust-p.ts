/**
 * Adjusted p-values, each the smallest level at which its hypothesis is rejected. The same figures as R's p.adjust:
 * Bonferroni; Holm 1979 (Scand J Statist 6:65-70); Hochberg 1988 (Biometrika 75:800-802); Hommel 1988 (Biometrika 75:383-386),
 * by the algorithm of Wright 1992 (Biometrics 48:1005-1013); Benjamini & Hochberg 1995 (JRSS B 57:289-300); Benjamini &
 * Yekutieli 2001 (Ann Statist 29:1165-1188).
 */
import type { Multiplicity } from '../plan/schema.ts';

/** `p` in any order, each in [0, 1]; the answer stands in the same order, each in [0, 1]. */
export function adjustP(p: readonly number[], method: Multiplicity['method']): readonly number[] {
  const n = p.length;
  if (method === 'bonferroni') return p.map((value) => Math.min(1, n * value));
  const order = p.map((_, index) => index).sort((left, right) => (p[left] ?? 0) - (p[right] ?? 0) || left - right);
  const sorted = order.map((index) => p[index] ?? 0);
  const adjusted = adjustSorted(sorted, method);
  const result = new Array<number>(n).fill(0);
  for (const [rank, index] of order.entries()) result[index] = Math.min(1, adjusted[rank] ?? 1);
  return result;
}

/** `sorted` ascends; rank i counts from 0. */
function adjustSorted(
  sorted: readonly number[],
  method: Exclude<Multiplicity['method'], 'bonferroni'>,
): readonly number[] {
  const n = sorted.length;
  switch (method) {
    case 'holm':
      return runningMaximum(sorted.map((p, rank) => (n - rank) * p));
    case 'hochberg':
      return runningMinimumFromEnd(sorted.map((p, rank) => (n - rank) * p));
    case 'bh':
      return runningMinimumFromEnd(sorted.map((p, rank) => (n / (rank + 1)) * p));
    case 'by': {
      const harmonic = sorted.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
      return runningMinimumFromEnd(sorted.map((p, rank) => ((harmonic * n) / (rank + 1)) * p));
    }
    case 'hommel':
      return hommel(sorted);
  }
}

/** For each size m of a subfamily, Simes' bound on it; a hypothesis keeps the largest it meets (Wright 1992, appendix). */
function hommel(sorted: readonly number[]): readonly number[] {
  const n = sorted.length;
  const p = (index: number) => sorted[index] ?? 0;
  const smallest = Math.min(...sorted.map((value, rank) => (n * value) / (rank + 1)));
  let bounds: readonly number[] = sorted.map(() => smallest);
  let answer = bounds;
  for (let size = n - 1; size >= 2; size--) {
    const firstUpper = n - size + 1;
    const upper = Array.from({ length: size - 1 }, (_, index) => (size * p(firstUpper + index)) / (index + 2));
    const simes = Math.min(...upper);
    const lower = Array.from({ length: firstUpper }, (_, index) => Math.min(size * p(index), simes));
    const last = lower[firstUpper - 1] ?? simes;
    bounds = sorted.map((_, index) => lower[index] ?? last);
    answer = answer.map((value, index) => Math.max(value, bounds[index] ?? 0));
  }
  return answer.map((value, index) => Math.max(value, p(index)));
}

function runningMaximum(values: readonly number[]): readonly number[] {
  let largest = 0;
  return values.map((value) => {
    largest = Math.max(largest, value);
    return largest;
  });
}

function runningMinimumFromEnd(values: readonly number[]): readonly number[] {
  let smallest = Number.POSITIVE_INFINITY;
  return values
    .toReversed()
    .map((value) => {
      smallest = Math.min(smallest, value);
      return smallest;
    })
    .toReversed();
}
