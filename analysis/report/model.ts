/**
 * What the report says, before it is HTML: every sentence and every cell is decided here, so that the page holds no logic
 * and a test can read the words.
 */
import { isNotGiven } from '../estimators/estimator.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import { exploratorySentence } from '../plan/exploratory.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { columnList } from '../plan/settings.ts';
import type { Exclusion, ResultRow, Results } from '../results/result.ts';
import type { Chart } from './charts/chart.ts';
import { curvesOf, siteForest, subgroupForest } from './charts/charts-of.ts';
import { designTables } from './design-tables.ts';
import { type FigureTable, figureTable } from './figure-tables.ts';
import { filterInWords, filtersInWords } from './filter-words.ts';
import { type Headline, headlineOf } from './headline.ts';
import { imputationFacts } from './imputation-words.ts';
import { methodNames } from './method-names.ts';
import type { Fact } from './table-parts.ts';
import { furtherWarnings } from './warning-words.ts';
import { counted, grouped, levelName } from './wording.ts';

export type ReportModel = {
  readonly title: string;
  readonly isExploratory: boolean;
  readonly warnings: readonly string[];
  /** The question and its answer; null where the plan has no difference of its main outcome. */
  readonly headline: Headline | null;
  readonly plan: readonly Fact[];
  /** The plan as it was parsed, defaults filled in. */
  readonly planText: string;
  readonly rows: readonly Fact[];
  readonly arms: { readonly hasClusters: boolean; readonly rows: readonly (readonly string[])[] };
  /** Checks on the rows before any outcome. */
  readonly design: readonly FigureTable[];
  readonly outcomes: readonly { readonly heading: string; readonly tables: readonly FigureTable[] }[];
  readonly refusals: readonly Fact[];
  readonly provenance: readonly Fact[];
};

export function reportModel(plan: Plan, results: Results): ReportModel {
  const { summary } = results;
  return {
    title: plan.title,
    isExploratory: results.isExploratory,
    warnings: warnings(plan, results),
    headline: headlineOf(plan, results),
    plan: planFacts(plan),
    planText: JSON.stringify(plan, null, 2),
    rows: [
      { term: 'Rows in the file', description: grouped(summary.rows) },
      ...summary.excluded.map((exclusion) => ({
        term: exclusionReason(plan, exclusion),
        description: `${minusSign}${grouped(exclusion.rows)}`,
      })),
      { term: 'Rows used', description: grouped(summary.used) },
      ...imputationFacts(summary.imputations),
    ],
    arms: {
      hasClusters: plan.cluster !== undefined,
      rows: summary.arms.map(({ arm, n, clusters }) => [
        arm,
        grouped(n),
        ...(clusters === null ? [] : [grouped(clusters)]),
      ]),
    },
    design: plan.estimators.filter(isDesignCheck).flatMap((estimator) =>
      designTables(
        estimator,
        results.rows.filter(({ id }) => id === estimator.id),
      ),
    ),
    outcomes: plan.outcomes.map((outcome) => ({
      heading: `${outcome.name}${outcome.primary ? ' (primary outcome)' : ''}`,
      tables: tablesOf(plan, outcome, results.rows),
    })),
    refusals: results.rows.flatMap((row) =>
      isNotGiven(row.figures) ? [{ term: nameOf(row), description: row.figures.notEstimable.reason }] : [],
    ),
    provenance: [
      { term: 'Plan, SHA-256', description: results.plan.sha256 },
      { term: 'Data, SHA-256', description: results.data.sha256 },
      { term: 'Computed by', description: `${results.engine.name} ${results.engine.version}` },
    ],
  };
}

const minusSign = '\u2212';

function warnings(plan: Plan, results: Results): readonly string[] {
  const { rows } = results;
  const ignoring = [...new Set(rows.filter((row) => row.warnings.includes('ignores-clustering')).map(({ id }) => id))];
  const unit = columnList(plan.cluster).join(' and ');
  const clustering = `The unit that was randomised is the cluster (${unit}), and these estimates take people of one cluster as independent of each other: ${ignoring.join(', ')}. Their intervals are too narrow and their p-values too small if people of one cluster are alike.`;
  const refused = rows.filter(({ figures }) => isNotGiven(figures)).length;
  return [
    ...(results.isExploratory ? [exploratorySentence] : []),
    ...(ignoring.length > 0 ? [clustering] : []),
    ...furtherWarnings(results),
    ...(refused > 0
      ? [`${counted(refused, 'result', 'results')} could not be computed; the reasons are given below.`]
      : []),
  ];
}

