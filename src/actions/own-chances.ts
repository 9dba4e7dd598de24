/**
 * Where a unit's own probability follows from no symmetry (rerandomisation with unequal ratios), it is estimated: a made-up list of the
 * expected sizes is drawn many times over, and the smallest and the largest estimate of any unit are told with their errors.
 */
import type { Design } from '../randomise/design.ts';
import { expectedLists } from '../randomise/expected-lists.ts';
import { fastNumbers } from '../randomise/fast-numbers.ts';
import { leadersOf } from '../randomise/households.ts';
import { type EstimatedProbability, probabilities, unitProbabilities } from '../randomise/probability.ts';
import type { Protocol } from '../trial/protocol.ts';

/** How much is drawn at most, so that nobody waits for long. */
const [mostUnits, draws, mostTries] = [300, 400, 100];

export type OwnChances = {
  /** The first units of the made-up list; each of its draws makes at most `tries` tries. */
  readonly units: number;
  readonly tries: number;
  readonly arms: readonly {
    readonly arm: string;
    readonly least: EstimatedProbability;
    readonly most: EstimatedProbability;
  }[];
};

/** null where every unit's probability is exact. The same protocol always gives the same estimates. */
export function ownChances(protocol: Protocol, design: Design, protocolHash: string): OwnChances | null {
  const { scheme } = design;
  if (scheme.kind !== 'rerandomised' || probabilities(design).every(({ kind }) => kind === 'exact')) return null;
  const [list] = expectedLists(protocol, fastNumbers(`${protocolHash}|list of own chances`));
  const units = leadersOf(list?.units ?? [], new Map()).slice(0, mostUnits);
  const tries = Math.min(mostTries, scheme.maximumTries);
  const random = fastNumbers(`${protocolHash}|own chances`);
  const bounded = { ...design, scheme: { ...scheme, maximumTries: tries } };
  const estimates = unitProbabilities(bounded, units, { draws, random }).flatMap((row) =>
    row.flatMap((one) => (one.kind === 'estimated' ? [one] : [])),
  );
  const byArm = Map.groupBy(estimates, ({ arm }) => arm);
  return {
    units: units.length,
    tries,
    arms: [...byArm].flatMap(([arm, own]) => {
      const inOrder = own.toSorted((a, b) => a.probability - b.probability);
      const [least, most] = [inOrder[0], inOrder.at(-1)];
      return least === undefined || most === undefined ? [] : [{ arm, least, most }];
    }),
  };
}
