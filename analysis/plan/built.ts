/**
 * What this version of the engine can run. The plan's whole language parses; whatever is not listed here is refused by name
 * and path, never ignored: a plan that ran without one of its demands would look as if it had been followed.
 */
import { comparisonMethods } from './comparisons.ts';
import { designCheckMethods } from './design-checks.ts';
import { generalisedMethods } from './generalised-models.ts';
import type { JsonPath } from './located-json.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import { survivalMethods } from './survival-methods.ts';

const built = [
  'proportions',
  'risk-difference',
  'chi-squared',
  'linear',
  'wald-joint',
  'difference-in-means',
  'two-stage-least-squares',
  'icc',
  'subgroup',
  'randomisation-inference',
  'interim',
  ...comparisonMethods,
  ...designCheckMethods,
  ...generalisedMethods,
  ...survivalMethods,
] as const;
type BuiltMethod = (typeof built)[number];
export type BuiltEstimator = Extract<PlannedEstimator, { readonly method: BuiltMethod }>;

/** True for the methods that run; their options may still be refused by `notBuilt`. */
export function isBuilt(estimator: PlannedEstimator): estimator is BuiltEstimator {
  return built.some((method) => method === estimator.method);
}

/** One finding for each method or option of the plan that does not run yet. */
export function notBuilt(plan: Plan): readonly Finding[] {
  return plan.estimators.flatMap((estimator, index) => ofEstimator(estimator, ['estimators', index]));
}

function ofEstimator(estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  if (estimator.method === 'randomisation-inference' && estimator.scheme === 'protocol') {
    return [finding([...at, 'scheme'], 'the trial’s own scheme is not built yet; declare it as { "kind": … }')];
  }
  return [];
}

function finding(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}
