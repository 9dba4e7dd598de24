/**
 * Blinded monitoring: recruitment, attendance, pooled outcome rates with their intra-cluster correlation between ceremonies, losses, delivery
 * and the volunteers' funnel, never by arm, and the baseline phase's base rates. Over all arms, a correlation holds what the arms do, too. Whoever left the trial stays in the count of people and is counted
 * apart; attendance and outcomes are of the primary population, as far as its outcomes are used. The counts add up: on lists are
 * the rows of that population, those counted only, and those who came back.
 */
import { icc } from '../../analysis/estimators/icc.ts';
import type { Frame } from '../../analysis/frame.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { londonDate } from '../trial/calendar.ts';
import { onListColumn, sourceColumn } from '../trial/dataset-columns.ts';
import type { OutcomeSource } from '../trial/outcome-window.ts';
import type { Outcome } from '../trial/protocol.ts';
import { refuseInBlindRole } from './blinding.ts';
import { buildDatasets, type Dataset } from './build-dataset.ts';
import { deliveryFidelity } from './delivery-fidelity.ts';
import type { Deps } from './deps.ts';
import { rerandomisedOutcome } from './draw-arms.ts';
import { loadTrial } from './load.ts';
import { dueRows } from './read-attrition.ts';
import { countErrors } from './read-conduct.ts';
import { volunteerFunnels } from './volunteer-funnel.ts';

export type PooledOutcome = {
  readonly outcome: string;
  readonly known: number;
  readonly missing: number;
  readonly happened: number;
  /** Null while nothing is known. */
  readonly rate: number | null;
  /** Which source decided for how many people, in the protocol's order; `missing` are those it could not decide for, such as unmatchable. */
  readonly bySource: readonly {
    readonly source: OutcomeSource;
    readonly known: number;
    readonly missing: number;
    readonly happened: number;
  }[];
};

export async function readMonitoring(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-monitoring');
  await refuseInBlindRole(deps, account, slug);
  const trial = await loadTrial(deps, slug);
  const followed = trial.protocol.outcomes.filter(({ kind }) => kind === 'binary');
  const [datasets, lists, ceremonies, people, open, left, joined] = await Promise.all([
    buildDatasets(deps, trial),
    deps.store.read.eligibilityCounts(slug),
    deps.store.read.ceremoniesOf(slug, null),
    deps.store.read.listedCounts(slug),
    deps.store.read.openListCounts(slug),
    deps.store.read.withdrawalCounts(slug),
    deps.store.read.lateJoinersOfTrial(slug),
  ]);
  const [running, baseline] = [primaryOf(datasets.trial), primaryOf(datasets.baseline)];
  const returned = await deps.store.read.returnedCounts(slug);
  const [dates, members, gone, followUps, responses] = await Promise.all([
    deps.store.read.ceremonyDatesAsRandomised(slug),
    deps.store.read.membersOfTrial(slug),
    deps.store.read.withdrawalsOf(slug),
    deps.store.read.followUpsOf(slug),
    deps.store.read.surveyResponsesOf(slug),
  ]);
  const today = londonDate(deps.clock().toISOString());
  const onlyCounted = new Set(gone.filter(({ decision }) => decision === 'count-only').map(({ attendee }) => attendee));
  const counted = new Set(
    members
      .filter(({ phase, isReturn }) => phase === 'trial' && isReturn !== true)
      .flatMap(({ attendee: { id } }) => (onlyCounted.has(id) ? [] : [id])),
  );
  const responded = new Set(responses.map(({ attendee }) => attendee).filter((id) => counted.has(id)));
  const errors = countErrors(await deps.store.read.randomisationErrorsOf(slug));
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
      onLists: (people.get('trial') ?? 0) + returned.people,
      onOpenLists: open.trial,
      withdrawn: withdrawnIn('trial', left),
      dividedHouseholds: await deps.store.read.dividedHouseholds(slug),
      joinedLate: {
        ...joinedIn('trial', joined, left),
        withoutArm: joined.filter(({ phase, unit }) => phase === 'trial' && unit === null).length,
        returnedHouseholds: returned.households,
        returnedPeople: returned.people,
        returnedWithdrawn: leftAfterwards('trial', 'returned', left),
      },
      afterUnsealing: totals(await deps.store.read.changesAfterUnsealing(slug)),
      randomisationErrors: errors.standing,
      randomisationErrorsTakenBack: errors.takenBack,
      rerandomised: await rerandomisedOutcome(deps, slug),
      attended: countOf(running, 'attended', '1'),
      outcomes: followed.map((outcome) => ({
        ...pooled(running, outcome),
        icc: icc(ceremonyFrame(running, outcome.name), { level: 0.95 }),
        ...dueOf(dueRows(datasets.trial, dates, outcome, today), outcome),
      })),
      delivery: await deliveryFidelity(deps, slug, today),
      funnels: volunteerFunnels(trial.protocol, counted, followUps),
      survey: trial.protocol.attendeePage === null ? null : { people: counted.size, responded: responded.size },
    },
    baseline: {
      people: people.get('baseline') ?? 0,
      onOpenLists: open.baseline,
      withdrawn: withdrawnIn('baseline', left),
      joinedLate: joinedIn('baseline', joined, left),
      outcomes: followed.map((outcome) => ({
        ...pooled(baseline, outcome),
        icc: icc(ceremonyFrame(baseline, outcome.name), { level: 0.95 }),
      })),
    },
  };
}

