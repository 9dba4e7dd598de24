/** Runs the methods of plan/comparisons.ts: one result for each contrast, or one for all arms. */
import { fisherExact } from '../estimators/fisher-exact.ts';
import { oddsRatio, riskRatio } from '../estimators/risk-ratio.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { ComparisonEstimator } from '../plan/comparisons.ts';
import type { Figures } from './result.ts';

/** False for a test over all arms. */
export function isAboutTwoArms(estimator: ComparisonEstimator): boolean {
  return !('over' in estimator) || estimator.over === 'contrast';
}

export function compareArms(estimator: ComparisonEstimator, frame: Frame, contrast: Contrast, level: number): Figures {
  switch (estimator.method) {
    case 'risk-ratio':
      return riskRatio(frame, contrast, { level });
    case 'odds-ratio':
      return oddsRatio(frame, contrast, { level });
    case 'fisher-exact':
      return fisherExact(frame, contrast, { ...estimator, level });
  }
}

export function compareAllArms(estimator: ComparisonEstimator, frame: Frame, level: number): Figures {
  if (estimator.method === 'fisher-exact') return fisherExact(frame, 'all-arms', { ...estimator, level });
  throw new Error(`${estimator.method} compares two arms`);
}
