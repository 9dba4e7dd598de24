/**
 * Covariates that a plan names for an estimator which would not use them, and adjustment without any: either way the figure
 * would not be the one the plan describes. The plan's own list is of all estimators, so each may leave it aside.
 */
import type { JsonPath } from './located-json.ts';
import { quoted } from './quoted.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** In the order of the estimator's keys. A joint test is judged with its model. */
export function checkCovariates(plan: Plan, estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  const { method, covariates: own = [] } = estimator;
  if (method === 'balance' || method === 'wald-joint') return [];
  const isOwn = own.length > 0;
  if (!('adjust' in estimator)) {
    return isOwn ? [wrong([...at, 'covariates'], `the method ${quoted(method)} takes no covariates`)] : [];
  }
  const { adjust } = estimator;
  if (adjust === 'none') {
    const message = 'this estimator has covariates of its own, and "adjust" is "none": it would not use them';
    return isOwn ? [wrong([...at, 'covariates'], message)] : [];
  }
  const isBare = (estimator.covariates ?? plan.covariates).length === 0;
  return isBare ? [wrong([...at, 'adjust'], `"${adjust}" needs covariates, and there are none`)] : [];
}

function wrong(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}
