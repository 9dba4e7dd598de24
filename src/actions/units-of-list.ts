/**
 * The units of closing lists, with the stratum and the factors each has at this moment: the snapshot that the draw and its
 * re-draw use. Households stay together whatever is drawn: one that has an arm keeps it, and where people are drawn the first of a
 * household in list order is drawn and the others follow. Who belongs to the primary population does not hang on the order in which
 * lists are closed. docs/randomisation.md, section 5.
 */

import type { Unit } from '../randomise/draw-state.ts';
import type { Row } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { groupSizeStratum } from '../trial/group-size.ts';
import { unitSize } from '../trial/known-factors.ts';
import type { Protocol } from '../trial/protocol.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { stratumKey } from '../trial/stratum.ts';

type Person = Row<'attendee'>;

/** The eligible people booked into a ceremony who have not left the trial, in the order of their ids. */
export type People = { readonly ceremony: CeremonyState; readonly people: readonly Person[] };

/** A household that has an arm: the unit it has it by, and the instant of the draw (ISO 8601, UTC). */
export type DrawnHousehold = { readonly unit: string; readonly at: string };

export type ListUnits = {
  /** `isReturn`: the person was enrolled when, or after, their household was drawn, and so may have come because of its arm. */
  readonly members: readonly { readonly attendee: string; readonly unit: string; readonly isReturn: boolean }[];
  /** Those to be drawn, in the order of their ids, which say nothing about the people. */
  readonly units: readonly Unit[];
};

/** @param drawnBefore the households that have an arm by now; not read where ceremonies are drawn */
export function unitsOfLists(
  protocol: Protocol,
  lists: readonly People[],
  drawnBefore: ReadonlyMap<string, DrawnHousehold>,
): readonly ListUnits[] {
  const unitOf = new Map([...drawnBefore].map(([household, { unit }]) => [household, unit]));
  return lists.map((list) => {
    const fresh = protocol.unit === 'ceremony' ? [list] : householdsIn(list).filter(({ id }) => !unitOf.has(id));
    const drawn = fresh.map((group) => drawnOf(protocol, list.ceremony, group.people));
    fresh.forEach((group, index) => {
      const one = drawn[index];
      if ('id' in group && one !== undefined) unitOf.set(group.id, one.unit);
    });
    return {
      members: list.people.map(({ id, household, at }) => ({
        attendee: id,
        unit: protocol.unit === 'ceremony' ? list.ceremony.id : (unitOf.get(household) ?? ''),
        isReturn: protocol.unit !== 'ceremony' && at >= (drawnBefore.get(household)?.at ?? after),
      })),
      units: drawn.toSorted((a, b) => (a.unit < b.unit ? -1 : 1)),
    };
  });
}

/** Later than any instant. */
const after = '~';

function householdsIn({ people }: People) {
  return [...Map.groupBy(people, ({ household }) => household)].map(([id, members]) => ({ id, people: members }));
}

/** What of these people is drawn: their ceremony, their household, or the first of them. */
function drawnOf(protocol: Protocol, ceremony: CeremonyState, people: readonly Person[]): Unit {
  const [first] = people;
  if (first === undefined) throw new Error('A unit has nobody in it.');
  switch (protocol.unit) {
    case 'ceremony':
      return described(protocol, ceremony.id, ceremony, people);
    case 'household':
      return described(protocol, first.household, ceremony, people);
    case 'attendee':
      return described(protocol, first.id, ceremony, [first]);
  }
}

/** A unit by its stratum and factors. @param people everybody in it, as the list closes */
export function described(
  protocol: Protocol,
  unit: string,
  ceremony: { readonly borough: string },
  people: readonly Person[],
): Unit {
  const read = (name: string) => readValue(name, ceremony.borough, people);
  const household = protocol.unit === 'attendee' ? (people[0]?.household ?? null) : null;
  return {
    unit,
    household,
    stratum: stratumKey(protocol.strata.map(read)),
    values: schemeColumns(protocol.scheme).map(read),
  };
}

/** The rules of a protocol see to it that what differs between people is asked of one person only. */
function readValue(name: string, borough: string, people: readonly Person[]): string {
  const [first] = people;
  if (first === undefined) throw new Error('A unit has nobody in it.');
  switch (name) {
    case 'borough':
      return borough;
    case unitSize:
      return String(people.length);
    case 'group_size':
      return groupSizeStratum(Math.max(...people.map(({ groupSize }) => groupSize)));
    case 'age_band':
      return first.ageBand;
    case 'prior_franchise':
      return first.priorFranchise;
    case 'registered_at_baseline':
      return first.registeredAtBaseline;
    default:
      throw new Error(`A unit has no value called ${name}.`);
  }
}
