/** The generalised linear models: one fit over all arms, one or several results for each contrast. */
import type { PlannedEstimator } from './schema.ts';

export const generalisedMethods = ['logistic', 'poisson', 'gee'] as const;
type GeneralisedMethod = (typeof generalisedMethods)[number];
export type GeneralisedEstimator = Extract<PlannedEstimator, { readonly method: GeneralisedMethod }>;

export function isGeneralised(estimator: PlannedEstimator): estimator is GeneralisedEstimator {
  return generalisedMethods.some((method) => method === estimator.method);
}
