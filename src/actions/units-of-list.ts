/** The units of a closing list, with the stratum each has at this moment: the snapshot that the draw and its re-draw use. */

import type { Unit } from '../randomise/draw-state.ts';
import type { Row } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { groupSizeStratum } from '../trial/group-size.ts';
import type { Protocol } from '../trial/protocol.ts';
import { stratumKey } from '../trial/stratum.ts';

export type ListUnits = {
  readonly members: readonly { readonly attendee: string; readonly unit: string }[];
  /** In the order of their ids, which say nothing about the people. */
  readonly units: readonly Unit[];
};

/** @param people the eligible people booked into this ceremony who have not left the trial */
export function unitsOf(protocol: Protocol, ceremony: CeremonyState, people: readonly Row<'attendee'>[]): ListUnits {
  if (protocol.unit === 'ceremony') {
    const stratum = stratumKey(protocol.strata.map((name) => ceremonyValue(name, ceremony)));
    return {
      members: people.map(({ id }) => ({ attendee: id, unit: ceremony.id })),
      units: [{ unit: ceremony.id, stratum, household: null, values: [] }],
    };
  }
  const households = Map.groupBy(people, ({ household }) => household);
  const units = [...households]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, members]) => ({
      unit,
      stratum: stratumKey(protocol.strata.map((name) => householdValue(name, ceremony, members))),
      household: null,
      values: [],
    }));
  return { members: people.map(({ id, household }) => ({ attendee: id, unit: household })), units };
}

function ceremonyValue(name: string, ceremony: CeremonyState): string {
  if (name === 'borough') return ceremony.borough;
  throw new Error(`A ceremony has no stratum called ${name}.`);
}

function householdValue(name: string, ceremony: CeremonyState, members: readonly Row<'attendee'>[]): string {
  if (name === 'group_size') return groupSizeStratum(Math.max(...members.map(({ groupSize }) => groupSize)));
  return ceremonyValue(name, ceremony);
}
