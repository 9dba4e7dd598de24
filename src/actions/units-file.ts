/**
 * The list of units somebody wants drawn, checked against the protocol: ids that are there and stand once, strata values
 * the protocol knows, and for cohorts the rows of one ceremony together and in one borough, because a list is drawn as a
 * whole. What the draw does not need and the file holds all the same is named, so that nobody takes it for checked.
 */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { Unit, UnitList } from '../randomise/draw-state.ts';
import { ageBands, priorFranchises, registeredAtBaselineValues } from '../trial/attendee.ts';
import { groupSizeStrata } from '../trial/group-size.ts';
import type { Protocol } from '../trial/protocol.ts';
import { stratumKey } from '../trial/stratum.ts';
import { columnNames } from './column-names.ts';
import { columnOf, readTable, type Table } from './table-file.ts';

const mostProblems = 10;

/** Units per list where the scheme draws unit by unit and the file is only cut to keep memory flat. */
const chunk = 10_000;

export type UnitsFile = {
  readonly rows: number;
  /** The line of the file in which a row (from 0) stands. */
  readonly line: (row: number) => number;
  /** The lists to draw, in file order: the whole file, a ceremony's rows, or just the next rows, as the scheme asks. */
  readonly lists: () => Iterable<UnitList>;
  /** Columns of the file that neither the draw nor a check reads: a change in them goes unnoticed. */
  readonly notUsed: readonly string[];
};

/** Reads the bytes of a units file for this protocol. Every problem names its line and column. */
export function readUnits(protocol: Protocol, file: Uint8Array): Parsed<UnitsFile> {
  const names = columnNames(file);
  const { unit, scheme, strata } = protocol;
  const isHousehold = unit === 'household' && names.includes('household');
  const household = unit === 'attendee' || isHousehold ? ['household'] : [];
  const read = readTable(file, ['unit', ...(unit === 'ceremony' ? [] : ['ceremony']), ...household, ...strata]);
  if (!read.ok) return read;
  const table = read.value;
  const problems = [
    ...unitProblems(table),
    ...(isHousehold ? householdProblems(table) : []),
    ...strataProblems(protocol, table),
    ...cohortProblems(protocol, table),
  ];
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) };
  const line = (row: number) => columnOf(table, 'unit').place(row).line;
  const used = [
    'unit',
    ...strata,
    ...(isHousehold ? ['household'] : []),
    ...(scheme.kind === 'cohort' ? ['ceremony'] : []),
  ];
  const notUsed = names.filter((name) => !used.includes(name));
  return { ok: true, value: { rows: table.rows, line, lists: () => listsOf(protocol, table), notUsed } };
}

/** Rows of one column that break a rule, as problems; stops at the tenth. */
function problemsIn(table: Table, name: string, fault: (row: number) => string | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  const column = columnOf(table, name);
  for (let row = 0; row < table.rows && problems.length < mostProblems; row++) {
    const message = fault(row);
    if (message !== undefined) problems.push({ path: `column ${name}`, message, ...column.place(row) });
  }
  return problems;
}

function unitProblems(table: Table): readonly Problem[] {
  const unit = columnOf(table, 'unit');
  let distinct = 0;
  return problemsIn(table, 'unit', (row) => {
    if (unit.text(row) === '') return 'is empty; every unit needs an id';
    if (unit.code(row) < distinct) return `the unit "${unit.text(row)}" stands in the file twice`;
    distinct++;
    return undefined;
  });
}

/** Where households are drawn, the unit is the household: one id in both columns. */
function householdProblems(table: Table): readonly Problem[] {
  const unit = columnOf(table, 'unit');
  const household = columnOf(table, 'household');
  return problemsIn(table, 'household', (row) =>
    household.text(row) === unit.text(row)
      ? undefined
      : `"${household.text(row)}" is not "${unit.text(row)}", the unit of this row: households are drawn`,
  );
}

function strataProblems(protocol: Protocol, table: Table): readonly Problem[] {
  return protocol.strata.flatMap((name) => {
    const known = valuesOf(protocol, name);
    if (known === undefined) return [];
    const { text } = columnOf(table, name);
    return problemsIn(table, name, (row) =>
      known.includes(text(row)) ? undefined : `"${text(row)}" is not one of ${known.join(', ')}`,
    );
  });
}

/** The values a stratum may have, where the protocol or its vocabulary says so. */
function valuesOf({ boroughs }: Protocol, stratum: string): readonly string[] | undefined {
  switch (stratum) {
    case 'borough':
      return boroughs.map(({ code }) => code);
    case 'group_size':
      return groupSizeStrata;
    case 'age_band':
      return ageBands;
    case 'prior_franchise':
      return priorFranchises;
    case 'registered_at_baseline':
      return registeredAtBaselineValues;
    default:
      return undefined;
  }
}

function cohortProblems({ scheme, strata }: Protocol, table: Table): readonly Problem[] {
  if (scheme.kind !== 'cohort') return [];
  const { code, text } = columnOf(table, 'ceremony');
  let distinct = 0;
  const lists = problemsIn(table, 'ceremony', (row) => {
    if (text(row) === '') return 'is empty; the list of a ceremony is drawn under its id';
    if (row > 0 && code(row) === code(row - 1)) return undefined;
    if (code(row) < distinct) return `the list of "${text(row)}" has ended above; its rows must stand together`;
    distinct++;
    return undefined;
  });
  if (!strata.includes('borough')) return lists;
  const borough = columnOf(table, 'borough');
  const places = problemsIn(table, 'borough', (row) =>
    row > 0 && code(row) === code(row - 1) && borough.code(row) !== borough.code(row - 1)
      ? `the ceremony "${text(row)}" is in "${borough.text(row - 1)}" above and in "${borough.text(row)}" here`
      : undefined,
  );
  return [...lists, ...places];
}

function* listsOf(protocol: Protocol, table: Table): Generator<UnitList> {
  const { kind } = protocol.scheme;
  const ceremony = kind === 'cohort' ? columnOf(table, 'ceremony') : undefined;
  const unitAt = unitsBy(protocol, table);
  let units: Unit[] = [];
  for (let row = 0; row < table.rows; row++) {
    units.push(unitAt(row));
    const isLast = row + 1 === table.rows;
    const isCut =
      ceremony === undefined
        ? kind !== 'complete' && units.length === chunk
        : ceremony.code(row) !== ceremony.code(row + 1);
    if (!isLast && !isCut) continue;
    yield { id: ceremony === undefined ? protocol.slug : ceremony.text(row), units };
    units = [];
  }
}

/** The unit of a row; each combination of strata values is written as a key once. */
function unitsBy({ strata }: Protocol, table: Table): (row: number) => Unit {
  const unit = columnOf(table, 'unit');
  const columns = strata.map((name) => columnOf(table, name));
  const keys = new Map<string, string>();
  return (row) => {
    const codes = columns.map(({ code }) => code(row)).join();
    const stratum = keys.get(codes) ?? stratumKey(columns.map(({ text }) => text(row)));
    keys.set(codes, stratum);
    return { unit: unit.text(row), stratum, household: null, values: [] };
  };
}
