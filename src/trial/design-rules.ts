/** Rules on the scheme and the strata: what can be drawn, and at which level. */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { isReservedColumn } from './dataset-columns.ts';
import { finding, repeats } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';
import { isBuilt } from './scheme.ts';
import { isKnownStratum, isWithin, knownStrata, unitPlurals } from './unit.ts';

export function designFindings(protocol: Protocol): readonly Finding[] {
  return [...schemeFindings(protocol), ...strataFindings(protocol)];
}

function schemeFindings({ scheme, arms, unit }: Protocol): readonly Finding[] {
  if (!isBuilt(scheme.kind)) {
    return [
      finding(
        ['scheme', 'kind'],
        `the scheme "${scheme.kind}" is known and not built yet; nothing would be drawn by it`,
      ),
    ];
  }
  if (scheme.kind === 'cohort' && unit === 'ceremony') {
    const message =
      'a cohort is the list of one ceremony, so it draws households or attendees; for ceremonies use "blocks"';
    return [finding(['scheme', 'kind'], message)];
  }
  if (scheme.kind !== 'blocks') return [];
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  return scheme.blockSizes.flatMap((size, index) =>
    size % sum === 0
      ? []
      : [finding(['scheme', 'blockSizes', index], `${size} is not a multiple of ${sum}, the sum of the arms’ ratio`)],
  );
}

function strataFindings({ strata, unit, boroughs }: Protocol): readonly Finding[] {
  const twice = repeats(strata).map((index) => finding(['strata', index], `"${strata[index]}" is named twice`));
  const wrong = strata.flatMap((name, index) => {
    if (isReservedColumn(name))
      return [finding(['strata', index], `"${name}" is the name of another column of the lists`)];
    if (!isKnownStratum(name) || isWithin(unit, knownStrata[name])) return [];
    const level = knownStrata[name];
    return [
      finding(
        ['strata', index],
        `"${name}" differs between the ${unitPlurals[level]} of one ${unit}, so ${unitPlurals[unit]} cannot be stratified by it`,
      ),
    ];
  });
  const open =
    boroughs.length > 1 && unit === 'ceremony' && !strata.includes('borough')
      ? [
          finding(
            ['strata'],
            'must contain "borough": ceremonies are drawn within boroughs, so that each borough has every arm',
          ),
        ]
      : [];
  return [...twice, ...wrong, ...open];
}
