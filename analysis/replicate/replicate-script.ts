/**
 * replicate.R: a script that computes a run's figures again from data.csv in R and stops at the first that differs by more than
 * the accuracy of its kind: 1e-9 relative, 1e-7 for what is iterated, 1e-3 where R itself stops earlier. It holds the checks
 * that the run's methods need and no others, and says of each result it does not compute again that it does not.
 */

import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import type { LinearResult } from '../estimators/estimator.ts';
import { isNotGiven } from '../estimators/estimator.ts';
import type { SitesResult } from '../estimators/sites.ts';
import type { TwoStageResult } from '../estimators/two-stage.ts';
import type { WaldJointResult } from '../estimators/wald-joint.ts';
import type { PooledResult } from '../imputations/pooled-result.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import type { RowFilter } from '../plan/plan-parts.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { errorsOf, modelOf, neededColumns, settingsOf } from '../plan/settings.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';
import type { Figures, ResultRow, Results } from '../results/result.ts';
import { familyCheck } from './families.ts';
import { figuresInR } from './in-r/figures.ts';
import { rBounds, rLiteral, rValue } from './r-literal.ts';
import { rPrelude } from './r-prelude.ts';

/** @param fileEncoding how data.csv is encoded, in R's words: "UTF-8", "UTF-8-BOM" or "UTF-16" */
export function replicateScript(plan: Plan, results: Results, arms: readonly string[], fileEncoding: string): string {
  const reading =
    fileEncoding === 'UTF-8' ? 'encoding = "UTF-8"' : `encoding = "UTF-8", fileEncoding = ${rLiteral(fileEncoding)}`;
  const checks = plan.estimators.flatMap((estimator) => estimatorChecks(plan, estimator, results.rows));
  const families = plan.imputations === undefined ? plan.estimators.map((one) => familyCheck(plan, one)?.family) : [];
  const needed = [...new Set(families)].filter((family) => family !== undefined);
  return `# Computes the figures of results.json again, in R, from the data.csv beside this file.
# Run it in this directory: Rscript replicate.R
# It needs R 4 or later. What needs a package that is not installed is named as not checked.
# Plan ${results.plan.sha256}
# Data ${results.data.sha256}

invisible(Sys.setlocale("LC_COLLATE", "C"))
data <- read.csv("data.csv", colClasses = "character", check.names = FALSE, na.strings = character(), ${reading})
missing_markers <- ${rLiteral(plan.missing)}
arm_column <- ${rLiteral(plan.arm.column)}
arm_names <- ${rLiteral(arms)}
weight_column <- ${rLiteral(plan.weight ?? null)}

${[rPrelude, ...(needed.length === 0 ? [] : [figuresInR]), ...needed].join('\n')}
${checks.join('\n')}

if (length(unchecked)) cat("Not checked:", unchecked, sep = "\\n  ")
cat(sprintf("%d figures computed again in R, all within the accuracy of their kind.\\n", checked))
`;
}

function estimatorChecks(plan: Plan, estimator: PlannedEstimator, rows: readonly ResultRow[]): readonly string[] {
  const own = rows.filter(({ id }) => id === estimator.id);
  if (plan.imputations !== undefined) return own.map((row) => notChecked(row, 'combined over completed data sets'));
  if (isDesignCheck(estimator)) return framed(plan, estimator, null, own);
  return plan.outcomes.flatMap((outcome) =>
    framed(
      plan,
      estimator,
      outcome,
      own.filter(({ outcome: name }) => name === outcome.name),
    ),
  );
}

