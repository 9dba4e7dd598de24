/**
 * Each unit's probability of each arm, and how many allocations a design can make, both exact. Derived from the design, so
 * that nobody types a probability: an analysis that weights by it and the page that states it read the same fraction.
 */
import { type Design, type DesignArm, ratioSum } from './design.ts';

export type ArmProbability = { readonly arm: string; readonly numerator: number; readonly denominator: number };

/**
 * The probability that a unit gets each arm, before anything is drawn, in lowest terms. Simple: by definition. Blocks and
 * whole lists: the shuffle makes positions exchangeable, and the expected share of an arm is ratio ÷ sum, leftovers
 * included. (The numbers have 52 bits, so the machine's own probabilities differ from these by less than 2⁻⁴⁰.)
 */
export function probabilities(design: Design): readonly ArmProbability[] {
  const sum = ratioSum(design.arms);
  return design.arms.map(({ name, ratio }) => {
    const divisor = greatestCommonDivisor(ratio, sum);
    return { arm: name, numerator: ratio / divisor, denominator: sum / divisor };
  });
}

/** In how many orders the arms of one block of `size` can stand: size! ÷ ∏ (size × ratio ÷ sum)!. */
export function possibleBlocks(design: Design, size: number): bigint {
  const times = size / ratioSum(design.arms);
  return multinomial(design.arms.map(({ ratio }) => ratio * times));
}

/** How many allocations one whole list of `units` units in a stratum can get, over every choice of the leftovers. */
export function possibleWholeLists(design: Design, units: number): bigint {
  const sum = ratioSum(design.arms);
  const times = Math.floor(units / sum);
  let count = 0n;
  for (const leftovers of leftoverCounts(design.arms, units % sum)) {
    count += multinomial(design.arms.map(({ ratio }, arm) => ratio * times + (leftovers[arm] ?? 0)));
  }
  return count;
}

/** How many allocations simple randomisation can give to `units` units: arms to the power of units. */
export function possibleSimple(design: Design, units: number): bigint {
  return BigInt(design.arms.length) ** BigInt(units);
}

/** Every way to take `left` arms, no arm more often than its ratio. */
function* leftoverCounts(arms: readonly DesignArm[], left: number): Generator<readonly number[]> {
  const [first, ...others] = arms;
  if (first === undefined) {
    if (left === 0) yield [];
    return;
  }
  for (let taken = 0; taken <= Math.min(first.ratio, left); taken++) {
    for (const rest of leftoverCounts(others, left - taken)) yield [taken, ...rest];
  }
}

/** (Σ counts)! ÷ ∏ counts!, built from binomial coefficients so that every step is a whole number. */
function multinomial(counts: readonly number[]): bigint {
  let result = 1n;
  let total = 0n;
  for (const count of counts) {
    for (let i = 1n; i <= BigInt(count); i++) {
      total++;
      result = (result * total) / i;
    }
  }
  return result;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
