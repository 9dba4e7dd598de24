/**
 * The plan meets the data: the columns the plan names are read, the arms are known and ordered, and everything the plan says
 * about columns and arms that the file does not bear out is refused at its place in the plan.
 */

import { personColumn } from '../imputations/same-people.ts';
import type { JsonPath, Located } from '../plan/located-json.ts';
import { planColumns } from '../plan/plan-columns.ts';
import type { PlannedContrasts } from '../plan/plan-parts.ts';
import { quoted, quotedList } from '../plan/quoted.ts';
import type { Plan } from '../plan/schema.ts';
import { type Finding, problemsAt } from '../plan/schema-problems.ts';
import { SourceRefused } from '../plan/source-refused.ts';
import { headerWords } from './header-words.ts';
import { inFactorOrder } from './levels.ts';
import { type CsvFile, readTable, type Table } from './table.ts';
import { missingCodes } from './values.ts';

export type Dataset = {
  readonly plan: Plan;
  readonly table: Table;
  /** Every arm in the file or declared: the reference first, the others in factor order. */
  readonly arms: readonly string[];
  /** Per row the index into `arms`; -1 where the arm is missing. */
  readonly armOf: Int32Array;
};

/** Refuses columns the file lacks, and arms the plan names that no row has. */
export function openDataset(file: CsvFile, plan: Plan, located: Located): Dataset {
  const named = planColumns(plan);
  const absent = named.filter(({ column }) => !file.header.names.includes(column));
  if (absent.length > 0) {
    throw refused(
      located,
      absent.map(({ column, path }) =>
        wrong(path, `the data has no column ${quoted(column)}; ${headerWords(file.header.names)}`),
      ),
    );
  }
  const names = new Set(named.filter(({ isRead }) => isRead).map(({ column }) => column));
  if (plan.imputations !== undefined && file.header.names.includes(personColumn)) names.add(personColumn);
  const table = readTable(file, [...names]);
  const { arms, armOf } = readArms(table, plan);
  const findings = [
    ...undeclaredArms(plan, arms),
    ...unknownArms([plan.arm.reference], arms, () => ['arm', 'reference']),
    ...unknownContrasts(plan.contrasts, arms, ['contrasts']),
    ...plan.estimators.flatMap(({ contrasts }, index) =>
      unknownContrasts(contrasts ?? 'all-pairs', arms, ['estimators', index, 'contrasts']),
    ),
  ];
  if (findings.length > 0) throw refused(located, findings);
  return { plan, table, arms, armOf };
}

function readArms(table: Table, plan: Plan): { readonly arms: readonly string[]; readonly armOf: Int32Array } {
  const column = table.column(plan.arm.column);
  const isMissing = missingCodes(column, plan.missing);
  const texts = Array.from({ length: column.values.count }, (_, code) => column.values.text(code));
  const present = texts.filter((_, code) => isMissing[code] === 0);
  const { reference, levels = [] } = plan.arm;
  const known = [...new Set([...present, ...levels])];
  const others = inFactorOrder(known.filter((text) => text !== reference));
  const arms = known.includes(reference) ? [reference, ...others] : others;
  const indexOf = texts.map((text, code) => (isMissing[code] === 1 ? -1 : arms.indexOf(text)));
  return { arms, armOf: column.codes.map((code) => indexOf[code] ?? -1) };
}

/** Arms of the data that are not among the declared ones. */
function undeclaredArms({ arm }: Plan, arms: readonly string[]): readonly Finding[] {
  const { levels } = arm;
  if (levels === undefined) return [];
  const strangers = arms.filter((name) => !levels.includes(name));
  if (strangers.length === 0) return [];
  return [wrong(['arm', 'levels'], `the data has other arms too: ${quotedList(strangers)}`)];
}

function unknownContrasts(contrasts: PlannedContrasts, arms: readonly string[], at: JsonPath): readonly Finding[] {
  if (typeof contrasts === 'string') return [];
  return contrasts.flatMap((pair, index) => unknownArms(pair, arms, (side) => [...at, index, side]));
}

function unknownArms(
  names: readonly string[],
  arms: readonly string[],
  at: (index: number) => JsonPath,
): readonly Finding[] {
  return names.flatMap((name, index) =>
    arms.includes(name)
      ? []
      : [wrong(at(index), `no row of the data has the arm ${quoted(name)}; its arms are ${quotedList(arms)}`)],
  );
}

function wrong(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}

function refused(located: Located, findings: readonly Finding[]): SourceRefused {
  return new SourceRefused('plan', problemsAt(located, findings));
}
