/**
 * An attacker without a solver: keeps an interval for each count, narrows them by the sums, and tries numbers one after the other. Shares
 * nothing with the proof but the meaning of a figure: a multiple of 5 within 2 of a count of 10 or more.
 */
export type Sums = readonly { readonly total: string; readonly parts: readonly string[] }[];
type Interval = readonly [number, number];
type Domains = ReadonlyMap<string, Interval>;

/** What somebody holds: rounded figures by id; of all else that stands in a sum nothing is known but that it is no more than `most`. */
export function domainsOf(figures: ReadonlyMap<string, number>, sums: Sums, most: number): Domains {
  const ids = new Set([...figures.keys(), ...sums.flatMap(({ total, parts }) => [total, ...parts])]);
  return new Map(
    [...ids].map((id): [string, Interval] => {
      const figure = figures.get(id);
      return [id, figure === undefined ? [0, most] : [Math.max(10, figure - 2), figure + 2]];
    }),
  );
}

/** Narrowed by every sum until nothing moves; null where no numbers are left for a count. */
function narrowed(start: Domains, sums: Sums): Map<string, Interval> | null {
  const domains = new Map(start);
  const get = (id: string): Interval => domains.get(id) ?? [0, 0];
  for (let hasMoved = true; hasMoved; ) {
    hasMoved = false;
    for (const { total, parts } of sums) {
      const least = parts.reduce((sum, id) => sum + get(id)[0], 0);
      const greatest = parts.reduce((sum, id) => sum + get(id)[1], 0);
      const [from, to] = get(total);
      const wanted: (readonly [string, Interval])[] = [
        [total, [least, greatest]],
        ...parts.map((id): readonly [string, Interval] => {
          const [low, high] = get(id);
          return [id, [from - (greatest - high), to - (least - low)]];
        }),
      ];
      for (const [id, [low, high]] of wanted) {
        const [oldLow, oldHigh] = get(id);
        const next: Interval = [Math.max(low, oldLow), Math.min(high, oldHigh)];
        if (next[0] > next[1]) return null;
        if (next[0] === oldLow && next[1] === oldHigh) continue;
        domains.set(id, next);
        hasMoved = true;
      }
    }
  }
  return domains;
}

/** One whole table, or null where there is none. */
function tableIn(start: Domains, sums: Sums): ReadonlyMap<string, number> | null {
  const domains = narrowed(start, sums);
  if (domains === null) return null;
  const open = [...domains].filter(([, [low, high]]) => low < high);
  const [id, [low, high]] = open.reduce<(typeof open)[number]>(
    (best, one) => (one[1][1] - one[1][0] < best[1][1] - best[1][0] ? one : best),
    open[0] ?? ['', [0, -1]],
  );
  if (open.length === 0) return new Map([...domains].map(([name, [value]]) => [name, value]));
  for (let value = low; value <= high; value++) {
    const table = tableIn(new Map(domains).set(id, [value, value]), sums);
    if (table !== null) return table;
  }
  return null;
}

/** How many numbers are possible for a count, up to ten. */
export function possibleNumbers(id: string, domains: Domains, sums: Sums): number {
  const own = narrowed(domains, sums)?.get(id);
  if (own === undefined) return 0;
  let found = 0;
  for (let value = own[0]; value <= own[1] && found < 10; value++)
    if (tableIn(new Map(domains).set(id, [value, value]), sums) !== null) found += 1;
  return found;
}
