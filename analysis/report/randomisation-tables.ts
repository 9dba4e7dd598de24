/** The report's table of randomisation inference, with the sentences that say what was drawn again and what was assumed. */
import { type RedrawEstimator, redrawSchemeOf } from '../plan/redraw-scheme.ts';
import type { Outcome, Plan } from '../plan/schema.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';
import type { ResultRow } from '../results/result.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
import { fixed, grouped, intervalOf, pValue, signed, significant } from './wording.ts';

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
  outcome: Outcome,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const isRisk = outcome.kind === 'binary';
  const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
  const adjusted = isAdjusted ? ['Adjusted p'] : [];
  const found = rows.flatMap(({ figures }) => (isRandomisation(figures) ? [figures] : []));
  return {
    caption,
    columns: [
      'Comparison',
      isRisk ? 'Difference in percentage points' : 'Difference in means',
      bounds,
      'p',
      ...adjusted,
      'Allocations',
      'People',
    ],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!isRandomisation(figures)) {
        return [comparison(row), notComputed, none, none, ...adjusted.map(() => none), none, none];
      }
      return [
        comparison(row),
        isRisk ? signed(figures.estimate * 100, 2) : significant(figures.estimate),
        'interval' in figures ? intervalOf(figures.interval, write) : none,
        figures.exact
          ? pValue(figures.p)
          : `${pValue(figures.p)} (Monte Carlo error ${fixed(figures.monteCarloError, 4)})`,
        ...adjusted.map(() => (row.pAdjusted === null ? none : pValue(row.pAdjusted))),
        howMany(figures),
        grouped(figures.n),
      ];
    }),
    sentences: sentences(found),
  };
}

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
