/**
 * The regularised incomplete beta function to as many decimals as asked for, in whole-number arithmetic: the judge where R
 * and we differ. Iₓ(a, b) = xᵃ (1 − x)ᵇ / (a·B(a, b)) · Σ ∏ x(a + b + n)/(a + 1 + n), all terms positive, for a whole or ½,
 * and b whole. A value v stands for v / 10^decimals.
 */
export type Exact = ReturnType<typeof exactArithmetic>;

export function exactArithmetic(decimals: number) {
  const one = 10n ** BigInt(decimals);

  /** A double is a whole number over a power of two, so this is exact to the last decimal kept. */
  function fixed(x: number): bigint {
    let [value, twos] = [x, 0n];
    while (!Number.isInteger(value)) {
      value *= 2;
      twos += 1n;
    }
    return (BigInt(value) * one) >> twos;
  }

  const times = (a: bigint, b: bigint) => (a * b) / one;
  const over = (a: bigint, b: bigint) => (a * one) / b;

  function power(base: bigint, exponent: number): bigint {
    if (exponent === 0) return one;
    const half = power(base, Math.floor(exponent / 2));
    const square = times(half, half);
    return exponent % 2 === 1 ? times(square, base) : square;
  }

  function root(value: bigint): bigint {
    let guess = one;
    for (;;) {
      const next = (guess + over(value, guess)) / 2n;
      if (next >= guess) return guess;
      guess = next;
    }
  }

  /** B(a, b) by B(a, b + 1) = B(a, b)·b/(a + b) from B(a, 1) = 1/a. */
  function completeBeta(a: number, b: number): bigint {
    const twice = BigInt(2 * a);
    let value = (one * 2n) / twice;
    for (let step = 1n; step < BigInt(b); step += 1n) value = (value * 2n * step) / (twice + 2n * step);
    return value;
  }

  function beta(x: bigint, a: number, b: number): bigint {
    const start = times(a === 0.5 ? root(x) : power(x, a), power(one - x, b));
    const twice = BigInt(2 * a);
    let [term, sum] = [one, one];
    for (let n = 0n; term > 0n; n += 1n) {
      term = (times(term, x) * (twice + 2n * (BigInt(b) + n))) / (twice + 2n * (n + 1n));
      sum += term;
    }
    return over(times(start, sum) * 2n, completeBeta(a, b) * twice);
  }

  /** The natural log of a value above 0, however small, from its leading digits. */
  function logOf(value: bigint): number {
    const leading = value.toString();
    return Math.log(Number(`0.${leading}`)) + (leading.length - decimals) * Math.LN10;
  }

  /** value/expected − 1 as a double. */
  function relativeDifference(value: bigint, expected: bigint): number {
    return Number(((value - expected) * 10n ** 30n) / expected) / 1e30;
  }

  return { one, fixed, beta, logOf, relativeDifference };
}