function planFacts(plan: Plan): readonly Fact[] {
  const unit = columnList(plan.cluster);
  return [
    { term: 'Outcomes', description: plan.outcomes.map(({ name, kind }) => `${name} (${kind})`).join(', ') },
    { term: 'Arms', description: `column ${plan.arm.column}; each as assigned, whatever was received` },
    { term: 'Reference arm', description: plan.arm.reference },
    {
      term: 'Unit randomised',
      description: unit.length === 0 ? 'the row' : `the cluster named by ${unit.join(' and ')}`,
    },
    ...(plan.weight === undefined ? [] : [{ term: 'Weights', description: weightWords(plan.weight) }]),
    ...(plan.rows.length === 0 ? [] : [{ term: 'Rows', description: `those where ${filtersInWords(plan.rows)}` }]),
    { term: 'Intervals', description: levelName(plan.level) },
    { term: 'Several comparisons', description: multiplicityWords(plan) },
  ];
}

function weightWords(column: string): string {
  return (
    `each row stands for as many people as its ${column} says. Of a row that stands for several, nothing is known by person: ` +
    'an estimate that needs a covariate, a subgroup, a household or a day which such a row lacks leaves its people out'
  );
}

function multiplicityWords({ multiplicity }: Plan): string {
  if (multiplicity === undefined) return 'p-values are not adjusted';
  const families = { contrasts: 'the comparisons', outcomes: 'the outcomes', both: 'all comparisons and outcomes' };
  const { method, across } = multiplicity;
  return `p-values adjusted over ${families[across]} of each estimator (${method}); unadjusted ones stand beside them`;
}

function exclusionReason(plan: Plan, exclusion: Exclusion): string {
  switch (exclusion.reason) {
    case 'row-filter': {
      const filter = plan.rows.find((_, index) => exclusion.path === `rows[${index}]`);
      const words = filter === undefined ? exclusion.column : filterInWords(filter);
      return `Left out by the plan's ${exclusion.path} (${words})`;
    }
    case 'before-imputation':
      return `The data before imputation (${exclusion.column} is 0)`;
    case 'missing-arm':
      return `No arm recorded (${exclusion.column})`;
    case 'missing-cluster':
      return `No cluster recorded (${exclusion.columns.join(', ')})`;
    case 'zero-weight':
      return `Stand for nobody (${exclusion.column} is 0)`;
    case 'missing-outcome':
      return `No outcome recorded (${exclusion.outcomes.join(', ')})`;
  }
}

function tablesOf(plan: Plan, outcome: Outcome, rows: readonly ResultRow[]): readonly FigureTable[] {
  return plan.estimators.flatMap((estimator) => {
    const own = rows.filter((row) => row.id === estimator.id && row.outcome === outcome.name);
    return withChart(figureTable(plan, estimator, outcome, own), chartOf(estimator, outcome, own));
  });
}

/** Sites, subgroups and curves are drawn; comparisons are drawn once, at the head of the report. */
function chartOf(estimator: PlannedEstimator, outcome: Outcome, rows: readonly ResultRow[]): Chart | undefined {
  const title = `${outcome.name}, ${estimator.id}`;
  if (estimator.method === 'sites') return siteForest(`${title}: by ${estimator.by}`, rows);
  if (estimator.method === 'subgroup') return subgroupForest(`${title}: by ${estimator.by}`, rows);
  const unit = outcome.kind === 'time-to-event' ? outcome.time : '';
  return estimator.method === 'kaplan-meier'
    ? curvesOf(`${title}: the share without the event`, unit, rows)
    : undefined;
}

function withChart([first, ...others]: readonly FigureTable[], chart: Chart | undefined): readonly FigureTable[] {
  if (first === undefined) return [];
  return [chart === undefined ? first : { ...first, chart }, ...others];
}

/** How a result is called outside its table. */
function nameOf({ id, method, outcome, contrast }: ResultRow): string {
  const pair = contrast === null ? '' : `, ${contrast[0]} against ${contrast[1]}`;
  return `${id} (${methodNames[method]})${outcome === null ? '' : `: ${outcome}${pair}`}`;
}
