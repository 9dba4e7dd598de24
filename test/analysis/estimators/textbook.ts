/** Least squares as a textbook prints it: whole matrices, one row per person, every cluster's block by itself. */
import type { LinearErrors } from '../../../analysis/estimators/estimator.ts';
import type { Row } from './frame-fixture.ts';

export type Matrix = readonly (readonly number[])[];
export const at = (matrix: Matrix, row: number, column: number) => matrix[row]?.[column] ?? Number.NaN;
export const transposed = (m: Matrix): Matrix =>
  (m[0] ?? []).map((_, column) => m.map((row) => row[column] ?? Number.NaN));
export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, column) => row.reduce((sum, x, k) => sum + x * at(b, k, column), 0)));

/** Gauss and Jordan, without pivoting: the matrices here are positive definite. */
export function inverse(m: Matrix): Matrix {
  const size = m.length;
  const work = m.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const lead = at(work, pivot, pivot);
    work[pivot] = (work[pivot] ?? []).map((x) => x / lead);
    for (let row = 0; row < size; row += 1) {
      if (row === pivot) continue;
      const factor = at(work, row, pivot);
      work[row] = (work[row] ?? []).map((x, column) => x - factor * at(work, pivot, column));
    }
  }
  return work.map((row) => row.slice(size));
}

/** M^(−½) of a positive definite matrix, by the coupled iteration of Denman & Beavers 1976. */
export function inverseRoot(m: Matrix): Matrix {
  let root = m;
  let inverted: Matrix = m.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  const mean = (a: Matrix, b: Matrix) => a.map((row, i) => row.map((x, j) => (x + at(b, i, j)) / 2));
  for (let round = 0; round < 40; round += 1)
    [root, inverted] = [mean(root, inverse(inverted)), mean(inverted, inverse(root))];
  return inverted;
}

/** (X′X)⁻¹ X′ΩX (X′X)⁻¹ for the design x, one row per person; df for the combination c, where they depend on it. */
export function textbook(x: Matrix, rows: readonly Row[], errors: LinearErrors, c: readonly number[]) {
  const y = rows.map(({ outcome }) => [outcome]);
  const bread = inverse(product(transposed(x), x));
  const coefficients = product(bread, product(transposed(x), y)).map(([value = Number.NaN]) => value);
  const residual = x.map(
    (row, i) => at(y, i, 0) - row.reduce((sum, value, k) => sum + value * (coefficients[k] ?? 0), 0),
  );
  const leverage = x.map((row) => at(product(product([row], bread), transposed([row])), 0, 0));
  const columns = c.map((_, column) => column);
  const [n, k] = [rows.length, columns.length];
  const clusters = [...new Set(rows.map(({ cluster }) => cluster))];
  const g = clusters.length;
  const pooled = residual.reduce((sum, e) => sum + e * e, 0) / (n - k);
  const groups = errors.startsWith('CR')
    ? clusters.map((name) => rows.flatMap(({ cluster }, i) => (cluster === name ? [i] : [])))
    : rows.map((_, i) => [i]);
  const scaled = (i: number) => {
    const [e, h] = [residual[i] ?? 0, leverage[i] ?? 0];
    if (errors === 'classical') return Math.sqrt(pooled);
    if (errors === 'HC2') return e / Math.sqrt(1 - h);
    return errors === 'HC3' ? e / (1 - h) : e;
  };
  const residualMaker = x.map((row, i) =>
    x.map((other, j) => Number(i === j) - at(product(product([row], bread), transposed([other])), 0, 0)),
  );
  const block = (members: readonly number[]) => members.map((i) => members.map((j) => at(residualMaker, i, j)));
  const adjusted = new Map(
    errors !== 'CR2'
      ? []
      : groups.flatMap((members) => {
          const e = product(inverseRoot(block(members)), transposed([members.map((i) => residual[i] ?? 0)]));
          return members.map((i, place): [number, number] => [i, at(e, place, 0)]);
        }),
  );
  let meat: Matrix = columns.map(() => columns.map(() => 0));
  for (const members of groups) {
    const weigh = (i: number) => adjusted.get(i) ?? scaled(i);
    const score = columns.map((k2) => members.reduce((sum, i) => sum + at(x, i, k2) * weigh(i), 0));
    meat = meat.map((row, a) => row.map((value, b) => value + (score[a] ?? 0) * (score[b] ?? 0)));
  }
  const factor = errors === 'HC1' ? n / (n - k) : errors === 'CR1S' ? (g / (g - 1)) * ((n - 1) / (n - k)) : 1;
  const covariance = product(product(bread, meat), bread).map((row) => row.map((value) => value * factor));
  const df = errors === 'CR2' ? satterthwaite() : errors.startsWith('CR') ? g - 1 : n - k;
  return { coefficients, covariance, n, df };

  /** (Σ P_gg)² / Σ_gh P_gh² with P_gh = p_g′p_h and p_g = (I − H)′ over the cluster's columns · A_g X_g (X′X)⁻¹ c. */
  function satterthwaite(): number {
    const vectors = groups.map((members) => {
      const influence = members.map((i) => [at(product(product([x[i] ?? []], bread), transposed([c])), 0, 0)]);
      const a = product(inverseRoot(block(members)), influence);
      return product(
        residualMaker.map((row) => members.map((i) => row[i] ?? 0)),
        a,
      );
    });
    const p = vectors.map((one) => vectors.map((other) => at(product(transposed(one), other), 0, 0)));
    const trace = p.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    return trace ** 2 / p.flat().reduce((sum, value) => sum + value ** 2, 0);
  }
}
