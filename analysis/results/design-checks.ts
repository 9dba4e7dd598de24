/** Runs the methods of plan/design-checks.ts over the rows of a population. */
import type { Dataset } from '../dataset/dataset.ts';
import type { Population } from '../dataset/frames.ts';
import { knownRows } from '../dataset/known-rows.ts';
import { peopleByArm } from '../dataset/people-by-arm.ts';
import { clustersByArm } from '../dataset/units-by-arm.ts';
import { balance } from '../estimators/balance.ts';
import { notEstimable } from '../estimators/estimator.ts';
import { sampleRatio } from '../estimators/sample-ratio.ts';
import type { DesignCheck } from '../plan/design-checks.ts';
import { neededColumns, type Settings } from '../plan/settings.ts';
import type { Figures } from './result.ts';

export function checkDesign(
  estimator: DesignCheck,
  dataset: Dataset,
  population: Population,
  settings: Settings,
): Figures {
  switch (estimator.method) {
    case 'balance': {
      const people = peopleByArm(dataset, population).reduce((sum, count) => sum + count, 0);
      const known = neededColumns(dataset.plan, estimator).map((needed) => knownRows(dataset, population, needed));
      return balance(known, people, population.arms.indexOf(dataset.plan.arm.reference));
    }
    case 'sample-ratio':
      return ofRatio(estimator, dataset, population, settings);
  }
}

/** The unit is the cluster where there is one, unless the plan says the row. */
function ofRatio(
  { ratio, unit }: Extract<DesignCheck, { readonly method: 'sample-ratio' }>,
  dataset: Dataset,
  population: Population,
  { cluster, isClusterRandomised }: Settings,
): Figures {
  const unnamed = population.arms.filter((arm) => !Object.hasOwn(ratio, arm));
  if (unnamed.length > 0) {
    return notEstimable('arm-without-ratio', `The ratio does not name the arm ${unnamed.join(' or ')}.`);
  }
  const people = peopleByArm(dataset, population);
  const byCluster = cluster.length > 0 && unit !== 'row';
  const units = byCluster ? clustersByArm(dataset, population) : people;
  if (units === null) return notEstimable('cluster-in-two-arms', 'A cluster has people in two arms.');
  const unitsOf = (arm: string) => units[population.arms.indexOf(arm)] ?? 0;
  const arms = Object.entries(ratio).map(([arm, share]) => ({ arm, units: unitsOf(arm), share }));
  return sampleRatio(arms, {
    n: people.reduce((sum, count) => sum + count, 0),
    ...(byCluster ? { clusters: units.reduce((sum, count) => sum + count, 0) } : {}),
    ...(isClusterRandomised && !byCluster ? { warning: 'ignores-clustering' } : {}),
  });
}
