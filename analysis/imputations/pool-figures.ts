/**
 * From what a method gave for each completed data set to the pooled figures: on the scale of the linear predictor (the log
 * of a ratio), with a t test and interval on the pooled degrees of freedom, or normal ones where nothing limits them.
 */
import { isNotGiven, type NotGiven, notEstimable } from '../estimators/estimator.ts';
import {
  normalCritical,
  normalTest,
  studentCritical,
  studentTest,
  symmetricInterval,
} from '../estimators/inference.ts';
import type { SubgroupResult } from '../estimators/subgroup.ts';
import type { Bound } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import type { Figures } from '../results/result.ts';
import type { Imputations, PooledQuantity, PooledResult, PooledSubgroups, PooledTermRow } from './pooled-result.ts';
import { type CompletedEstimate, pool } from './rubin.ts';

/** A result that has an estimate and, on one scale or the other, its standard error. */
type Estimated = Extract<Figures, { readonly estimate: number; readonly level: number; readonly statistic: number }>;

/** From this df on, t is normal in double precision. */
const mostDf = 1e15;
/** Below this df nearly all of t lies beyond any bound worth the name: 95% within 10¹²⁸ standard errors. */
const leastDf = 0.01;

/**
 * One estimate from those of the sets, which are of one quantity; `without` names what else the method gives and is not
 * pooled. Refuses figures without a standard error, and sets whose numbers of people or clusters differ.
 */
export function pooledEstimate(figures: readonly Figures[], without: readonly string[]): PooledResult | NotGiven {
  const sets = figures.filter(isEstimated);
  const [first] = sets;
  const completed = sets.flatMap((one) => completedEstimate(one) ?? []);
  if (first === undefined || completed.length < figures.length) return noStandardError();
  if (!isSameBasis(sets)) return otherPeople();
  const isLog = isOnLogScale(first);
  const pooled = inference(completed, first.level);
  if (isNotGiven(pooled)) return pooled;
  const { estimate, standardError, test, interval, imputations } = pooled;
  const terms = pooledTerms(sets, first.level);
  return {
    quantity: first.quantity as PooledQuantity, // what has a standard error is one of these
    ...(isLog ? { estimate: exp(estimate), logEstimate: estimate } : { estimate }),
    ...(isLog ? { logStandardError: standardError } : { standardError }),
    ...test,
    interval: isLog ? [boundOfRatio(interval[0]), boundOfRatio(interval[1])] : interval,
    level: first.level,
    ...basisOf(first),
    ...(terms === null ? {} : { terms }),
    imputations: { ...imputations, ...leftOut(first, without) },
  };
}

/** Each level's difference from those of the sets; the levels are those of the first set and must be in every one. */
export function pooledSubgroups(figures: readonly SubgroupResult[]): PooledSubgroups | NotGiven {
  const [first] = figures;
  if (first === undefined || !isSameBasis(figures)) return otherPeople();
  return {
    quantity: first.quantity,
    measure: first.measure,
    ...basisOf(first),
    level: first.level,
    rows: first.rows.map(({ level }) => {
      const own = figures.map(({ rows }) => rows.find((row) => row.level === level));
      const given = own.flatMap((row) => (row === undefined || isNotGiven(row) ? [] : [row]));
      if (given.length < figures.length) return { level, ...refusalIn(own) };
      const pooled = inference(given, first.level);
      if (isNotGiven(pooled)) return { level, ...pooled };
      const { estimate, standardError, test, interval, imputations } = pooled;
      if (test.distribution === 'normal') throw new Error('a difference within a level has degrees of freedom');
      return { level, estimate, standardError, ...test, interval, imputations };
    }),
    interaction: notEstimable(
      'not-pooled',
      "Rubin's rules combine estimates by their standard errors, and the test of interaction has none.",
    ),
  };
}

/** Why the rows of the sets are not all there. */
function refusalIn(rows: readonly (object | undefined)[]): NotGiven {
  for (const row of rows) if (row !== undefined && isNotGiven(row)) return { notEstimable: row.notEstimable };
  return notEstimable('not-in-every-set', 'Some completed data set lacks it.');
}

