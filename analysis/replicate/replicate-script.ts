/**
 * replicate.R: a script that reads results.json, computes its figures again from data.csv in R and stops at the first that
 * differs by more than the contract's accuracy ("Accuracy"). It holds the checks that the run's methods need and no others, and says of each
 * result it does not compute again that it does not.
 */

import { isNotGiven } from '../estimators/estimator.ts';
import { poolingOf } from '../imputations/pooled-methods.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import { exploratorySentence, exploratoryWord } from '../plan/exploratory.ts';
import { lookedAt } from '../plan/interim.ts';
import type { RowFilter } from '../plan/plan-parts.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { neededColumns, settingsOf } from '../plan/settings.ts';
import { families } from '../results/multiplicity.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { familyCheck } from './families.ts';
import { figuresInR } from './in-r/figures.ts';
import { pooledInR } from './in-r/pooled.ts';
import { proportionsInR } from './in-r/proportions.ts';
import { rLiteral, rValue } from './r-literal.ts';
import { rPrelude } from './r-prelude.ts';
import { shapeOfHead, shapeOfResult } from './result-shape.ts';

/** A result, and its place in results.json counted from 1. */
type Placed = { readonly row: ResultRow; readonly index: number };

/** @param fileEncoding how data.csv is encoded, in R's words: "UTF-8", "UTF-8-BOM" or "UTF-16" */
export function replicateScript(plan: Plan, results: Results, arms: readonly string[], fileEncoding: string): string {
  const reading =
    fileEncoding === 'UTF-8' ? 'encoding = "UTF-8"' : `encoding = "UTF-8", fileEncoding = ${rLiteral(fileEncoding)}`;
  const placed = results.rows.map((row, index) => ({ row, index: index + 1 }));
  const checks = plan.estimators.flatMap((estimator) => estimatorChecks(plan, estimator, placed));
  const asked = plan.estimators.flatMap((one) => familyCheck(plan, one)?.families ?? []);
  const needed = [...new Set([proportionsInR, ...(plan.imputations === undefined ? [] : [pooledInR]), ...asked])];
  return `# Computes the figures of results.json again, in R, from the data.csv beside this file.
# Run it in this directory: Rscript replicate.R
# It needs R 4 or later and the package jsonlite. What needs another package that is not installed is named as not checked.
${results.isExploratory ? `# ${exploratoryWord}. ${exploratorySentence}\n` : ''}# Plan ${results.plan.sha256}
# Data ${results.data.sha256}

if (!requireNamespace("jsonlite", quietly = TRUE)) stop("The package jsonlite, which reads results.json, is not installed.", call. = FALSE)
invisible(Sys.setlocale("LC_COLLATE", "C"))
data <- read.csv("data.csv", colClasses = "character", check.names = FALSE, na.strings = character(), ${reading})
missing_markers <- ${rLiteral(plan.missing)}
arm_column <- ${rLiteral(plan.arm.column)}
arm_names <- ${rLiteral(arms)}
weight_column <- ${rLiteral(plan.weight ?? null)}

${[rPrelude, figuresInR, ...needed].join('\n')}
head_is(${shapeOfHead(results)})
count_results(${results.rows.length})
${checks.join('\n')}

if (sum(seen, na.rm = TRUE) != length(results)) stop("Not every result was looked at.", call. = FALSE)
summarise_unchecked()
cat(sprintf("%d results: %d not estimable, %d notes of what was not checked.\\n", length(results), sum(refused, na.rm = TRUE), nrow(unchecked)))
cat(sprintf("%d figures computed again in R, all within the accuracy of their kind.\\n", checked))
`;
}

function estimatorChecks(plan: Plan, estimator: PlannedEstimator, rows: readonly Placed[]): readonly string[] {
  const own = rows.filter(({ row }) => row.id === estimator.id);
  const adjusted = adjustedChecks(plan, estimator, own);
  if (isDesignCheck(estimator)) return framed(plan, estimator, null, own);
  const checks = plan.outcomes.flatMap((outcome) =>
    framed(
      plan,
      estimator,
      outcome,
      own.filter(({ row }) => row.outcome === outcome.name),
    ),
  );
  return [...checks, ...adjusted];
}

/** The checks of results that share their rows, behind the line that reads those. */
function framed(
  plan: Plan,
  estimator: PlannedEstimator,
  outcome: Outcome | null,
  rows: readonly Placed[],
): readonly string[] {
  const tested = estimator.method === 'interim' ? lookedAt(plan, estimator) : estimator;
  const settings = settingsOf(plan, tested);
  const calls = rows.map((placed) => rowCheck(plan, estimator, placed));
  if (!calls.some((call) => call.startsWith('check_'))) return calls;
  const time = outcome?.kind === 'time-to-event' ? [outcome.time] : [];
  const further = [...time, ...neededColumns(plan, tested).map(({ column }) => column)];
  const source = [
    rLiteral(outcome === null ? null : outcome.kind === 'time-to-event' ? outcome.event : outcome.column),
    `value = function(x) ${outcome === null ? 'x' : valueInR(outcome)}`,
    `rows = function(d) ${rowsInR(settings.rows)}`,
    `cluster = ${rLiteral(settings.cluster)}`,
    ...(further.length === 0 ? [] : [`further = ${rLiteral(further)}`]),
    ...(familyCheck(plan, estimator)?.seesMissing === true ? ['known = FALSE'] : []),
  ];
  const frame = `frame(${source.join(', ')})`;
  const column = plan.imputations?.column;
  return ['', `f <- ${column === undefined ? frame : `sets_of(${rLiteral(column)}, function() ${frame})`}`, ...calls];
}

/** A line by which the script says that it does not compute this result again. */
function notChecked(placed: Placed, why: string): string {
  const { row } = placed;
  if (isNotGiven(row.figures)) return `not_given(${place(placed)})`;
  return `entry(${place(placed)}); not_checked(${rLiteral(about(row))}, ${rLiteral(why)})`;
}

/** Where a result stands, what it is of, and what is known of it. */
function place({ row, index }: Placed): string {
  return [index, rLiteral(row.id), rLiteral(row.outcome), rLiteral(row.contrast), shapeOfResult(row)].join(', ');
}

function about({ id, outcome, contrast }: ResultRow): string {
  const parts = [id, outcome, contrast?.join(' - ')].filter((part) => typeof part === 'string');
  return `${parts.join(', ')}:`;
}

/** What is said of one result: that it was not estimable, how it is computed again, or that it is not. */
function rowCheck(plan: Plan, estimator: PlannedEstimator, placed: Placed): string {
  const { row } = placed;
  const { figures, contrast } = row;
  if (isNotGiven(figures)) return `not_given(${place(placed)})`;
  const family = familyCheck(plan, estimator);
  if (family === null) return notChecked(placed, 'not computed again by this script');
  const asked = [rLiteral(about(row)), 'f', rLiteral(contrast), rValue(family.settings)].join(', ');
  const call = `${asked}, given(${place(placed)})`;
  if (plan.imputations === undefined || estimator.method === 'interim') return `${family.function}(${call})`;
  const isPooled = poolingOf[estimator.method].way === 'estimate';
  return `${isPooled ? 'check_pooled' : 'check_each'}(${family.function}, ${call})`;
}

/** p-values that were adjusted together, adjusted by R. */
function adjustedChecks(plan: Plan, estimator: PlannedEstimator, rows: readonly Placed[]): readonly string[] {
  const { multiplicity } = plan;
  if (multiplicity === undefined || (estimator.method === 'randomisation-inference' && estimator.maxT)) return [];
  const placeOf = new Map(rows.map(({ row, index }) => [row, index]));
  const method = ['bh', 'by'].includes(multiplicity.method) ? multiplicity.method.toUpperCase() : multiplicity.method;
  return families(
    rows.map(({ row }) => row),
    multiplicity.across,
  ).flatMap((family) => {
    const adjusted = family.filter(({ pAdjusted }) => pAdjusted !== null).map((row) => placeOf.get(row) ?? 0);
    return adjusted.length === 0
      ? []
      : [`check_adjusted(${rLiteral(`${estimator.id}:`)}, ${rLiteral(adjusted)}, ${rLiteral(method)})`];
  });
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
