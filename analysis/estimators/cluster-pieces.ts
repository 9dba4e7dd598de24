/**
 * What one cluster contributes to CR2: with Q its rows of the orthonormal basis, H = QQ′ + DD′ its part of the hat matrix (D
 * the absorbed effects, scaled to unit columns) and A = (I − H)^(−½), the small matrices Q′Q, [Q D]′AQ and Q′Ae, by the
 * eigenvectors of H. Where the cluster has more rows than columns they come from R′R, R = [Q D], and H is never formed.
 * Source: J. E. Pustejovsky & E. Tipton 2018, J. Bus. Econ. Stat. 36:672–683, eq. 6 with the symmetric root; its inverse is
 * Moore's and Penrose's where I − H is singular.
 */
import { symmetricEigen } from '../numbers/symmetric-eigen.ts';
import { addScaled, type Fit } from './fit.ts';

export type ClusterPieces = {
  /** Q′Ae, one entry per basis column. */
  readonly score: Float64Array;
  /** Vectors t, one after another, of width + levels entries: Q′Q = Σ t_Q t_Q′ and [Q D]′AQ = Σ root · t t_Q′. */
  readonly factors: Float64Array;
  /** (1 − λ)^(−½) for each; 0 where λ is 1. */
  readonly roots: Float64Array;
  /** Levels of the absorbed effect that the cluster shares with others. */
  readonly levels: readonly number[];
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

/** The size of the matrix whose eigenvectors the cluster needs. */
export function clusterSize(fit: Fit, order: Int32Array, from: number, to: number): number {
  return Math.min(to - from, fit.width + sharedLevels(fit, order.subarray(from, to)).levels.length);
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
  const { values, vectors } = symmetricEigen(products(columns, count, size, 'rows'), count);
  const factors = new Float64Array(count * size);
  const residuals = new Float64Array(count);
  for (let j = 0; j < count; j += 1) {
    for (let i = 0; i < count; i += 1) {
      const entry = vectors[i * count + j] ?? 0;
      residuals[j] = (residuals[j] ?? 0) + entry * (fit.residual[rows[i] ?? 0] ?? 0);
      addScaled(factors, j, entry, columns.subarray(i * size, (i + 1) * size));
    }
  }
  return pieces(width, levels, factors, values, residuals);
}

/** A large cluster: R′R, columns × columns; with v its eigenvectors, R·v/√λ are those of H. */
function fromColumns({ fit, rows, columns, levels }: Members): ClusterPieces {
  const { width } = fit;
  const size = width + levels.length;
  const { values, vectors } = symmetricEigen(products(columns, rows.length, size, 'columns'), size);
  const scores = new Float64Array(size);
  for (let i = 0; i < rows.length; i += 1) {
    addScaled(scores, 0, fit.residual[rows[i] ?? 0] ?? 0, columns.subarray(i * size, (i + 1) * size));
  }
  const factors = new Float64Array(size * size);
  const residuals = new Float64Array(size);
  for (let j = 0; j < size; j += 1) {
    const length = Math.sqrt(Math.max(0, values[j] ?? 0));
    if (length === 0) continue;
    for (let k = 0; k < size; k += 1) {
      const entry = vectors[k * size + j] ?? 0;
      factors[j * size + k] = length * entry;
      residuals[j] = (residuals[j] ?? 0) + (entry / length) * (scores[k] ?? 0);
    }
  }
  return pieces(width, levels, factors, values, residuals);
}

function pieces(
  width: number,
  levels: readonly number[],
  factors: Float64Array,
  values: Float64Array,
  residuals: Float64Array,
): ClusterPieces {
  const size = width + levels.length;
  const roots = values.map((value) => (1 - value <= leastFreedom ? 0 : 1 / Math.sqrt(1 - value)));
  const score = new Float64Array(width);
  const determined: Float64Array[] = [];
  for (const [j, root] of roots.entries()) {
    const factor = factors.subarray(j * size, j * size + width);
    if (root === 0) determined.push(factor);
    else addScaled(score, 0, root * (residuals[j] ?? 0), factor);
  }
  return { score, factors, roots, levels, determined };
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
