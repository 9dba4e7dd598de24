/**
 * The proof that goes with a release and stays inside: for each count that is not shown, whole tables that agree with everything
 * released and in which it takes as many different values as the threshold. Checking it needs additions alone, and no solver.
 */
import type { Audit } from './audit.ts';
import { boundsOf, type Published } from './linked-counts.ts';
import type { DisclosureRule, SafeCount } from './safe-count.ts';

export type Proof = {
  readonly format: 'pledge-disclosure-proof/1';
  readonly rule: DisclosureRule;
  readonly ids: readonly string[];
  readonly shown: Readonly<Record<string, SafeCount>>;
  readonly sums: Published['sums'];
  /** Each of as many values as `ids`. */
  readonly tables: readonly (readonly number[])[];
  /** For each count not shown, places in `tables`. */
  readonly possible: Readonly<Record<string, readonly number[]>>;
};

export function proofOf({ rule, shown, sums }: Published, { ids, tables, possible }: Audit): Proof {
  return {
    format: 'pledge-disclosure-proof/1',
    rule,
    ids,
    shown: Object.fromEntries(shown),
    sums,
    tables,
    possible: Object.fromEntries(possible),
  };
}

/** One plain sentence for each thing that does not hold; none where the proof stands. */
export function faultsOf(proof: Proof): readonly string[] {
  const suppressed = Object.keys(proof.shown).filter((id) => proof.shown[id] === 'suppressed');
  const unproved = suppressed
    .filter((id) => proof.possible[id] === undefined)
    .map((id) => `Nothing is said of ${id}, which is not shown.`);
  const few = Object.entries(proof.possible).flatMap(([id, places]) => {
    const at = proof.ids.indexOf(id);
    const values = new Set(places.map((place) => proof.tables[place]?.[at]));
    return values.size < proof.rule.threshold || values.has(undefined)
      ? [`${id} has not ${proof.rule.threshold} possible values.`]
      : [];
  });
  const faults = proof.tables.flatMap((table, place) =>
    faultsOfTable(proof, table).map((fault) => `In table ${place}: ${fault}`),
  );
  return [...unproved, ...few, ...faults];
}

function faultsOfTable({ ids, rule, shown, sums }: Proof, table: readonly number[]): readonly string[] {
  const value = new Map(ids.map((id, index) => [id, table[index] ?? Number.NaN]));
  const get = (id: string) => value.get(id) ?? Number.NaN;
  const notCounts = ids.filter((id) => !Number.isSafeInteger(get(id)) || get(id) < 0).map((id) => `${id} is no count.`);
  const outside = Object.entries(shown)
    .filter(([id, figure]) => {
      const [least, greatest] = boundsOf(figure, rule);
      return !(get(id) >= least && get(id) <= greatest);
    })
    .map(([id, figure]) => `${id} = ${get(id)} would not be published as ${figure}.`);
  const unequal = sums
    .filter(({ total, parts }) => parts.reduce((sum, part) => sum + get(part), 0) !== get(total))
    .map(({ total }) => `the parts of ${total} do not add up to it.`);
  return [...notCounts, ...outside, ...unequal];
}
