/**
 * How many units each arm got, beside the ratio of the draw, for each version of the protocol that drew any: the trial statistician's
 * guard against a draw that goes wrong. Units are counted as they were drawn, whoever left afterwards.
 */
import { sampleRatio } from '../../analysis/estimators/sample-ratio.ts';
import type { Account } from '../access/roles.ts';
import { unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

export async function readSampleRatio(deps: Deps, account: Account, slug: string) {
  return unblinded(deps, account, slug, 'read-sample-ratio', async () => {
    await loadTrial(deps, slug);
    const [drawn, versions] = await Promise.all([
      deps.store.read.allocationsOf(slug),
      deps.store.read.protocolVersions(slug),
    ]);
    const byVersion = Map.groupBy(drawn, ({ protocolVersion }) => protocolVersion);
    return {
      slug,
      versions: versions
        .filter(({ version }) => byVersion.has(version))
        .map(({ version, document, protocolHash }) => {
          const rows = byVersion.get(version) ?? [];
          const { arms, stoppedArms } = deps.readProtocol(document, protocolHash);
          const counts = arms
            .filter(({ name }) => !stoppedArms.includes(name))
            .map(({ name, ratio }) => ({
              arm: name,
              units: rows.filter(({ arm }) => arm === name).length,
              share: ratio,
            }));
          const test = sampleRatio(counts, { n: rows.length });
          return {
            version,
            units: rows.length,
            arms: counts.map(({ arm, units, share }) => ({ arm, units, ratio: share })),
            p: 'notEstimable' in test ? null : test.p,
          };
        }),
    };
  });
}
