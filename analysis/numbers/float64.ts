/**
 * A double taken apart and put together by its bits: exact steps under exp, ln and pow, the same on every engine.
 * Source: IEEE 754-2019, binary64.
 */
const view = new DataView(new ArrayBuffer(8));
const smallestNormalExponent = -1022;

/** 2^k exactly, for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  view.setUint32(0, (k + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** x · 2^k, rounded once (into the subnormals or to infinity where it must be), for |k| ≤ 2200. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return x * powerOfTwo(1023) * powerOfTwo(Math.min(k - 1023, 1023));
  if (k < smallestNormalExponent) return x * powerOfTwo(k + 1000) * powerOfTwo(-1000);
  return x * powerOfTwo(k);
}

/** The exponent e and the significand m of a positive, finite x = m · 2^e with √½ < m ≤ √2. */
export function splitNearOne(x: number): { readonly significand: number; readonly exponent: number } {
  const isSubnormal = x < 2.2250738585072014e-308;
  view.setFloat64(0, isSubnormal ? x * 18014398509481984 : x);
  const high = view.getUint32(0);
  const exponent = (high >>> 20) - 1023 - (isSubnormal ? 54 : 0);
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  const significand = view.getFloat64(0);
  return significand > Math.SQRT2
    ? { significand: significand / 2, exponent: exponent + 1 }
    : { significand, exponent };
}
