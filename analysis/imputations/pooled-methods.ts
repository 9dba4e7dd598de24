/**
 * What Rubin's rules do for each method: combine its estimates with their standard errors, on the scale of the linear
 * predictor (ratios: their log); or nothing, where it has no standard error. What they do not combine stands where it is
 * the same in every completed data set, for then nothing in it was imputed; except the missing outcomes themselves, which a
 * completed file does not show.
 */
import type { PlannedEstimator } from '../plan/schema.ts';

type Pooling = {
  readonly way: 'estimate' | 'same-in-every-set' | 'never';
  /** Figures beside the estimate that the pooled result does not have. */
  readonly without?: readonly string[];
};

export const poolingOf: Readonly<Record<PlannedEstimator['method'], Pooling>> = {
  proportions: { way: 'same-in-every-set' },
  'risk-difference': { way: 'estimate' },
  'risk-ratio': { way: 'estimate' },
  'odds-ratio': { way: 'estimate' },
  'chi-squared': { way: 'same-in-every-set' },
  'fisher-exact': { way: 'same-in-every-set' },
  'mantel-haenszel': { way: 'estimate', without: ['test', 'homogeneity'] },
  't-test': { way: 'estimate' },
  'rank-sum': { way: 'same-in-every-set' },
  linear: { way: 'estimate' },
  'wald-joint': { way: 'same-in-every-set' },
  'difference-in-means': { way: 'estimate' },
  logistic: { way: 'estimate' },
  poisson: { way: 'estimate' },
  gee: { way: 'estimate', without: ['workingCorrelation'] },
  'two-stage-least-squares': { way: 'estimate', without: ['firstStage', 'andersonRubin'] },
  'kaplan-meier': { way: 'same-in-every-set' },
  'log-rank': { way: 'same-in-every-set' },
  cox: { way: 'estimate' },
  'restricted-mean': { way: 'estimate' },
  sites: { way: 'estimate', without: ['rows', 'tau2', 'i2', 'heterogeneity', 'predictionInterval', 'leaveOneOut'] },
  icc: { way: 'same-in-every-set' },
  balance: { way: 'same-in-every-set' },
  'sample-ratio': { way: 'same-in-every-set' },
  subgroup: { way: 'estimate', without: ['interaction'] },
  attrition: { way: 'never' },
  'randomisation-inference': { way: 'same-in-every-set' },
  // A look is at the pooled test of another estimator.
  interim: { way: 'never' },
  equivalence: { way: 'same-in-every-set' },
};
