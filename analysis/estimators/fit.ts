/**
 * A least-squares fit in the form that every covariance here is computed from: an orthonormal basis Q of the design, beside
 * the absorbed effects, and the residuals. A row that stands for w people is w equal rows, and enters once, times √w: no
 * sum over people changes by it, and no matrix of the errors below sees more than such sums.
 */
export type AbsorbedEffect = {
  /** Level of each row. */
  readonly codes: Int32Array;
  /** People in each level. */
  readonly people: Float64Array;
};

export type Fit = {
  readonly rows: number;
  /** Columns of the basis, beside the absorbed effects. */
  readonly width: number;
  /** Q, rows × width, row by row, times √w. */
  readonly q: Float64Array;
  /** R of the design's columns that were kept, width × width. */
  readonly triangle: Float64Array;
  /** Q′y. */
  readonly coordinates: Float64Array;
  /** Residuals, times √w. */
  readonly residual: Float64Array;
  /** People each row stands for; null where each is one. */
  readonly weight: Float64Array | null;
  readonly effect: AbsorbedEffect | null;
  /** N. */
  readonly people: number;
  /** k, the absorbed effects among them. */
  readonly parameters: number;
  /** Largest |outcome|: the scale of rounding. */
  readonly largest: number;
};

/** Directions in the basis whose joint uncertainty is asked for: one for a coefficient, several for a joint test. */
export type DirectionSet = readonly Float64Array[];

/** z′γ for a direction z. */
export function along({ coordinates }: Fit, z: Float64Array): number {
  return dot(coordinates, z);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

/** a′ M b for a square matrix stored row by row. */
export function quadratic(matrix: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) {
    let inner = 0;
    for (let column = 0; column < b.length; column += 1) {
      inner += (matrix[row * b.length + column] ?? 0) * (b[column] ?? 0);
    }
    sum += (a[row] ?? 0) * inner;
  }
  return sum;
}

/** matrix += factor · v·v′, row by row. */
export function addOuter(matrix: Float64Array, v: Float64Array, factor: number): void {
  const size = v.length;
  for (let row = 0; row < size; row += 1) {
    const scaled = factor * (v[row] ?? 0);
    for (let k = 0; k < size; k += 1) matrix[row * size + k] = (matrix[row * size + k] ?? 0) + scaled * (v[k] ?? 0);
  }
}

/** Row `row` of the matrix += factor · v. */
export function addScaled(matrix: Float64Array, row: number, factor: number, v: Float64Array): void {
  if (factor === 0) return;
  const start = row * v.length;
  for (let k = 0; k < v.length; k += 1) matrix[start + k] = (matrix[start + k] ?? 0) + factor * (v[k] ?? 0);
}

/** A unit direction has no part in another when its component there is rounding. */
const leastComponent = 1e-8;

/** Marks the sets with a direction that has a part in `own`. */
export function markTouched(isTouched: boolean[], sets: readonly DirectionSet[], own: Float64Array): void {
  for (const [index, set] of sets.entries()) {
    if (set.some((z) => Math.abs(dot(own, z)) > leastComponent)) isTouched[index] = true;
  }
}
