/** Rules on the scheme and the strata: what can be drawn, and at which level. */
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding, repeats } from './finding.ts';
import { levelFindings } from './level-rules.ts';
import type { Protocol } from './protocol-schema.ts';
import { schemeFindings } from './scheme-rules.ts';

export function designFindings(protocol: Protocol): readonly Finding[] {
  return [...schemeFindings(protocol), ...strataFindings(protocol)];
}

function strataFindings({ strata, unit, boroughs, scheme }: Protocol): readonly Finding[] {
  const twice = repeats(strata).map((index) =>
    finding(['strata', index], `${quoted(strata[index] ?? '')} is named twice`),
  );
  const wrong = strata.flatMap((name, index) => levelFindings(name, unit, ['strata', index], 'stratified by it'));
  const balanced = scheme.kind === 'minimisation' ? scheme.factors.map(({ name }) => name) : [];
  const open =
    boroughs.length > 1 && unit === 'ceremony' && ![...strata, ...balanced].includes('borough')
      ? [
          finding(
            ['strata'],
            'must contain "borough": ceremonies are drawn within boroughs, so that each borough has every arm' +
              (scheme.kind === 'minimisation' ? ' (or name it among the factors)' : ''),
          ),
        ]
      : [];
  return [...twice, ...wrong, ...open];
}