/** How many windows are over, and of how many of these people nothing is known. */
function dueOf(due: Dataset, { name }: Outcome) {
  return { due: due.rows.length, lost: countOf(due, name, '') };
}

/** Without those who have rows for a sensitivity analysis alone. */
function primaryOf({ columns, rows }: Dataset): Dataset {
  const index = columns.indexOf(onListColumn);
  return { columns, rows: index === -1 ? rows : rows.filter((row) => row[index] === '1') };
}

type Changes = Awaited<ReturnType<Deps['store']['read']['changesAfterUnsealing']>>;

/** Over all boroughs. */
function totals(changes: Changes): Readonly<Record<Changes[number]['change'], number>> {
  const sum = (change: Changes[number]['change']) =>
    changes.filter((one) => one.change === change).reduce((total, { count }) => total + count, 0);
  return {
    joined: sum('joined'),
    moved: sum('moved'),
    cancelled: sum('cancelled'),
    merged: sum('merged'),
    rebooked: sum('rebooked'),
    withdrawn: sum('withdrawn'),
  };
}

type Phase = 'baseline' | 'trial';
type Joined = Awaited<ReturnType<Deps['store']['read']['lateJoinersOfTrial']>>;

/** Who joined after the lists of a phase had closed. */
function joinedIn(phase: Phase, joined: Joined, left: Left) {
  const count = (kind: Joined[number]['kind']) =>
    joined.filter((one) => one.phase === phase && one.kind === kind).length;
  return {
    lateJoiners: count('late-joiner'),
    walkIns: count('walk-in'),
    withdrawn: leftAfterwards(phase, 'joined-late', left),
  };
}

type Left = Awaited<ReturnType<Deps['store']['read']['withdrawalCounts']>>;

/** Those who left before their list closed are on no list; the others are among the people of their phase. */
function withdrawnIn(phase: Phase, left: Left) {
  return {
    beforeClosing: peopleIn(left, phase, 'before-closing'),
    ...leftAfterwards(phase, 'listed', left),
    ineligible: peopleIn(left, phase, 'ineligible'),
  };
}

function leftAfterwards(phase: Phase, standing: 'listed' | 'returned' | 'joined-late', left: Left) {
  return {
    keepOutcomes: peopleIn(left, phase, standing, 'keep-outcomes'),
    countOnly: peopleIn(left, phase, standing, 'count-only'),
  };
}

function peopleIn(left: Left, phase: Phase, standing: Left[number]['standing'], decision?: Left[number]['decision']) {
  return left
    .filter((row) => row.phase === phase && row.standing === standing)
    .filter((row) => decision === undefined || row.decision === decision)
    .reduce((sum, row) => sum + row.people, 0);
}

function pooled(dataset: Dataset, { name: outcome, sources }: Outcome): PooledOutcome {
  const counts = countsOf(dataset, outcome);
  const at = dataset.columns.indexOf(sourceColumn(outcome));
  const bySource = sources.map((source) => ({
    source,
    ...countsOf({ columns: dataset.columns, rows: dataset.rows.filter((row) => row[at] === source) }, outcome),
  }));
  return { outcome, ...counts, rate: counts.known === 0 ? null : counts.happened / counts.known, bySource };
}

function countsOf(dataset: Dataset, outcome: string) {
  const happened = countOf(dataset, outcome, '1');
  const missing = countOf(dataset, outcome, '');
  return { known: dataset.rows.length - missing, missing, happened };
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
