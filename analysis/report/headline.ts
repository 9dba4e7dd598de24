/**
 * What the report says first: the question the primary analysis answers (the estimand, by the five attributes of ICH E9(R1)) and, for
 * each comparison, its answer in percentage points, of every 100 people, and as a ratio where the plan has one. A result that shows
 * nothing stands here like one that shows something.
 */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { columnList, settingsOf } from '../plan/settings.ts';
import type { Figures, ResultRow, Results } from '../results/result.ts';
import { comparisonForest } from './charts/charts-of.ts';
import { filtersInWords } from './filter-words.ts';
import { methodNames } from './method-names.ts';
import { comparison, type Fact, type FigureTable, none, notComputed } from './table-parts.ts';
import { counted, fixed, intervalOf, levelName, perHundred, pValue, ratioOf, signed, significant } from './wording.ts';

export type Headline = { readonly estimand: readonly Fact[]; readonly table: FigureTable };

/** Of the plan's first primary outcome, or its first; null where no estimator gives a difference of it. */
export function headlineOf(plan: Plan, results: Results): Headline | null {
  const outcome = plan.outcomes.find(({ primary }) => primary) ?? plan.outcomes[0];
  if (outcome === undefined) return null;
  const rowsOf = ({ id }: PlannedEstimator) =>
    results.rows.filter((row) => row.id === id && row.outcome === outcome.name && row.contrast !== null);
  const main = plan.estimators.find((estimator) => rowsOf(estimator).some(({ figures }) => isDifference(figures)));
  if (main === undefined) return null;
  const rows = rowsOf(main);
  const relative = plan.estimators.flatMap((estimator) => rowsOf(estimator)).filter(({ figures }) => isRatio(figures));
  return {
    estimand: estimandOf(plan, outcome, main, rows, results),
    table: tableOf(plan, outcome, main, rows, relative),
  };
}

function estimandOf(
  plan: Plan,
  outcome: Outcome,
  main: PlannedEstimator,
  rows: readonly ResultRow[],
  { summary }: Results,
): readonly Fact[] {
  const { rows: filters, cluster } = settingsOf(plan, main);
  const people = rows.flatMap(({ figures }) => ('n' in figures ? [figures.n] : []));
  const [fewest, most] = [Math.min(...people), Math.max(...people)];
  const used = fewest === most ? counted(most, 'person', 'people') : `${fewest} to ${most} people in a comparison`;
  const where = filters.length === 0 ? 'everybody in the data' : `those where ${filtersInWords(filters)}`;
  const unit = columnList(cluster);
  const isRisk = outcome.kind === 'binary';
  return [
    {
      term: 'Population',
      description: people.length === 0 ? where : `${where}: ${used}`,
    },
    {
      term: 'Arms compared',
      description: `${[...new Set(rows.map(comparison))].join('; ')}, each as assigned`,
    },
    { term: 'Outcome', description: outcome.name },
    {
      term: 'What came in between',
      description: `everybody counts in the arm they were assigned to, whatever they received; ${
        summary.imputations === null
          ? 'whoever has no outcome on record is left out'
          : `missing values were imputed ${summary.imputations.sets} times`
      }`,
    },
    {
      term: 'Measure',
      description: isRisk ? 'difference of the shares of people with the outcome' : 'difference of the means',
    },
    {
      term: 'Estimated by',
      description: `${main.id}: ${methodNames[main.method]}${unit.length === 0 ? '' : `, clusters by ${unit.join(' and ')}`}`,
    },
  ];
}

function tableOf(
  plan: Plan,
  outcome: Outcome,
  main: PlannedEstimator,
  rows: readonly ResultRow[],
  relative: readonly ResultRow[],
): FigureTable {
  const isRisk = rows.some(({ figures }) => isDifference(figures) && figures.quantity === 'risk-difference');
  const isAdjusted = plan.multiplicity !== undefined;
  const level = levelName(settingsOf(plan, main).level);
  const hasRatio = relative.length > 0;
  const adjusted = (words: string) => (isAdjusted ? [words] : []);
  const chart = comparisonForest(`${outcome.name}: each comparison`, rows);
  return {
    caption: `${outcome.name}: what was found`,
    columns: [
      'Comparison',
      isRisk ? 'Difference in percentage points' : 'Difference in means',
      `${level} interval`,
      ...(isRisk ? ['Of every 100 people'] : []),
      ...(hasRatio ? ['Relative effect'] : []),
      'p',
      ...adjusted('Adjusted p'),
    ],
    rows: rows.map((row) => {
      const { figures } = row;
      const ratio = hasRatio ? [ratioWords(relative, row)] : [];
      if (!isDifference(figures)) {
        return [comparison(row), notComputed, none, ...(isRisk ? [none] : []), ...ratio, none, ...adjusted(none)];
      }
      const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
      return [
        comparison(row),
        isRisk ? signed(figures.estimate * 100, 2) : significant(figures.estimate),
        intervalOf(figures.interval, write),
        ...(isRisk ? [perHundred(figures.estimate)] : []),
        ...ratio,
        'p' in figures ? pValue(figures.p) : none,
        ...adjusted(row.pAdjusted === null ? none : pValue(row.pAdjusted)),
      ];
    }),
    sentences: rows.flatMap((row) => readingOf(row, isRisk)),
    ...(chart === undefined ? {} : { chart }),
  };
}

function readingOf(row: ResultRow, isRisk: boolean): readonly string[] {
  const { figures } = row;
  if (isNotGiven(figures)) return [`${comparison(row)}: not computed. ${figures.notEstimable.reason}`];
  if (!isDifference(figures)) return [];
  const [lower, upper] = figures.interval;
  const isApart = (typeof lower === 'number' && lower > 0) || (typeof upper === 'number' && upper < 0);
  const write = (value: number) => (isRisk ? perHundred(value) : significant(value));
  const found = isRisk ? `${perHundred(figures.estimate)} of every 100 people` : significant(figures.estimate);
  const range = intervalOf(figures.interval, write);
  const reading = isApart
    ? 'The interval leaves out "no difference".'
    : 'The data do not tell this apart from no difference, nor do they show that there is none.';
  return [`${comparison(row)}: ${found} (${range}). ${reading}`];
}

/** The first relative effect of the same comparison that the plan has. */
function ratioWords(relative: readonly ResultRow[], { contrast }: ResultRow): string {
  const own = relative.find((row) => row.contrast?.[0] === contrast?.[0] && row.contrast?.[1] === contrast?.[1]);
  if (own === undefined || !isRatio(own.figures)) return none;
  const { quantity, estimate, interval } = own.figures;
  return `${quantity.replace('-', ' ')} ${ratioOf(estimate)} (${intervalOf(interval, significant)})`;
}

const ratios: readonly string[] = ['risk-ratio', 'odds-ratio', 'rate-ratio'];

function isRatio(
  figures: Figures,
): figures is Extract<Figures, { readonly quantity: 'risk-ratio' | 'odds-ratio' | 'rate-ratio' }> {
  return !isNotGiven(figures) && ratios.includes(figures.quantity) && 'estimate' in figures && 'interval' in figures;
}

function isDifference(
  figures: Figures,
): figures is Extract<
  Figures,
  { readonly quantity: 'risk-difference' | 'mean-difference'; readonly interval: unknown }
> {
  if (isNotGiven(figures) || !('interval' in figures) || !('estimate' in figures)) return false;
  if ('heterogeneity' in figures || 'lower' in figures) return false;
  return figures.quantity === 'risk-difference' || figures.quantity === 'mean-difference';
}
