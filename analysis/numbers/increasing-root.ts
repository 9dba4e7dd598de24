/**
 * The root of an increasing function by Newton's method kept inside a bracket: a step that leaves the bracket is replaced by
 * its middle, or by a longer step while there is no bracket yet. Source: W. H. Press et al. 2007, "Numerical Recipes",
 * section 9.4 (rtsafe).
 */
export type ValueAndSlope = { readonly value: number; readonly slope: number };

/** x to 1e-13, relative to the larger of 1 and |x|. Throws where 400 rounds do not find it, which is a mistake of the caller's. */
export function increasingRoot(f: (x: number) => ValueAndSlope, start: number, name: string): number {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let x = start;
  let reach = 1;
  for (let round = 0; round < 400; round += 1) {
    const { value, slope } = f(x);
    if (value === 0) return x;
    if (value < 0) low = x;
    else high = x;
    const wanted = x - value / slope;
    const isInside = wanted > low && wanted < high && Math.abs(wanted - x) <= reach;
    const next = isInside ? wanted : fallback();
    if (Math.abs(next - x) <= 1e-13 * Math.max(1, Math.abs(x)) || next === low || next === high) return next;
    x = next;
  }
  throw new Error(`${name} did not converge from ${start}`);

  function fallback(): number {
    if (Number.isFinite(low) && Number.isFinite(high)) return low + (high - low) / 2;
    reach *= 2;
    return x === low ? x + reach : x - reach;
  }
}
