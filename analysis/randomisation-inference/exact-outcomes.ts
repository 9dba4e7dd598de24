/**
 * Outcomes on a scale on which their sums carry no rounding error, wherever there is one: decimals of a few digits become
 * whole numbers, moved so that their mean is near 0. Allocations that have the same statistic then have it to the last bit,
 * and whether one is as extreme as the other does not hang on the order of a sum.
 */

export type ExactOutcomes = {
  /** outcome · scale, less a constant. */
  readonly values: Float64Array;
  /** What a difference of `values` is divided by to be one of outcomes. */
  readonly scale: number;
};

const mostDigits = 9;
/** 2⁵³: sums of whole numbers below it are exact. */
const largestSum = 9007199254740992;

/** @param weight people per row; null where a row is one */
export function exactOutcomes(outcome: Float64Array, weight: Float64Array | null): ExactOutcomes {
  for (let digits = 0, scale = 1; digits <= mostDigits; digits += 1, scale *= 10) {
    const whole = outcome.map((value) => Math.round(value * scale));
    if (!whole.every((value, row) => value / scale === outcome[row])) continue;
    const values = moved(whole, Math.round(mean(whole, weight)));
    if (total(values.map(Math.abs), weight) >= largestSum) break;
    return { values, scale };
  }
  return { values: moved(outcome, mean(outcome, weight)), scale: 1 };
}

function mean(values: Float64Array, weight: Float64Array | null): number {
  const people = weight === null ? values.length : weight.reduce((sum, own) => sum + own, 0);
  // Sorted, so that the sum does not depend on the order of rows.
  const sum = weight === null ? total(values.toSorted(), null) : total(values, weight);
  return people === 0 ? 0 : sum / people;
}

function moved(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value - by);
}

function total(values: Float64Array, weight: Float64Array | null): number {
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) {
    sum += (weight === null ? 1 : (weight[row] ?? 0)) * (values[row] ?? 0);
  }
  return sum;
}
