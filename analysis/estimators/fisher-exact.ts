/**
 * Fisher's exact test that the outcome is distributed alike in the arms, all margins of the table fixed; for a two-by-two
 * table with the odds ratio by conditional maximum likelihood. Two-sided p adds up the tables no likelier than the one seen.
 * Sources: R. A. Fisher 1935, JRSS 98:39–82; H. O. Lancaster 1961, JASA 56:223–234 (mid-p: tables as likely as the one seen
 * count half); A. Agresti 1992, Stat. Sci. 7:131–153. Oracle: R's fisher.test.
 */
import type { Bound, Contrast, Frame, Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';
import { conditionalOddsRatio, lowerOddsBound, upperOddsBound } from './conditional-odds.ts';
import { type CrossTable, crossTable } from './cross-table.ts';
import { notEstimable, type Result, type Warning } from './estimator.ts';
import { type Hypergeometric, hypergeometric, supportSize } from './hypergeometric.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';
import { tableProbability, tie } from './table-probability.ts';

export type Alternative = 'two-sided' | 'less' | 'greater';
export type FisherOptions = { readonly midP: boolean; readonly alternative: Alternative; readonly level: number };

type ExactP = { readonly p: number; readonly logP: number; readonly midP?: number };
/** A two-by-two table; `estimate` and `interval` may be infinite where a cell is empty. */
export type ExactOddsRatio = { readonly quantity: 'odds-ratio'; readonly estimate: Bound } & ExactP & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly alternative: Alternative;
    readonly warning?: Warning;
  };
/** A larger table has a p and nothing else. */
export type ExactTest = { readonly quantity: 'test' } & ExactP & { readonly n: number; readonly warning?: Warning };

/** Numbers of treated successes that one table may allow. */
const mostCounts = 2_000_000;

/**
 * Rows are the contrast's two arms or all arms, columns the values of the outcome that occur; of two values the larger is
 * the success, and of all arms where there are two the first is the reference. `alternative` is about the treated arm's
 * odds; its interval has one side. Refuses a continuous outcome, an empty arm, one value for all, a one-sided alternative of
 * a larger table, and a table with too many possible ones to visit.
 */
export function fisherExact(
  frame: Frame,
  over: Contrast | 'all-arms',
  options: FisherOptions,
): Result<ExactOddsRatio | ExactTest> {
  if (frame.outcomeKind === 'continuous') {
    return notEstimable('not-categorical', "Fisher's exact test needs an outcome with categories.");
  }
  const arms = over === 'all-arms' ? frame.arms.map((_, arm) => arm).reverse() : [over.treated, over.reference];
  const table = crossTable(frame, arms);
  const emptyRow = table.armTotals.indexOf(0);
  if (emptyRow >= 0) return emptyArm(frame, arms[emptyRow] ?? 0);
  if (arms.length < 2 || table.valueTotals.length < 2) {
    return notEstimable('zero-margin', 'All outcomes are equal, or there is one arm: a margin is zero.');
  }
  return table.cells.length === 4 ? twoByTwo(frame, table, options) : larger(frame, table, options);
}

function twoByTwo(frame: Frame, table: CrossTable, options: FisherOptions): Result<ExactOddsRatio> {
  const { alternative, level } = options;
  const [treated = 0, reference = 0] = table.armTotals;
  const successes = table.valueTotals[1] ?? 0;
  const observed = table.cells[1] ?? 0;
  if (supportSize(treated, reference, successes) > mostCounts) return tooLargeTable();
  const distribution = hypergeometric(treated, reference, successes);
  const tail = alternative === 'two-sided' ? (1 - level) / 2 : 1 - level;
  return {
    quantity: 'odds-ratio',
    estimate: conditionalOddsRatio(distribution, observed),
    ...exactP(distribution, observed, options),
    interval: [
      alternative === 'less' ? 0 : lowerOddsBound(distribution, observed, tail),
      alternative === 'greater' ? 'Infinity' : upperOddsBound(distribution, observed, tail),
    ],
    level,
    n: table.total,
    alternative,
    ...clusteringWarning(frame),
  };
}

/** Sums relative to their own largest weight, so that a p too small for a double still has its log. */
function exactP(
  { smallest, logWeights }: Hypergeometric,
  observed: number,
  { alternative, midP }: FisherOptions,
): ExactP {
  const at = observed - smallest;
  const seen = logWeights[at] ?? 0;
  const kindOf = (weight: number, index: number): 'likelier' | 'tied' | 'extreme' => {
    if (alternative !== 'two-sided' && index === at) return 'tied';
    if (alternative === 'less') return index < at ? 'extreme' : 'likelier';
    if (alternative === 'greater') return index > at ? 'extreme' : 'likelier';
    return weight > seen + tie ? 'likelier' : weight < seen - tie ? 'extreme' : 'tied';
  };
  let heaviest = Number.NEGATIVE_INFINITY;
  let peak = Number.NEGATIVE_INFINITY;
  for (const [index, weight] of logWeights.entries()) {
    heaviest = Math.max(heaviest, weight);
    if (kindOf(weight, index) !== 'likelier') peak = Math.max(peak, weight);
  }
  let total = 0;
  const sums = { tied: 0, extreme: 0 };
  for (const [index, weight] of logWeights.entries()) {
    total += exp(weight - heaviest);
    const kind = kindOf(weight, index);
    if (kind !== 'likelier') sums[kind] += exp(weight - peak);
  }
  const scale = peak - heaviest - ln(total);
  const logOf = (tied: number) => ln(sums.extreme + tied * sums.tied) + scale;
  return fromLog(logOf(1), midP ? exp(logOf(0.5)) : null);
}

function larger(frame: Frame, table: CrossTable, { alternative, midP }: FisherOptions): Result<ExactTest> {
  if (alternative !== 'two-sided') {
    return notEstimable('one-sided-table', 'A one-sided alternative needs two arms and an outcome of two values.');
  }
  const found = tableProbability(table.cells, table.valueTotals.length);
  if (found === null) return tooLargeTable();
  const { logLess, logTied } = found;
  const peak = Math.max(logLess, logTied);
  const sum = (tied: number) => ln(exp(logLess - peak) + tied * exp(logTied - peak)) + peak;
  return {
    quantity: 'test',
    ...fromLog(sum(1), midP ? exp(sum(0.5)) : null),
    n: table.total,
    ...clusteringWarning(frame),
  };
}

function fromLog(log: number, midP: number | null): ExactP {
  const logP = Math.min(0, log);
  return { p: exp(logP), logP, ...(midP === null ? {} : { midP }) };
}

function tooLargeTable() {
  return notEstimable(
    'table-too-large',
    'So large a table has too many others with its margins to visit them all; a chi-squared test does not need to.',
  );
}
