/** The analysis plan in sentences: one for each estimator, with the options that change its meaning, and what is allowed for. */
import type { Plan, PlannedEstimator } from '../../../analysis/plan/schema.ts';
import type { Protocol } from '../protocol-schema.ts';
import { clusterName, listed, percent, points } from './design-words.ts';

const phrases: Readonly<Record<PlannedEstimator['method'], string>> = {
  proportions: 'the share of people with the outcome in each arm, with its interval',
  'risk-difference': 'the difference of the shares in two arms',
  'risk-ratio': 'the ratio of the shares in two arms',
  'odds-ratio': 'the ratio of the odds in two arms',
  'chi-squared': 'the chi-squared test',
  'fisher-exact': "Fisher's exact test",
  'mantel-haenszel': 'the estimate of Mantel and Haenszel, pooled over strata, with its test',
  't-test': 'the t-test',
  'rank-sum': "Wilcoxon's rank sum test with the Hodges–Lehmann shift",
  linear: 'a linear model of the outcome on the arms',
  'wald-joint': 'a joint test that all arms are equal',
  'difference-in-means': 'the design-based difference in means',
  logistic: 'logistic regression of the outcome on the arms',
  poisson: 'Poisson regression of the outcome on the arms',
  gee: 'generalised estimating equations',
  'two-stage-least-squares': 'two-stage least squares, for the effect among those who take up what they were drawn to',
  'randomisation-inference': 'randomisation inference, which repeats the draw',
  sites: 'the effect in each site and their pooled effect',
  icc: 'the intracluster correlation of each outcome',
  balance: 'how alike the arms were before the ceremony',
  'sample-ratio': 'whether the arms have the sizes that were drawn',
  subgroup: 'the effect in each subgroup, with a test of interaction',
  attrition: 'missing outcomes by arm, their test, and bounds',
  equivalence: 'two one-sided tests of equivalence',
  interim: 'an interim look with its boundary',
  'kaplan-meier': 'Kaplan–Meier curves',
  'log-rank': 'the log-rank test',
  cox: 'the proportional hazards model of Cox',
  'restricted-mean': 'the difference in restricted mean time',
};

/** Methods that look at the design or describe arms, and compare no outcome. */
const describing: readonly PlannedEstimator['method'][] = [
  ...(['proportions', 'icc', 'balance', 'sample-ratio', 'attrition', 'kaplan-meier'] as const),
];

/** Told in other words than by their name. */
const notOptions = ['id', 'method', 'cluster', 'strata', 'covariates', 'contrasts', 'rows', 'level', 'outcomes'];

/** "primary: a linear model of the outcome on the arms; errors CR2, by ceremony. Outcomes: all." */
export function estimatorWords(estimator: PlannedEstimator, plan: Plan): string {
  const options = Object.entries(estimator).flatMap(([name, value]) =>
    notOptions.includes(name) || value === undefined || (Array.isArray(value) && value.length === 0)
      ? []
      : [optionWords(name, value)],
  );
  const errors =
    estimator.method === 'linear' && estimator.errors === undefined ? [defaultErrors(estimator, plan)] : [];
  const cluster = clusterWords(estimator, plan);
  const details = [...options, ...errors, ...(cluster === null ? [] : [cluster])];
  const own = estimator.outcomes;
  const outcomes = own === undefined ? 'Outcomes: all.' : `Outcomes: ${listed(own)}.`;
  return `${estimator.id}: ${phrases[estimator.method]}${details.length === 0 ? '' : `; ${details.join('; ')}`}. ${outcomes}${overrides(estimator)}`;
}

function overrides({ contrasts, level, rows, covariates }: PlannedEstimator): string {
  const said = [
    ...(contrasts === undefined ? [] : [` Comparisons: ${contrastWords(contrasts)}.`]),
    ...(level === undefined ? [] : [` Confidence level: ${percent(level)}.`]),
    ...(covariates === undefined || covariates.length === 0 ? [] : [` Covariates: ${covariateNames(covariates)}.`]),
    ...(rows === undefined || rows.length === 0 ? [] : [` Rows: ${rows.map(rowWords).join(' and ')}.`]),
  ];
  return said.join('');
}

