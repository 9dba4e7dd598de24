/** What an estimator of the plan says of two arms: an estimate, a test without one, or why there is none. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Bound, Interval } from '../frame.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import type { Figures, ResultRow, Results } from '../results/result.ts';
import { comparison } from './table-parts.ts';

/** Methods that compare arms in the outcome; the others describe arms, people, clusters or parts of them, or look at another's test. */
const isAboutTheEffect: Readonly<Record<PlannedEstimator['method'], boolean>> = {
  proportions: false,
  'risk-difference': true,
  'chi-squared': true,
  linear: true,
  'risk-ratio': true,
  'odds-ratio': true,
  'fisher-exact': true,
  'mantel-haenszel': true,
  't-test': true,
  'rank-sum': true,
  equivalence: true,
  attrition: false,
  'sample-ratio': false,
  balance: false,
  logistic: true,
  poisson: true,
  gee: true,
  'kaplan-meier': false,
  'log-rank': true,
  cox: true,
  'restricted-mean': true,
  'difference-in-means': true,
  'two-stage-least-squares': true,
  'wald-joint': true,
  sites: true,
  'randomisation-inference': true,
  interim: false,
  icc: false,
  subgroup: false,
};

export type Answer = {
  readonly estimate: Bound;
  readonly interval: Interval | null;
  readonly level: number | null;
  readonly p: number | null;
  readonly n: number;
  readonly clusters: number | null;
};

/** The estimate of two arms, whatever its measure; null where there is none. */
export function answerOf(figures: Figures): Answer | null {
  if (isNotGiven(figures) || !('estimate' in figures) || figures.quantity === 'icc') return null;
  return {
    estimate: figures.estimate,
    interval: 'interval' in figures ? figures.interval : null,
    level: 'level' in figures ? figures.level : null,
    p: 'p' in figures ? figures.p : null,
    n: figures.n,
    clusters: 'clusters' in figures ? (figures.clusters ?? null) : null,
  };
}

/** An estimator with its results for the outcome, of one measure: that of a model which reports several is the first. */
export type Candidate = {
  readonly estimator: PlannedEstimator;
  readonly rows: readonly ResultRow[];
  readonly gives: 'estimate' | 'test' | 'nothing';
};

/** In the plan's order. */
export function candidatesFor(plan: Plan, outcome: Outcome, results: Results): readonly Candidate[] {
  return plan.estimators
    .filter(({ method }) => isAboutTheEffect[method])
    .flatMap((estimator) => {
      const own = results.rows.filter(({ id, outcome: name }) => id === estimator.id && name === outcome.name);
      if (own.length === 0) return [];
      const rows = ofFirstMeasure(own);
      const isGiven = rows.some(({ figures }) => !isNotGiven(figures));
      const isEstimated = rows.some(({ figures }) => answerOf(figures) !== null);
      return [{ estimator, rows, gives: isEstimated ? 'estimate' : isGiven ? 'test' : 'nothing' } as const];
    });
}

/** For each comparison its result in the first measure that there is, or its refusal. */
function ofFirstMeasure(rows: readonly ResultRow[]): readonly ResultRow[] {
  const quantity = rows.flatMap(({ figures }) => (isNotGiven(figures) ? [] : [figures.quantity]))[0];
  return [...Map.groupBy(rows, comparison).values()].flatMap((own) => {
    const first = own.find(({ figures }) => !isNotGiven(figures) && figures.quantity === quantity) ?? own[0];
    return first === undefined ? [] : [first];
  });
}
