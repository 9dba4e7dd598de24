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
  const ofOutcome = ({ id }: PlannedEstimator) =>
    results.rows.filter((row) => row.id === id && row.outcome === outcome.name);
  const rowsOf = (estimator: PlannedEstimator) => ofOutcome(estimator).filter(({ contrast }) => contrast !== null);
  const main = plan.estimators.find((estimator) => rowsOf(estimator).some(({ figures }) => isEffect(figures)));
  if (main === undefined) return null;
  const rows = rowsOf(main);
  const isRelative = rows.some(({ figures }) => measureOf(figures) === 'hazard-ratio');
  const relative = isRelative
    ? []
    : plan.estimators.flatMap((estimator) => rowsOf(estimator)).filter(({ figures }) => isRatio(figures));
  const refused = plan.estimators
    .slice(0, plan.estimators.indexOf(main))
    .filter(({ method }) => givingDifferences.includes(method))
    .flatMap((estimator) => refusedBefore(estimator, ofOutcome(estimator), main));
  return {
    estimand: estimandOf(plan, outcome, main, rows, results),
    table: tableOf(plan, outcome, main, rows, relative, refused),
  };
}

/** Methods that can answer the question of the whole trial; one that comes first in the plan and was refused is told of. */
const givingDifferences: readonly PlannedEstimator['method'][] = [
  ...(['risk-difference', 'linear', 'difference-in-means', 't-test', 'restricted-mean', 'cox'] as const),
  'randomisation-inference',
];

