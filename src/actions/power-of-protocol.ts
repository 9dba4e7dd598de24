/**
 * A protocol as a plan of power: its arms and ratios, comparisons and correction, the clusters it expects, and the smallest effect of
 * interest. What a borough does not say is assumed as everywhere else (trial/assumed-people.ts).
 */
import { assumedBorough, assumedPeople } from '../trial/assumed-people.ts';
import type { Protocol } from '../trial/protocol.ts';
import { sharesArm, unitPlurals } from '../trial/unit.ts';
import type { PowerPlan } from './plan-power.ts';

export type ProtocolPower = Pick<
  PowerPlan,
  'arms' | 'contrasts' | 'alpha' | 'sided' | 'correction' | 'difference' | 'units' | 'clusters'
> & { readonly notes: readonly string[] };

/** Of the arms that are still drawn; tests of two sides, as the plan's are. */
export function powerOfProtocol(protocol: Protocol): ProtocolPower {
  const { stoppedArms, analysis, smallestEffectOfInterest } = protocol;
  const arms = protocol.arms.flatMap(({ name, ratio }) => (stoppedArms.includes(name) ? [] : [{ name, ratio }]));
  const indexOf = (arm: string) => arms.findIndex(({ name }) => name === arm);
  const contrasts = protocol.contrasts.flatMap(([treated, reference]) => {
    const pair = [indexOf(treated), indexOf(reference)] as const;
    return pair.includes(-1) ? [] : [pair];
  });
  return {
    arms,
    contrasts,
    alpha: Number((1 - analysis.level).toFixed(12)),
    sided: 2,
    correction: analysis.multiplicity?.method ?? 'none',
    difference: smallestEffectOfInterest,
    ...expectedClusters(protocol),
  };
}

type Moments = { readonly count: number; readonly mean: number; readonly variation: number };

/** Who shares an arm is a cluster: a ceremony or, where smaller units are drawn, a household. */
function expectedClusters({ boroughs, unit }: Protocol): Pick<ProtocolPower, 'units' | 'clusters' | 'notes'> {
  const silent = boroughs.filter(({ expected }) => expected === null).length;
  const ceremonies = mixed(
    boroughs.map(({ expected }) => {
      const { ceremonies: count, people: mean, peopleVariation: variation } = expected ?? assumedBorough;
      return { count, mean, variation };
    }),
  );
  const households = mixed(assumedPeople.householdSizes.value.map(([mean, count]) => ({ count, mean, variation: 0 })));
  const shared = sharesArm(unit);
  const one = shared === 'ceremony' ? ceremonies : households;
  const people = ceremonies.count * ceremonies.mean;
  return {
    units: shared === 'ceremony' ? ceremonies.count : people / households.mean,
    clusters: { name: unitPlurals[shared], size: one.mean, sizeVariation: one.variation },
    notes: [
      ...(silent === 0
        ? []
        : [
            `${silent} of ${boroughs.length} boroughs declare nothing expected: ${assumedBorough.ceremonies} ceremonies of ${assumedBorough.people} people are assumed for each`,
          ]),
      ...(shared === 'ceremony' ? [] : [`households: ${assumedPeople.householdSizes.source}`]),
      'strata are left out of the formula',
    ],
  };
}

/** Mean and coefficient of variation of groups together, each with its own. */
function mixed(groups: readonly Moments[]): Moments {
  const total = (of: (group: Moments) => number) => groups.reduce((sum, group) => sum + group.count * of(group), 0);
  const count = total(() => 1);
  const mean = total((group) => group.mean) / count;
  const square = total((group) => group.mean ** 2 * (1 + group.variation ** 2)) / count;
  return { count, mean, variation: Math.sqrt(Math.max(0, square / mean ** 2 - 1)) };
}
