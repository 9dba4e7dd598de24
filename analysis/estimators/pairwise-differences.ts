/**
 * Order statistics of all differences x − y between two samples, without writing the differences down: a value is guessed,
 * the differences up to it are counted in one pass over both sorted samples, and the guess is moved to the nearest
 * difference on the right side. Exact: what is returned is one of the differences.
 */
export type Sample = {
  /** Distinct values from the smallest up. */
  readonly values: Float64Array;
  /** People with each value. */
  readonly people: Float64Array;
};

/** Sorted and with equal values counted together. */
export function sampleOf(values: Float64Array, people: Float64Array): Sample {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const index of order) {
    const value = values[index] ?? 0;
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) {
      counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + (people[index] ?? 0);
    } else {
      distinct.push(value);
      counts.push(people[index] ?? 0);
    }
  }
  return { values: Float64Array.from(distinct), people: Float64Array.from(counts) };
}

/** The k-th smallest difference, k from 1 to the product of both samples' people. */
export function kthDifference(x: Sample, y: Sample, k: number): number {
  const from = suffixSums(y.people);
  let low = (x.values[0] ?? 0) - (y.values[y.values.length - 1] ?? 0);
  let high = (x.values[x.values.length - 1] ?? 0) - (y.values[0] ?? 0);
  while (low < high) {
    const half = low + (high - low) / 2;
    const guess = half < high ? half : low;
    const { count, atMost, above } = countUpTo(x, y, from, guess);
    if (count >= k) high = atMost;
    else low = above;
  }
  return low;
}

/** Differences up to `guess`: how many, the largest of them, and the smallest beyond. */
function countUpTo(x: Sample, y: Sample, from: Float64Array, guess: number) {
  let count = 0;
  let atMost = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  let first = 0;
  for (let index = 0; index < x.values.length; index += 1) {
    const value = x.values[index] ?? 0;
    while (first < y.values.length && value - (y.values[first] ?? 0) > guess) first += 1;
    if (first < y.values.length) {
      count += (x.people[index] ?? 0) * (from[first] ?? 0);
      atMost = Math.max(atMost, value - (y.values[first] ?? 0));
    }
    if (first > 0) above = Math.min(above, value - (y.values[first - 1] ?? 0));
  }
  return { count, atMost, above };
}

/** People from each value of the sample on upwards. */
function suffixSums(people: Float64Array): Float64Array {
  const sums = new Float64Array(people.length);
  let sum = 0;
  for (let index = people.length - 1; index >= 0; index -= 1) {
    sum += people[index] ?? 0;
    sums[index] = sum;
  }
  return sums;
}
