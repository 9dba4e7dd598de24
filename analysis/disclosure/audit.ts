/**
 * Whether a count that is not shown can be worked out by whoever holds every release, knows the sums between the counts and the rule of
 * rounding. It is safe where at least as many whole numbers as the threshold are possible for it; that is shown by examples: for each such
 * number one whole table that agrees with everything released. Source: the feasibility interval of Fischetti and Salazar 2001, Management
 * Science 47:1008-1027, section 2, asked of each number instead of the ends alone, since whole numbers may have gaps.
 */
import type { IntegerProgram, Solve } from './integer-program.ts';
import { boundsOf, idsOf, type Published } from './linked-counts.ts';

/** Whole tables, each a value for every one of `ids`, that agree with everything released. */
export type Possible = readonly (readonly number[])[];

export type Audit = {
  readonly ids: readonly string[];
  /** Of each count that must not be worked out: tables in which it takes as many different values as the threshold. */
  readonly possible: ReadonlyMap<string, Possible>;
  /** Those for which there are fewer. */
  readonly exposed: readonly string[];
};

/**
 * @param secret ids of the counts that must not be worked out
 * @param found tables of an audit of the same counts with others shown; those that still agree are not sought again
 */
export function audit(
  published: Published,
  secret: readonly string[],
  solve: Solve,
  found: Audit['possible'] = new Map(),
): Audit {
  const ids = idsOf(published);
  const seeker = seekerOf(published, ids, solve);
  const possible = new Map<string, Possible>();
  const exposed: string[] = [];
  for (const id of secret) {
    const tables = seeker(id, published.rule.threshold, found.get(id) ?? []);
    if (tables.length < published.rule.threshold) exposed.push(id);
    else possible.set(id, tables);
  }
  return { ids, possible, exposed };
}

function seekerOf({ rule, shown, sums }: Published, ids: readonly string[], solve: Solve) {
  const place = new Map(ids.map((id, index) => [id, index]));
  const at = (id: string) => place.get(id) ?? -1;
  const bounds = ids.map((id) => boundsOf(shown.get(id), rule));
  const zeroSums: IntegerProgram['zeroSums'] = sums.map(({ total, parts }) => [
    [at(total), -1],
    ...parts.map((part) => [at(part), 1] as const),
  ]);
  const agrees = (table: readonly number[]) =>
    bounds.every(([least, greatest], index) => {
      const value = table[index];
      return value !== undefined && value >= least && value <= greatest;
    });
  /** From each number that is possible on to the next that is, so that gaps are passed over. */
  return function tablesFor(id: string, wanted: number, found: Possible): Possible {
    const of = at(id);
    const [least, greatest] = bounds[of] ?? [0, Number.POSITIVE_INFINITY];
    if (of === -1) throw new Error(`The count ${id} stands in no table and no sum.`);
    const byValue = new Map(found.filter(agrees).map((table) => [table[of] ?? -1, table]));
    for (let from = least; byValue.size < wanted && from <= greatest; from++) {
      if (byValue.has(from)) continue;
      const table = solve({ bounds: bounds.with(of, [from, greatest]), zeroSums, goal: { sense: 'least', of } });
      const value = table?.[of];
      if (!table || value === undefined) break;
      byValue.set(value, table);
      from = value;
    }
    return [...byValue.values()].slice(0, wanted);
  };
}
