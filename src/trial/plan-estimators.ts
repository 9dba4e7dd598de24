/**
 * What an estimator of a trial's plan is good for: whether it compares arms, and whether its errors respect that whole
 * ceremonies or households were drawn. People of one unit share the room or the home, so errors that count them as
 * independent are too small (Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials).
 */
import type { PlannedEstimator } from '../../analysis/plan/schema.ts';
import { errorsOf, settingsOf } from '../../analysis/plan/settings.ts';
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
  'cox',
];

/** true for an estimator that gives an effect for each of its contrasts. */
export function comparesArms({ method }: PlannedEstimator): boolean {
  return comparing.includes(method);
}

/** true where people share an arm and this estimator takes their people as independent. */
export function ignoresDraw({ analysis }: Protocol, estimator: PlannedEstimator): boolean {
  if (estimator.method === 'icc') return false;
  if (settingsOf(analysis, estimator).cluster.length === 0) return true;
  if (estimator.method === 'linear') return !errorsOf(analysis, estimator).startsWith('CR');
  return !('errors' in estimator && estimator.errors?.startsWith('CR'));
}
