/** How the report calls each method that runs. */
import type { BuiltEstimator } from '../plan/built.ts';

export const methodNames: Readonly<Record<BuiltEstimator['method'], string>> = {
  proportions: 'proportions',
  'risk-difference': 'risk difference',
  'chi-squared': 'chi-squared test',
  linear: 'linear model',
  'difference-in-means': 'difference in means',
  'two-stage-least-squares': 'effect of what was received',
  'wald-joint': 'joint test of all arms',
  icc: 'intracluster correlation',
  subgroup: 'differences by subgroup',
};
