/**
 * replicate.R: a script that computes a run's figures again from data.csv in R and stops at the first that differs by more
 * than 1e-9, relative. It covers proportions, risk differences (the Wald interval; of the others the estimate), chi-squared
 * tests and linear models; the rest it names as not covered.
 */

import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import type { LinearResult } from '../estimators/estimator.ts';
import { isNotGiven } from '../estimators/estimator.ts';
import type { SitesResult } from '../estimators/sites.ts';
import type { TwoStageResult } from '../estimators/two-stage.ts';
import type { WaldJointResult } from '../estimators/wald-joint.ts';
import type { PooledResult } from '../imputations/pooled-result.ts';
import { isComparison } from '../plan/comparisons.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import { isGeneralised } from '../plan/generalised-models.ts';
import type { RowFilter } from '../plan/plan-parts.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { errorsOf, modelOf, neededColumns, settingsOf } from '../plan/settings.ts';
import { isSurvival } from '../plan/survival-methods.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';
import type { Figures, ResultRow, Results } from '../results/result.ts';
import { rBounds, rLiteral } from './r-literal.ts';
import { rPrelude } from './r-prelude.ts';

/** @param fileEncoding how data.csv is encoded, in R's words: "UTF-8", "UTF-8-BOM" or "UTF-16" */
export function replicateScript(plan: Plan, results: Results, arms: readonly string[], fileEncoding: string): string {
  const reading =
    fileEncoding === 'UTF-8' ? 'encoding = "UTF-8"' : `encoding = "UTF-8", fileEncoding = ${rLiteral(fileEncoding)}`;
  const checks = plan.estimators.flatMap((estimator) => estimatorChecks(plan, estimator, results.rows));
  return `# Computes the figures of results.json again, in R, from the data.csv beside this file.
# Run it in this directory: Rscript replicate.R
# It needs R 4 or later; the linear models need the package estimatr, and are named as unchecked without it.
# Plan ${results.plan.sha256}
# Data ${results.data.sha256}

invisible(Sys.setlocale("LC_COLLATE", "C"))
data <- read.csv("data.csv", colClasses = "character", check.names = FALSE, na.strings = character(), ${reading})
missing_markers <- ${rLiteral(plan.missing)}
arm_column <- ${rLiteral(plan.arm.column)}
arm_names <- ${rLiteral(arms)}
weight_column <- ${rLiteral(plan.weight ?? null)}

${rPrelude}
${checks.join('\n')}

if (length(unchecked)) cat("Not checked:", unchecked, sep = "\\n  ")
cat(sprintf("%d figures computed again in R, all within 1e-9.\\n", checked))
`;
}

function estimatorChecks(plan: Plan, estimator: PlannedEstimator, rows: readonly ResultRow[]): readonly string[] {
  if (plan.imputations !== undefined) {
    return [`# ${estimator.id}: what is combined over completed data sets is not covered by this script`];
  }
  if (!isCovered(estimator)) return [`# ${estimator.id}: ${estimator.method} is not covered by this script`];
  const settings = settingsOf(plan, estimator);
  return plan.outcomes.flatMap((outcome) => {
    const own = rows.filter(({ id, outcome: name }) => id === estimator.id && name === outcome.name);
    const calls = own.flatMap((row) => rowChecks(plan, estimator, row, settings.level));
    if (calls.length === 0 || outcome.kind === 'time-to-event') return [];
    const further = neededColumns(plan, estimator).map(({ column }) => column);
    const source = [
      rLiteral(outcome.column),
      `value = function(x) ${valueInR(outcome)}`,
      `rows = function(d) ${rowsInR(settings.rows)}`,
      `cluster = ${rLiteral(settings.cluster)}`,
      ...(further.length === 0 ? [] : [`further = ${rLiteral(further)}`]),
    ];
    return ['', `f <- frame(${source.join(', ')})`, ...calls];
  });
}

/** Whole families of methods have no check of their own yet. */
function isCovered(estimator: PlannedEstimator): boolean {
  if (estimator.method === 'randomisation-inference' || estimator.method === 'interim') return false;
  return ![isComparison, isDesignCheck, isGeneralised, isSurvival].some((isOfFamily) => isOfFamily(estimator));
}

