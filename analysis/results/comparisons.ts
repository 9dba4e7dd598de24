/** Runs the methods of plan/comparisons.ts: one result for each contrast. */
import { oddsRatio, riskRatio } from '../estimators/risk-ratio.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { ComparisonEstimator } from '../plan/comparisons.ts';
import type { Figures } from './result.ts';

export function compareArms(estimator: ComparisonEstimator, frame: Frame, contrast: Contrast, level: number): Figures {
  switch (estimator.method) {
    case 'risk-ratio':
      return riskRatio(frame, contrast, { level });
    case 'odds-ratio':
      return oddsRatio(frame, contrast, { level });
  }
}
