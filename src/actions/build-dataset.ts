/**
 * The data set: one row per person of the primary population (on a closed list, enrolled before their unit was drawn, eligible, not
 * withdrawn with "count-only"), in the ceremony and arm as randomised, with each outcome inside its window and the source that decided it. Late joiners and people
 * who came back to a drawn household have rows only where the protocol declares a sensitivity analysis, told apart by a column. No
 * id of a person who is not the drawn unit is in it. Where a borough gives only counts, the outcome is that of the group (counted-rows.ts).
 */
import type { Row } from '../store/port.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { datasetColumns, ownStrata } from '../trial/dataset-columns.ts';
import { type OutcomeRecord, outcomeOf } from '../trial/outcome-window.ts';
import type { Protocol } from '../trial/protocol.ts';
import { shownFrom } from '../trial/register-calendar.ts';
import { sharesCounts } from '../trial/shares.ts';
import { keyValues } from '../trial/stratum.ts';
import { withCounts } from './counted-rows.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { calendarsOf } from './register-calendar.ts';

export type Dataset = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

type Listed = Awaited<ReturnType<Deps['store']['read']['membersOfTrial']>>[number];
type Late = Awaited<ReturnType<Deps['store']['read']['lateJoinersOfTrial']>>[number];
type Member = Pick<Listed, keyof Listed & keyof Late> & { readonly isOnList: boolean };

type Records = ReadonlyMap<string, readonly OutcomeRecord[]>;

/** Both phases from one reading: `trial` for the analysis, `baseline` for base rates before any arm is drawn (no `arm`). */
export async function buildDatasets(
  deps: Deps,
  { row, protocol }: LoadedTrial,
): Promise<Readonly<Record<'trial' | 'baseline', Dataset>>> {
  const { read } = deps.store;
  const [members, followUps, withdrawals, came, dates, calendars, counts] = await Promise.all([
    membersOf(deps, row.slug, protocol),
    read.followUpsOf(row.slug),
    read.withdrawalsOf(row.slug),
    read.attendedOf(row.slug),
    read.ceremonyDatesAsRandomised(row.slug),
    calendarsOf(deps, row.slug),
    read.countedOutcomesOf(row.slug),
  ]);
  const gone = new Set(withdrawals.filter(({ decision }) => decision === 'count-only').map(({ attendee }) => attendee));
  const records = recordsOf(followUps);
  const rowOf = (member: Member): readonly string[] => {
    const ceremonyDate = dates.get(member.ceremony);
    if (ceremonyDate === undefined) throw new Error(`Ceremony ${member.ceremony} has members and no date.`);
    const drawn = drawnStratum(protocol, member);
    const editions = calendars.get(member.borough) ?? [];
    const decided = protocol.outcomes.map(({ name, windowDays, sources }) =>
      outcomeOf(records.get(`${member.attendee.id}|${name}`) ?? [], {
        ...{ windowDays, sources, ceremonyDate },
        ...(editions.length === 0 ? {} : { registerFrom: shownFrom(addDays(ceremonyDate, windowDays), editions) }),
      }),
    );
    return [
      ...designValues(protocol, member, drawn),
      ...baselineValues(member.attendee, drawn),
      attended(came.get(member.attendee.id)),
      member.protocolVersion === null ? '' : String(member.protocolVersion),
      ...(protocol.lateJoiners === 'sensitivity' ? [member.isOnList ? '1' : '0'] : []),
      ...(sharesCounts(protocol.boroughs) ? ['1'] : []),
      ...decided.flatMap(({ value, days }) => [textOf(value), textOf(days)]),
      ...decided.map(({ source }) => source ?? ''),
    ];
  };
  const columns = datasetColumns(protocol);
  const phaseOf = (phase: 'trial' | 'baseline'): Dataset => ({
    columns,
    rows: members.filter((member) => member.phase === phase && !gone.has(member.attendee.id)).map(rowOf),
  });
  return { trial: withCounts(phaseOf('trial'), counts), baseline: phaseOf('baseline') };
}

/** Whoever has a row: those on the lists, and, where the protocol asks for them, those who follow an arm and joined later. */
async function membersOf(deps: Deps, slug: string, { lateJoiners }: Protocol): Promise<readonly Member[]> {
  const listed = await deps.store.read.membersOfTrial(slug);
  const first = listed.filter(({ isReturn }) => isReturn !== true).map((one) => ({ ...one, isOnList: true }));
  if (lateJoiners === 'counted') return first;
  const returned = listed.filter(({ isReturn }) => isReturn === true);
  const late = (await deps.store.read.lateJoinersOfTrial(slug)).filter(({ arm }) => arm !== null);
  return [...first, ...[...returned, ...late].map((one) => ({ ...one, isOnList: false }))];
}

/** The data set of one phase. */
export async function buildDataset(deps: Deps, trial: LoadedTrial, phase: 'trial' | 'baseline'): Promise<Dataset> {
  return (await buildDatasets(deps, trial))[phase];
}

/** By person and outcome, in the order in which they were recorded; what was corrected after the freezing stays as it was frozen. */
function recordsOf(followUps: readonly Row<'followUp'>[]): Records {
  const days = new Map([...new Set(followUps.map(({ at }) => at))].map((at) => [at, londonDate(at)]));
  const records = followUps
    .filter(({ isAfterFreeze }) => isAfterFreeze !== true)
    .map((row) => ({
      ...row,
      status: row.takesBack === true ? ('taken-back' as const) : row.status,
      learntOn: row.learntOn ?? days.get(row.at) ?? londonDate(row.at),
    }));
  return Map.groupBy(records, ({ attendee, outcome }) => `${attendee}|${outcome}`);
}

/** The strata of the unit somebody belongs to or follows, as it was drawn in them; empty where nothing was drawn. */
type DrawnStratum = ReadonlyMap<string, string>;

function drawnStratum({ strata }: Protocol, { stratum }: Member): DrawnStratum {
  if (stratum === null) return new Map();
  const values = keyValues(stratum, strata.length);
  return new Map(strata.map((name, index) => [name, values[index] ?? '']));
}

function designValues(
  protocol: Protocol,
  { attendee, unit, ceremony, borough, arm }: Member,
  drawn: DrawnStratum,
): readonly string[] {
  const own = ownStrata(protocol).map((name) => drawn.get(name) ?? '');
  return [unit ?? '', attendee.household, ceremony, drawn.get('borough') ?? borough, arm ?? '', ...own];
}

/** What a stratum of the trial holds is the draw's, so that an analysis by strata is by those that were drawn in. */
function baselineValues(
  { groupSize, ageBand, priorFranchise, registeredAtBaseline }: Row<'attendee'>,
  drawn: DrawnStratum,
): readonly string[] {
  return [
    drawn.get('group_size') ?? String(groupSize),
    drawn.get('age_band') ?? ageBand,
    drawn.get('prior_franchise') ?? priorFranchise,
    drawn.get('registered_at_baseline') ?? registeredAtBaseline,
  ];
}

/** "1" came to any ceremony, "0" where something is recorded and they came to none, empty where nothing is recorded. */
function attended(came: boolean | undefined): string {
  if (came === undefined) return '';
  return came ? '1' : '0';
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value);
}
