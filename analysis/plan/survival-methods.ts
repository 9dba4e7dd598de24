/** The methods for a time to an event. */
import type { PlannedEstimator } from './schema.ts';

export const survivalMethods = ['kaplan-meier', 'log-rank', 'cox', 'restricted-mean'] as const;
type SurvivalMethod = (typeof survivalMethods)[number];
export type SurvivalEstimator = Extract<PlannedEstimator, { readonly method: SurvivalMethod }>;

export function isSurvival(estimator: PlannedEstimator): estimator is SurvivalEstimator {
  return survivalMethods.some((method) => method === estimator.method);
}
