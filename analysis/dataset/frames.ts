/**
 * From the dataset to what an estimator is given: one Frame per combination of row filters, cluster and outcome. Frames are
 * kept, since several estimators of a plan usually share one.
 */
import type { Frame, FrameColumn } from '../frame.ts';
import type { RowFilter } from '../plan/plan-parts.ts';
import type { Problem } from '../plan/problem.ts';
import { quoted } from '../plan/quoted.ts';
import type { NeededColumn } from '../plan/settings.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import { type ClusterKey, clusterKey } from './cluster-key.ts';
import type { Dataset } from './dataset.ts';
import { frameColumn } from './frame-columns.ts';
import { frequencyWeights } from './frequency-weights.ts';
import { type MeasuredOutcome, outcomeReadings, whatIsRight } from './outcome-values.ts';
import { type Selection, selectRows } from './row-filters.ts';
import { missingCodes } from './values.ts';

const mostProblems = 10;

/** Which rows, how they cluster and what they weigh, before any outcome is looked at. */
export type Population = {
  readonly selection: Selection;
  /** null where the row itself is the unit. */
  readonly cluster: ClusterKey | null;
  /** People per row, 0 where the row is not used; null where every row is one person. */
  readonly weights: Float64Array | null;
  /** 1 for each row that counts, outcome aside: filters hold, arm and cluster are known, it stands for somebody. */
  readonly isIn: Uint8Array;
  /** The arms that have such a row, in the dataset's order. */
  readonly arms: readonly string[];
};

export type FrameSource = {
  readonly population: (rows: readonly RowFilter[], cluster: readonly string[]) => Population;
  /** Refuses a cell of a used row that is no value of the outcome's kind. */
  readonly frame: (rows: readonly RowFilter[], cluster: readonly string[], outcome: MeasuredOutcome) => Frame;
  /** A frame of the rows in which none of the further columns is missing, with those columns in their order. */
  readonly frameWith: (
    rows: readonly RowFilter[],
    cluster: readonly string[],
    outcome: MeasuredOutcome,
    columns: readonly NeededColumn[],
  ) => FrameWithColumns;
};

export type FrameWithColumns = { readonly frame: Frame; readonly columns: readonly FrameColumn[] };

export function frameSource(dataset: Dataset): FrameSource {
  const { plan, table } = dataset;
  const selections = remembered((rows: readonly RowFilter[]) => selectRows(table, rows, plan.missing));
  const populations = remembered(([rows, cluster]: Parameters<FrameSource['population']>) => {
    const selection = selections(rows);
    const weights = plan.weight === undefined ? null : frequencyWeights(table, plan.weight, selection.passes);
    const key = cluster.length === 0 ? null : clusterKey(table, cluster, plan.missing);
    return populationOf(dataset, selection, key, weights);
  });
  const frames = remembered(([rows, cluster, outcome, columns]: Parameters<FrameSource['frameWith']>) =>
    buildFrame(dataset, populations([rows, cluster]), outcome, columns),
  );
  return {
    population: (rows, cluster) => populations([rows, cluster]),
    frame: (rows, cluster, outcome) => frames([rows, cluster, outcome, []]).frame,
    frameWith: (rows, cluster, outcome, columns) => frames([rows, cluster, outcome, columns]),
  };
}

function populationOf(
  { arms, armOf }: Dataset,
  selection: Selection,
  cluster: ClusterKey | null,
  weights: Float64Array | null,
): Population {
  const isIn = new Uint8Array(armOf.length);
  const isPresent = new Uint8Array(arms.length);
  for (let row = 0; row < isIn.length; row++) {
    const arm = armOf[row] ?? -1;
    if (selection.passes[row] === 0 || arm === -1) continue;
    if ((cluster !== null && cluster.codes[row] === -1) || (weights !== null && weights[row] === 0)) continue;
    isIn[row] = 1;
    isPresent[arm] = 1;
  }
  return { selection, cluster, weights, isIn, arms: arms.filter((_, index) => isPresent[index] === 1) };
}

function buildFrame(
  dataset: Dataset,
  population: Population,
  outcome: MeasuredOutcome,
  needed: readonly NeededColumn[],
): FrameWithColumns {
  const { table, plan } = dataset;
  const { cluster, weights, isIn } = population;
  const column = table.column(outcome.column);
  const readings = outcomeReadings(outcome, column, plan.missing);
  const further = needed.map((one) => {
    const source = table.column(one.column);
    return { codes: source.codes, isMissing: missingCodes(source, plan.missing) };
  });
  const used = new Int32Array(table.rows);
  const values = new Float64Array(table.rows);
  const problems: Problem[] = [];
  let rows = 0;
  for (let row = 0; row < table.rows && problems.length < mostProblems; row++) {
    if (isIn[row] === 0 || further.some(({ codes, isMissing }) => isMissing[codes[row] ?? 0] === 1)) continue;
    const code = column.codes[row] ?? 0;
    const reading = readings[code] ?? 'missing';
    if (reading === 'missing') continue;
    if (reading === 'wrong') {
      const message = `${whatIsRight(outcome)}; this is ${quoted(column.values.text(code))}`;
      problems.push({ path: `column ${column.name}`, message, ...table.placeOf(row, column.name) });
      continue;
    }
    values[rows] = reading;
    used[rows++] = row;
  }
  if (problems.length > 0) throw new SourceRefused('data', problems);
  const rowsUsed = used.subarray(0, rows);
  const dense = cluster === null ? null : denseCodes(rowsUsed, cluster);
  const indexOf = Int32Array.from(dataset.arms, (name) => population.arms.indexOf(name));
  const frame: Frame = {
    rows,
    outcome: values.subarray(0, rows),
    outcomeKind: outcome.kind,
    arm: rowsUsed.map((row) => indexOf[dataset.armOf[row] ?? 0] ?? 0),
    arms: population.arms,
    weight: weights === null ? null : pick(weights, rowsUsed),
    cluster: dense?.codes ?? null,
    clusterCount: dense?.count ?? 0,
  };
  return { frame, columns: needed.map((one) => frameColumn(table, one, rowsUsed)) };
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index] ?? 0] ?? 0;
  return picked;
}

/** Clusters numbered anew from 0 in order of first use, so that those without a used row leave no gap. */
function denseCodes(
  rows: Int32Array,
  { codes, count }: ClusterKey,
): { readonly codes: Int32Array; readonly count: number } {
  const numberOf = new Int32Array(count).fill(-1);
  let next = 0;
  const dense = rows.map((row) => {
    const code = codes[row] ?? 0;
    if (numberOf[code] === -1) numberOf[code] = next++;
    return numberOf[code] ?? 0;
  });
  return { codes: dense, count: next };
}

/** Computes once per argument; arguments are plain JSON values out of the plan. */
function remembered<Argument, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result {
  const known = new Map<string, Result>();
  return (argument) => {
    const key = JSON.stringify(argument);
    const result = known.get(key);
    if (result !== undefined) return result;
    const fresh = compute(argument);
    known.set(key, fresh);
    return fresh;
  };
}
