/** Differences within pairs of two people, one in each arm of a contrast. */
import type { Contrast, Frame, Groups } from '../frame.ts';
import { notEstimable, type Result } from './estimator.ts';

/** Treated minus reference, for each pair with both outcomes. Refuses a pair with two people in an arm (copies too). */
export function pairDifferences(
  { rows, outcome, arm, weight, arms }: Frame,
  { codes, count }: Groups,
  contrast: Contrast,
): Result<readonly number[]> {
  const sides = { treated: new Map<number, number>(), reference: new Map<number, number>() };
  for (let row = 0; row < rows; row += 1) {
    const side = arm[row] === contrast.treated ? 'treated' : arm[row] === contrast.reference ? 'reference' : null;
    if (side === null) continue;
    const pair = codes[row] ?? 0;
    if (sides[side].has(pair) || (weight !== null && weight[row] !== 1)) {
      const name = arms[contrast[side]] ?? '';
      return notEstimable('not-pairs', `A pair has more than one person in the arm ${name}.`);
    }
    sides[side].set(pair, outcome[row] ?? 0);
  }
  const differences: number[] = [];
  for (let pair = 0; pair < count; pair += 1) {
    const [treated, reference] = [sides.treated.get(pair), sides.reference.get(pair)];
    if (treated !== undefined && reference !== undefined) differences.push(treated - reference);
  }
  return differences;
}
