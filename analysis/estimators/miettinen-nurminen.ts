/**
 * The score statistic and interval for a difference of two risks. Source: O. Miettinen & M. Nurminen 1985, "Comparative
 * analysis of two rates", Stat. Med. 4:213–226: the risks under the difference δ are the restricted maximum likelihood
 * estimates, and their variance carries N/(N − 1). The paper solves the restricted likelihood by a trigonometric cubic;
 * here the same root is found by bisection of the likelihood equation, which needs no cosine and has one root.
 */
import type { ArmCount } from './arm-counts.ts';

export type TwoCells = { readonly treated: ArmCount; readonly reference: ArmCount };

/**
 * The score z at difference δ: 0 where the observed difference is δ, infinite where the data exclude δ. Undefined (null)
 * where the restricted variance and the distance from δ are both 0.
 */
export function scoreStatistic({ treated, reference }: TwoCells, difference: number): number | null {
  const p0 = restrictedRisk({ treated, reference }, difference);
  const variance = ((p0 + difference) * (1 - difference - p0)) / treated.n + (p0 * (1 - p0)) / reference.n;
  const total = treated.n + reference.n;
  const distance = treated.count / treated.n - reference.count / reference.n - difference;
  if (variance > 0) return distance / Math.sqrt((variance * total) / (total - 1));
  return distance === 0 ? null : Math.sign(distance) * Number.POSITIVE_INFINITY;
}

/** Both δ at which |score| = critical, in [−1, 1]. */
export function scoreInterval(cells: TwoCells, critical: number): readonly [number, number] {
  const { treated, reference } = cells;
  const observed = treated.count / treated.n - reference.count / reference.n;
  const above = (limit: number) => (difference: number) => (scoreStatistic(cells, difference) ?? 0) > limit;
  return [bisect(above(critical), -1, observed), bisect(above(-critical), observed, 1)];
}

/** The reference risk p that maximises the likelihood when the treated risk is p + difference. */
function restrictedRisk({ treated, reference }: TwoCells, difference: number): number {
  const share = (count: number, risk: number) => (count === 0 ? 0 : count / risk);
  const rises = (p: number) =>
    share(treated.count, p + difference) + share(reference.count, p) >
    share(treated.n - treated.count, 1 - difference - p) + share(reference.n - reference.count, 1 - p);
  return bisect(rises, Math.max(0, -difference), Math.min(1, 1 - difference));
}

/** The point of [low, high] where `isBelow` turns from true to false, to the last bit; an end where it never turns. */
function bisect(isBelow: (x: number) => boolean, low: number, high: number): number {
  if (!isBelow(low)) return low;
  if (isBelow(high)) return high;
  let [below, above] = [low, high];
  for (let halving = 0; halving < 200; halving += 1) {
    const middle = below + (above - below) / 2;
    if (middle === below || middle === above) break;
    if (isBelow(middle)) below = middle;
    else above = middle;
  }
  return above;
}
