/** How the report calls each method that runs. */
import type { BuiltEstimator } from '../plan/built.ts';

export const methodNames: Readonly<Record<BuiltEstimator['method'], string>> = {
  proportions: 'proportions',
  'risk-difference': 'risk difference',
  'chi-squared': 'chi-squared test',
  linear: 'linear model',
  'risk-ratio': 'risk ratio',
  'odds-ratio': 'odds ratio',
  'fisher-exact': "Fisher's exact test",
  'mantel-haenszel': 'Mantel-Haenszel',
  't-test': 't-test',
  'rank-sum': 'rank-sum test',
  equivalence: 'two one-sided tests',
  attrition: 'missing outcomes',
  'sample-ratio': 'sample ratio',
  balance: 'balance of covariates',
  logistic: 'logistic regression',
  poisson: 'Poisson regression',
  gee: 'generalised estimating equations',
  'kaplan-meier': 'Kaplan-Meier curves',
  'log-rank': 'log-rank test',
  cox: 'proportional hazards',
  'restricted-mean': 'restricted mean time',
  icc: 'intracluster correlation',
};
