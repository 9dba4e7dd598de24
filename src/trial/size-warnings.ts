/**
 * Draws too small for what they are to carry: strata that stay empty, arms with a handful of clusters. From what each
 * borough is expected to hold, where the protocol says so; arms also from what assumed-people.ts takes a borough to hold.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { assumedBorough, assumedPeople } from './assumed-people.ts';
import { ageBands, priorFranchises, registeredAtBaselineValues } from './attendee.ts';
import { finding } from './finding.ts';
import { groupSizeStrata } from './group-size.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum } from './unit.ts';

/** Ours: the study named below counts clusters in all, and draws no line within an arm. */
const fewPerArm = 20;

const fewEvidence =
  `below ${fewPerArm} in an arm (a line of ours) clustered standard errors are unsure: mixed models and estimating equations ` +
  'reject too often even with 70 clusters in all, unless they are corrected for small samples (Kahan and others 2016, Trials 17:438)';

export function sizeWarnings(protocol: Protocol): readonly Finding[] {
  return [...clusterWarnings(protocol), ...emptyStrataWarnings(protocol)];
}

function clusterWarnings(protocol: Protocol): readonly Finding[] {
  const { unit, arms, stoppedArms, scheme, boroughs, strata } = protocol;
  if (unit !== 'ceremony') return [];
  const drawn = arms.filter(({ name }) => !stoppedArms.includes(name)).map(({ ratio }) => ratio);
  const expected = expectedCeremonies(protocol);
  if (expected !== undefined || scheme.kind !== 'blocks') {
    const ceremonies = expected ?? sumOf(boroughs.map((one) => one.expected?.ceremonies ?? assumedBorough.ceremonies));
    const least = Math.floor((ceremonies * Math.min(...drawn)) / sumOf(drawn));
    if (least >= fewPerArm) return [];
    const assumed = `assumed (${assumedBorough.ceremonies} for a borough that does not say what it expects)`;
    const known = expected === undefined ? assumed : 'expected';
    const message = `${ceremonies} ceremonies are ${known}, some ${least} of them in the smallest arm; ${fewEvidence}`;
    return [finding(['boroughs'], message)];
  }
  const lists = strata.includes('borough') ? boroughs.length : 1;
  const sum = sumOf(arms.map(({ ratio }) => ratio));
  const least = Math.min(...drawn.map((ratio) => (lists * Math.max(...scheme.blockSizes) * ratio) / sum));
  if (least >= fewPerArm) return [];
  const message = `one block in each stratum gives an arm ${least} ceremonies; ${fewEvidence}`;
  return [finding(['scheme', 'blockSizes'], message)];
}

function emptyStrataWarnings(protocol: Protocol): readonly Finding[] {
  const { strata } = protocol;
  const units = expectedUnits(protocol);
  const least = strata.reduce((product, name) => product * levelsOf(protocol, name), 1);
  if (units === undefined || least <= units.count / 2) return [];
  const isCounted = strata.every(isKnownStratum);
  const message =
    `${isCounted ? '' : 'at least '}${least} strata for ${units.words}: a stratified draw begins to fail where there are more ` +
    'strata than about half the units, because many then hold one unit or none (Therneau 1993, Controlled Clinical Trials ' +
    '14:98); name fewer, or use "minimisation"';
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

/** What is expected to be drawn. Where people are drawn, that is one of each household. */
function expectedUnits(protocol: Protocol): { readonly count: number; readonly words: string } | undefined {
  const ceremonies = expectedCeremonies(protocol);
  const people = expectedPeople(protocol);
  if (ceremonies === undefined || people === undefined) return undefined;
  if (protocol.unit === 'ceremony') return { count: ceremonies, words: `${ceremonies} expected ceremonies` };
  const size = sumOf(assumedPeople.householdSizes.value.map(([members, share]) => members * share));
  const count = Math.round(people / size);
  const households = `some ${count} households of ${Math.round(people)} expected people (${size.toFixed(2)} in one, as we assume)`;
  return { count, words: protocol.unit === 'household' ? households : `${households}, of each of which one is drawn` };
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
