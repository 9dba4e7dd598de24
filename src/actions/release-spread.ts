/** How alike people of one randomised unit are in each yes-or-no outcome, from the frozen data, as coarse as it is released. */
import { compute } from '../../analysis/compute.ts';
import type { Spread } from '../../analysis/release/effects.ts';
import { canonicalJson } from '../trial/canonical.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** By outcome; none of an outcome whose correlation cannot be estimated, nor where the plan has no cluster. @param data dataset.csv */
export async function releaseSpread(
  { engineVersion }: Pick<Deps, 'engineVersion'>,
  { analysis }: Protocol,
  data: Uint8Array,
): Promise<ReadonlyMap<string, Spread>> {
  const { title, arm, cluster, outcomes, weight } = analysis;
  if (cluster === undefined) return new Map();
  const plan = {
    ...{ title, arm, cluster, outcomes: outcomes.filter(({ kind }) => kind === 'binary') },
    ...(weight === undefined ? {} : { weight }),
    contrasts: 'each-against-reference',
    estimators: [{ id: 'alike', method: 'icc' }],
  };
  const { results } = await compute({ planText: canonicalJson(plan), data, engineVersion });
  return new Map(
    results.rows.flatMap(({ outcome, figures }): [string, Spread][] => {
      if (outcome === null || !('quantity' in figures) || figures.quantity !== 'icc') return [];
      const { estimate, clusters, cvSize } = figures;
      return [[outcome, { icc: round(Math.max(0, estimate), 2), units: clusters, variation: round(cvSize, 1) }]];
    }),
  );
}
