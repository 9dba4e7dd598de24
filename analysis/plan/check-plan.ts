/**
 * What a plan of the right shape can still get wrong: names that do not match, and demands that contradict each other.
 * Everything here can be judged without the data.
 */

import { checkRedraws } from './check-redraws.ts';
import { checkCovariates } from './covariate-checks.ts';
import type { DesignCheck } from './design-checks.ts';
import type { GeneralisedEstimator } from './generalised-models.ts';
import { checkInterim } from './interim.ts';
import type { JsonPath } from './located-json.ts';
import type { PlannedContrasts, RowFilter } from './plan-parts.ts';
import { cut, quoted, quotedList, visible } from './quoted.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import { blocksOf, errorsOf, isBlockedDesign, settingsOf } from './settings.ts';

/** Everything wrong with the plan's meaning, in the order of the plan. */
export function checkPlan(plan: Plan): readonly Finding[] {
  return [
    ...checkRows(plan.rows, ['rows']),
    ...repeated(
      plan.outcomes.map(({ name }) => name),
      (index) => ['outcomes', index, 'name'],
      'outcome',
    ),
    ...checkContrasts(plan.contrasts, ['contrasts']),
    ...repeated(
      plan.estimators.map(({ id }) => id),
      (index) => ['estimators', index, 'id'],
      'estimator',
    ),
    ...plan.estimators.flatMap((estimator, index) => checkEstimator(plan, estimator, ['estimators', index])),
  ];
}

function checkEstimator(plan: Plan, estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  const outcomes = plan.outcomes.map(({ name }) => name);
  const unknown = (estimator.outcomes ?? []).flatMap((name, index) =>
    outcomes.includes(name)
      ? []
      : [
          wrong(
            [...at, 'outcomes', index],
            `no outcome is named ${quoted(name)}; the plan has ${quotedList(outcomes)}`,
          ),
        ],
  );
  return [
    ...unknown,
    ...checkRows(estimator.rows ?? [], [...at, 'rows']),
    ...checkContrasts(estimator.contrasts ?? 'all-pairs', [...at, 'contrasts']),
    ...checkCovariates(plan, estimator, at),
    ...checkMethod(plan, estimator, at),
  ];
}

function checkMethod(plan: Plan, estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  const hasCluster = settingsOf(plan, estimator).cluster.length > 0;
  switch (estimator.method) {
    case 'logistic':
    case 'poisson':
    case 'gee':
      return checkGeneralised(plan, estimator, at);
    case 'icc':
      return hasCluster ? [] : [wrong([...at, 'method'], 'an intracluster correlation needs a cluster')];
    case 'mantel-haenszel': {
      if (settingsOf(plan, estimator).strata.length > 0) return [];
      return [wrong([...at, 'method'], 'Mantel-Haenszel pools over strata: name their columns in "strata"')];
    }
    case 'restricted-mean':
      return estimator.horizon === undefined
        ? [wrong([...at, 'method'], 'a restricted mean needs a "horizon", the time up to which it counts')]
        : [];
    case 'balance':
    case 'sample-ratio':
      return checkDesignCheck(plan, estimator, at);
    case 'linear':
    case 'subgroup':
    case 'two-stage-least-squares': {
      const errors = errorsOf(plan, estimator);
      if (!errors.startsWith('CR') || hasCluster) return [];
      return [wrong([...at, 'errors'], `${errors} needs a cluster, and this estimator has none`)];
    }
    case 'randomisation-inference':
      return checkRedraws(plan, estimator, at);
    case 'difference-in-means':
      return checkDesign(plan, estimator, at, hasCluster);
    case 'interim':
      return checkInterim(plan, estimator, at);
    case 'wald-joint':
      return checkJoint(plan, estimator, at);
    default:
      return [];
  }
}

function checkDesignCheck(plan: Plan, estimator: DesignCheck, at: JsonPath): readonly Finding[] {
  if (estimator.method === 'balance') {
    const hasCovariates = (estimator.covariates ?? plan.covariates).length > 0;
    return hasCovariates ? [] : [wrong([...at, 'method'], 'balance is of covariates, and there are none')];
  }
  const hasCluster = settingsOf(plan, estimator).cluster.length > 0;
  if (estimator.unit !== 'cluster' || hasCluster) return [];
  return [wrong([...at, 'unit'], 'there is no cluster to count; the unit is the row')];
}

