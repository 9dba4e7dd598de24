/**
 * What one cluster contributes to CR2: with Q its rows of the orthonormal basis, H = QQ′ + DD′ its part of the hat matrix (D
 * the absorbed effects, scaled to unit columns) and A = (I − H)^(−½), the small matrices Q′AQ, D′AQ, Q′Q and Q′Ae. A is
 * never formed where the cluster is large: A·Q = R·(I − R′R)^(−½) for R = [Q D], whose size is the number of columns.
 * Source: J. E. Pustejovsky & E. Tipton 2018, J. Bus. Econ. Stat. 36:672–683, eq. 6 with the symmetric root; its inverse is
 * Moore's and Penrose's where I − H is singular.
 */
import { symmetricEigen } from '../numbers/symmetric-eigen.ts';
import type { Fit } from './fit.ts';

export type ClusterPieces = {
  /** Q′Ae, one entry per basis column. */
  readonly score: Float64Array;
  /** Q′AQ, width × width. */
  readonly adjusted: Float64Array;
  /** D′AQ: one row of `width` per entry of `levels`. */
  readonly effects: Float64Array;
  /** Levels of the absorbed effect that the cluster shares with others. */
  readonly levels: readonly number[];
  /** Q′Q, width × width. */
  readonly gram: Float64Array;
  /** Directions that this cluster alone determines: its residuals there are zero whatever the outcome. */
  readonly determined: readonly Float64Array[];
};

/** 1 − λ below this is zero: λ carries the rounding of the basis, about 1e-15. */
const leastFreedom = 1e-11;

/** The pieces of the cluster whose rows are order[from … to). */
export function clusterPieces(fit: Fit, order: Int32Array, from: number, to: number): ClusterPieces {
  const rows = order.subarray(from, to);
  const shared = sharedLevels(fit, rows);
  const members: Members = { fit, rows, columns: basisRows(fit, rows, shared), levels: shared.levels };
  return rows.length <= fit.width + shared.levels.length ? fromRows(members) : fromColumns(members);
}

type Shared = { readonly levels: readonly number[]; readonly placeOf: ReadonlyMap<number, number> };
type Members = {
  readonly fit: Fit;
  readonly rows: Int32Array;
  /** [Q D] of these rows, rows × (width + levels). */
  readonly columns: Float64Array;
  readonly levels: readonly number[];
};

/** A level all of whose people are in the cluster is left out: Q, and the residuals, sum to zero over it. */
function sharedLevels({ effect, weight }: Fit, rows: Int32Array): Shared {
  if (effect === null) return { levels: [], placeOf: new Map() };
  const people = new Map<number, number>();
  for (const row of rows) {
    const code = effect.codes[row] ?? 0;
    people.set(code, (people.get(code) ?? 0) + (weight === null ? 1 : (weight[row] ?? 0)));
  }
  const levels = [...people].flatMap(([code, count]) => (count < (effect.people[code] ?? 0) ? [code] : []));
  return { levels, placeOf: new Map(levels.map((code, place) => [code, place])) };
}

function basisRows({ width, q, effect, weight }: Fit, rows: Int32Array, { levels, placeOf }: Shared): Float64Array {
  const size = width + levels.length;
  const columns = new Float64Array(rows.length * size);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    for (let k = 0; k < width; k += 1) columns[i * size + k] = q[row * width + k] ?? 0;
    const code = effect?.codes[row] ?? 0;
    const place = placeOf.get(code);
    if (effect === null || place === undefined) continue;
    columns[i * size + width + place] = Math.sqrt(
      (weight === null ? 1 : (weight[row] ?? 0)) / (effect.people[code] ?? 1),
    );
  }
  return columns;
}

