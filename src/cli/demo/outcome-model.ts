/**
 * What becomes of a made-up person. Each ceremony has its own registration rate (a beta-binomial), households decide as one
 * with a fixed share, and the arm that reached the person adds its assumed effect. The two sources of agreement together give
 * the ceremony ICC that was assumed.
 */
import { assumptions } from './assumptions.ts';
import { boroughHabits } from './borough-habits.ts';
import type { Chance } from './chance.ts';
import type { Effects } from './effects.ts';
import type { Luck } from './people.ts';

export type Truth = {
  /** Days from the ceremony as randomised to the event; null where it never happens. */
  readonly registeredAfterDays: number | null;
  readonly volunteeredAfterDays: number | null;
  readonly intends: boolean;
};

/** This ceremony's own registration rate, without any arm's effect. */
export function ceremonyRate(chance: Chance): number {
  return chance.beta(assumptions.registrationRate.value, ceremonyCorrelation);
}

/**
 * The correlation that ceremonies must add to what households bring. Of somebody's companions in a ceremony a share π is of
 * the same household, so ICC = ρ + π·h·(1 − ρ), where h is the agreement within households; solved for ρ.
 */
export const ceremonyCorrelation = (() => {
  const byHouseholds = shareOfOwnHousehold() * assumptions.householdAgreement.value;
  return (assumptions.ceremonyIcc.value - byHouseholds) / (1 - byHouseholds);
})();

/**
 * π: the others of one's household, E[s(s − 1)] / E[s] for a household of s, over the others on the list, μ − 1, of those who
 * are eligible. The ANOVA estimator of the ICC weighs a list of m people by m − 1, so the mean list μ is all that matters.
 */
function shareOfOwnHousehold(): number {
  const sizes = assumptions.householdSizes.value;
  const meanSize = sum(sizes.map(([size, share]) => size * share));
  const others = sum(sizes.map(([size, share]) => size * (size - 1) * share)) / meanSize;
  const lists = Object.values(boroughHabits).map(({ meanList }) => meanList);
  const eligible = 1 - assumptions.ineligible.value;
  return (others * eligible) / ((sum(lists) / lists.length) * eligible - 1);
}

/** @param rate of the ceremony as randomised @param effect of the arm that reached the person */
export function truthOf(luck: Luck, rate: number, effect: Effects): Truth {
  const lastInWindow = assumptions.lastDayOfWindow.value;
  const lastOfAll = assumptions.lastRegistrationDay.value;
  const isInWindow = luck.registers < rate + effect.registered;
  const isLater = luck.registersLater < assumptions.registeredLater.value;
  const inWindow = Math.floor((lastInWindow + 1) * luck.registrationDay ** assumptions.registrationDayExponent.value);
  const after = lastInWindow + 1 + Math.floor((lastOfAll - lastInWindow) * luck.registrationDay);
  const isVolunteer = luck.volunteers < assumptions.volunteeringRate.value + effect.volunteered;
  return {
    registeredAfterDays: isInWindow ? inWindow : isLater ? after : null,
    volunteeredAfterDays: isVolunteer ? Math.floor((lastInWindow + 1) * luck.volunteeringDay) : null,
    intends: luck.intends < assumptions.intentionRate.value + effect.intends,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
