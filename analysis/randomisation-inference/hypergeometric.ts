/**
 * Random numbers of the hypergeometric distribution, by inversion from its mode: the probability of the mode from logarithms of
 * factorials, those beside it by their ratios, taken up and down in turn until they make up the uniform number.
 * Source: L. Devroye 1986, "Non-Uniform Random Variate Generation", section III.2 (inversion by sequential search).
 */
import { exp } from '../numbers/exponential.ts';
import { lnGamma } from '../numbers/log-gamma.ts';

export class Hypergeometric {
  readonly #lnFactorial: Float64Array;

  /** @param most the largest number of units there will be */
  constructor(most: number) {
    this.#lnFactorial = Float64Array.from({ length: most + 1 }, (_, n) => lnGamma(n + 1));
  }

  /** How many of `marked` among `all` units are found when `chosen` are taken. @param uniform in [0, 1) */
  quantile(uniform: number, all: number, marked: number, chosen: number): number {
    const least = Math.max(0, chosen + marked - all);
    const most = Math.min(marked, chosen);
    if (least === most) return least;
    const mode = Math.floor(((chosen + 1) * (marked + 1)) / (all + 2));
    const peak = this.#probability(mode, all, marked, chosen);
    let left = uniform - peak;
    if (left < 0) return mode;
    let [low, high] = [mode, mode];
    let [below, above] = [peak, peak];
    while (low > least || high < most) {
      if (high < most) {
        above *= ((marked - high) * (chosen - high)) / ((high + 1) * (all - marked - chosen + high + 1));
        high += 1;
        left -= above;
        if (left < 0) return high;
      }
      if (low > least) {
        below *= (low * (all - marked - chosen + low)) / ((marked - low + 1) * (chosen - low + 1));
        low -= 1;
        left -= below;
        if (left < 0) return low;
      }
    }
    return mode;
  }

  #probability(found: number, all: number, marked: number, chosen: number): number {
    const f = this.#lnFactorial;
    const other = all - marked;
    const ways =
      (f[marked] ?? 0) -
      (f[found] ?? 0) -
      (f[marked - found] ?? 0) +
      ((f[other] ?? 0) - (f[chosen - found] ?? 0) - (f[other - chosen + found] ?? 0)) -
      ((f[all] ?? 0) - (f[chosen] ?? 0) - (f[all - chosen] ?? 0));
    return exp(ways);
  }
}
