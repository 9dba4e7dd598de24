/**
 * The list of units somebody wants drawn, row after row, each checked against the protocol (unit-checks.ts) before it is
 * handed on. What the draw does not need and the file holds all the same is named, so that nobody takes it for checked.
 */
import { mostProblems } from '../../analysis/dataset/csv.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { Unit } from '../randomise/draw-state.ts';
import type { Protocol } from '../trial/protocol.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { stratumKey } from '../trial/stratum.ts';
import type { ByteSource } from './byte-source.ts';
import { type CodedColumn, TableRows } from './table-rows.ts';
import { type Check, checksOf, problemAt, type UnitColumns, variablesOf } from './unit-checks.ts';

export type UnitRow = {
  /** Without its household: whoever follows is known here, by a code, and never reaches the engine. */
  readonly unit: Unit;
  /** The list the row is on, where each list is drawn by itself; '' where the file is one list. */
  readonly list: string;
  /** Where attendees are drawn, their household: households are numbered from 0 as they come. -1 where units are no attendees. */
  readonly household: number;
  /** Somebody of this household stands above: the unit takes their arm and no place of its own. */
  readonly isFollower: boolean;
};

export class UnitsFile {
  /** Columns of the file that neither the draw nor a check reads: a change in them goes unnoticed. */
  readonly notUsed: readonly string[];
  readonly #table: TableRows;
  readonly #columns: UnitColumns;
  readonly #checks: readonly Check[];
  readonly #unitOf: () => Unit;
  readonly #found: Problem[] = [];
  #households = 0;

  private constructor(protocol: Protocol, source: ByteSource, table: TableRows) {
    this.#table = table;
    this.#columns = columnsOf(protocol, table);
    this.#checks = checksOf(protocol, source, table, this.#columns);
    this.#unitOf = unitsBy(protocol, this.#columns);
    const { unit, list, household, values } = this.#columns;
    const used = [unit.name, ...(list === undefined ? [] : [list.name]), ...values.keys()];
    if (household !== undefined) used.push(household.name);
    this.notUsed = table.names.filter((name) => !used.includes(name));
  }

  /** Reads the header. Refuses a file that lacks a column this protocol's draw needs. */
  static open(protocol: Protocol, source: ByteSource): Parsed<UnitsFile> {
    const table = TableRows.open(source, (names) => wantedOf(protocol, names));
    return table.ok ? { ok: true, value: new UnitsFile(protocol, source, table.value) } : table;
  }

  /** The next row; null at the end. After the first problem no row is handed on and the rest of the file is checked. */
  next(): UnitRow | null {
    while (this.#found.length < mostProblems && this.#table.next()) {
      for (const check of this.#checks) {
        const fault = check.fault();
        if (fault !== undefined) this.#found.push(problemAt(check, fault));
      }
      if (this.#found.length === 0 && this.#table.problems.length === 0) return this.#row();
    }
    return null;
  }

  /** Rows read so far. */
  get rows(): number {
    return this.#table.rows;
  }

  /** What was found wrong so far: where the file is no table, that alone. */
  get problems(): readonly Problem[] {
    const { problems } = this.#table;
    return problems.length > 0 ? problems : this.#found.slice(0, mostProblems);
  }

  #row(): UnitRow {
    const { list, household } = this.#columns;
    const code = household === undefined ? -1 : household.code();
    const isFollower = code !== -1 && code < this.#households;
    if (code === this.#households) this.#households++;
    return { unit: this.#unitOf(), list: list === undefined ? '' : list.text(), household: code, isFollower };
  }
}

function wantedOf(protocol: Protocol, names: readonly string[]): readonly string[] {
  const { unit, scheme } = protocol;
  const ceremony = unit === 'ceremony' ? [] : ['ceremony'];
  const list = unit === 'ceremony' && scheme.kind === 'cohort' ? ['list'] : [];
  const isGiven = unit === 'household' && names.includes('household');
  const household = unit === 'attendee' || isGiven ? ['household'] : [];
  return ['unit', ...ceremony, ...list, ...household, ...variablesOf(protocol)];
}

function columnsOf(protocol: Protocol, table: TableRows): UnitColumns {
  const { unit, scheme } = protocol;
  const wanted = wantedOf(protocol, table.names);
  return {
    unit: table.column('unit'),
    list: scheme.kind === 'cohort' ? table.codedColumn(unit === 'ceremony' ? 'list' : 'ceremony') : undefined,
    household: wanted.includes('household') ? table.codedColumn('household') : undefined,
    values: new Map(variablesOf(protocol).map((name) => [name, table.codedColumn(name)])),
  };
}

/** The unit of the current row; each combination of values is written as a key once. */
function unitsBy({ strata, scheme }: Protocol, { unit, values }: UnitColumns): () => Unit {
  const columns = [...values.values()];
  const textsOf = (names: readonly string[]) => names.map((name) => (values.get(name) as CodedColumn).text()); // all of them were asked for
  const read = () => ({
    stratum: stratumKey(textsOf(strata)),
    household: null,
    values: textsOf(schemeColumns(scheme)),
  });
  // A covariate may differ from unit to unit: its combinations are not worth keeping.
  if (scheme.kind === 'rerandomised') return () => ({ unit: unit.text(), ...read() });
  const root: Combination = { next: [], rest: undefined };
  return () => {
    let here = root;
    for (const column of columns) {
      const code = column.code();
      here.next[code] ??= { next: [], rest: undefined };
      here = here.next[code];
    }
    here.rest ??= read();
    const { stratum, values } = here.rest;
    return { unit: unit.text(), stratum, household: null, values };
  };
}

/** A combination of values seen so far: the next column's codes lead on, the last one's to what the unit has beside its id. */
type Combination = { readonly next: Combination[]; rest: Omit<Unit, 'unit'> | undefined };
