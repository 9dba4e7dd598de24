/**
 * Completed data sets differ in what was imputed and in nothing else. What the draw and the plan's choice of rows rest on -
 * arm, cluster, strata, pairs, weights, row filters, and which cells are left missing - is held against every set, counted
 * rather than matched row by row, so that the order of the rows does not matter. mice's `.id`, where the file has it, is
 * held as well.
 */
import { selectRows } from '../dataset/row-filters.ts';
import type { Table } from '../dataset/table.ts';
import { missingCodes } from '../dataset/values.ts';
import { planColumns } from '../plan/plan-columns.ts';
import { quoted } from '../plan/quoted.ts';
import type { Plan } from '../plan/schema.ts';
import { columnList, neededColumns } from '../plan/settings.ts';
import { SourceRefused } from '../plan/source-refused.ts';

/** mice's name for the column that numbers the people. */
export const personColumn = '.id';

type Part = { readonly number: number; readonly table: Table };

/** Something of each row that must occur equally often in every set. */
type Aspect = {
  /** The column to point at. */
  readonly column: string;
  readonly codes: readonly Int32Array[];
  readonly count: number;
  /** What the rows with this code are called: "rows that …". */
  readonly words: (code: number) => string;
};

/** Refuses, at the first row that shows it, sets that differ in more than imputed values. */
export function requireSamePeople(plan: Plan, column: string, parts: readonly Part[]): void {
  const aspects = aspectsOf(plan, parts);
  const joint: Aspect = {
    column,
    ...aspects.slice(1).reduce(pairOf, { codes: aspects[0]?.codes ?? [], count: aspects[0]?.count ?? 0 }),
    words: () => `rows that have what this one has in ${[...new Set(aspects.map((each) => each.column))].join(', ')}`,
  };
  const sizes: Aspect = {
    column,
    codes: parts.map(({ table }) => new Int32Array(table.rows)),
    count: 1,
    words: () => 'rows',
  };
  for (const aspect of [sizes, ...aspects, joint]) {
    const found = firstDifference(aspect);
    if (found === null) continue;
    const { code, set, first, other } = found;
    const [one, another] = [parts[0], parts[set]];
    const [shown, place] = (other > 0 ? [set, another] : [0, one]) as [number, Part]; // both are sets
    const row = aspect.codes[shown]?.indexOf(code) ?? 0;
    const message = `every completed data set must hold the same people under the same arms; where ${column} is ${one?.number} the number of ${aspect.words(code)} is ${first}, where it is ${another?.number} it is ${other}`;
    throw new SourceRefused('data', [
      { path: `column ${aspect.column}`, message, ...place.table.placeOf(row, aspect.column) },
    ]);
  }
}

function firstDifference({ codes, count }: Aspect) {
  const [reference, ...others] = codes.map((of) => {
    const counts = new Int32Array(count);
    for (const code of of) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  });
  for (const [index, counts] of others.entries()) {
    const code = counts.findIndex((rows, at) => rows !== reference?.[at]);
    if (code >= 0) return { code, set: index + 1, first: reference?.[code] ?? 0, other: counts[code] ?? 0 };
  }
  return null;
}

function aspectsOf(plan: Plan, parts: readonly Part[]): readonly Aspect[] {
  const design = designColumns(plan, parts);
  const read = new Set(planColumns(plan).flatMap(({ column, isRead }) => (isRead ? [column] : [])));
  const imputable = [...read].filter((name) => !design.includes(name) && name !== plan.imputations?.column);
  const filters = [plan.rows, ...plan.estimators.flatMap(({ rows }) => (rows === undefined ? [] : [rows]))];
  return [
    ...design.map((name) => ofValues(name, parts)),
    ...filters.flatMap((rows): readonly Aspect[] => {
      const [filter] = rows;
      if (filter === undefined) return [];
      const codes = parts.map(({ table }) => Int32Array.from(selectRows(table, rows, plan.missing).passes));
      const words = (code: number) =>
        code === 1 ? "rows that the plan's filters keep" : "rows that the plan's filters turn away";
      return [{ column: filter.column, codes, count: 2, words }];
    }),
    ...imputable.map((name): Aspect => {
      const codes = parts.map(({ table }) => {
        const column = table.column(name);
        const isMissing = missingCodes(column, plan.missing);
        return column.codes.map((code) => isMissing[code] ?? 0);
      });
      const words = (code: number) => (code === 1 ? 'rows without a value here' : 'rows with a value here');
      return { column: name, codes, count: 2, words };
    }),
  ];
}

/** What the draw fixed, which no imputation may change. */
function designColumns(plan: Plan, [first]: readonly Part[]): readonly string[] {
  const drawn = plan.estimators.flatMap((estimator) => [
    ...columnList(estimator.cluster),
    ...neededColumns(plan, estimator).flatMap(({ column, role }) =>
      role === 'stratum' || role === 'pair' || role === 'block' ? [column] : [],
    ),
  ]);
  const hasPeople = first?.table.has(personColumn) === true;
  return [
    ...new Set([
      plan.arm.column,
      ...columnList(plan.cluster),
      ...(plan.weight === undefined ? [] : [plan.weight]),
      ...drawn,
      ...(hasPeople ? [personColumn] : []),
    ]),
  ];
}

function ofValues(name: string, parts: readonly Part[]): Aspect {
  const columns = parts.map(({ table }) => table.column(name));
  const values = columns[0]?.values;
  return {
    column: name,
    codes: columns.map(({ codes }) => codes),
    count: values?.count ?? 0,
    words: (code) => `rows with ${quoted(values?.text(code) ?? '')} here`,
  };
}

/** Both at once, numbered anew; the product of two numbers of codes stays a safe integer, since neither exceeds the rows. */
function pairOf(left: Pick<Aspect, 'codes' | 'count'>, right: Aspect): Pick<Aspect, 'codes' | 'count'> {
  const numbers = new Map<number, number>();
  const codes = left.codes.map((own, part) =>
    own.map((code, row) => {
      const both = code * right.count + (right.codes[part]?.[row] ?? 0);
      const known = numbers.get(both) ?? numbers.size;
      numbers.set(both, known);
      return known;
    }),
  );
  return { codes, count: numbers.size };
}
