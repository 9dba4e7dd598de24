/** The methods that look at the rows themselves before any outcome: one result for the estimator. */
import type { PlannedEstimator } from './schema.ts';

export const designCheckMethods = ['sample-ratio', 'balance'] as const;
type DesignCheckMethod = (typeof designCheckMethods)[number];
export type DesignCheck = Extract<PlannedEstimator, { readonly method: DesignCheckMethod }>;

export function isDesignCheck(estimator: PlannedEstimator): estimator is DesignCheck {
  return designCheckMethods.some((method) => method === estimator.method);
}