function isEstimated(figures: Figures): figures is Estimated {
  return 'estimate' in figures && 'level' in figures && 'statistic' in figures;
}

function isOnLogScale(figures: Estimated): boolean {
  return 'logStandardError' in figures && figures.logStandardError !== undefined;
}

function completedEstimate(figures: Estimated): CompletedEstimate | null {
  const df = dfOf(figures);
  if ('logStandardError' in figures && figures.logStandardError !== undefined && figures.logEstimate !== undefined) {
    return { estimate: figures.logEstimate, standardError: figures.logStandardError, df };
  }
  if (!('standardError' in figures) || figures.standardError === undefined) return null;
  return { estimate: figures.estimate, standardError: figures.standardError, df };
}

/** The complete-data degrees of freedom. */
function dfOf(figures: object): number {
  const { df }: { readonly df?: number } = figures;
  return df ?? Number.POSITIVE_INFINITY;
}

function boundOfRatio(log: number): Bound {
  const bound = exp(log);
  return bound === Number.POSITIVE_INFINITY ? 'Infinity' : bound;
}

/** Pooled, tested against 0, with its interval. Refuses sets so far apart that their pooled interval has no finite bounds. */
function inference(sets: readonly CompletedEstimate[], level: number) {
  const { estimate, standardError, df, within, between, missingInformation } = pool(sets);
  const statistic = estimate / standardError;
  if (df < leastDf || !Number.isFinite(statistic) || standardError > 1e100) {
    return notEstimable(
      'sets-too-far-apart',
      'The completed data sets are so far apart, beside their standard errors, that no degrees of freedom are left.',
    );
  }
  const isNormal = df >= mostDf;
  const critical = isNormal ? normalCritical(level) : studentCritical(level, df);
  const imputations: Imputations = { sets: sets.length, within, between, missingInformation };
  return {
    estimate,
    standardError,
    test: isNormal ? normalTest(statistic) : studentTest(statistic, df),
    interval: symmetricInterval(estimate, standardError, critical) as readonly [number, number], // both are finite
    imputations,
  };
}

/** null where the method has no terms. A coefficient that some set lacks or refuses is not estimable. */
function pooledTerms(sets: readonly Estimated[], level: number): readonly PooledTermRow[] | null {
  const all = sets.flatMap((one) => ('terms' in one && one.terms !== undefined ? [one.terms] : []));
  const [first] = all;
  if (first === undefined) return null;
  const names = [...new Set(all.flatMap((terms) => terms.map(({ term }) => term)))];
  return names.map((term): PooledTermRow => {
    const own = all.map((terms) => terms.find((row) => row.term === term));
    const given = own.flatMap((row) => (row === undefined || isNotGiven(row) ? [] : [row]));
    if (given.length < sets.length) return { term, ...refusalIn(own) };
    const pooled = inference(
      given.map((row) => ({ ...row, df: dfOf(row) })),
      level,
    );
    if (isNotGiven(pooled)) return { term, ...pooled };
    const { estimate, standardError, test, interval, imputations } = pooled;
    return { term, estimate, standardError, ...test, interval, imputations };
  });
}

type Basis = { readonly n: number; readonly clusters?: number; readonly warning?: 'ignores-clustering' };

function basisOf(figures: object & { readonly n: number }): Basis {
  const { n, clusters, warning }: Basis = figures;
  return { n, ...(clusters === undefined ? {} : { clusters }), ...(warning === undefined ? {} : { warning }) };
}

function isSameBasis(sets: readonly (object & { readonly n: number })[]): boolean {
  const [first] = sets;
  return (
    first !== undefined && sets.every((one) => one.n === first.n && basisOf(one).clusters === basisOf(first).clusters)
  );
}

function leftOut(figures: object, without: readonly string[]): { readonly notPooled?: readonly string[] } {
  const names = without.filter((name) => name in figures);
  return names.length === 0 ? {} : { notPooled: names };
}

function noStandardError(): NotGiven {
  return notEstimable(
    'not-pooled',
    "Rubin's rules combine estimates by their standard errors, and this method gives an estimate or interval without one.",
  );
}

function otherPeople(): NotGiven {
  return notEstimable(
    'other-people',
    'The completed data sets do not use the same people here, so they are not combined.',
  );
}