/** The checks of results that share their rows, behind the line that reads those. */
function framed(
  plan: Plan,
  estimator: PlannedEstimator,
  outcome: Outcome | null,
  rows: readonly ResultRow[],
): readonly string[] {
  const settings = settingsOf(plan, estimator);
  const calls = rows.flatMap((row) => rowChecks(plan, estimator, row, settings.level));
  if (!calls.some((call) => call.startsWith('check_'))) return calls;
  const time = outcome?.kind === 'time-to-event' ? [outcome.time] : [];
  const further = [...time, ...neededColumns(plan, estimator).map(({ column }) => column)];
  const source = [
    rLiteral(outcome === null ? null : outcome.kind === 'time-to-event' ? outcome.event : outcome.column),
    `value = function(x) ${outcome === null ? 'x' : valueInR(outcome)}`,
    `rows = function(d) ${rowsInR(settings.rows)}`,
    `cluster = ${rLiteral(settings.cluster)}`,
    ...(further.length === 0 ? [] : [`further = ${rLiteral(further)}`]),
    ...(familyCheck(plan, estimator)?.seesMissing === true ? ['known = FALSE'] : []),
  ];
  return ['', `f <- frame(${source.join(', ')})`, ...calls];
}

/** A line by which the script says that it does not compute this result again. */
function notChecked(row: ResultRow, why: string): string {
  return `unchecked <- c(unchecked, ${rLiteral(`${about(row)} ${why}`)})`;
}

function about({ id, outcome, contrast }: ResultRow): string {
  const parts = [id, outcome, contrast?.join(' - ')].filter((part) => typeof part === 'string');
  return `${parts.join(', ')}:`;
}

function rowChecks(plan: Plan, estimator: PlannedEstimator, row: ResultRow, level: number): readonly string[] {
  const { figures, contrast } = row;
  const what = rLiteral(about(row));
  if (isNotGiven(figures)) return [`# ${row.id}, ${row.method}: not estimable (${figures.notEstimable.code})`];
  const family = familyCheck(plan, estimator);
  if (family !== null) {
    return [
      `${family.function}(${what}, f, ${rLiteral(contrast)}, ${rValue(family.settings)},\n  ${rValue(withoutTerms(figures))})`,
    ];
  }
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
      if (isOfSeveral(figures)) break;
      if ('df' in figures && 'standardError' in figures)
        return [studentCheck(plan, estimator, figures, what, pair, level)];
      if (!('standardError' in figures)) break;
      return [
        `check_difference(${what}, f, ${pair}, ${figures.n}, ${figures.estimate})`,
        `check_wald(${what}, f, ${pair}, ${level}, ${figures.standardError}, ${figures.logP}, ${rBounds(figures.interval)})`,
      ];
    }
    case 'test': {
      if (!('statistic' in figures)) break;
      if (figures.distribution === 'F') return [jointInR(plan, estimator, figures, what)];
      const isCorrected = estimator.method === 'chi-squared' && estimator.continuity;
      const arms = contrast === null ? 'character()' : `c(${pair})`;
      return [
        `check_chi_squared(${what}, f, ${arms}, ${rLiteral(isCorrected)}, ${figures.statistic}, ${figures.df}, ${figures.logP})`,
      ];
    }
    default:
  }
  return [notChecked(row, `${row.method} is not computed again by this script`)];
}

/** The terms of a model are its coefficients again; the contrasts of arms are what is checked. */
function withoutTerms(figures: Figures): object {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => name !== 'terms' && name !== 'warning'));
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
      return `check_received(${what}, f, ${pair}, ${rLiteral(errorsOf(plan, estimator))}, ${compared}${othersInR(plan, estimator)})`;
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

/** How each covariate and fixed effect beside what was received is read. */
function othersInR(plan: Plan, estimator: PlannedEstimator): string {
  const [, ...others] = neededColumns(plan, estimator);
  return others.length === 0 ? '' : `, ${rLiteral(others.map(({ as }) => as))}`;
}

function jointInR(plan: Plan, estimator: PlannedEstimator, figures: WaldJointResult, what: string): string {
  const model = modelOf(plan, estimator);
  if (estimator.method !== 'wald-joint' || model.method !== 'linear') throw new Error(`${what} is no joint test`);
  const { statistic, df1, df2, logP } = figures;
  const asked = [rLiteral(errorsOf(plan, model)), rLiteral(estimator.test ?? 'F'), statistic, df1, df2, logP];
  return `check_joint(${what}, f, ${asked.join(', ')}${adjustingInR(plan, model)})`;
}

function valueInR(outcome: Outcome): string {
  if (outcome.kind === 'time-to-event') return 'truth(x)';
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
