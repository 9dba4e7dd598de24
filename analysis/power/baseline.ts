/**
 * What a file of people in their clusters says for planning the next trial: the mean of the outcome, the sizes of the clusters, and the
 * intraclass correlation with its interval. A baseline phase has no arms; where a file has them, the correlation is pooled within.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Dataset } from '../dataset/dataset.ts';
import { frameSource } from '../dataset/frames.ts';
import { openCsv, readTable, type Table } from '../dataset/table.ts';
import { missingCodes } from '../dataset/values.ts';
import { type IccResult, isNotGiven, type NotGiven } from '../estimators/estimator.ts';
import { icc } from '../estimators/icc.ts';
import type { Frame } from '../frame.ts';
import { quotedList } from '../plan/quoted.ts';
import { planSchema } from '../plan/schema.ts';
import { SourceRefused } from '../plan/source-refused.ts';

export type BaselineColumns = {
  readonly outcome: string;
  readonly kind: 'binary' | 'continuous';
  /** The columns whose values together name the cluster, at least one. */
  readonly cluster: readonly string[];
  readonly arm: string | null;
  readonly level: number;
};

export type Baseline = Pick<IccResult, 'interval' | 'level' | 'n' | 'clusters' | 'meanSize' | 'cvSize'> & {
  readonly kind: BaselineColumns['kind'];
  readonly mean: number;
  /** Sample standard deviation of people's outcomes, over the whole file. */
  readonly sd: number;
  readonly icc: number;
};

const missing = ['', 'NA'];

/**
 * Reads a CSV file (also gzipped). Rows without outcome or cluster are left out. Throws SourceRefused for a column that is not there or
 * a cell that is no value of its kind; refuses what `icc` refuses.
 */
export async function readBaseline(data: Uint8Array, columns: BaselineColumns): Promise<Baseline | NotGiven> {
  const { outcome, kind, cluster, arm, level } = columns;
  const file = await openCsv(data);
  const names = [...new Set([outcome, ...cluster, ...(arm === null ? [] : [arm])])];
  const absent = names.filter((name) => !file.header.names.includes(name));
  if (absent.length > 0) {
    const message = `the data has no column ${quotedList(absent)}; its columns are ${quotedList(file.header.names)}`;
    throw new SourceRefused('data', [{ path: '', message, line: 1, column: 1 }]);
  }
  const table = readTable(file, names);
  const dataset = datasetOf(table, columns);
  const frame = frameSource(dataset).frame([], cluster, { name: outcome, column: outcome, kind, primary: true });
  const found = icc(frame, { level });
  if (isNotGiven(found)) return found;
  const { interval, n, clusters, meanSize, cvSize, estimate } = found;
  return { kind, ...meanAndSd(frame), icc: estimate, interval, level, n, clusters, meanSize, cvSize };
}

function datasetOf(table: Table, { outcome, kind, cluster, arm }: BaselineColumns): Dataset {
  const everybody = 'everybody';
  const plan = planSchema.parse({
    title: 'Baseline',
    arm: { column: arm ?? outcome, reference: everybody },
    cluster,
    missing,
    outcomes: [{ name: outcome, column: outcome, kind }],
    contrasts: 'all-pairs',
    estimators: [{ id: 'icc', method: 'icc' }],
  });
  if (arm === null) return { plan, table, arms: [everybody], armOf: new Int32Array(table.rows) };
  const column = table.column(arm);
  const isMissing = missingCodes(column, missing);
  const arms = Array.from({ length: column.values.count }, (_, code) => column.values.text(code));
  return { plan, table, arms, armOf: column.codes.map((code) => (isMissing[code] === 1 ? -1 : code)) };
}

function meanAndSd({ outcome }: Frame): Pick<Baseline, 'mean' | 'sd'> {
  const values = [...outcome];
  return { mean: mean(values), sd: sampleStandardDeviation(values) };
}