function checkGeneralised(plan: Plan, estimator: GeneralisedEstimator, at: JsonPath): readonly Finding[] {
  const hasCluster = settingsOf(plan, estimator).cluster.length > 0;
  if (estimator.method === 'gee') {
    return hasCluster ? [] : [wrong([...at, 'method'], 'estimating equations need a cluster')];
  }
  const isAlone = estimator.errors === 'CR1' && !hasCluster;
  return isAlone ? [wrong([...at, 'errors'], 'CR1 needs a cluster, and this estimator has none')] : [];
}

function checkJoint(
  plan: Plan,
  estimator: Extract<PlannedEstimator, { readonly method: 'wald-joint' }>,
  at: JsonPath,
): readonly Finding[] {
  const { of, test } = estimator;
  const model = plan.estimators.find(({ id }) => id === of);
  if (model === undefined) return [wrong([...at, 'of'], `no estimator has the id "${of}"`)];
  if (model.method !== 'linear')
    return [wrong([...at, 'of'], `"${of}" is no linear model, and the joint test is of one`)];
  const taken = (['cluster', 'strata', 'covariates', 'contrasts', 'rows', 'level'] as const).filter(
    (key) => estimator[key] !== undefined,
  );
  const errors = errorsOf(plan, model);
  return [
    ...taken.map((key) => wrong([...at, key], `a joint test takes its model from "${of}", with that one's ${key}`)),
    ...(test === 'HTZ' && errors !== 'CR2'
      ? [wrong([...at, 'test'], `HTZ goes with CR2 errors, and "${of}" has ${errors}`)]
      : []),
  ];
}

function checkDesign(
  plan: Plan,
  estimator: Extract<PlannedEstimator, { readonly method: 'difference-in-means' }>,
  at: JsonPath,
  hasCluster: boolean,
): readonly Finding[] {
  const { design = 'simple', blocks } = estimator;
  const isBlocked = isBlockedDesign(design);
  const hasBlocks = blocksOf(plan, estimator).length > 0;
  return [
    ...(design.endsWith('clustered') && !hasCluster
      ? [wrong([...at, 'design'], `the design "${design}" needs a cluster, and this estimator has none`)]
      : []),
    ...(isBlocked && !hasBlocks
      ? [wrong([...at, 'design'], `the design "${design}" needs "blocks", or the "strata" of the draw`)]
      : []),
    ...(!isBlocked && blocks !== undefined ? [wrong([...at, 'blocks'], `the design "${design}" has no blocks`)] : []),
  ];
}

function checkContrasts(contrasts: PlannedContrasts, at: JsonPath): readonly Finding[] {
  if (typeof contrasts === 'string') return [];
  const same = contrasts.flatMap(([treated, reference], index) =>
    treated === reference ? [wrong([...at, index], `compares ${quoted(treated)} with itself`)] : [],
  );
  const pairs = contrasts.map((pair) => JSON.stringify(pair));
  return [...same, ...repeated(pairs, (index) => [...at, index], 'contrast')];
}

function checkRows(rows: readonly RowFilter[], at: JsonPath): readonly Finding[] {
  return rows.flatMap((filter, index) => {
    const isOrder = filter.op !== 'notMissing' && ['<', '<=', '>', '>='].includes(filter.op);
    if (!isOrder || typeof filter.value !== 'string' || !looksNumeric(filter.value)) return [];
    const message = `${quoted(filter.value)} is a text and would be ordered letter by letter; write ${visible(cut(filter.value.trim()))} without quotation marks`;
    return [wrong([...at, index, 'value'], message)];
  });
}

function looksNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function repeated(names: readonly string[], at: (index: number) => JsonPath, what: string): readonly Finding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [wrong(at(index), `the ${what} ${named(name)} is given twice`)] : [],
  );
}

function named(name: string): string {
  return name.startsWith('[') ? name : quoted(name);
}

function wrong(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}
