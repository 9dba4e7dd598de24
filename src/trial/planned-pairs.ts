/** The comparisons that a plan's `contrasts` stand for, as pairs of arms, with the place of each inside the value. */
import type { JsonPath } from '../../analysis/plan/located-json.ts';
import type { PlannedContrasts } from '../../analysis/plan/plan-parts.ts';

export type PlannedPair = { readonly pair: readonly [string, string]; readonly step: JsonPath };

/** `arms` in protocol order; `reference` is the plan's. `step` is empty where the plan names no pair of its own. */
export function pairsOf(planned: PlannedContrasts, arms: readonly string[], reference: string): readonly PlannedPair[] {
  if (planned === 'each-against-reference') {
    return arms.filter((name) => name !== reference).map((name) => ({ pair: [name, reference], step: [] }));
  }
  if (planned === 'all-pairs') {
    return arms.flatMap((first, index) =>
      arms.slice(index + 1).map((second): PlannedPair => ({ pair: [second, first], step: [] })),
    );
  }
  return planned.map((pair, index) => ({ pair, step: [index] }));
}

/** true where both pairs compare the same two arms, whichever is named first. */
export function isSamePair(one: readonly [string, string], other: readonly [string, string]): boolean {
  return one.every((name) => other.includes(name)) && other.every((name) => one.includes(name));
}
