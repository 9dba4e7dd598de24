/** The statistic of the allocation that was drawn, or why it has none. */
import { type NotGiven, notEstimable } from '../estimators/estimator.ts';
import { emptyArm, oneInArm } from '../estimators/refusals.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { Form, Tally } from './tally.ts';
import type { Units } from './units.ts';

/** @param own the contrast as indices into the units' arms */
export function observedForm(
  frame: Frame,
  contrast: Contrast,
  units: Units,
  own: Contrast,
  tally: Tally,
  isStudentised: boolean,
): Form | NotGiven {
  const thin = thinBlock(frame, contrast, units, own, isStudentised ? 2 : 1);
  if (thin !== undefined) return thin;
  if (isConstant(frame, contrast)) {
    return notEstimable('no-variation', 'The outcomes do not vary, so every allocation gives the same difference.');
  }
  tally.countLabels(units.arm);
  const form = tally.form(own);
  if (isStudentised && form.yy === 0) {
    return notEstimable('no-variation', 'The outcomes do not vary within the arms, so there is no standard error.');
  }
  return form;
}

/** A block in which one of the arms has fewer than `least` units. */
function thinBlock(
  frame: Frame,
  contrast: Contrast,
  { blockStarts, arm, code }: Units,
  own: Contrast,
  least: number,
): NotGiven | undefined {
  const isOneBlock = blockStarts.length === 2;
  const unit = (code[0] ?? -1) === -1 ? 'person' : 'cluster';
  for (let block = 0; block + 1 < blockStarts.length; block += 1) {
    const labels = arm.subarray(blockStarts[block], blockStarts[block + 1]);
    for (const side of ['treated', 'reference'] as const) {
      const count = labels.reduce((sum, label) => (label === own[side] ? sum + 1 : sum), 0);
      if (count >= least) continue;
      if (count === 0) return isOneBlock ? emptyArm(frame, contrast[side]) : emptyInBlock(frame, contrast[side]);
      return isOneBlock ? oneInArm(frame, contrast[side], unit) : oneInBlock(frame, contrast[side], unit);
    }
  }
  return undefined;
}

function isConstant({ arm, outcome, rows }: Frame, { treated, reference }: Contrast): boolean {
  let first: number | undefined;
  for (let row = 0; row < rows; row += 1) {
    if (arm[row] !== treated && arm[row] !== reference) continue;
    first ??= outcome[row];
    if (outcome[row] !== first) return false;
  }
  return true;
}

function emptyInBlock(frame: Frame, arm: number): NotGiven {
  return notEstimable(
    'empty-arm',
    `A block has nobody of the arm ${frame.arms[arm] ?? ''} with this outcome, so it compares nothing.`,
  );
}

function oneInBlock(frame: Frame, arm: number, unit: 'person' | 'cluster'): NotGiven {
  return notEstimable(
    `one-${unit}-in-arm`,
    `A block has one ${unit} in the arm ${frame.arms[arm] ?? ''}, so that arm's sampling variation within it cannot be estimated; the statistic "difference" needs none.`,
  );
}
