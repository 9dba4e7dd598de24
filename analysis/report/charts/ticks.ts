/** Round numbers along an axis, and where they lie: steps of 1, 2 or 5 times a power of ten; powers of two for ratios. */
import { ln } from '../../numbers/logarithm.ts';
import { significant } from '../wording.ts';

export type Axis = {
  readonly ticks: readonly number[];
  /** 0 at the axis' beginning, 1 at its end; beyond for what does not fit. */
  readonly place: (value: number) => number;
};

/** A tick without the zeros that say nothing: "0.5", "10". */
export function tickWords(tick: number): string {
  const words = significant(tick);
  return words.includes('.') ? words.replace(/\.?0+(?=$|e)/, '') : words;
}

const most = 6;

/** From at or below `from` to at or above `to`, both finite, `from` < `to`. */
export function plainAxis(from: number, to: number): Axis {
  let step = 1;
  while ((to - from) / step > most) step *= 10;
  while ((to - from) / step <= most / 10) step /= 10;
  for (const part of [0.1, 0.2, 0.5]) {
    if ((to - from) / (step * part) <= most) {
      step *= part;
      break;
    }
  }
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  const [low, high] = [first * step, last * step];
  return { ticks, place: (value) => (value - low) / (high - low) };
}

/** For ratios above 0: ticks at powers of 2, or of 4, 16, … where there are many. */
export function ratioAxis(from: number, to: number): Axis {
  let base = 2;
  let [first, last] = powers(from, to, base);
  while (last - first > most) {
    base *= base;
    [first, last] = powers(from, to, base);
  }
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => powerOf(base, first + index));
  const [low, high] = [ln(ticks[0] ?? 1), ln(ticks.at(-1) ?? base)];
  return { ticks, place: (value) => (ln(value) - low) / (high - low) };
}

/** The powers of the base at or below `from` and at or above `to`, at least one apart. */
function powers(from: number, to: number, base: number): readonly [number, number] {
  let [first, last] = [0, 0];
  while (powerOf(base, first) > from) first -= 1;
  while (powerOf(base, first + 1) <= from) first += 1;
  while (powerOf(base, last) < to) last += 1;
  while (powerOf(base, last - 1) >= to) last -= 1;
  return [first, Math.max(last, first + 1)];
}

function powerOf(base: number, exponent: number): number {
  let power = 1;
  for (let left = Math.abs(exponent); left > 0; left -= 1) power *= base;
  return exponent < 0 ? 1 / power : power;
}
