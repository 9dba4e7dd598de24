/**
 * Gauss-Legendre quadrature of 16 points, exact for polynomials up to degree 31; over panels for everything smooth. The points are
 * the eigenvalues of the Jacobi matrix of the Legendre polynomials, the weights twice the squared first entries of its vectors.
 * Source: G. H. Golub & J. H. Welsch 1969, "Calculation of Gauss quadrature rules", Mathematics of Computation 23:221–230.
 */
import { symmetricEigen } from './symmetric-eigen.ts';

export type Quadrature = { readonly nodes: Float64Array; readonly weights: Float64Array };

const points = 16;

/** On [−1, 1], nodes increasing. */
const unitRule: Quadrature = ruleOf(points);

function ruleOf(size: number): Quadrature {
  const jacobi = new Float64Array(size * size);
  for (let i = 1; i < size; i += 1) {
    const beside = i / Math.sqrt(4 * i * i - 1);
    jacobi[(i - 1) * size + i] = beside;
    jacobi[i * size + i - 1] = beside;
  }
  const { values, vectors } = symmetricEigen(jacobi, size);
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return {
    nodes: Float64Array.from(order, (j) => values[j] ?? 0),
    weights: Float64Array.from(order, (j) => 2 * (vectors[j] ?? 0) * (vectors[j] ?? 0)),
  };
}

/** The rule over [low, high], low < high, in equal panels no wider than `widest`. */
export function panels(low: number, high: number, widest: number): Quadrature {
  const count = Math.ceil((high - low) / widest);
  const half = (high - low) / (2 * count);
  const nodes = new Float64Array(count * points);
  const weights = new Float64Array(count * points);
  for (let panel = 0; panel < count; panel += 1) {
    const middle = low + half * (2 * panel + 1);
    for (let i = 0; i < points; i += 1) {
      nodes[panel * points + i] = middle + half * (unitRule.nodes[i] ?? 0);
      weights[panel * points + i] = half * (unitRule.weights[i] ?? 0);
    }
  }
  return { nodes, weights };
}
