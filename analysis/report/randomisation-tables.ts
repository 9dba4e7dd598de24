/** The report's table of randomisation inference, with the sentences that say what was drawn again and what was assumed. */
import { type RedrawEstimator, redrawSchemeOf } from '../plan/redraw-scheme.ts';
import type { Plan } from '../plan/schema.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';
import type { ResultRow } from '../results/result.ts';
import { byComparison, differenceName, differenceWords, pColumns, people } from './by-comparison.ts';
import { type FigureTable, none } from './table-parts.ts';
import { fixed, grouped, intervalOf, pValue, significant } from './wording.ts';

/** How the caption says what was drawn again. */
export function redrawHow(plan: Plan, estimator: RedrawEstimator): string {
  const scheme = redrawSchemeOf(plan, estimator);
  const statistic = `statistic ${estimator.statistic}`;
  if (scheme.kind === 'protocol') return `the trial's own scheme, ${statistic}`;
  const blocks = scheme.blocks.length === 0 ? '' : ` by ${scheme.blocks.join(' and ')}`;
  return `${scheme.kind} scheme${blocks}, ${statistic}`;
}

export function randomisationTable(
  caption: string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const found = rows.flatMap(({ figures }) => (isRandomisation(figures) ? [figures] : []));
  return byComparison(
    caption,
    rows,
    isRandomisation,
    [
      [differenceName(rows), (figures) => differenceWords(figures.estimate, isRisk(figures))],
      [bounds, (figures) => ('interval' in figures ? intervalOf(figures.interval, boundOf(figures)) : none)],
      [
        'p',
        ({ exact, p, monteCarloError }) =>
          exact ? pValue(p) : `${pValue(p)} (Monte Carlo error ${fixed(monteCarloError, 4)})`,
      ],
      ...pColumns(isAdjusted).slice(1),
      ['Allocations', howMany],
      people,
    ],
    sentences(found),
  );
}

const isRisk = ({ quantity }: RandomisationResult) => quantity === 'risk-difference';
const boundOf = (figures: RandomisationResult) => (value: number) =>
  isRisk(figures) ? fixed(value * 100, 2) : significant(value);

/** "all 924"; "all, 54 distinct" where those that are alike were counted together; "10,000 drawn". */
export function howMany({ exact, draws, notes }: RandomisationResult): string {
  if (!exact) return `${grouped(draws)} drawn`;
  const isTogether = notes?.includes('allocations-alike-counted-together') === true;
  return isTogether ? `all, ${grouped(draws)} distinct` : `all ${grouped(draws)}`;
}

function sentences(found: readonly RandomisationResult[]): readonly string[] {
  const isAnywhere = (note: string) => found.some(({ notes }) => notes?.some((own) => own === note));
  return [
    ...(found.some((one) => one.null === 'global')
      ? ['p is of the hypothesis that no arm changes anybody’s outcome: all arms are drawn again.']
      : []),
    ...(isAnywhere('global-null-in-place-of-pairwise')
      ? [
          'The scheme has no simple form for two arms alone, so the hypothesis about all arms is tested in place of one about two.',
        ]
      : []),
    ...(isAnywhere('adjusted-p-is-drawn')
      ? ['The adjusted p comes from allocations that were drawn, and has a Monte Carlo error.']
      : []),
    ...(isAnywhere('interval-is-drawn')
      ? ['The interval comes from allocations that were drawn, where p comes from all of them.']
      : []),
    ...(isAnywhere('interval-assumes-constant-additive-effect')
      ? ['The intervals assume that the effect is the same for everybody and adds to the outcome.']
      : []),
  ];
}

function isRandomisation(figures: ResultRow['figures']): figures is RandomisationResult {
  return 'monteCarloError' in figures;
}
