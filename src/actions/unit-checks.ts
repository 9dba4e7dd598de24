/**
 * What a row of a units file is held to, column by column: ids that are there and stand once, values the protocol knows,
 * numbers that are numbers, and the rows of one list together. Each check is asked once a row, in file order.
 */

import type { Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import { decimalFault } from '../trial/decimal.ts';
import type { Protocol } from '../trial/protocol.ts';
import { schemeColumns } from '../trial/scheme.ts';
import type { ByteSource } from './byte-source.ts';
import { rowOfUnit } from './second-look.ts';
import { SeenIds } from './seen-ids.ts';
import { strataValues } from './strata-values.ts';
import type { CodedColumn, RowColumn, TableRows } from './table-rows.ts';

/** What is wrong with the current row of a column; undefined where nothing is. */
export type Check = { readonly column: RowColumn; readonly fault: () => string | undefined };

/** The columns the checks share with the draw: each value's code is given once. */
export type UnitColumns = {
  readonly unit: RowColumn;
  /** By which rows of one list are known, where the scheme draws such lists. */
  readonly list: CodedColumn | undefined;
  readonly household: CodedColumn | undefined;
  /** Strata, then what the scheme reads beside them. */
  readonly values: ReadonlyMap<string, CodedColumn>;
};

export function checksOf(protocol: Protocol, source: ByteSource, table: TableRows, columns: UnitColumns): Check[] {
  const { unit, list, household, values } = columns;
  const checks = [unitCheck(unit, table, source)];
  if (household !== undefined && protocol.unit === 'household') checks.push(sameAsUnit(household, unit));
  if (household !== undefined && protocol.unit === 'attendee') {
    checks.push(notEmpty(household, 'is empty; a person alone is a household of one, with an id'));
  }
  for (const [name, column] of values) {
    const known = strataValues(protocol, name);
    if (known !== undefined) checks.push(oneOf(column, known));
    if (isNumber(protocol, name)) checks.push(aNumber(column));
  }
  if (list !== undefined) checks.push(...listChecks(protocol, list, values.get('borough')));
  return checks;
}

export function problemAt({ column }: Check, message: string): Problem {
  return { path: `column ${column.name}`, message, ...column.place() };
}

function unitCheck(column: RowColumn, table: TableRows, source: ByteSource): Check {
  const seen = new SeenIds();
  const fault = () => {
    const id = column.field();
    if (id.from === id.to) return 'is empty; every unit needs an id';
    if (!seen.add(id)) return undefined;
    const first = rowOfUnit(source, column.text());
    const isRepeated = first !== undefined && first < table.rows - 1;
    return isRepeated ? `the unit ${quoted(column.text())} stands in the file twice` : undefined;
  };
  return { column, fault };
}

/** Where households are drawn, the unit is the household: one id in both columns. */
function sameAsUnit(column: RowColumn, unit: RowColumn): Check {
  const fault = () => {
    const [household, due] = [column.text(), unit.text()];
    return household === due
      ? undefined
      : `${quoted(household)} is not ${quoted(due)}, the unit of this row: households are drawn`;
  };
  return { column, fault };
}

function notEmpty(column: CodedColumn, message: string): Check {
  return perValue(column, (text) => (text === '' ? message : undefined));
}

function oneOf(column: CodedColumn, known: readonly string[]): Check {
  return perValue(column, (text) =>
    known.includes(text) ? undefined : `${quoted(text)} is not one of ${known.join(', ')}`,
  );
}

function aNumber(column: CodedColumn): Check {
  return perValue(column, (text) => {
    const fault = decimalFault(text);
    return fault && `${quoted(text)} ${fault}`;
  });
}

/** A check that depends on the value alone: each is judged once. */
function perValue(column: CodedColumn, judge: (text: string) => string | undefined): Check {
  const judged: (string | undefined)[] = [];
  const fault = () => {
    const code = column.code();
    if (code >= judged.length) judged.push(judge(column.text()));
    return judged[code];
  };
  return { column, fault };
}

/** A list's rows stand together under an id; a ceremony's are in one borough. */
function listChecks({ unit }: Protocol, list: CodedColumn, borough: CodedColumn | undefined): readonly Check[] {
  const isCeremony = unit !== 'ceremony';
  let distinct = 0;
  let last = -1;
  let isSame = false;
  const together = () => {
    const code = list.code();
    isSame = code === last;
    last = code;
    if (list.text() === '')
      return `is empty; the list of ${isCeremony ? 'a ceremony' : 'ceremonies'} is drawn under its id`;
    if (isSame) return undefined;
    if (code < distinct) return `the list of ${quoted(list.text())} has ended above; its rows must stand together`;
    distinct++;
    return undefined;
  };
  if (!isCeremony || borough === undefined) return [{ column: list, fault: together }];
  let place = '';
  const inOnePlace = () => {
    const [before, here] = [place, borough.text()];
    place = here;
    if (!isSame || before === here) return undefined;
    return `the ceremony ${quoted(list.text())} is in ${quoted(before)} above and in ${quoted(here)} here`;
  };
  return [
    { column: list, fault: together },
    { column: borough, fault: inOnePlace },
  ];
}

function isNumber({ scheme }: Protocol, name: string): boolean {
  return (
    scheme.kind === 'rerandomised' && scheme.covariates.some(({ column, as }) => column === name && as === 'number')
  );
}

/** The variables a units file has a column for: strata, then what the scheme reads beside them, each once. */
export function variablesOf({ strata, scheme }: Protocol): readonly string[] {
  return [...new Set([...strata, ...schemeColumns(scheme)])];
}
