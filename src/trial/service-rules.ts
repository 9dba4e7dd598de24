/**
 * What the offline draw can do and the service cannot: a protocol asking for it parses, can be checked and drawn from a file,
 * and is refused where the service would have to run it.
 */
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import { isKnownFactor } from './known-factors.ts';
import type { Protocol } from './protocol-schema.ts';
import { schemeColumns } from './scheme.ts';
import { isKnownStratum } from './unit.ts';

/** Why the service cannot run this protocol; empty where it can. */
export function serviceFindings({ strata, scheme, seed }: Protocol): readonly Finding[] {
  const unknown = strata.flatMap((name, index) =>
    isKnownStratum(name) ? [] : [finding(['strata', index], `the service records no ${quoted(name)} to stratify by`)],
  );
  const key = scheme.kind === 'minimisation' ? 'factors' : 'covariates';
  const unbalanced = schemeColumns(scheme).flatMap((name, index) =>
    isKnownFactor(name)
      ? []
      : [finding(['scheme', key, index], `the service records no ${quoted(name)} to balance by`)],
  );
  const committed =
    seed === null
      ? []
      : [
          finding(
            ['seed'],
            'must be null: the seed is drawn, and its commitment published, when the protocol is locked',
          ),
        ];
  return [...unknown, ...unbalanced, ...committed];
}
