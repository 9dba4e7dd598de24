/**
 * What the offline draw can do and the service cannot: a protocol asking for it parses, can be checked and drawn from a file,
 * and is refused where the service would have to run it.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import { factorFault } from './known-factors.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum, unitPlurals } from './unit.ts';

/** Why the service cannot run this protocol; empty where it can. */
export function serviceFindings(protocol: Protocol): readonly Finding[] {
  const { strata, seed } = protocol;
  const unknown = strata.flatMap((name, index) =>
    isKnownStratum(name) ? [] : [finding(['strata', index], `the service records no "${name}" to stratify by`)],
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
  return [...unknown, ...factorFindings(protocol), ...covariateFindings(protocol), ...committed];
}

function factorFindings({ scheme, unit }: Protocol): readonly Finding[] {
  const named =
    scheme.kind === 'minimisation'
      ? scheme.factors.map(({ name }, index) => ({ name, path: ['scheme', 'factors', index] }))
      : scheme.kind === 'rerandomised'
        ? scheme.covariates.map(({ column: name }, index) => ({ name, path: ['scheme', 'covariates', index] }))
        : [];
  return named.flatMap(({ name, path }) => {
    const fault = factorFault(name, unit);
    if (fault === null) return [];
    const message =
      fault === 'unknown'
        ? `the service records no "${name}" to balance by`
        : `"${name}" differs within one ${unit}, so ${unitPlurals[unit]} cannot be balanced by it`;
    return [finding(path, message)];
  });
}

/** Of what the service knows only the size of a unit is a number; everything else is a code. */
function covariateFindings({ scheme }: Protocol): readonly Finding[] {
  if (scheme.kind !== 'rerandomised') return [];
  return scheme.covariates.flatMap(({ column, as }, index) =>
    as === 'number' && isKnownStratum(column)
      ? [finding(['scheme', 'covariates', index], `"${column}" is no number: give { "column": …, "as": "category" }`)]
      : [],
  );
}
