/**
 * The data set: one row per person of the primary population (on a list when it closed, eligible, not withdrawn with
 * "count-only"), in the ceremony and arm as randomised, with each outcome inside its window. No id of a person is in it.
 */
import type { Row } from '../store/port.ts';
import { datasetColumns, personColumns, placeColumns } from '../trial/dataset-columns.ts';
import { outcomeOf } from '../trial/outcome-window.ts';
import type { Outcome, Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';

export type Dataset = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

type Member = Awaited<ReturnType<Deps['store']['read']['membersOfTrial']>>[number];

/** @param phase `trial` for the analysis, `baseline` for base rates before any arm is drawn (its `arm` column is empty) */
export async function buildDataset(
  deps: Deps,
  { row, protocol }: LoadedTrial,
  phase: 'trial' | 'baseline',
): Promise<Dataset> {
  const { read } = deps.store;
  const [members, followUps, withdrawals, attendance, dates] = await Promise.all([
    read.membersOfTrial(row.slug),
    read.followUpsOf(row.slug),
    read.withdrawalsOf(row.slug),
    read.attendanceOf(row.slug),
    read.ceremonyDatesAsRandomised(row.slug),
  ]);
  const gone = new Set(withdrawals.filter(({ decision }) => decision === 'count-only').map(({ attendee }) => attendee));
  const came = new Map(attendance.map(({ attendee, status }) => [attendee, status]));
  const records = Map.groupBy(followUps, ({ attendee, outcome }) => `${attendee}|${outcome}`);
  const columns = datasetColumns(protocol);
  const rows = members
    .filter((member) => member.phase === phase && !gone.has(member.attendee.id))
    .map((member) => {
      const ceremonyDate = dates.get(member.ceremony);
      if (ceremonyDate === undefined) throw new Error(`Ceremony ${member.ceremony} has members and no date.`);
      return [
        ...designValues(protocol, member),
        ...baselineValues(member.attendee),
        attended(came.get(member.attendee.id)),
        ...protocol.outcomes.flatMap((outcome) =>
          outcomeValues(outcome, records.get(`${member.attendee.id}|${outcome.name}`) ?? [], ceremonyDate),
        ),
      ];
    });
  return { columns, rows };
}

/** Strata that have a column of their own. */
function ownStrata({ strata }: Protocol): readonly string[] {
  const others: readonly string[] = [...placeColumns, ...personColumns];
  return strata.filter((name) => !others.includes(name));
}

function designValues(
  protocol: Protocol,
  { attendee, unit, ceremony, borough, arm, stratum }: Member,
): readonly string[] {
  const values = (stratum ?? '').split('/').map(decodeURIComponent);
  const own = ownStrata(protocol).map((name) => values[protocol.strata.indexOf(name)] ?? '');
  return [unit ?? '', attendee.household, ceremony, borough, arm ?? '', ...own];
}

function baselineValues({
  groupSize,
  ageBand,
  priorFranchise,
  registeredAtBaseline,
}: Row<'attendee'>): readonly string[] {
  return [String(groupSize), ageBand, priorFranchise, registeredAtBaseline];
}

/** "1" came, "0" did not, empty where nothing is recorded. */
function attended(status: string | undefined): string {
  if (status === undefined) return '';
  return status === 'attended' ? '1' : '0';
}

function outcomeValues(
  { windowDays, sources }: Outcome,
  records: readonly Row<'followUp'>[],
  ceremonyDate: string,
): readonly string[] {
  const { value, days } = outcomeOf(records, { windowDays, sources, ceremonyDate });
  return [value === null ? '' : String(value), days === null ? '' : String(days)];
}

/** CSV after RFC 4180 with LF line ends; the same data set gives the same bytes. */
export function csvOf({ columns, rows }: Dataset): string {
  return [columns, ...rows].map((row) => `${row.map(csvValue).join(',')}\n`).join('');
}

export function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
