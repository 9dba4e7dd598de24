/**
 * People of one household get one arm, whatever the scheme: two packs on one kitchen table are read by both. The first of
 * them in list order is drawn for all, the others follow and are counted nowhere. docs/randomisation.md, section 5.
 */
import type { Drawn, Follower, HouseholdArm, Unit } from './draw-state.ts';

type Households = ReadonlyMap<string, HouseholdArm>;

/** The units that take a slot: those without a household, and the first of each household that has no arm yet. */
export function leadersOf(units: readonly Unit[], before: Households): readonly Unit[] {
  const begun = new Set<string>();
  return units.filter(({ household }) => {
    if (household === null) return true;
    if (before.has(household) || begun.has(household)) return false;
    begun.add(household);
    return true;
  });
}

/** The households drawn before with those of `leaders`, whose draws are `drawn` in the same order. */
export function householdsAfter(before: Households, leaders: readonly Unit[], drawn: readonly Drawn[]): Households {
  if (leaders.every(({ household }) => household === null)) return before;
  const after = new Map(before);
  for (const [index, { household, unit }] of leaders.entries()) {
    const arm = drawn[index]?.arm;
    if (arm === undefined) throw new Error(`"${unit}" was not drawn`);
    if (household !== null) after.set(household, { unit, arm });
  }
  return after;
}

/** Everybody of the list who is not among the leaders, with the arm of their household. */
export function followersOf(
  units: readonly Unit[],
  leaders: readonly Unit[],
  households: Households,
): readonly Follower[] {
  if (leaders.length === units.length) return [];
  const isLeader = new Set(leaders);
  return units.flatMap((one) => {
    if (isLeader.has(one)) return [];
    const { unit, stratum, household } = one;
    const settled = household === null ? undefined : households.get(household);
    if (settled === undefined) throw new Error(`"${unit}" follows a household without an arm`);
    return [{ unit, stratum, position: null, arm: settled.arm, follows: settled.unit }];
  });
}
