/**
 * Cholesky's factor of a symmetric positive definite matrix, scaled to a unit diagonal first, so that columns of different
 * units do not decide what counts as singular. Source: N. J. Higham 2002, "Accuracy and Stability of Numerical Algorithms",
 * chapter 10 and theorem 10.6 (the scaling).
 */
export type Cholesky = {
  readonly size: number;
  /** Lower triangle of the scaled matrix, at row · size + column. */
  readonly lower: Float64Array;
  /** Square roots of the diagonal. */
  readonly scale: Float64Array;
};

/** Below this a scaled pivot is what rounding left of a column that the columns before it determine. */
const smallestPivot = 1e-12;

/** The factor, or the index of the first row that the rows before it determine (or that is not positive). */
export function cholesky(matrix: Float64Array, size: number): Cholesky | number {
  const scale = Float64Array.from({ length: size }, (_, row) => Math.sqrt(matrix[row * size + row] ?? 0));
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let value = (matrix[row * size + column] ?? 0) / (scale[row] ?? 0) / (scale[column] ?? 0);
      for (let k = 0; k < column; k += 1) value -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      if (row !== column) lower[row * size + column] = value / (lower[column * size + column] ?? 0);
      else if (value > smallestPivot) lower[row * size + row] = Math.sqrt(value);
      else return row;
    }
  }
  return { size, lower, scale };
}

/** x with matrix · x = right. */
export function solve({ size, lower, scale }: Cholesky, right: Float64Array): Float64Array {
  const x = Float64Array.from(right, (value, row) => value / (scale[row] ?? 1));
  for (let row = 0; row < size; row += 1) {
    let value = x[row] ?? 0;
    for (let k = 0; k < row; k += 1) value -= (lower[row * size + k] ?? 0) * (x[k] ?? 0);
    x[row] = value / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = x[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) value -= (lower[k * size + row] ?? 0) * (x[k] ?? 0);
    x[row] = value / (lower[row * size + row] ?? 1);
  }
  return x.map((value, row) => value / (scale[row] ?? 1));
}

/** The inverse, symmetric to the last bit. */
export function inverse(factor: Cholesky): Float64Array {
  const { size } = factor;
  const result = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const x = solve(factor, unit);
    for (let row = column; row < size; row += 1) {
      result[row * size + column] = x[row] ?? 0;
      result[column * size + row] = x[row] ?? 0;
    }
  }
  return result;
}
