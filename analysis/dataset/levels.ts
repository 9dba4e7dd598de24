/**
 * The order of category levels, after R's factor(): numbers by size, everything else by its characters. R sorts texts by the
 * machine's locale, so its own order differs between two laptops; this is the order of R's C locale (code points, which is
 * also that of the UTF-8 bytes), the one that is the same everywhere.
 */
import { numberIn } from './values.ts';

/** The distinct texts in R's order: all numeric by size, else by code point. */
export function inFactorOrder(texts: readonly string[]): readonly string[] {
  const numbers = new Map(texts.map((text) => [text, numberIn(text)]));
  const isNumeric = texts.every((text) => !Number.isNaN(numbers.get(text)));
  const bySize = (left: string, right: string) => (numbers.get(left) ?? 0) - (numbers.get(right) ?? 0);
  return [...texts].sort((left, right) => (isNumeric && bySize(left, right)) || byCodePoint(left, right));
}

/** Negative where `left` stands before `right`. */
export function byCodePoint(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left.codePointAt(index) ?? 0) - (right.codePointAt(index) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
