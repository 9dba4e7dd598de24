/**
 * The distribution of the Mann-Whitney count W of two samples without ties when both come from one distribution.
 * Source: H. B. Mann & D. R. Whitney 1947, Ann. Math. Stat. 18:50–60, whose recurrence adds only positive numbers, so that
 * the far tail keeps its digits.
 */
import { ln } from '../numbers/logarithm.ts';

/** Product of the two sizes up to which the distribution is worked out. */
export const largestProduct = 10_000;

/** Pr(W ≤ w) for w = 0 … m·n, m·n ≤ `largestProduct`. */
export function rankSumCumulative(m: number, n: number): Float64Array {
  // ways[i][w]: orderings of i and j with count w, for j growing from 0 to n.
  const ways = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let j = 1; j <= n; j += 1) {
    for (let i = 1; i <= m; i += 1) {
      const next = new Float64Array(i * j + 1);
      const [fewer, former] = [ways[i - 1], ways[i]];
      // The largest of all is one of the i (above all j of the others), or one of the j.
      const share = i / (i + j);
      fewer?.forEach((value, w) => {
        next[w + j] = (next[w + j] ?? 0) + share * value;
      });
      former?.forEach((value, w) => {
        next[w] = (next[w] ?? 0) + (1 - share) * value;
      });
      ways[i] = next;
    }
  }
  let sum = 0;
  return (ways[m] ?? Float64Array.of(1)).map((probability) => {
    sum += probability;
    return sum;
  });
}

/** The two-sided p of w: twice the smaller tail, at most 1; `cumulative` is symmetric about its middle. */
export function rankSumTwoSided(cumulative: Float64Array, w: number): { readonly p: number; readonly logP: number } {
  const smaller = Math.min(w, cumulative.length - 1 - w);
  const p = Math.min(1, 2 * (cumulative[smaller] ?? 0));
  return { p, logP: ln(p) };
}
