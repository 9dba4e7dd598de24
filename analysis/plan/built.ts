/**
 * What this version of the engine can run. The plan's whole language parses; whatever is not listed here is refused by name
 * and path, never ignored: a plan that ran without one of its demands would look as if it had been followed.
 */

import type { JsonPath } from './located-json.ts';
import { quoted } from './quoted.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import { errorsOf } from './settings.ts';

const built = ['proportions', 'risk-difference', 'chi-squared', 'linear', 'icc'] as const;
type BuiltMethod = (typeof built)[number];
export type BuiltEstimator = Extract<PlannedEstimator, { readonly method: BuiltMethod }>;

/** True for the methods that run; their options may still be refused by `notBuilt`. */
export function isBuilt(estimator: PlannedEstimator): estimator is BuiltEstimator {
  return built.some((method) => method === estimator.method);
}

/** One finding for each method or option of the plan that does not run yet. */
export function notBuilt(plan: Plan): readonly Finding[] {
  const imputations =
    plan.imputations === undefined
      ? []
      : [finding(['imputations'], "Rubin's rules are not built yet; give one completed data set", 'key')];
  return [
    ...imputations,
    ...plan.estimators.flatMap((estimator, index) => ofEstimator(plan, estimator, ['estimators', index])),
  ];
}

function ofEstimator(plan: Plan, estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  if (!isBuilt(estimator)) {
    const message = `the method ${quoted(estimator.method)} is not built yet; built are ${built.join(', ')}`;
    return [finding([...at, 'method'], message)];
  }
  return estimator.method === 'linear' ? ofLinear(plan, estimator, at) : [];
}

function ofLinear(
  plan: Plan,
  estimator: Extract<PlannedEstimator, { readonly method: 'linear' }>,
  at: JsonPath,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (estimator.adjust !== 'none') {
    findings.push(
      finding([...at, 'adjust'], `the adjustment ${quoted(estimator.adjust)} is not built yet; built is none`),
    );
  }
  if (estimator.fixedEffects.length > 0) {
    findings.push(finding([...at, 'fixedEffects'], 'fixed effects are not built yet', 'key'));
  }
  if (errorsOf(plan, estimator) === 'CR2') {
    const how =
      estimator.errors === undefined ? 'errors "CR2", the default where there is a cluster, are' : 'errors "CR2" are';
    findings.push(finding([...at, 'errors'], `${how} not built yet; "CR1S" is available`));
  }
  return findings;
}

function finding(path: JsonPath, message: string, part: 'key' | 'value' = 'value'): Finding {
  return { path, message, part };
}
