/**
 * The head of results.json: how many rows the file has, how many the plan's own population uses, why the others are left
 * out, and how large each arm is. Every unused row is counted once, under the first reason that applies, so the counts add
 * up: rows = used + excluded.
 */
import type { Dataset } from '../dataset/dataset.ts';
import type { FrameSource, Population } from '../dataset/frames.ts';
import { missingCodes } from '../dataset/values.ts';
import { columnList } from '../plan/settings.ts';
import type { ArmCount, DataSummary, Exclusion } from './result.ts';

export function summarise(dataset: Dataset, source: FrameSource): DataSummary {
  const { plan, table } = dataset;
  const population = source.population(plan.rows, columnList(plan.cluster));
  const hasOutcome = rowsWithAnOutcome(dataset);
  const counts = { arm: 0, cluster: 0, weight: 0, outcome: 0 };
  const isUsed = new Uint8Array(table.rows);
  let used = 0;
  for (let row = 0; row < table.rows; row++) {
    const reason = reasonToExclude(dataset, population, hasOutcome, row);
    if (reason === 'filter') continue;
    if (reason !== null) counts[reason]++;
    else {
      isUsed[row] = 1;
      used++;
    }
  }
  return {
    rows: table.rows,
    used,
    excluded: exclusions(dataset, population, counts).filter(({ rows }) => rows > 0),
    arms: armCounts(dataset, population, isUsed),
    imputations: null,
  };
}

type Reason = 'filter' | 'arm' | 'cluster' | 'weight' | 'outcome';

function reasonToExclude(dataset: Dataset, population: Population, hasOutcome: Uint8Array, row: number): Reason | null {
  if (population.isIn[row] === 1) return hasOutcome[row] === 1 ? null : 'outcome';
  if (population.selection.passes[row] === 0) return 'filter';
  if (dataset.armOf[row] === -1) return 'arm';
  return population.cluster?.codes[row] === -1 ? 'cluster' : 'weight';
}

function exclusions(
  { plan }: Dataset,
  { selection }: Population,
  counts: Readonly<Record<Exclude<Reason, 'filter'>, number>>,
): readonly Exclusion[] {
  return [
    ...plan.rows.map(({ column }, index): Exclusion => {
      return { reason: 'row-filter', path: `rows[${index}]`, column, rows: selection.turnedAway[index] ?? 0 };
    }),
    { reason: 'missing-arm', column: plan.arm.column, rows: counts.arm },
    { reason: 'missing-cluster', columns: columnList(plan.cluster), rows: counts.cluster },
    { reason: 'zero-weight', column: plan.weight ?? '', rows: counts.weight },
    { reason: 'missing-outcome', outcomes: plan.outcomes.map(({ name }) => name), rows: counts.outcome },
  ];
}

/** 1 for each row in which at least one of the plan's outcomes was observed. */
function rowsWithAnOutcome({ plan, table }: Dataset): Uint8Array {
  const has = new Uint8Array(table.rows);
  for (const outcome of plan.outcomes) {
    const names = outcome.kind === 'time-to-event' ? [outcome.time, outcome.event] : [outcome.column];
    const columns = names.map((name) => {
      const column = table.column(name);
      return { codes: column.codes, isMissing: missingCodes(column, plan.missing) };
    });
    for (let row = 0; row < table.rows; row++) {
      if (columns.every(({ codes, isMissing }) => isMissing[codes[row] ?? 0] === 0)) has[row] = 1;
    }
  }
  return has;
}

/** Arms that the plan's row filters leave; one whose outcomes are all missing stands here with n = 0. */
function armCounts(dataset: Dataset, population: Population, isUsed: Uint8Array): readonly ArmCount[] {
  const { arms, armOf } = dataset;
  const { cluster, weights } = population;
  const people = new Float64Array(arms.length);
  const clusters = arms.map(() => (cluster === null ? null : new Uint8Array(cluster.count)));
  for (let row = 0; row < isUsed.length; row++) {
    if (isUsed[row] === 0) continue;
    const arm = armOf[row] ?? 0;
    people[arm] = (people[arm] ?? 0) + (weights?.[row] ?? 1);
    const seen = clusters[arm];
    if (seen) seen[cluster?.codes[row] ?? 0] = 1;
  }
  return population.arms.map((arm) => {
    const index = arms.indexOf(arm);
    const seen = clusters[index] ?? null;
    return { arm, n: people[index] ?? 0, clusters: seen === null ? null : seen.reduce((sum, one) => sum + one, 0) };
  });
}
