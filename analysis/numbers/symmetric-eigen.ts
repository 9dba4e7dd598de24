/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: as accurate as the matrix allows, in
 * a fixed order, with nothing but + − × ÷ √. Meant for households and villages, not for thousands of rows.
 * Source: G. H. Golub & C. F. Van Loan 2013, "Matrix Computations", 4th ed., algorithms 8.5.1 and 8.5.3.
 */
export type SymmetricEigen = {
  /** In no particular order. */
  readonly values: Float64Array;
  /** Eigenvector j stands in column j, at i · size + j; they are orthonormal. */
  readonly vectors: Float64Array;
};

const mostSweeps = 100;

/** `matrix` is row by row, size × size; it is not changed. */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = matrix.slice(0, size * size);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) vectors[i * size + i] = 1;
  for (let sweep = 0; !isDiagonal(a, size); sweep += 1) {
    if (sweep === mostSweeps) throw new Error(`Jacobi's rotations did not settle for a matrix of ${size} rows`);
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(a, vectors, size, p, q);
    }
  }
  const values = new Float64Array(size);
  for (let i = 0; i < size; i += 1) values[i] = a[i * size + i] ?? 0;
  return { values, vectors };
}

/** Off-diagonal entries of 2⁻⁵³ of the whole each change no eigenvalue by more than rounding has already. */
function isDiagonal(a: Float64Array, size: number): boolean {
  let all = 0;
  let off = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      const square = (a[i * size + j] ?? 0) * (a[i * size + j] ?? 0);
      all += square;
      if (i !== j) off += square;
    }
  }
  return off <= all * size * size * 1.232595164407831e-32;
}

/** One rotation in the plane of p and q, which makes their entry zero. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const entry = a[p * size + q] ?? 0;
  if (entry === 0) return;
  const tau = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * entry);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0; k < size; k += 1) turn(a, k * size + p, k * size + q, c, s);
  for (let k = 0; k < size; k += 1) turn(a, p * size + k, q * size + k, c, s);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
  for (let k = 0; k < size; k += 1) turn(vectors, k * size + p, k * size + q, c, s);
}

function turn(values: Float64Array, at: number, beside: number, c: number, s: number): void {
  const x = values[at] ?? 0;
  const y = values[beside] ?? 0;
  values[at] = c * x - s * y;
  values[beside] = s * x + c * y;
}
