/**
 * What a plan of the right shape can still get wrong: names that do not match, and demands that contradict each other.
 * Everything here can be judged without the data.
 */

import type { JsonPath } from './located-json.ts';
import type { PlannedContrasts, RowFilter } from './plan-parts.ts';
import { cut, quoted, quotedList, visible } from './quoted.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import { errorsOf, settingsOf } from './settings.ts';

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
    ...checkMethod(plan, estimator, at),
  ];
}

function checkMethod(plan: Plan, estimator: PlannedEstimator, at: JsonPath): readonly Finding[] {
  const hasCluster = settingsOf(plan, estimator).cluster.length > 0;
  switch (estimator.method) {
    case 'linear': {
      const errors = errorsOf(plan, estimator);
      if (!errors.startsWith('CR') || hasCluster) return [];
      return [wrong([...at, 'errors'], `${errors} needs a cluster, and this estimator has none`)];
    }
    case 'icc':
      return hasCluster ? [] : [wrong([...at, 'method'], 'an intracluster correlation needs a cluster')];
    case 'wald-joint': {
      const { of } = estimator;
      const known = plan.estimators.some(({ id }) => id === of);
      return known ? [] : [wrong([...at, 'of'], `no estimator has the id ${quoted(of)}`)];
    }
    default:
      return [];
  }
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
