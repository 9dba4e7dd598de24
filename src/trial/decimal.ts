/**
 * How a number is written where a covariate is one: decimal digits, so that every language reads the same double. A text
 * that could mean something else (spaces, a decimal comma, "NA", a word) is refused, never guessed at.
 */
const longest = 40;

/** Squares of what is read are summed over a list, so that numbers have to stay far from the largest double. */
const largest = 1e50;

/**
 * Why `text` is no such number; undefined where it is one: digits with, if need be, a sign before, a "." among them and an
 * exponent of one or two digits behind (34, -0.5, 1.2e3), 40 characters and a double of 10⁵⁰ at most.
 */
export function decimalFault(text: string): string | undefined {
  if (text.length > longest) return `has more than ${longest} characters; a number has at most ${longest}`;
  const written = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?([0-9]+))?$/.exec(text);
  if (written === null) return 'is not a decimal number; write it as 34, -0.5 or 1.2e3, without spaces';
  if ((written[1] ?? '').length > 2) return 'has an exponent of more than two digits; numbers go no further than e99';
  return Math.abs(Number(text)) > largest ? 'is too large: a number lies between -1e50 and 1e50' : undefined;
}