function rowChecks(plan: Plan, estimator: PlannedEstimator, row: ResultRow, level: number): readonly string[] {
  const { figures, contrast } = row;
  const about = [row.id, row.outcome, contrast?.join(' - ')].filter((part) => typeof part === 'string');
  const what = rLiteral(`${about.join(', ')}:`);
  if (isNotGiven(figures)) return [`# ${row.id}, ${row.method}: not estimable (${figures.notEstimable.code})`];
  const pair = contrast === null ? '' : `${rLiteral(contrast[0])}, ${rLiteral(contrast[1])}`;
  switch (figures.quantity) {
    case 'proportion': {
      const method = estimator.method === 'proportions' ? estimator.interval : 'wald';
      return figures.rows.flatMap((arm) =>
        'count' in arm
          ? [
              `check_proportion(${what}, f, ${rLiteral(arm.arm)}, ${rLiteral(method)}, ${level}, ${arm.n}, ${arm.count}, ${arm.proportion}, ${rBounds(arm.interval)})`,
            ]
          : [],
      );
    }
    case 'risk-difference':
    case 'mean-difference':
    case 'complier-average-causal-effect': {
      if (isOfSeveral(figures)) return [];
      if ('df' in figures && 'standardError' in figures)
        return [studentCheck(plan, estimator, figures, what, pair, level)];
      const bounds = rBounds(figures.interval);
      const difference = `check_difference(${what}, f, ${pair}, ${figures.n}, ${figures.estimate})`;
      if (!('standardError' in figures)) return [difference];
      return [
        difference,
        `check_wald(${what}, f, ${pair}, ${level}, ${figures.standardError}, ${figures.logP}, ${bounds})`,
      ];
    }
    case 'test': {
      if (!('statistic' in figures)) return [];
      if (figures.distribution === 'F') return [jointInR(plan, estimator, figures, what)];
      const isCorrected = estimator.method === 'chi-squared' && estimator.continuity;
      const arms = contrast === null ? 'character()' : `c(${pair})`;
      return [
        `check_chi_squared(${what}, f, ${arms}, ${rLiteral(isCorrected)}, ${figures.statistic}, ${figures.df}, ${figures.logP})`,
      ];
    }
    case 'subgroup-differences':
      return [`# ${row.id}: differences by subgroup are not covered by this script`];
    case 'icc':
      return [`# ${row.id}: the intracluster correlation is not covered by this script`];
    default:
      return [];
  }
}

/** Differences that are put together of several: of sites, of re-draws, of completed data sets. */
function isOfSeveral(figures: Figures): figures is SitesResult | RandomisationResult | PooledResult {
  return 'heterogeneity' in figures || 'monteCarloError' in figures || 'imputations' in figures;
}

/** A difference of two arms with t: of a linear model, by the design of the draw, or by what was received. */
function studentCheck(
  plan: Plan,
  estimator: PlannedEstimator,
  figures: LinearResult | DifferenceInMeansResult | TwoStageResult,
  what: string,
  pair: string,
  level: number,
): string {
  const { estimate, standardError, df, logP } = figures;
  const compared = [level, estimate, standardError, df, logP, rBounds(figures.interval)].join(', ');
  switch (estimator.method) {
    case 'linear':
      return `check_linear(${what}, f, ${pair}, ${rLiteral(errorsOf(plan, estimator))}, ${compared}${adjustingInR(plan, estimator)})`;
    case 'difference-in-means':
      return `check_design(${what}, f, ${pair}, ${rLiteral(estimator.design ?? 'simple')}, ${compared})`;
    case 'two-stage-least-squares':
      return `check_received(${what}, f, ${pair}, ${rLiteral(errorsOf(plan, estimator))}, ${compared})`;
    default:
      throw new Error(`${estimator.method} has no difference with t`);
  }
}

/** The further arguments of check_linear for a model with covariates or fixed effects. */
function adjustingInR(plan: Plan, estimator: Extract<PlannedEstimator, { readonly method: 'linear' }>): string {
  const needed = neededColumns(plan, estimator);
  if (needed.length === 0) return '';
  const covariates = needed.filter(({ role }) => role === 'covariate').map(({ as }) => as);
  return `, ${rLiteral(estimator.adjust)}, ${rLiteral(covariates)}, ${needed.length - covariates.length}`;
}

function jointInR(plan: Plan, estimator: PlannedEstimator, figures: WaldJointResult, what: string): string {
  const model = modelOf(plan, estimator);
  if (estimator.method !== 'wald-joint' || model.method !== 'linear') throw new Error(`${what} is no joint test`);
  const { statistic, df1, df2, logP } = figures;
  const asked = [rLiteral(errorsOf(plan, model)), rLiteral(estimator.test ?? 'F'), statistic, df1, df2, logP];
  return `check_joint(${what}, f, ${asked.join(', ')}${adjustingInR(plan, model)})`;
}

function valueInR(outcome: Exclude<Outcome, { readonly kind: 'time-to-event' }>): string {
  if (outcome.kind !== 'binary') return 'number(x)';
  const { success } = outcome;
  if (success === undefined) return 'truth(x)';
  if (typeof success === 'string') return `yes(x == ${rLiteral(success)})`;
  return typeof success === 'number' ? `yes(number(x) == ${success})` : `yes(tolower(x) == "${success}")`;
}

function rowsInR(filters: readonly RowFilter[]): string {
  if (filters.length === 0) return 'rep(TRUE, nrow(d))';
  return filters
    .map((filter) => {
      const cell = `d[[${rLiteral(filter.column)}]]`;
      const present = `!is_missing(${cell})`;
      return filter.op === 'notMissing' ? present : `${present} & ${conditionInR(filter, cell)}`;
    })
    .join(' & ');
}

function conditionInR(filter: Exclude<RowFilter, { readonly op: 'notMissing' }>, cell: string): string {
  if (filter.op === 'in') return `(${filter.value.map((value) => comparison(cell, '==', value)).join(' | ')})`;
  return comparison(cell, filter.op === '=' ? '==' : filter.op, filter.value);
}

/** yes() turns R's NA, from a text that writes no number, into a plain no. */
function comparison(cell: string, operator: string, value: string | number | boolean): string {
  if (typeof value === 'number') return `yes(number(${cell}) ${operator} ${value})`;
  return `yes(${typeof value === 'boolean' ? `tolower(${cell})` : cell} ${operator} ${rLiteral(String(value))})`;
}
