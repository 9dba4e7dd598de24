/**
 * Counts of people that are tied to each other by sums, as they stand in the tables of a release: everybody randomised is the sum of
 * the arms, whoever is known the sum of those with an outcome and those without. What is published of them is rounded or the one
 * symbol for "not shown"; the sums are known to every reader.
 */
import type { DisclosureRule, SafeCount } from './safe-count.ts';

export type LinkedCount = {
  /** The same in every release of a trial: the same id is the same count of the same people. */
  readonly id: string;
  /** People, a whole number. */
  readonly value: number;
  /**
   * `derivable` stands in no table and can be had by subtraction all the same, as those without an outcome: it is as telling. `free`
   * tells of nobody and only ties two others: people beyond the first of their household.
   */
  readonly kind: 'published' | 'derivable' | 'free';
  /** How much readers lose where it is hidden for another's sake: those of the least worth are hidden first. 0 where nothing is said. */
  readonly worth?: number;
  /** People of the largest household in it and of the second largest. */
  readonly largestHouseholds: readonly [number, number];
};

/** `total` is the sum of `parts`, all of them ids; every reader knows it. */
export type Sum = { readonly total: string; readonly parts: readonly string[] };

export type LinkedCounts = { readonly counts: readonly LinkedCount[]; readonly sums: readonly Sum[] };

/** What a reader holds: of each published count its rounded figure or the symbol, and the sums between all of them. */
export type Published = {
  readonly rule: DisclosureRule;
  readonly shown: ReadonlyMap<string, SafeCount>;
  readonly sums: readonly Sum[];
};

/** Everything ever released, with what is to be released now. Refuses two figures for one count, since one must be wrong. */
export function together(releases: readonly Published[]): Published {
  const [first] = releases;
  if (first === undefined) throw new Error('There is nothing to put together.');
  const shown = new Map<string, SafeCount>();
  for (const release of releases) {
    if (release.rule.threshold !== first.rule.threshold || release.rule.base !== first.rule.base)
      throw new Error('Releases of one trial are rounded by one rule.');
    for (const [id, figure] of release.shown) {
      const before = shown.get(id);
      if (typeof before === 'number' && typeof figure === 'number' && before !== figure)
        throw new Error(`The count ${id} was released as ${before} and is now ${figure}.`);
      // Who holds both releases holds the figure, whichever of them left it out.
      if (typeof before !== 'number') shown.set(id, figure);
    }
  }
  const sums = new Map(releases.flatMap((one) => one.sums).map((sum) => [JSON.stringify(sum), sum]));
  return { rule: first.rule, shown, sums: [...sums.values()] };
}

/**
 * What an earlier release still tells once this one is out: all of it but the figures that these counts contradict. Such a figure was
 * wrong, and a correction says so.
 */
export function stillTold({ rule, shown, sums }: Published, counts: readonly LinkedCount[]): Published {
  const value = new Map(counts.map((one) => [one.id, one.value]));
  const stands = ([id, figure]: readonly [string, SafeCount]) => {
    const now = value.get(id);
    if (now === undefined || figure === 'suppressed') return true;
    const [least, greatest] = boundsOf(figure, rule);
    return now >= least && now <= greatest;
  };
  return { rule, shown: new Map([...shown].filter(stands)), sums };
}

/** Every id that is published or stands in a sum, in a fixed order. */
export function idsOf({ shown, sums }: Published): readonly string[] {
  const ids = new Set([...shown.keys(), ...sums.flatMap(({ total, parts }) => [total, ...parts])]);
  return [...ids].sort((one, other) => (one < other ? -1 : 1));
}

/** The least and the greatest a count can be for whoever knows the rule: a shown count is at least the threshold. */
export function boundsOf(
  figure: SafeCount | undefined,
  { threshold, base }: DisclosureRule,
): readonly [number, number] {
  if (figure === undefined || figure === 'suppressed') return [0, Number.POSITIVE_INFINITY];
  const [least, greatest] = [figure - Math.floor(base / 2), figure + Math.ceil(base / 2) - 1];
  return [Math.max(threshold, least), greatest];
}

/** Throws where a sum does not hold, which would make every proof worthless. */
export function requireSums({ counts, sums }: LinkedCounts): void {
  const value = new Map(counts.map((one) => [one.id, one.value]));
  if (value.size !== counts.length) throw new Error('Two counts of a release have the same id.');
  for (const { total, parts } of sums) {
    const values = [total, ...parts].map((id) => value.get(id));
    if (values.includes(undefined)) throw new Error(`A sum of ${total} names a count that is not there.`);
    const [whole, ...rest] = values.map((one) => one ?? 0);
    if (rest.reduce((sum, one) => sum + one, 0) !== whole)
      throw new Error(`The parts of ${total} do not add up to it.`);
  }
}
