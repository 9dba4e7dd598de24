/**
 * The methods that compare two arms (or test all of them) from the rows as they are, without a model: they are dispatched,
 * shown and named together.
 */
import type { PlannedEstimator } from './schema.ts';

export const comparisonMethods = [
  'risk-ratio',
  'odds-ratio',
  'fisher-exact',
  'mantel-haenszel',
  't-test',
  'rank-sum',
  'equivalence',
  'attrition',
  'sites',
] as const;
export type ComparisonMethod = (typeof comparisonMethods)[number];
export type ComparisonEstimator = Extract<PlannedEstimator, { readonly method: ComparisonMethod }>;

export function isComparison(estimator: PlannedEstimator): estimator is ComparisonEstimator {
  return comparisonMethods.some((method) => method === estimator.method);
}
