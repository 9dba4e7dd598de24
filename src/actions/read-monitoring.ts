/**
 * Blinded monitoring: recruitment, attendance and pooled outcome rates, never by arm, and the baseline phase's base rates
 * with their intra-cluster correlation between ceremonies.
 */

import { icc } from '../../analysis/estimators/icc.ts';
import type { Frame } from '../../analysis/frame.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { buildDataset, type Dataset } from './build-dataset.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

export type PooledOutcome = {
  readonly outcome: string;
  readonly known: number;
  readonly missing: number;
  readonly happened: number;
  /** Null while nothing is known. */
  readonly rate: number | null;
};

export async function readMonitoring(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-monitoring');
  const trial = await loadTrial(deps, slug);
  const names = trial.protocol.outcomes.filter(({ kind }) => kind === 'binary').map(({ name }) => name);
  const [running, baseline, lists, ceremonies] = await Promise.all([
    buildDataset(deps, trial, 'trial'),
    buildDataset(deps, trial, 'baseline'),
    deps.store.read.eligibilityCounts(slug),
    deps.store.read.ceremoniesOf(slug, null),
  ]);
  return {
    slug,
    status: trial.status,
    ceremonies: {
      scheduled: ceremonies.length,
      listsClosed: ceremonies.filter(({ isListClosed }) => isListClosed).length,
      cancelled: ceremonies.filter(({ isCancelled }) => isCancelled).length,
      merged: ceremonies.filter(({ mergedInto }) => mergedInto !== null).length,
    },
    enrolled: lists,
    trial: {
      people: running.rows.length,
      attended: countOf(running, 'attended', '1'),
      outcomes: names.map((name) => pooled(running, name)),
    },
    baseline: {
      people: baseline.rows.length,
      outcomes: names.map((name) => ({
        ...pooled(baseline, name),
        icc: icc(ceremonyFrame(baseline, name), { level: 0.95 }),
      })),
    },
  };
}

function pooled(dataset: Dataset, outcome: string): PooledOutcome {
  const happened = countOf(dataset, outcome, '1');
  const missing = countOf(dataset, outcome, '');
  const known = dataset.rows.length - missing;
  return { outcome, known, missing, happened, rate: known === 0 ? null : happened / known };
}

function countOf({ columns, rows }: Dataset, name: string, value: string): number {
  const index = columns.indexOf(name);
  return rows.filter((row) => row[index] === value).length;
}

/** The known outcomes as one arm, clustered by ceremony. */
function ceremonyFrame({ columns, rows }: Dataset, outcome: string): Frame {
  const [value, ceremony] = [columns.indexOf(outcome), columns.indexOf('ceremony')];
  const known = rows.filter((row) => row[value] !== '');
  const codes = new Map<string, number>();
  const cluster = Int32Array.from(known, (row) => {
    const name = row[ceremony] ?? '';
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  });
  return {
    rows: known.length,
    outcome: Float64Array.from(known, (row) => (row[value] === '1' ? 1 : 0)),
    outcomeKind: 'binary',
    arm: new Int32Array(known.length),
    arms: ['baseline'],
    weight: null,
    cluster,
    clusterCount: codes.size,
  };
}
