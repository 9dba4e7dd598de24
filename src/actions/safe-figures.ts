/**
 * The arms' figures as they may leave: from the frozen data set, so that they stay what was approved, of those on the closed lists alone; counts rounded and small
 * ones suppressed, percentages and differences from the rounded counts.
 */
import { type SafeCount, safeShare } from '../../analysis/disclosure/safe-count.ts';
import { onListColumn } from '../trial/dataset-columns.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { columnOf, readTable, type Table } from './table-file.ts';

export type ArmSummary = {
  readonly arm: string;
  readonly n: SafeCount;
  readonly count: SafeCount;
  readonly percent: number | 'suppressed';
};

export type OutcomeSummary = {
  readonly outcome: string;
  readonly label: string;
  readonly arms: readonly ArmSummary[];
  /** Percentage points, from the rounded counts, to 0.1. */
  readonly differences: readonly {
    readonly contrast: readonly [string, string];
    readonly points: number | 'suppressed';
  }[];
};

/** Every binary outcome by arm. Refuses `no-data` before the trial is closed. */
export async function safeFigures(deps: Deps, { row, protocol }: LoadedTrial): Promise<readonly OutcomeSummary[]> {
  const file = await deps.store.read.artefactBody(row.slug, frozenCollection, frozenName);
  if (file === undefined) throw new Refusal('no-data', 'There is no frozen data set yet.');
  const binary = protocol.outcomes.filter(({ kind }) => kind === 'binary');
  const flags = protocol.lateJoiners === 'sensitivity' ? [onListColumn] : [];
  const table = readTable(new TextEncoder().encode(file.body), ['arm', ...flags, ...binary.map(({ name }) => name)]);
  if (!table.ok) throw new Error(`The frozen data set no longer parses: ${table.problems[0]?.message}`);
  return binary.map(({ name, label }) => outcomeSummary(protocol, table.value, name, label));
}

function outcomeSummary(protocol: Protocol, table: Table, outcome: string, label: string): OutcomeSummary {
  const [arm, value] = [columnOf(table, 'arm'), columnOf(table, outcome)];
  const onList = protocol.lateJoiners === 'sensitivity' ? columnOf(table, onListColumn) : null;
  const tallies = new Map(protocol.arms.map(({ name }) => [name, { known: 0, happened: 0 }]));
  for (let row = 0; row < table.rows; row++) {
    if (onList?.text(row) === '0') continue;
    const tally = tallies.get(arm.text(row));
    const text = value.text(row);
    if (tally === undefined || text === '') continue;
    tally.known += 1;
    if (text === '1') tally.happened += 1;
  }
  const arms = [...tallies].map(([name, { known, happened }]) => ({
    arm: name,
    ...safeShare(known, happened, protocol.disclosure),
  }));
  return { outcome, label, arms, differences: protocol.contrasts.map((contrast) => difference(arms, contrast)) };
}

function difference(arms: readonly ArmSummary[], contrast: readonly [string, string]) {
  const [treated, reference] = contrast.map((name) => arms.find(({ arm }) => arm === name)?.percent);
  const isShown = typeof treated === 'number' && typeof reference === 'number';
  return { contrast, points: isShown ? Math.round((treated - reference) * 10) / 10 : ('suppressed' as const) };
}
