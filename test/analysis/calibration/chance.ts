/** Seeded chance for simulated trials: the same trials on every machine (xoroshiro128+ of pure-rand). */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Chance = {
  /** A number in [0, 1). */
  readonly uniform: () => number;
  /** 0 or 1, the latter with this probability. */
  readonly happens: (probability: number) => 0 | 1;
  /** A whole number from `least` to `most`, each equally likely. */
  readonly integer: (least: number, most: number) => number;
  /** Standard normal (Marsaglia & Bray 1964, polar method). */
  readonly normal: () => number;
  /** Exponential with this mean. */
  readonly waiting: (mean: number) => number;
  /** As many of each label as told, in random order. */
  readonly shuffled: <T>(labels: readonly (readonly [label: T, count: number])[]) => readonly T[];
};

export function chance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (generator.next() >>> 0) * 2 ** -32;
  const integer = (least: number, most: number) => least + Math.floor(uniform() * (most - least + 1));
  return {
    uniform,
    integer,
    happens: (probability) => (uniform() < probability ? 1 : 0),
    waiting: (mean) => -mean * Math.log(1 - uniform()),
    normal: () => {
      for (;;) {
        const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
        const square = x * x + y * y;
        if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
      }
    },
    shuffled: (labels) => {
      const all = labels.flatMap(([label, count]) => Array.from({ length: count }, () => label));
      for (let last = all.length - 1; last > 0; last -= 1) {
        const other = integer(0, last);
        const [a, b] = [all[last], all[other]];
        if (a !== undefined && b !== undefined) [all[last], all[other]] = [b, a];
      }
      return all;
    },
  };
}
