/**
 * Whether a count that is not shown can be worked out by whoever holds every release, knows the sums between the counts and the rule of
 * rounding. It is safe where at least as many whole numbers as the threshold are possible for it; that is shown by examples: for each such
 * number one whole table that agrees with everything released. Source: the feasibility interval of Fischetti and Salazar 2001, Management
 * Science 47:1008-1027, section 2, asked of each number instead of the ends alone, since whole numbers may have gaps.
 */
import type { IntegerProgram, Solve } from './integer-program.ts';
import { boundsOf, idsOf, type Published } from './linked-counts.ts';

/** Whole tables, each a value for every one of the ids in their order, that agree with everything released. */
export type Tables = readonly (readonly number[])[];

export type Audit = {
  readonly ids: readonly string[];
  readonly tables: Tables;
  /** Of each count that must not be worked out: places in `tables` of as many different values as the threshold. */
  readonly possible: ReadonlyMap<string, readonly number[]>;
  /** Those for which there are fewer. */
  readonly exposed: readonly string[];
};

/**
 * @param secret ids of the counts that must not be worked out
 * @param found tables of an audit of the same counts with others shown; those that still agree are not sought again
 */
export async function audit(
  published: Published,
  secret: readonly string[],
  solve: Solve,
  found: Tables = [],
  until: 'all-asked' | 'first-exposed' = 'all-asked',
): Promise<Audit> {
  const { rule, shown, sums } = published;
  const ids = idsOf(published);
  const place = new Map(ids.map((id, index) => [id, index]));
  const at = (id: string) => {
    const index = place.get(id);
    if (index === undefined) throw new Error(`The count ${id} stands in no table and no sum.`);
    return index;
  };
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
  // A table that is sought for one count has a value for each other too.
  const tables = found.filter(agrees).map((table) => [...table]);

  /** Places of tables with different values: first those at hand, then from each number on to the next that is possible. */
  async function placesFor(of: number): Promise<readonly number[]> {
    const [least, greatest] = bounds[of] ?? [0, Number.POSITIVE_INFINITY];
    const byValue = new Map(tables.map((table, index) => [table[of] ?? -1, index]));
    for (let from = least; byValue.size < rule.threshold && from <= greatest; from++) {
      if (byValue.has(from)) continue;
      const table = await solve({
        bounds: bounds.with(of, [from, greatest]),
        zeroSums,
        goal: { sense: 'least', of: [of] },
      });
      const value = table?.[of];
      if (!table || value === undefined) break;
      byValue.set(value, tables.push([...table]) - 1);
      from = value;
    }
    return [...byValue.values()].slice(0, rule.threshold);
  }

  // One table for each number below the threshold in which all that is unproved is that large, or not much larger: most of what is
  // sought for one count after the other stands in them.
  const unproved =
    found.length > 0
      ? []
      : secret.map(at).filter((of) => new Set(tables.map((table) => table[of])).size < rule.threshold);
  for (let least = 0; unproved.length > 0 && least < rule.threshold; least++) {
    const own = bounds.map(
      ([from, to], index) => [unproved.includes(index) ? Math.max(from, least) : from, to] as const,
    );
    const table = await solve({ bounds: own, zeroSums, goal: { sense: 'least', of: unproved } });
    if (table === null) break;
    tables.push([...table]);
  }
  const places: (readonly [string, readonly number[]])[] = [];
  for (const id of secret) {
    const own = await placesFor(at(id));
    places.push([id, own]);
    if (until === 'first-exposed' && own.length < rule.threshold) break;
  }
  return {
    ids,
    tables,
    possible: new Map(places.filter(([, found]) => found.length >= rule.threshold)),
    exposed: places.filter(([, found]) => found.length < rule.threshold).map(([id]) => id),
  };
}
