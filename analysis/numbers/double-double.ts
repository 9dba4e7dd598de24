/**
 * A number as an unevaluated sum of two doubles, about 106 bits: what pow needs between its logarithm and its exponential.
 * Source: T. J. Dekker 1971, "A floating-point technique for extending the available precision", Numer. Math. 18:224–242.
 */
export type DoubleDouble = { readonly high: number; readonly low: number };

/** a + b exactly. */
export function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const shifted = high - a;
  return { high, low: a - (high - shifted) + (b - shifted) };
}

/** a · b exactly, for |a|, |b| below 2⁹⁹⁶ and a product above 2⁻⁹⁶⁹. */
export function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const [aHigh, aLow] = halves(a);
  const [bHigh, bLow] = halves(b);
  return { high, low: aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow) };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = exactSum(a.high, b.high);
  return exactSum(sum.high, sum.low + (a.low + b.low));
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = exactProduct(a.high, b.high);
  return exactSum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const quotient = a.high / b.high;
  const product = exactProduct(quotient, b.high);
  const rest = a.high - product.high - product.low + a.low - quotient * b.low;
  return exactSum(quotient, rest / b.high);
}

/** a as a sum of two halves of 26 bits each (Veltkamp). */
function halves(a: number): readonly [number, number] {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}
