/**
 * A closed list drawn at once: the ratio is kept as nearly as whole numbers allow, and nothing can be guessed from what
 * was drawn before, because nothing was. Used for the one list of a trial (complete) and for each ceremony's list (cohort).
 * The leftover rule answers the small-strata problem of complete randomisation: no arm is favoured by a list's size.
 * docs/randomisation.md, section 8.
 */
import { type Design, expandedArms, ratioSum, ratiosOf } from './design.ts';
import { shuffle, stream } from './stream.ts';

/** The arms (indices in protocol order) of `units` units of one stratum, in list order; `label` names the list. */
export function wholeListArms(design: Design, key: Uint8Array, label: string, units: number): readonly number[] {
  return arrangeWholeList(ratiosOf(design), units, stream(key, design.protocolHash, label));
}

/**
 * With R the sum of the ratio and units = q·R + m, each arm comes q × its ratio times; the m others are drawn without
 * replacement from the R arms of one ratio. Each unit's probability of an arm is exactly ratio ÷ R.
 */
export function arrangeWholeList(ratios: readonly number[], units: number, random: () => number): readonly number[] {
  const sum = ratioSum(ratios);
  const leftovers = shuffle(expandedArms(ratios, 1), random);
  const arms = expandedArms(ratios, Math.floor(units / sum));
  for (let left = 0; left < units % sum; left++) arms.push(leftovers[left] as number); // fewer than the R there are
  return shuffle(arms, random);
}
