/** Chance for simulated trials, from the numbers of the re-draws: the same trials for the same name on every machine. */
import { fastNumbers } from '../../../src/randomise/fast-numbers.ts';
import { shuffle } from '../../../src/randomise/stream.ts';

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

export function chance(name: string): Chance {
  const uniform = fastNumbers(name);
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
    shuffled: (labels) =>
      shuffle(
        labels.flatMap(([label, count]) => Array.from({ length: count }, () => label)),
        uniform,
      ),
  };
}
