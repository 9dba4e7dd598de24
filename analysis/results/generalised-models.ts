/** Runs the methods of plan/generalised-models.ts: for each contrast its results, a list of one or more. */
import type { FrameWithColumns } from '../dataset/frames.ts';
import { gee } from '../estimators/gee.ts';
import { logistic } from '../estimators/logistic.ts';
import { poisson } from '../estimators/poisson.ts';
import type { Contrast, FrameColumn } from '../frame.ts';
import type { GeneralisedEstimator } from '../plan/generalised-models.ts';
import type { Figures } from './result.ts';

/** In the order of the contrasts. */
export function fitGeneralised(
  estimator: GeneralisedEstimator,
  { frame, columns }: FrameWithColumns,
  contrasts: readonly Contrast[],
  level: number,
): readonly (readonly Figures[])[] {
  switch (estimator.method) {
    case 'logistic':
      return logistic(frame, contrasts, { ...estimator, covariates: columns, level });
    case 'gee':
      return gee(frame, contrasts, { ...estimator, level }).map((one) => [one]);
    case 'poisson': {
      const hasOffset = estimator.offset !== undefined;
      const offset = hasOffset ? numbersOf(columns.at(-1)) : null;
      const covariates = hasOffset ? columns.slice(0, -1) : columns;
      return poisson(frame, contrasts, { errors: estimator.errors, offset, covariates, level }).map((one) => [one]);
    }
  }
}

function numbersOf(column: FrameColumn | undefined): Float64Array {
  if (column?.kind !== 'number') throw new Error(`${column?.name ?? 'the offset'} was to be read as numbers`);
  return column.values;
}
