/**
 * What a protocol may say and somebody should think about before locking it. Those on the draw stand in draw-warnings.ts and
 * size-warnings.ts; the figure on the register comes from the monthly notices of alteration (an application needs about
 * three weeks before the first of a month to show).
 */

import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { countWarnings } from './counts.ts';
import { versionColumn } from './dataset-columns.ts';
import { drawWarnings } from './draw-warnings.ts';
import { finding } from './finding.ts';
import { ignoresDraw } from './plan-estimators.ts';
import type { Protocol } from './protocol-schema.ts';
import { sizeWarnings } from './size-warnings.ts';
import { isKnownStratum, sharesArm, unitPlurals } from './unit.ts';

const registerDelayDays = 75;

/** The warnings on a protocol that parses, in the order of the file's usual keys. */
export function protocolWarnings(protocol: Protocol): readonly Finding[] {
  return [
    ...descriptionWarnings(protocol),
    ...stoppedWarnings(protocol),
    ...unitWarnings(protocol),
    ...drawWarnings(protocol),
    ...sizeWarnings(protocol),
    ...strataWarnings(protocol),
    ...outcomeWarnings(protocol),
    ...planWarnings(protocol),
    ...countWarnings(protocol),
    ...trustWarnings(protocol),
  ];
}

function descriptionWarnings({ arms }: Protocol): readonly Finding[] {
  return arms.flatMap(({ name, description }, index) => {
    const blank = Object.entries(description).flatMap(([item, text]) => (text === null ? [item] : []));
    if (blank.length === 0) return [];
    return [
      finding(['arms', index, 'description'], `the description of ${quoted(name)} leaves out ${blank.join(', ')}`),
    ];
  });
}

function stoppedWarnings({ stoppedArms, analysis }: Protocol): readonly Finding[] {
  return stoppedArms.map((name, index) => {
    const comparison =
      name === analysis.arm.reference
        ? 'it is the reference arm, so whoever is drawn from here on is compared with people drawn earlier'
        : 'its comparisons are also with people drawn after it ended';
    const message = `${quoted(name)} is drawn no more: ${comparison}; the analysis must state that these controls are not concurrent (the column ${versionColumn} tells which were drawn beside it)`;
    return finding(['stoppedArms', index], message);
  });
}

function unitWarnings({ unit, boroughs, strata }: Protocol): readonly Finding[] {
  if (unit === 'attendee') {
    const talk =
      'people of one household are drawn together, and friends are not: they will talk, so consider the ceremony as the unit';
    return [finding(['unit'], talk)];
  }
  if (unit !== 'ceremony' || !strata.includes('borough')) return [];
  const message = `boroughs are strata here, not clusters: ${boroughs.length} of them are too few to be clusters; ceremonies are`;
  return [finding(['strata'], message)];
}

function strataWarnings({ strata }: Protocol): readonly Finding[] {
  return strata.flatMap((name, index) =>
    isKnownStratum(name)
      ? []
      : [
          finding(
            ['strata', index],
            `the service records no ${quoted(name)}, so this protocol can only be drawn offline`,
          ),
        ],
  );
}

function outcomeWarnings({ outcomes }: Protocol): readonly Finding[] {
  return outcomes.flatMap(({ name, sources, windowDays }, index) => {
    if (!sources.includes('administrative') || windowDays >= registerDelayDays) return [];
    const message =
      `a register’s monthly notices can show an application of ${quoted(name)} only ${registerDelayDays} days later; ` +
      'a shorter window needs the date of application';
    return [finding(['outcomes', index, 'windowDays'], message)];
  });
}

function planWarnings(protocol: Protocol): readonly Finding[] {
  const { analysis, unit, contrasts } = protocol;
  const blind = analysis.estimators.flatMap((estimator, index) =>
    ignoresDraw(protocol, estimator)
      ? [
          finding(
            ['analysis', 'estimators', index],
            `${quoted(estimator.id)} ignores that whole ${unitPlurals[sharesArm(unit)]} were drawn: read it as a description`,
          ),
        ]
      : [],
  );
  const many =
    contrasts.length > 1 && analysis.multiplicity === undefined
      ? [
          finding(
            ['analysis', 'multiplicity'],
            `${contrasts.length} comparisons are declared and no p-value is adjusted for that`,
          ),
        ]
      : [];
  return [...blind, ...many];
}

function trustWarnings({ beacon, governance }: Protocol): readonly Finding[] {
  const trusted =
    beacon === null
      ? [
          finding(
            ['beacon'],
            'no beacon is named: the operator who draws the seed is trusted not to have tried several',
          ),
        ]
      : [];
  const blanks = Object.entries(governance).flatMap(([name, reference]) => (reference === null ? [name] : []));
  const open = blanks.length > 0 ? [finding(['governance'], `no reference is given yet for ${blanks.join(', ')}`)] : [];
  return [...trusted, ...open];
}
