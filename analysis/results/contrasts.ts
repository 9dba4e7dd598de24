/**
 * The comparisons a plan asks for, as names and as indices into a frame's arms. A pair of which one arm has no usable row
 * stays in the list, so that its result can say why there is none.
 */
import { type NotGiven, notEstimable } from '../estimators/estimator.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { PlannedContrasts } from '../plan/plan-parts.ts';

export type ArmPair = readonly [treated: string, reference: string];

/** @param arms those of the population, the reference first if it is among them */
export function armPairs(planned: PlannedContrasts, arms: readonly string[], reference: string): readonly ArmPair[] {
  if (planned === 'each-against-reference') {
    return arms.filter((arm) => arm !== reference).map((arm): ArmPair => [arm, reference]);
  }
  if (planned === 'all-pairs') {
    return arms.flatMap((low, index) => arms.slice(index + 1).map((high): ArmPair => [high, low]));
  }
  return planned;
}

/** The pair as indices into the frame's arms, or why it cannot be compared. */
export function contrastIn(frame: Frame, [treated, reference]: ArmPair): Contrast | NotGiven {
  const contrast = { treated: frame.arms.indexOf(treated), reference: frame.arms.indexOf(reference) };
  const absent = [treated, reference].filter((arm) => !frame.arms.includes(arm));
  if (absent.length === 0) return contrast;
  return notEstimable('empty-arm', `No row that could be used belongs to the arm ${absent.join(' or to ')}.`);
}
