/**
 * Each unit's probability of each arm, exact. Derived from the design, so that nobody types a probability: an analysis that
 * weights by it and the page that states it read the same fraction.
 */
import { type Design, ratioSum, ratiosOf } from './design.ts';

export type ArmProbability = { readonly arm: string; readonly numerator: number; readonly denominator: number };

/**
 * The probability that a unit gets each arm, before anything is drawn, in lowest terms. Simple: by definition. Blocks and
 * whole lists: the shuffle makes positions exchangeable, and the expected share of an arm is ratio ÷ sum, leftovers
 * included. These are the design's; what the generator adds to them is said in docs/randomisation.md, section 12.
 */
export function probabilities(design: Design): readonly ArmProbability[] {
  const sum = ratioSum(ratiosOf(design));
  return design.arms.map(({ name, ratio }) => {
    const divisor = greatestCommonDivisor(ratio, sum);
    return { arm: name, numerator: ratio / divisor, denominator: sum / divisor };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
