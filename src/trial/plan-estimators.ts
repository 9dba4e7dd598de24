/**
 * What an estimator of a trial's plan is good for: whether it compares arms, and whether its errors respect that whole
 * ceremonies or households were drawn. People of one unit share the room or the home, so errors that count them as
 * independent are too small (Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials).
 */
import { type RedrawEstimator, redrawSchemeOf } from '../../analysis/plan/redraw-scheme.ts';
import type { PlannedEstimator } from '../../analysis/plan/schema.ts';
import { errorsOf, modelOf, settingsOf } from '../../analysis/plan/settings.ts';
import type { Protocol } from './protocol-schema.ts';

/** Methods that give an effect for each contrast; the others describe, test or diagnose. */
const comparing: readonly PlannedEstimator['method'][] = [
  'risk-difference',
  'risk-ratio',
  'odds-ratio',
  'mantel-haenszel',
  't-test',
  'linear',
  'difference-in-means',
  'logistic',
  'poisson',
  'gee',
  'sites',
  'cox',
  'restricted-mean',
  'randomisation-inference',
];

/** true for an estimator that gives an effect for each of its contrasts. */
export function comparesArms({ method }: PlannedEstimator): boolean {
  return comparing.includes(method);
}

/** true where people share an arm and this estimator, or the model a joint test is of, takes them as independent. */
export function ignoresDraw({ analysis }: Protocol, asked: PlannedEstimator): boolean {
  if (asked.method === 'icc') return false;
  const estimator = modelOf(analysis, asked);
  if (estimator.method === 'randomisation-inference') return drawsPeople(analysis, estimator);
  if (settingsOf(analysis, estimator).cluster.length === 0) return true;
  switch (estimator.method) {
    case 'linear':
    case 'subgroup':
    case 'two-stage-least-squares':
      return !errorsOf(analysis, estimator).startsWith('CR');
    case 'difference-in-means':
      return !estimator.design?.endsWith('clustered');
    case 'gee':
    case 'balance':
      return false;
    case 'sample-ratio':
      return estimator.unit === 'row';
    default:
      return !('errors' in estimator && estimator.errors?.startsWith('CR'));
  }
}

/** Whether what it draws again are people; the trial's own scheme draws its units, whatever the plan's cluster is. */
function drawsPeople(plan: Protocol['analysis'], estimator: RedrawEstimator): boolean {
  const { kind } = redrawSchemeOf(plan, estimator);
  return kind !== 'protocol' && !kind.endsWith('clustered');
}
