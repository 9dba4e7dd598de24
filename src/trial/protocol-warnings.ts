/**
 * What a protocol may say and somebody should think about before locking it. Figures on guessing are for three equal arms
 * of an open-label ceremony, by somebody who knows the block sizes, has seen every arm so far and guesses the likeliest
 * remaining one each time; those on the register come from the monthly notices of alteration (an application needs about
 * three weeks before the first of a month to show).
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import { ignoresDraw } from './plan-estimators.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum, unitPlurals } from './unit.ts';

const fewPerArm = 20;
const smallBlockTimes = 4;
const registerDelayDays = 75;

/** The first 26 positions are half a year of weekly ceremonies in one borough; a test computes every figure again. */
const guessFigures =
  'with three equal arms 56% of arms are guessed right with sizes 3 and 6, 44% with one list of 27, 33% by chance, each over ' +
  'the first 26 ceremonies of a stratum (over whole blocks: 57.8% and 46.2%)';

/** The warnings on a protocol that parses, in the order of the file's usual keys. */
export function protocolWarnings(protocol: Protocol): readonly Finding[] {
  return [
    ...descriptionWarnings(protocol),
    ...stoppedWarnings(protocol),
    ...unitWarnings(protocol),
    ...blockWarnings(protocol),
    ...strataWarnings(protocol),
    ...outcomeWarnings(protocol),
    ...planWarnings(protocol),
    ...trustWarnings(protocol),
  ];
}

function descriptionWarnings({ arms }: Protocol): readonly Finding[] {
  return arms.flatMap(({ name, description }, index) => {
    const blank = Object.entries(description).flatMap(([item, text]) => (text === null ? [item] : []));
    if (blank.length === 0) return [];
    return [finding(['arms', index, 'description'], `the description of "${name}" leaves out ${blank.join(', ')}`)];
  });
}

function stoppedWarnings({ stoppedArms, analysis }: Protocol): readonly Finding[] {
  return stoppedArms.map((name, index) => {
    const comparison =
      name === analysis.arm.reference
        ? 'it is the reference arm, so whoever is drawn from here on is compared with people drawn earlier'
        : 'its comparisons are also with people drawn after it ended';
    const message = `"${name}" is drawn no more: ${comparison}; the analysis must state that these controls are not concurrent`;
    return finding(['stoppedArms', index], message);
  });
}

function unitWarnings({ unit, boroughs, strata }: Protocol): readonly Finding[] {
  if (unit === 'attendee') {
    const message = 'people of one household can get different arms and will talk: consider the household as the unit';
    return [finding(['unit'], message)];
  }
  if (unit !== 'ceremony' || !strata.includes('borough')) return [];
  const message = `boroughs are strata here, not clusters: ${boroughs.length} of them are too few to be clusters; ceremonies are`;
  return [finding(['strata'], message)];
}

function blockWarnings({ scheme, arms, boroughs, unit, strata, stoppedArms }: Protocol): readonly Finding[] {
  if (scheme.kind !== 'blocks') return [];
  const drawn = arms.filter(({ name }) => !stoppedArms.includes(name));
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  const isThreeEqual = drawn.length === 3 && drawn.every(({ ratio }) => ratio === drawn[0]?.ratio);
  const small = scheme.blockSizes.flatMap((size, index) => {
    if (size >= smallBlockTimes * sum) return [];
    const figures = isThreeEqual ? `: ${guessFigures}` : ', and the last places of each block for certain';
    return [
      finding(
        ['scheme', 'blockSizes', index],
        `a block of ${size} is small: who counts the arms can guess the next ones${figures}`,
      ),
    ];
  });
  if (unit !== 'ceremony') return small;
  const lists = strata.includes('borough') ? boroughs.length : 1;
  const least = Math.min(...drawn.map(({ ratio }) => (lists * Math.max(...scheme.blockSizes) * ratio) / sum));
  if (least >= fewPerArm) return small;
  const message = `one block in each stratum gives an arm ${least} ceremonies; below ${fewPerArm} in an arm, clustered standard errors are unsure`;
  return [...small, finding(['scheme', 'blockSizes'], message)];
}

function strataWarnings({ strata }: Protocol): readonly Finding[] {
  return strata.flatMap((name, index) =>
    isKnownStratum(name)
      ? []
      : [finding(['strata', index], `the service records no "${name}", so this protocol can only be drawn offline`)],
  );
}

function outcomeWarnings({ outcomes }: Protocol): readonly Finding[] {
  return outcomes.flatMap(({ name, sources, windowDays }, index) => {
    if (!sources.includes('administrative') || windowDays >= registerDelayDays) return [];
    const message =
      `a register’s monthly notices can show an application of "${name}" only ${registerDelayDays} days later; ` +
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
            `"${estimator.id}" ignores that whole ${unitPlurals[unit]} were drawn: read it as a description`,
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
