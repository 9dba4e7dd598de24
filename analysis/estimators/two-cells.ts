/** The two arms of a comparison of a binary outcome, as people and successes, or why there is nothing to compare. */
import type { Contrast, Frame } from '../frame.ts';
import { armCounts } from './arm-counts.ts';
import type { Result } from './estimator.ts';
import type { TwoCells } from './miettinen-nurminen.ts';
import { emptyArm, notBinary } from './refusals.ts';

/** Refuses an outcome that is not binary and an arm without people; `figure` begins the sentence that says so. */
export function twoCells(frame: Frame, contrast: Contrast, figure: string): Result<TwoCells> {
  if (frame.outcomeKind !== 'binary') return notBinary(figure);
  const counts = armCounts(frame);
  const treated = counts[contrast.treated];
  const reference = counts[contrast.reference];
  if (treated === undefined || treated.n === 0) return emptyArm(frame, contrast.treated);
  if (reference === undefined || reference.n === 0) return emptyArm(frame, contrast.reference);
  return { treated, reference };
}
