/**
 * The list of units somebody wants drawn, checked against the protocol: ids that are there and stand once, strata values
 * the protocol knows, and for cohorts the rows of one ceremony together, because a list is drawn as a whole.
 */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { Unit, UnitList } from '../randomise/draw-list.ts';
import { ageBands, priorFranchises, registeredAtBaselineValues } from '../trial/attendee.ts';
import { groupSizeStrata } from '../trial/group-size.ts';
import type { Protocol } from '../trial/protocol.ts';
import { stratumKey } from '../trial/stratum.ts';
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
};

/** Reads the bytes of a units file for this protocol. Every problem names its line and column. */
export function readUnits(protocol: Protocol, file: Uint8Array): Parsed<UnitsFile> {
  const isSmaller = protocol.unit !== 'ceremony';
  const place = isSmaller ? ['ceremony', ...(protocol.unit === 'attendee' ? ['household'] : [])] : [];
  const read = readTable(file, ['unit', ...place, ...protocol.strata]);
  if (!read.ok) return read;
  const table = read.value;
  const problems = [...unitProblems(table), ...strataProblems(protocol, table), ...cohortProblems(protocol, table)];
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) };
  const line = (row: number) => columnOf(table, 'unit').place(row).line;
  return { ok: true, value: { rows: table.rows, line, lists: () => listsOf(protocol, table) } };
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

function cohortProblems({ scheme }: Protocol, table: Table): readonly Problem[] {
  if (scheme.kind !== 'cohort') return [];
  const { code, text } = columnOf(table, 'ceremony');
  let distinct = 0;
  return problemsIn(table, 'ceremony', (row) => {
    if (row > 0 && code(row) === code(row - 1)) return undefined;
    if (code(row) < distinct) return `the list of "${text(row)}" has ended above; its rows must stand together`;
    distinct++;
    return undefined;
  });
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
    return { unit: unit.text(row), stratum };
  };
}
