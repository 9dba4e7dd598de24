/**
 * X = QR with orthonormal columns in Q and an upper triangle R, by Gram and Schmidt with every projection done twice, which
 * is as accurate as Householder's reflections and goes through the rows in their order.
 * Source: L. Giraud, J. Langou & M. Rozložník 2005, "The loss of orthogonality in the Gram-Schmidt orthogonalization
 * process", Comput. Math. Appl. 50:1069–1075 ("twice is enough").
 */
export type Orthonormal = {
  /** Columns of X that are kept, by their place in X; the others depend on those before them. */
  readonly kept: readonly number[];
  readonly dependent: readonly number[];
  /** rows × kept, row by row. */
  readonly q: Float64Array;
  /** kept × kept, row by row; zero below the diagonal. */
  readonly triangle: Float64Array;
};

/** What is left of a column after projection counts as nothing below this part of its scale, as in R's lm. */
const leastPart = 1e-7;

/**
 * @param x rows × width, row by row; overwritten
 * @param scales the size each column is measured by: its Euclidean norm, before anything was taken out of it
 */
export function orthonormalBasis(x: Float64Array, rows: number, width: number, scales: Float64Array): Orthonormal {
  const kept: number[] = [];
  const dependent: number[] = [];
  const coefficients: Float64Array[] = [];
  for (let column = 0; column < width; column += 1) {
    const place = kept.length;
    const own = new Float64Array(width);
    for (let pass = 0; pass < 2; pass += 1) removeProjection(x, rows, width, column, place, own);
    const norm = columnNorm(x, rows, width, column);
    if (!(norm > leastPart * (scales[column] ?? 0))) {
      dependent.push(column);
      continue;
    }
    own[place] = norm;
    for (let row = 0; row < rows; row += 1) x[row * width + place] = (x[row * width + column] ?? 0) / norm;
    kept.push(column);
    coefficients.push(own);
  }
  return { kept, dependent, q: narrowed(x, rows, width, kept.length), triangle: upperTriangle(coefficients) };
}

/** Takes out of a column what the first `count` columns, already orthonormal, explain, and adds it to its coefficients. */
function removeProjection(
  x: Float64Array,
  rows: number,
  width: number,
  column: number,
  count: number,
  coefficients: Float64Array,
): void {
  if (count === 0) return;
  const explained = new Float64Array(count);
  for (let row = 0; row < rows; row += 1) {
    const value = x[row * width + column] ?? 0;
    if (value === 0) continue;
    for (let k = 0; k < count; k += 1) explained[k] = (explained[k] ?? 0) + (x[row * width + k] ?? 0) * value;
  }
  for (let row = 0; row < rows; row += 1) {
    let fitted = 0;
    for (let k = 0; k < count; k += 1) fitted += (x[row * width + k] ?? 0) * (explained[k] ?? 0);
    x[row * width + column] = (x[row * width + column] ?? 0) - fitted;
  }
  for (let k = 0; k < count; k += 1) coefficients[k] = (coefficients[k] ?? 0) + (explained[k] ?? 0);
}

function columnNorm(x: Float64Array, rows: number, width: number, column: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) sum += (x[row * width + column] ?? 0) * (x[row * width + column] ?? 0);
  return Math.sqrt(sum);
}

function narrowed(x: Float64Array, rows: number, width: number, count: number): Float64Array {
  if (count === width) return x;
  const q = new Float64Array(rows * count);
  for (let row = 0; row < rows; row += 1) {
    for (let k = 0; k < count; k += 1) q[row * count + k] = x[row * width + k] ?? 0;
  }
  return q;
}

function upperTriangle(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const triangle = new Float64Array(size * size);
  for (const [column, values] of columns.entries()) {
    for (let row = 0; row <= column; row += 1) triangle[row * size + column] = values[row] ?? 0;
  }
  return triangle;
}

/** z with R′z = c: c′β is then z′(Q′y), and its variance z′·(Q′ΩQ)·z. */
export function inBasis(triangle: Float64Array, c: Float64Array): Float64Array {
  const size = c.length;
  const z = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let sum = c[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (triangle[k * size + row] ?? 0) * (z[k] ?? 0);
    z[row] = sum / (triangle[row * size + row] ?? 1);
  }
  return z;
}
