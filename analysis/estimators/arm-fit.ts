/**
 * The fit of a model with nothing but arms, as CR2 needs it: the people of one cluster in one arm are alike in the design, so
 * each such cell is a row that stands for them, and the basis is 1/√nₐ in the arm's own column.
 */
import type { Frame } from '../frame.ts';
import type { ArmCells } from './arm-cells.ts';
import { type ArmModel, unknownArms } from './arm-model.ts';
import type { Result } from './estimator.ts';
import type { Combination } from './model-coefficients.ts';

/** Errors are CR2: an arm whose people all belong to one cluster has no estimate of its variation. */
export function armOnlyModel(frame: Frame, cluster: Int32Array, cells: ArmCells): ArmModel {
  const { n, mean, largest, total } = cells;
  const columns = [...n.keys()].filter((arm) => (n[arm] ?? 0) > 0);
  const width = columns.length;
  const triangle = new Float64Array(width * width);
  const coordinates = new Float64Array(width);
  for (const [column, arm] of columns.entries()) {
    triangle[column * width + column] = Math.sqrt(n[arm] ?? 0);
    coordinates[column] = Math.sqrt(n[arm] ?? 0) * (mean[arm] ?? 0);
  }
  const { codes, ...rows } = cellRows(frame, cluster, cells, columns);
  const unknown = unknownArms(frame, 'CR2');
  const mark = (arm: number, against: number | null): Result<Combination> => {
    const refused = unknown[arm] ?? (against === null ? undefined : unknown[against]);
    if (refused !== undefined) return refused;
    return { c: Float64Array.from(columns, (of) => Number(of === arm) - Number(of === against)), shift: 0 };
  };
  return {
    fit: {
      ...rows,
      width,
      triangle,
      coordinates,
      effect: null,
      people: total,
      parameters: width,
      largest: largest.reduce((most, value) => Math.max(most, value), 0),
    },
    clusters: { codes, count: frame.clusterCount },
    difference: mark,
    terms: frame.arms.map((level, arm) =>
      arm === 0
        ? { term: '(intercept)', combination: mark(0, null) }
        : { term: `arm=${level}`, combination: mark(arm, 0) },
    ),
  };
}

/** One row per cluster and arm with people, in that order: how many, and the sum of their residuals over its square root. */
function cellRows(
  { rows, outcome, arm, weight, clusterCount }: Frame,
  cluster: Int32Array,
  { n, mean }: ArmCells,
  columns: readonly number[],
) {
  const arms = n.length;
  const people = new Float64Array(clusterCount * arms);
  const sums = new Float64Array(clusterCount * arms);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const place = (cluster[row] ?? 0) * arms + a;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    people[place] = (people[place] ?? 0) + w;
    sums[place] = (sums[place] ?? 0) + w * ((outcome[row] ?? 0) - (mean[a] ?? 0));
  }
  const used = people.reduce((count, there) => (there > 0 ? count + 1 : count), 0);
  const q = new Float64Array(used * columns.length);
  const residual = new Float64Array(used);
  const weights = new Float64Array(used);
  const codes = new Int32Array(used);
  let next = 0;
  for (let place = 0; place < people.length; place += 1) {
    const there = people[place] ?? 0;
    if (there === 0) continue;
    const a = place % arms;
    q[next * columns.length + columns.indexOf(a)] = Math.sqrt(there / (n[a] ?? 1));
    residual[next] = (sums[place] ?? 0) / Math.sqrt(there);
    weights[next] = there;
    codes[next] = (place - a) / arms;
    next += 1;
  }
  return { rows: used, q, residual, weight: weights, codes };
}