function refusedBefore({ id, method }: PlannedEstimator, rows: readonly ResultRow[], main: PlannedEstimator) {
  const [first] = rows;
  if (first === undefined || !isNotGiven(first.figures)) return [];
  return [
    `${id} (${methodNames[method]}) comes before in the plan and was not computed: ${first.figures.notEstimable.reason} What stands here is ${main.id}, which the plan names after it.`,
  ];
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
  const measure = rows.map(({ figures }) => measureOf(figures)).find((one) => one !== undefined) ?? 'mean-difference';
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
      description: measures[measure].inWords,
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
  refused: readonly string[],
): FigureTable {
  const measure = rows.map(({ figures }) => measureOf(figures)).find((one) => one !== undefined) ?? 'mean-difference';
  const isRisk = measure === 'risk-difference';
  const isAdjusted = plan.multiplicity !== undefined;
  const level = levelName(settingsOf(plan, main).level);
  const hasRatio = relative.length > 0;
  const adjusted = (words: string) => (isAdjusted ? [words] : []);
  const chart = comparisonForest(`${outcome.name}: each comparison`, rows);
  return {
    caption: `${outcome.name}: what was found`,
    columns: [
      'Comparison',
      measures[measure].column,
      `${level} interval`,
      ...(isRisk ? ['Of every 100 people'] : []),
      ...(hasRatio ? ['Relative effect'] : []),
      'p',
      ...adjusted('Adjusted p'),
    ],
    rows: rows.map((row) => {
      const { figures } = row;
      const ratio = hasRatio ? [ratioWords(relative, row)] : [];
      if (!isEffect(figures)) {
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
    sentences: [
      ...refused,
      ...rows.flatMap((row) => readingOf(row, measure)),
      ...relativeSentences(plan, main, rows, relative),
    ],
    ...(chart === undefined ? {} : { chart }),
  };
}

function readingOf(row: ResultRow, measure: Measure): readonly string[] {
  const { figures } = row;
  const isRisk = measure === 'risk-difference';
  if (isNotGiven(figures)) return [`${comparison(row)}: not computed. ${figures.notEstimable.reason}`];
  if (!isEffect(figures)) return [];
  const [lower, upper] = figures.interval;
  const { none: same } = measures[measure];
  const isApart = (typeof lower === 'number' && lower > same) || (typeof upper === 'number' && upper < same);
  const write = (value: number) => (isRisk ? perHundred(value) : significant(value));
  const found = isRisk ? `${perHundred(figures.estimate)} of every 100 people` : significant(figures.estimate);
  const range = intervalOf(figures.interval, write);
  const reading = isApart
    ? 'The interval leaves out "no difference".'
    : 'The data do not tell this apart from no difference, nor do they show that there is none.';
  return [`${comparison(row)}: ${found} (${range}). ${reading}`];
}

/** The first relative effect of the same comparison that the plan has. */
function relativeOf(relative: readonly ResultRow[], { contrast }: ResultRow): ResultRow | undefined {
  return relative.find((row) => row.contrast?.[0] === contrast?.[0] && row.contrast?.[1] === contrast?.[1]);
}

/** Which estimators the relative effects are of, and where those read other rows than the differences beside them. */
function relativeSentences(
  plan: Plan,
  main: PlannedEstimator,
  rows: readonly ResultRow[],
  relative: readonly ResultRow[],
): readonly string[] {
  const ids = [...new Set(rows.flatMap((row) => relativeOf(relative, row)?.id ?? []))];
  const named = ids.map((id) => {
    const method = plan.estimators.find((estimator) => estimator.id === id)?.method;
    return method === undefined ? id : `${id} (${methodNames[method]})`;
  });
  const rowsOf = (id: string) =>
    plan.estimators.filter((one) => one.id === id).map((one) => settingsOf(plan, one).rows);
  const [used = []] = rowsOf(main.id);
  const others = ids.flatMap((id) => {
    const [own = used] = rowsOf(id);
    if (JSON.stringify(own) === JSON.stringify(used)) return [];
    return [`${id} reads other rows: ${own.length === 0 ? 'everybody' : `those where ${filtersInWords(own)}`}.`];
  });
  return named.length === 0 ? [] : [`Relative effects are those of ${named.join(' and ')}.`, ...others];
}

function ratioWords(relative: readonly ResultRow[], row: ResultRow): string {
  const own = relativeOf(relative, row);
  if (own === undefined || !isRatio(own.figures)) return none;
  const { quantity, estimate, interval } = own.figures;
  return `${quantity.replace('-', ' ')} ${ratioOf(estimate)} (${intervalOf(interval, significant)})`;
}

const ratios: readonly string[] = ['risk-ratio', 'odds-ratio', 'rate-ratio', 'hazard-ratio'];

function isRatio(
  figures: Figures,
): figures is Extract<Figures, { readonly quantity: 'risk-ratio' | 'odds-ratio' | 'rate-ratio' | 'hazard-ratio' }> {
  return !isNotGiven(figures) && ratios.includes(figures.quantity) && 'estimate' in figures && 'interval' in figures;
}

/** What the head of the report can be about: the column's heading, the estimand's measure in words, and the value of no effect. */
const measures = {
  'risk-difference': {
    ...{ column: 'Difference in percentage points', none: 0 },
    inWords: 'difference of the shares of people with the outcome',
  },
  'mean-difference': { column: 'Difference in means', none: 0, inWords: 'difference of the means' },
  'restricted-mean-difference': {
    ...{ column: 'Difference in restricted mean time', none: 0 },
    inWords: 'difference of the mean times without the outcome, up to the horizon of the plan',
  },
  'hazard-ratio': {
    column: 'Hazard ratio',
    none: 1,
    inWords: 'ratio of the hazards, taken to be the same at all times',
  },
} as const;
type Measure = keyof typeof measures;
type Effect = Extract<Figures, { readonly quantity: Measure; readonly interval: unknown }>;

function isEffect(figures: Figures): figures is Effect {
  return measureOf(figures) !== undefined;
}

/** The measure of figures that can stand at the head; undefined for others, and for those put together of sites or of two tests. */
function measureOf(figures: Figures): Measure | undefined {
  if (isNotGiven(figures) || !('interval' in figures) || !('estimate' in figures)) return undefined;
  if ('heterogeneity' in figures || 'lower' in figures) return undefined;
  const { quantity } = figures;
  return quantity in measures ? (quantity as Measure) : undefined;
}
