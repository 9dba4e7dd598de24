/**
 * How a number is written where a covariate is one: decimal digits, so that every language reads the same double. A text
 * that could mean something else (spaces, a decimal comma, "NA", a word) is refused, never guessed at.
 */
const longest = 40;

/** Squares of what is read are summed over a list, so that numbers have to stay far from the largest double. */
const largest = 1e50;

/**
 * true for digits with, if need be, a sign before, a "." among them and an exponent of one or two digits behind (34, -0.5,
 * 1.2e3), 40 characters and 10⁵⁰ at most.
 */
export function isDecimal(text: string): boolean {
  const isWritten = text.length <= longest && /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$/.test(text);
  return isWritten && Math.abs(Number(text)) <= largest;
}
