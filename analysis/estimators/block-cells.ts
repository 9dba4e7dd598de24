/**
 * The people of two arms, block by block: size, mean and the mean's variance in each arm of each block. People in a block's
 * arm are drawn one by one (Neyman's variance) or by whole clusters (CR2, which with clusters inside an arm is
 * Σ_g E_g²/(n(n − m_g)), E_g the residual sum of a cluster of m_g among n people).
 * Sources: J. Splawa-Neyman 1923, Statist. Sci. 5:465–472 (translation of 1990); R. M. Bell & D. F. McCaffrey 2002, Surv.
 * Methodol. 28:169–181.
 */
import type { CategoryColumn, Contrast, Frame } from '../frame.ts';
import { armCells } from './arm-cells.ts';
import { type NotGiven, notEstimable } from './estimator.ts';

export type BlockArm = {
  /** People, and units (people or clusters). */
  readonly n: number;
  readonly units: number;
  readonly mean: number;
  /** Of the mean; 0 where it does not vary but for rounding, meaningless with one unit. */
  readonly variance: number;
};
export type Block = { readonly name: string; readonly treated: BlockArm; readonly reference: BlockArm };
export type TwoArms = {
  readonly blocks: readonly Block[];
  /** The same people as a frame of two arms, the reference first. */
  readonly frame: Frame;
  /** Largest |outcome|. */
  readonly largest: number;
};

/** 2⁻⁵⁰: the rounding of a cluster's residual sum, relative to its people times the largest outcome. */
const roundingUnit = 8.881784197001252e-16;

/**
 * Blocks are the combinations of the columns' levels that occur, one block without columns. By clusters, refuses a cluster
 * with people in both arms or in two blocks.
 */
export function twoArms(
  frame: Frame,
  contrast: Contrast,
  columns: readonly CategoryColumn[],
  unit: 'person' | 'cluster',
): TwoArms | NotGiven {
  const { rows, names, codes } = chosen(frame, contrast, columns);
  const two = pickedFrame(frame, contrast, rows);
  const cells: Frame = {
    ...two,
    arm: two.arm.map((arm, row) => 2 * (codes[row] ?? 0) + arm),
    arms: names.flatMap(() => two.arms),
  };
  const spanning = unit === 'cluster' ? spansCells(cells) : undefined;
  if (spanning !== undefined) return spanning;
  const { n, mean, squares, largest } = armCells(cells);
  const clusters = unit === 'cluster' ? clusterVariances(cells, n, mean, largest) : null;
  const blockArm = (cell: number): BlockArm => {
    const people = n[cell] ?? 0;
    return {
      n: people,
      units: clusters === null ? people : (clusters.count[cell] ?? 0),
      mean: mean[cell] ?? 0,
      variance: clusters === null ? (squares[cell] ?? 0) / people / (people - 1) : (clusters.variance[cell] ?? 0),
    };
  };
  const blocks = names.map((name, block) => ({
    name,
    treated: blockArm(2 * block + 1),
    reference: blockArm(2 * block),
  }));
  return { blocks, frame: two, largest: largest.reduce((most, value) => Math.max(most, value), 0) };
}

/** Rows of the contrast's two arms, in their order. */
export function rowsOfArms({ arm }: Frame, { treated, reference }: Contrast): Int32Array {
  return Int32Array.from([...arm.keys()].filter((row) => arm[row] === treated || arm[row] === reference));
}

function chosen(frame: Frame, contrast: Contrast, columns: readonly CategoryColumn[]) {
  const rows = rowsOfArms(frame, contrast);
  const known = new Map<string, number>();
  const names: string[] = [];
  const codes = rows.map((row) => {
    const key = columns.map((column) => column.codes[row] ?? 0).join();
    const code = known.get(key) ?? known.size;
    if (code === known.size) {
      known.set(key, code);
      names.push(columns.map(({ codes: own, levels }) => levels[own[row] ?? 0] ?? '').join(', '));
    }
    return code;
  });
  return { rows, names, codes };
}

/** Those rows as a frame of two arms, the reference first. */
export function pickedFrame(frame: Frame, { treated, reference }: Contrast, rows: Int32Array): Frame {
  const { outcome, weight, cluster } = frame;
  const dense = new Map<number, number>();
  const codeOf = (code: number) => {
    const known = dense.get(code) ?? dense.size;
    dense.set(code, known);
    return known;
  };
  const clusters = cluster === null ? null : rows.map((row) => codeOf(cluster[row] ?? 0));
  return {
    rows: rows.length,
    outcome: Float64Array.from(rows, (row) => outcome[row] ?? 0),
    outcomeKind: frame.outcomeKind,
    arm: rows.map((row) => (frame.arm[row] === treated ? 1 : 0)),
    arms: [frame.arms[reference] ?? '', frame.arms[treated] ?? ''],
    weight: weight === null ? null : Float64Array.from(rows, (row) => weight[row] ?? 0),
    cluster: clusters,
    clusterCount: dense.size,
  };
}

function spansCells({ arm, cluster, clusterCount }: Frame): NotGiven | undefined {
  if (cluster === null) return notEstimable('no-cluster', 'A clustered design needs the unit that was randomised.');
  const cellOf = new Int32Array(clusterCount).fill(-1);
  for (let row = 0; row < arm.length; row += 1) {
    const [code, own] = [cluster[row] ?? 0, arm[row] ?? 0];
    const known = cellOf[code] ?? -1;
    if (known === -1) cellOf[code] = own;
    else if (known !== own) {
      return known % 2 === own % 2
        ? notEstimable(
            'cluster-spans-blocks',
            'A cluster has people in several blocks, so it was not drawn within one.',
          )
        : notEstimable('cluster-spans-arms', 'A cluster has people in both arms, so it was not drawn as a whole.');
    }
  }
  return undefined;
}

/** Per cell its clusters, and the variance of its mean. Every cluster lies in one cell. */
function clusterVariances(cells: Frame, n: Float64Array, mean: Float64Array, largest: Float64Array) {
  const { sums, people, cellOf } = clusterSums(cells, mean);
  const count = new Float64Array(n.length);
  const variance = new Float64Array(n.length);
  const rounding = new Float64Array(n.length);
  for (const [code, cell] of cellOf.entries()) {
    const [all, own, sum] = [n[cell] ?? 0, people[code] ?? 0, sums[code] ?? 0];
    const error = own * (largest[cell] ?? 0) * roundingUnit;
    count[cell] = (count[cell] ?? 0) + 1;
    if (own === all) continue;
    variance[cell] = (variance[cell] ?? 0) + (sum / all) * (sum / (all - own));
    rounding[cell] = (rounding[cell] ?? 0) + (error / all) * (error / (all - own));
  }
  return { count, variance: variance.map((value, cell) => (value > (rounding[cell] ?? 0) ? value : 0)) };
}

/** Each cluster's people, its cell, and the sum of its residuals. */
function clusterSums({ rows, outcome, arm, weight, cluster, clusterCount }: Frame, mean: Float64Array) {
  const sums = new Float64Array(clusterCount);
  const people = new Float64Array(clusterCount);
  const cellOf = new Int32Array(clusterCount);
  for (let row = 0; row < rows; row += 1) {
    const [code, cell] = [cluster?.[row] ?? 0, arm[row] ?? 0];
    const w = weight === null ? 1 : (weight[row] ?? 0);
    sums[code] = (sums[code] ?? 0) + w * ((outcome[row] ?? 0) - (mean[cell] ?? 0));
    people[code] = (people[code] ?? 0) + w;
    cellOf[code] = cell;
  }
  return { sums, people, cellOf };
}
