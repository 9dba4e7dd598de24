/**
 * The real roots of a polynomial: between two neighbouring roots of its derivative it is monotone, so that a change of sign
 * there is one root, and halving finds it to the last bit. A root at which the sign does not change may be missed.
 */

/** @param coefficients of x⁰, x¹, …; in increasing order, all within ±`reach` */
export function realRoots(coefficients: readonly number[], reach: number): readonly number[] {
  if (coefficients.length < 2) return [];
  const slope = coefficients.slice(1).map((coefficient, index) => coefficient * (index + 1));
  const ends = [-reach, ...realRoots(slope, reach), reach];
  return ends.slice(1).flatMap((high, index) => {
    const low = ends[index] ?? -reach;
    const [below, above] = [valueAt(coefficients, low), valueAt(coefficients, high)];
    if (above === 0) return high < reach ? [high] : [];
    return below * above < 0 || (below < 0 && above > 0) || (below > 0 && above < 0)
      ? [crossing(coefficients, low, high, below)]
      : [];
  });
}

export function valueAt(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power -= 1) value = value * x + (coefficients[power] ?? 0);
  return value;
}

function crossing(coefficients: readonly number[], from: number, to: number, below: number): number {
  let [low, high] = [from, to];
  for (;;) {
    const middle = low / 2 + high / 2;
    if (middle <= low || middle >= high) return high;
    const value = valueAt(coefficients, middle);
    if (value === 0) return middle;
    if (value < 0 === below < 0) low = middle;
    else high = middle;
  }
}
