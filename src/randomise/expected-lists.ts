/**
 * A trial's lists as they may come, made up from what the protocol expects of each borough: so that a draw can be looked at
 * before the lock. Sizes are log-normal with the declared mean and coefficient of variation; ceremonies of all boroughs are spread
 * evenly over the trial's time; people come in households. Nothing is drawn from it.
 */
import { assumedBorough, assumedPeople } from '../trial/assumed-people.ts';
import { groupSizeStratum } from '../trial/group-size.ts';
import type { Protocol } from '../trial/protocol-schema.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { stratumKey } from '../trial/stratum.ts';
import type { Unit, UnitList } from './draw-state.ts';

export type Expected = Pick<Protocol, 'boroughs' | 'unit' | 'scheme' | 'strata'>;

/** Cohorts of ceremonies: how many weeks' lists are taken to close together. */
const closingTogether = 4;

/** Values of a variable that only an offline list holds. */
const unknownValues = 100;

/** A unit with what a simulation of outcomes needs beyond its draw. */
export type ExpectedUnit = Unit & {
  readonly borough: string;
  readonly ceremony: string;
  readonly people: number;
  /** People of the household, which is the unit's or the one it belongs to; 1 in a ceremony, whose people are not made up. */
  readonly groupSize: number;
};
export type ExpectedList = UnitList & { readonly units: readonly ExpectedUnit[] };

/** The lists in the order in which they close. */
export function expectedLists(expected: Expected, random: () => number): readonly ExpectedList[] {
  const ceremonies = ceremoniesInOrder(expected.boroughs);
  const { kind } = expected.scheme;
  const lists = ceremonies.map(({ borough, people, id }) => ({
    id,
    units: unitsOf(expected, borough, id, sizeOf(people, random), random),
  }));
  if (kind === 'complete' || kind === 'rerandomised')
    return [{ id: 'all', units: lists.flatMap(({ units }) => units) }];
  if (kind !== 'cohort' || expected.unit !== 'ceremony') return lists;
  const together = expected.boroughs.length * closingTogether;
  return [...Map.groupBy(lists.keys(), (index) => Math.floor(index / together)).values()].map((rows) => ({
    id: lists[rows[0] ?? 0]?.id ?? '',
    units: rows.flatMap((row) => lists[row]?.units ?? []),
  }));
}

type Borough = Expected['boroughs'][number];

/** Each borough's ceremonies at equal distances over the trial's time, all boroughs together in the order of that time. */
function ceremoniesInOrder(boroughs: readonly Borough[]) {
  return boroughs
    .flatMap(({ code, expected }, index) => {
      const people = expected ?? assumedBorough;
      return Array.from({ length: people.ceremonies }, (_, ceremony) => ({
        borough: code,
        people,
        id: `${code}-${ceremony}`,
        at: (ceremony + (index + 0.5) / boroughs.length) / people.ceremonies,
      }));
    })
    .toSorted((a, b) => a.at - b.at);
}

type Sizes = { readonly people: number; readonly peopleVariation: number };

/** A log-normal number of people, at least 1 (normal deviates by Box & Muller 1958). */
function sizeOf({ people, peopleVariation }: Sizes, random: () => number): number {
  const variance = Math.log(1 + peopleVariation ** 2);
  const deviate = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(people * Math.exp(deviate * Math.sqrt(variance) - variance / 2)));
}

function unitsOf(
  { unit, strata, scheme }: Expected,
  borough: string,
  ceremony: string,
  people: number,
  random: () => number,
): readonly ExpectedUnit[] {
  const columns = schemeColumns(scheme);
  /** `size` is that of the ceremony or household the unit is or belongs to. */
  const one = (id: string, household: string | null, size: number, persons: number): ExpectedUnit => {
    const madeUp = (name: string) => madeUpValue(name, borough, size, random);
    const drawnBy = { stratum: stratumKey(strata.map(madeUp)), values: columns.map(madeUp) };
    return {
      unit: id,
      household,
      ...drawnBy,
      borough,
      ceremony,
      people: persons,
      groupSize: unit === 'ceremony' ? 1 : size,
    };
  };
  if (unit === 'ceremony') return [one(ceremony, null, people, people)];
  const units: ExpectedUnit[] = [];
  for (let left = people, home = 0; left > 0; home++) {
    const size = Math.min(left, oneOf(assumedPeople.householdSizes.value, random));
    left -= size;
    const household = `${ceremony}-${home}`;
    if (unit === 'household') units.push(one(household, null, size, size));
    else for (let person = 0; person < size; person++) units.push(one(`${household}-${person}`, household, size, 1));
  }
  return units;
}

/** A variable's value for somebody of a borough and of a household (or, of a ceremony, list) of this size. */
export function madeUpValue(name: string, borough: string, size: number, random: () => number): string {
  switch (name) {
    case 'borough':
      return borough;
    case 'group_size':
      return groupSizeStratum(size);
    case 'unit_size':
      return String(size);
    case 'age_band':
      return oneOf(assumedPeople.ageBands.value, random);
    case 'prior_franchise':
      return oneOf(assumedPeople.priorFranchises.value, random);
    case 'registered_at_baseline':
      return oneOf(assumedPeople.registeredAtBaseline.value, random);
    default:
      return String(Math.floor(random() * unknownValues));
  }
}

/** One of these values by its share; the shares add up to 1. */
function oneOf<T>(shares: readonly (readonly [T, number])[], random: () => number): T {
  let left = random();
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  const last = shares.at(-1);
  if (last === undefined) throw new Error('there is nothing to choose from');
  return last[0];
}

/** What was assumed beyond the protocol, one sentence each, for whoever reads the figures. */
export function expectationNotes({ boroughs, unit, scheme, strata }: Expected): readonly string[] {
  const silent = boroughs.filter(({ expected }) => expected === null).length;
  const { ceremonies, people, peopleVariation } = assumedBorough;
  const names = [...strata, ...schemeColumns(scheme)];
  const known: readonly string[] = [
    'borough',
    'group_size',
    'unit_size',
    'age_band',
    'prior_franchise',
    'registered_at_baseline',
  ];
  const unknown = names.filter((name) => !known.includes(name));
  return [
    ...(silent === 0
      ? []
      : [
          `${silent} of ${boroughs.length} boroughs declare nothing expected: ${ceremonies} ceremonies of ${people} people (coefficient of variation ${peopleVariation}) are assumed for each`,
        ]),
    ...(unit === 'ceremony' ? [] : [`households: ${assumedPeople.householdSizes.source}`]),
    ...(unit === 'ceremony' && scheme.kind === 'cohort'
      ? [`the lists of ${closingTogether} ceremonies in each borough are assumed to close together`]
      : []),
    ...unknown.map((name) => `"${name}" is assumed to have ${unknownValues} values, all alike frequent`),
  ];
}
