/**
 * Classical and heteroskedasticity-consistent covariance of the arms' means; t has N − k degrees of freedom, as in estimatr.
 * Sources: H. White 1980, Econometrica 48:817–838 (HC0); J. G. MacKinnon & H. White 1985, J. Econometrics 29:305–325 (HC1,
 * HC2, HC3). With leverage 1/nₐ, HC2 is Neyman's variance of a difference of means.
 */
import type { Frame } from '../frame.ts';
import type { ArmCells } from './arm-cells.ts';
import type { ArmMeanCovariance } from './arm-mean-covariance.ts';
import { type LinearErrors, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { oneInArm } from './refusals.ts';

type Unclustered = Exclude<LinearErrors, 'CR0' | 'CR1S' | 'CR2'>;

/** Off the diagonal all is 0. An arm of one person has no variation of its own to estimate from: only classical pools. */
export function unclustered(frame: Frame, cells: ArmCells, errors: Unclustered): Result<ArmMeanCovariance> {
  const { n, squares, total } = cells;
  const size = n.length;
  const df = total - n.filter((people) => people > 0).length;
  if (df < 1) return notEstimable('no-degrees-of-freedom', 'There are no more people than arms.');
  const pooled = squares.reduce((sum, value) => sum + value, 0) / df;
  const covariance = new Float64Array(size * size);
  const unknown = new Map<number, NotGiven>();
  for (let arm = 0; arm < size; arm += 1) {
    const people = n[arm] ?? 0;
    if (people === 1 && errors !== 'classical') unknown.set(arm, oneInArm(frame, arm, 'person'));
    else if (people > 0) covariance[arm * size + arm] = variance(errors, people, squares[arm] ?? 0);
  }
  return { covariance, df, clusters: null, unknown };

  function variance(kind: Unclustered, people: number, square: number): number {
    switch (kind) {
      case 'classical':
        return pooled / people;
      case 'HC0':
        return square / people / people;
      case 'HC1':
        return ((square / people / people) * total) / df;
      case 'HC2':
        return square / people / (people - 1);
      case 'HC3':
        return square / (people - 1) / (people - 1);
    }
  }
}