export const rowWords = (row: Plan['rows'][number]): string => Object.values(row).map(optionText).join(' ');

export function contrastWords(contrasts: Plan['contrasts']): string {
  if (typeof contrasts === 'string') return spaced(contrasts);
  return listed(contrasts.map(([one, other]) => `${one} against ${other}`));
}

export const covariateNames = (covariates: Plan['covariates']): string =>
  listed(covariates.map((one) => (typeof one === 'string' ? one : one.column)));

/** Whether an error allows for clusters; the contract lets HC and classical errors ignore them. */
function clusterWords(estimator: PlannedEstimator, plan: Plan): string | null {
  const cluster = estimator.cluster === undefined ? plan.cluster : estimator.cluster;
  if (describing.includes(estimator.method)) return null;
  if (cluster === undefined || cluster === null) return 'people taken one by one';
  return `clustered by ${typeof cluster === 'string' ? cluster : listed(cluster)} where the method allows for it`;
}

function defaultErrors(estimator: PlannedEstimator, plan: Plan): string {
  const cluster = estimator.cluster === undefined ? plan.cluster : estimator.cluster;
  return cluster === undefined || cluster === null ? 'errors: HC2' : 'errors: CR2';
}

const adjustments: Readonly<Record<string, string>> = {
  none: 'unadjusted',
  additive: 'adjusted for the covariates',
  interacted: "adjusted for the covariates by Lin's interactions",
};

function optionWords(name: string, value: unknown): string {
  const adjusted = name === 'adjust' && typeof value === 'string' ? adjustments[value] : undefined;
  return adjusted ?? `${spaced(name)}: ${optionText(value)}`;
}

const spaced = (name: string): string =>
  name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('-', ' ');
const optionText = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : typeof value === 'string' ? value : JSON.stringify(value);

export function multiplicitySentence({ analysis, contrasts }: Protocol): string {
  const { multiplicity } = analysis;
  if (multiplicity === undefined) {
    return contrasts.length > 1
      ? `No p-value is adjusted, though there are ${contrasts.length} comparisons.`
      : 'There is one comparison, and no p-value is adjusted.';
  }
  const { method, across } = multiplicity;
  const name = method.length === 2 ? method.toUpperCase() : `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
  const family = {
    contrasts: 'the comparisons of each outcome',
    outcomes: 'the outcomes of each comparison',
    both: 'all comparisons and outcomes together',
  }[across];
  return `p-values are adjusted by the method of ${name} across ${family}, within each estimator. Intervals are not adjusted.`;
}

export function levelWords({ analysis }: Protocol): string {
  return `Tests have two sides at a level of ${percent(Number((1 - analysis.level).toFixed(12)))}; intervals have a confidence of ${percent(analysis.level)}.`;
}

export function interimWords({ analysis }: Protocol): string | null {
  const looks = analysis.estimators.flatMap((one) => (one.method === 'interim' ? [one] : []));
  if (looks.length === 0) return null;
  return looks
    .map(
      ({ looks: shares, spending, sided }) =>
        `Looks at ${listed(shares.map(percent))} of the planned information, by ${spending === 'pocock' ? 'Pocock' : "O'Brien–Fleming"} spending, of ${sided === 1 ? 'one side' : 'two sides'}. The trial statistician alone sees them.`,
    )
    .join(' ');
}

export function smallestEffectWords({ smallestEffectOfInterest }: Protocol): string {
  return `The smallest effect of interest is a difference of ${points(smallestEffectOfInterest)}.`;
}

export const comparing = ({ analysis }: Protocol) =>
  analysis.estimators.filter(
    ({ method }) => !describing.includes(method) && method !== 'interim' && method !== 'subgroup',
  );
export const describingOnes = ({ analysis }: Protocol) =>
  analysis.estimators.filter(({ method }) => describing.includes(method));
export const subgroupOnes = ({ analysis }: Protocol) =>
  analysis.estimators.filter(({ method }) => method === 'subgroup');

export const clusterNote = (protocol: Protocol): string =>
  `Who shares an arm is a cluster: errors allow for ${clusterName(protocol)} as the plan says, and a result that ignores them carries a warning.`;
