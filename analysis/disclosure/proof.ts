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
  /** For each count not shown, tables of as many values as `ids`. */
  readonly possible: Readonly<Record<string, readonly (readonly number[])[]>>;
};

export function proofOf({ rule, shown, sums }: Published, { ids, possible }: Audit): Proof {
  return {
    format: 'pledge-disclosure-proof/1',
    rule,
    ids,
    shown: Object.fromEntries(shown),
    sums,
    possible: Object.fromEntries(possible),
  };
}

/** One plain sentence for each thing that does not hold; none where the proof stands. */
export function faultsOf(proof: Proof): readonly string[] {
  const suppressed = Object.keys(proof.shown).filter((id) => proof.shown[id] === 'suppressed');
  const unproved = suppressed
    .filter((id) => proof.possible[id] === undefined)
    .map((id) => `Nothing is said of ${id}, which is not shown.`);
  const faults = Object.entries(proof.possible).flatMap(([id, tables]) => {
    const at = proof.ids.indexOf(id);
    const values = new Set(tables.map((table) => table[at]));
    const few = values.size < proof.rule.threshold ? [`${id} has only ${values.size} possible values.`] : [];
    return [...few, ...tables.flatMap((table) => faultsOfTable(proof, table).map((fault) => `For ${id}: ${fault}`))];
  });
  return [...unproved, ...faults];
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
