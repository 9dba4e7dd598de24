/**
 * How a number is written where a covariate is one: plain decimal digits, so that every language reads the same double.
 * No exponent, no comma, no spaces: a value that means something else is refused, never guessed at.
 */
const longest = 30;

/** true for digits with an optional "-" before and an optional "." and digits after, 30 characters at most. */
export function isDecimal(text: string): boolean {
  return text.length <= longest && /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}
