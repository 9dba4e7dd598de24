/**
 * Draws too small for what they are to carry: strata that stay empty, arms with a handful of clusters. From what each
 * borough is expected to hold, where the protocol says so.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { ageBands, priorFranchises, registeredAtBaselineValues } from './attendee.ts';
import { finding } from './finding.ts';
import { groupSizeStrata } from './group-size.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum, unitPlurals } from './unit.ts';

const fewPerArm = 20;

const fewEvidence =
  `below ${fewPerArm} in an arm, clustered standard errors are unsure and tests reject too often (Kahan and others 2016, ` +
  'Trials 17:438)';

export function sizeWarnings(protocol: Protocol): readonly Finding[] {
  return [...clusterWarnings(protocol), ...emptyStrataWarnings(protocol)];
}

function clusterWarnings(protocol: Protocol): readonly Finding[] {
  const { unit, arms, stoppedArms, scheme, boroughs, strata } = protocol;
  if (unit !== 'ceremony') return [];
  const drawn = arms.filter(({ name }) => !stoppedArms.includes(name)).map(({ ratio }) => ratio);
  const expected = expectedCeremonies(protocol);
  if (expected !== undefined) {
    const least = Math.floor((expected * Math.min(...drawn)) / sumOf(drawn));
    if (least >= fewPerArm) return [];
    const message = `${expected} ceremonies are expected, some ${least} of them in the smallest arm; ${fewEvidence}`;
    return [finding(['boroughs'], message)];
  }
  if (scheme.kind !== 'blocks') return [];
  const lists = strata.includes('borough') ? boroughs.length : 1;
  const sum = sumOf(arms.map(({ ratio }) => ratio));
  const least = Math.min(...drawn.map((ratio) => (lists * Math.max(...scheme.blockSizes) * ratio) / sum));
  if (least >= fewPerArm) return [];
  const message = `one block in each stratum gives an arm ${least} ceremonies; ${fewEvidence}`;
  return [finding(['scheme', 'blockSizes'], message)];
}

function emptyStrataWarnings(protocol: Protocol): readonly Finding[] {
  const { strata, unit } = protocol;
  const units = unit === 'ceremony' ? expectedCeremonies(protocol) : expectedPeople(protocol);
  const least = strata.reduce((product, name) => product * levelsOf(protocol, name), 1);
  if (units === undefined || least <= units) return [];
  const isCounted = strata.every(isKnownStratum);
  const message =
    `${isCounted ? '' : 'at least '}${least} strata for ${Math.round(units)} expected ${unitPlurals[unit]}: most stay empty or ` +
    'hold one unit, and such strata balance nothing (Therneau 1993, Controlled Clinical Trials 14:98); name fewer, or ' +
    'use "minimisation"';
  return [finding(['strata'], message)];
}

/** Levels of a stratum; two where only the units file knows, because a variable has at least that many. */
function levelsOf({ boroughs }: Protocol, name: string): number {
  if (!isKnownStratum(name)) return 2;
  const levels = {
    borough: boroughs.length,
    group_size: groupSizeStrata.length,
    age_band: ageBands.length,
    prior_franchise: priorFranchises.length,
    registered_at_baseline: registeredAtBaselineValues.length,
  };
  return levels[name];
}

/** Ceremonies over all boroughs; undefined where a borough says nothing. */
function expectedCeremonies({ boroughs }: Protocol): number | undefined {
  return totalOf(boroughs.map(({ expected }) => expected?.ceremonies));
}

function expectedPeople({ boroughs }: Protocol): number | undefined {
  return totalOf(boroughs.map(({ expected }) => expected && expected.ceremonies * expected.people));
}

function totalOf(counts: readonly (number | null | undefined)[]): number | undefined {
  return counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count == null ? undefined : sum + count),
    0,
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
