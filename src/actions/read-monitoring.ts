/**
 * Blinded monitoring: recruitment, attendance and pooled outcome rates, never by arm, and the baseline phase's base rates
 * with their intra-cluster correlation between ceremonies. Whoever left the trial stays in the count of people and is counted
 * apart; attendance and outcomes are of those whose outcomes are used.
 */
import { icc } from '../../analysis/estimators/icc.ts';
import type { Frame } from '../../analysis/frame.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { type RandomisationErrorKind, randomisationErrorKinds } from '../trial/randomisation-errors.ts';
import { buildDatasets, type Dataset } from './build-dataset.ts';
import type { Deps } from './deps.ts';
import { rerandomisedOutcome } from './draw-arms.ts';
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
  const [{ trial: running, baseline }, lists, ceremonies, people, left, late] = await Promise.all([
    buildDatasets(deps, trial),
    deps.store.read.eligibilityCounts(slug),
    deps.store.read.ceremoniesOf(slug, null),
    deps.store.read.listedCounts(slug),
    deps.store.read.withdrawalCounts(slug),
    lateCounts(deps, slug),
  ]);
  return {
    slug,
    status: trial.status,
    ceremonies: {
      scheduled: ceremonies.length,
      listsClosed: ceremonies.filter(({ isListClosed }) => isListClosed).length,
      moved: ceremonies.filter(({ slotSeq }) => slotSeq > 0).length,
      cancelled: ceremonies.filter(({ isCancelled }) => isCancelled).length,
      notClosedInTime: await deps.store.read.missedCount(slug),
      merged: ceremonies.filter(({ mergedInto }) => mergedInto !== null).length,
    },
    enrolled: lists,
    trial: {
      people: people.get('trial') ?? 0,
      withdrawn: withdrawnIn('trial', left),
      ...late,
      randomisationErrors: await errorCounts(deps, slug),
      rerandomised: await rerandomisedOutcome(deps, slug),
      attended: countOf(running, 'attended', '1'),
      outcomes: names.map((name) => pooled(running, name)),
    },
    baseline: {
      people: people.get('baseline') ?? 0,
      withdrawn: withdrawnIn('baseline', left),
      outcomes: names.map((name) => ({
        ...pooled(baseline, name),
        icc: icc(ceremonyFrame(baseline, name), { level: 0.95 }),
      })),
    },
  };
}

/** Who joined after a list had closed, and what changed once arms were unsealed. */
async function lateCounts(deps: Deps, slug: string) {
  const { read } = deps.store;
  const [joined, returned, after] = await Promise.all([
    read.lateJoinersOfTrial(slug),
    read.returnedCounts(slug),
    read.changesAfterUnsealing(slug),
  ]);
  const count = (kind: 'late-joiner' | 'walk-in') => joined.filter((one) => one.kind === kind).length;
  return {
    joinedLate: {
      lateJoiners: count('late-joiner'),
      walkIns: count('walk-in'),
      withoutArm: joined.filter(({ unit }) => unit === null).length,
      returnedHouseholds: returned.households,
      returnedPeople: returned.people,
    },
    afterUnsealing: { joined: joined.filter(({ afterUnsealing }) => afterUnsealing).length, ...after },
  };
}

/** Every kind, also those that nobody reported. */
async function errorCounts(deps: Deps, slug: string): Promise<Record<RandomisationErrorKind, number>> {
  const counts = await deps.store.read.randomisationErrorCounts(slug);
  // The object has exactly the keys of the kinds; Object.fromEntries cannot say so.
  return Object.fromEntries(randomisationErrorKinds.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<
    RandomisationErrorKind,
    number
  >;
}

type Left = Awaited<ReturnType<Deps['store']['read']['withdrawalCounts']>>;

/** Those who left before their list closed are on no list; the others are among the people of their phase. */
function withdrawnIn(phase: 'baseline' | 'trial', left: Left) {
  const count = (fits: (row: Left[number]) => boolean) =>
    left.filter((row) => row.phase === phase && fits(row)).reduce((sum, row) => sum + row.people, 0);
  return {
    beforeClosing: count(({ isListed }) => !isListed),
    keepOutcomes: count(({ isListed, decision }) => isListed && decision === 'keep-outcomes'),
    countOnly: count(({ isListed, decision }) => isListed && decision === 'count-only'),
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