/** A small cluster: H itself, rows × rows. */
function fromRows({ fit, rows, columns, levels }: Members): ClusterPieces {
  const { width } = fit;
  const size = width + levels.length;
  const count = rows.length;
  const hat = products(columns, count, size, 'rows');
  const { values, vectors } = symmetricEigen(hat, count);
  const score = new Float64Array(width);
  const crossed = new Float64Array(size * width);
  const determined: Float64Array[] = [];
  for (let j = 0; j < count; j += 1) {
    const turned = new Float64Array(size);
    let residual = 0;
    for (let i = 0; i < count; i += 1) {
      const entry = vectors[i * count + j] ?? 0;
      residual += entry * (fit.residual[rows[i] ?? 0] ?? 0);
      for (let k = 0; k < size; k += 1) turned[k] = (turned[k] ?? 0) + entry * (columns[i * size + k] ?? 0);
    }
    const freedom = 1 - (values[j] ?? 0);
    if (freedom <= leastFreedom) determined.push(turned.slice(0, width));
    else addOuter(crossed, turned, width, 1 / Math.sqrt(freedom), score, residual);
  }
  return pieces(score, crossed, products(columns, count, size, 'columns'), width, levels, determined);
}

/** A large cluster: R′R, columns × columns. */
function fromColumns({ fit, rows, columns, levels }: Members): ClusterPieces {
  const { width } = fit;
  const size = width + levels.length;
  const gram = products(columns, rows.length, size, 'columns');
  const { values, vectors } = symmetricEigen(gram, size);
  const scores = new Float64Array(size);
  for (let i = 0; i < rows.length; i += 1) {
    const residual = fit.residual[rows[i] ?? 0] ?? 0;
    for (let k = 0; k < size; k += 1) scores[k] = (scores[k] ?? 0) + (columns[i * size + k] ?? 0) * residual;
  }
  const score = new Float64Array(width);
  const crossed = new Float64Array(size * width);
  const determined: Float64Array[] = [];
  for (let j = 0; j < size; j += 1) {
    const vector = new Float64Array(size);
    let along = 0;
    for (let k = 0; k < size; k += 1) {
      vector[k] = vectors[k * size + j] ?? 0;
      along += (vector[k] ?? 0) * (scores[k] ?? 0);
    }
    const value = values[j] ?? 0;
    const freedom = 1 - value;
    if (freedom <= leastFreedom) {
      determined.push(vector.slice(0, width));
      continue;
    }
    const root = 1 / Math.sqrt(freedom);
    addOuter(crossed, vector, width, value * root);
    for (let k = 0; k < width; k += 1) score[k] = (score[k] ?? 0) + (vector[k] ?? 0) * root * along;
  }
  return pieces(score, crossed, gram, width, levels, determined);
}

/** crossed += factor · v·v′, of which only the first `width` columns are kept; score += factor · v · residual. */
function addOuter(
  crossed: Float64Array,
  vector: Float64Array,
  width: number,
  factor: number,
  score?: Float64Array,
  residual = 0,
): void {
  for (let row = 0; row < vector.length; row += 1) {
    const scaled = factor * (vector[row] ?? 0);
    for (let k = 0; k < width; k += 1)
      crossed[row * width + k] = (crossed[row * width + k] ?? 0) + scaled * (vector[k] ?? 0);
    if (score !== undefined && row < width) score[row] = (score[row] ?? 0) + scaled * residual;
  }
}

/** M·M′ ('rows') or M′·M ('columns') of a matrix of count × size. */
function products(matrix: Float64Array, count: number, size: number, over: 'rows' | 'columns'): Float64Array {
  const [length, inner] = over === 'rows' ? [count, size] : [size, count];
  const [step, jump] = over === 'rows' ? [1, size] : [size, 1];
  const product = new Float64Array(length * length);
  for (let i = 0; i < length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = 0; k < inner; k += 1) sum += (matrix[i * jump + k * step] ?? 0) * (matrix[j * jump + k * step] ?? 0);
      product[i * length + j] = sum;
      product[j * length + i] = sum;
    }
  }
  return product;
}

function pieces(
  score: Float64Array,
  crossed: Float64Array,
  wholeGram: Float64Array,
  width: number,
  levels: readonly number[],
  determined: readonly Float64Array[],
): ClusterPieces {
  const size = width + levels.length;
  const gram = new Float64Array(width * width);
  for (let row = 0; row < width; row += 1) {
    for (let k = 0; k < width; k += 1) gram[row * width + k] = wholeGram[row * size + k] ?? 0;
  }
  return {
    score,
    adjusted: crossed.subarray(0, width * width),
    effects: crossed.subarray(width * width),
    levels,
    gram,
    determined,
  };
}
