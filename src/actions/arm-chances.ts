/** Each arm's chances under a protocol, as the protocol check and the public page of the draw state them. */
import { type Design, ratioSum, ratiosOf } from '../randomise/design.ts';
import { type ArmProbability, fractionText, probabilities } from '../randomise/probability.ts';
import type { Protocol } from '../trial/protocol.ts';

export type ArmChances = {
  /** A fraction such as "1/3"; "0" for an arm that is stopped. */
  readonly probabilityOf: (arm: string) => string;
  /** "exact": each unit's own; "average": over a list, where a unit's own depends on its covariates. */
  readonly probabilitiesAre: ArmProbability['kind'];
  /** In a factorial trial, each level's probability of each factor: the sum over its arms. */
  readonly factors: readonly { readonly factor: string; readonly level: string; readonly probability: string }[];
};

/** Of the arms that are still drawn. */
export function armChances(protocol: Protocol, design: Design): ArmChances {
  const exactOrAverage = probabilities(design);
  const chances = new Map(
    exactOrAverage.map(({ arm, numerator, denominator }) => [arm, fractionText(numerator, denominator)]),
  );
  return {
    probabilityOf: (arm) => chances.get(arm) ?? '0',
    probabilitiesAre: exactOrAverage.some(({ kind }) => kind === 'average') ? 'average' : 'exact',
    factors: factorProbabilities(protocol, design),
  };
}

/** A factor's level has the probability of all its cells together: a share of the ratio as theirs is. */
function factorProbabilities({ arms }: Protocol, design: Design): ArmChances['factors'] {
  const sum = ratioSum(ratiosOf(design));
  const ratios = new Map(design.arms.map(({ name, ratio }) => [name, ratio]));
  const shares = new Map<string, { readonly factor: string; readonly level: string; ratio: number }>();
  for (const { name, cell } of arms) {
    for (const [factor, level] of Object.entries(cell ?? {})) {
      const key = JSON.stringify([factor, level]);
      const share = shares.get(key) ?? { factor, level, ratio: 0 };
      share.ratio += ratios.get(name) ?? 0;
      shares.set(key, share);
    }
  }
  const byFactor = Map.groupBy(shares.values(), ({ factor }) => factor);
  return [...byFactor.values()].flat().map(({ factor, level, ratio }) => ({
    factor,
    level,
    probability: fractionText(ratio, sum),
  }));
}
