/**
 * Made-up people: the rows a borough would upload of them, and the luck that decides what becomes of them. References are
 * made up too and go through the borough's own linkage, so that only hashes of them ever leave this file.
 */
import { householdHash, referenceHash } from '../../borough/linkage.ts';
import type { LinkageKey } from '../../borough/linkage-key.ts';
import type { AttendeeRow } from '../../trial/attendee.ts';
import { assumptions } from './assumptions.ts';
import { habitsOf } from './borough-habits.ts';
import type { Chance } from './chance.ts';

/** Numbers in [0, 1), each deciding one thing once it is known which arm reaches the person. */
export type Luck = {
  readonly registers: number;
  readonly registrationDay: number;
  readonly registersLater: number;
  readonly volunteers: number;
  readonly volunteeringDay: number;
  readonly intends: number;
};

export type MadeUpPerson = { readonly row: AttendeeRow; readonly luck: Luck };

/** Gives references that no two people of the demo share. */
export type NextReference = () => string;

/** "SIM" and nine digits: the borough's number and a count. No real reference looks so. */
export function referencesOf(borough: string): NextReference {
  let count = 0;
  return () => `SIM${borough.slice(-2)}${String(count++).padStart(7, '0')}`;
}

/** The people of one booking list, household by household, so many as the borough's habits and chance give. */
export function madeUpList(
  chance: Chance,
  borough: string,
  key: LinkageKey,
  nextReference: NextReference,
): readonly MadeUpPerson[] {
  const { meanList, largestList } = habitsOf(borough);
  const wished = Math.round(meanList * chance.gamma(assumptions.sizeVariation.value));
  const size = Math.min(largestList, Math.max(assumptions.smallestList.value, wished));
  const people: MadeUpPerson[] = [];
  while (people.length < size) {
    const members = Math.min(size - people.length, chance.oneOf(assumptions.householdSizes.value));
    people.push(...madeUpHousehold(chance, members, key, nextReference));
  }
  return people;
}

/** The first member is the lead case. With the agreed share of households, all members decide as one. */
function madeUpHousehold(chance: Chance, members: number, key: LinkageKey, nextReference: NextReference) {
  const references = Array.from({ length: members }, nextReference);
  const household = householdHash(key, references[0] ?? '');
  const isOfOneMind = chance.happens(assumptions.householdAgreement.value);
  const shared = chance.share();
  return references.map((reference): MadeUpPerson => {
    const isIneligible = chance.happens(assumptions.ineligible.value);
    const reason = chance.oneOf(assumptions.ineligibleReasons.value);
    const own = chance.share();
    return {
      row: {
        reference_hash: referenceHash(key, reference),
        household_hash: household,
        group_size: members,
        age_band: chance.oneOf(assumptions.ageBands.value),
        prior_franchise: chance.oneOf(assumptions.priorFranchises.value),
        registered_at_baseline: chance.oneOf(assumptions.registeredAtBaseline.value),
        eligible: isIneligible ? 'no' : 'yes',
        reason: isIneligible ? reason : null,
      },
      luck: {
        registers: isOfOneMind ? shared : own,
        registrationDay: chance.share(),
        registersLater: chance.share(),
        volunteers: chance.share(),
        volunteeringDay: chance.share(),
        intends: chance.share(),
      },
    };
  });
}
