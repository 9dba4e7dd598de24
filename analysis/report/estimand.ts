/** The question that the analysis at the head of the report answers, by the five attributes of ICH E9(R1), and how it is estimated. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { columnList, neededColumns, settingsOf } from '../plan/settings.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { filtersInWords } from './filter-words.ts';
import { answerOf } from './headline-answer.ts';
import type { Measure } from './headline-measure.ts';
import { methodNames } from './method-names.ts';
import { linearHow } from './model-tables.ts';
import { comparison, type Fact } from './table-parts.ts';
import { counted, grouped } from './wording.ts';

export function estimandOf(
  plan: Plan,
  outcome: Outcome,
  estimator: PlannedEstimator,
  rows: readonly ResultRow[],
  measure: Measure,
  { summary }: Results,
): readonly Fact[] {
  return [
    { term: 'Population', description: population(plan, estimator, rows) },
    {
      term: 'Arms compared',
      description: `${armsCompared(plan, estimator, rows)}, each as assigned`,
    },
    { term: 'Outcome', description: `${outcome.name}${placeOf(plan, outcome)}` },
    {
      term: 'What came in between',
      description: `${assignment(estimator)}; ${unseen(plan, outcome, estimator, summary.imputations?.sets ?? null)}`,
    },
    { term: 'Measure', description: measure.inWords },
    { term: 'Estimated by', description: `${estimator.id}: ${methodWords(plan, estimator, rows)}` },
  ];
}

function population(plan: Plan, estimator: PlannedEstimator, rows: readonly ResultRow[]): string {
  const { rows: filters } = settingsOf(plan, estimator);
  const where = filters.length === 0 ? 'everybody in the data' : `those where ${filtersInWords(filters)}`;
  const answers = rows.flatMap(
    ({ figures }) => answerOf(figures) ?? ('n' in figures ? { n: figures.n, clusters: null } : []),
  );
  if (answers.length === 0) return where;
  const people = range(
    answers.map(({ n }) => n),
    'person',
    'people',
  );
  const clusters = answers.flatMap((one) => one.clusters ?? []);
  const size = clusters.length === 0 ? people : `${people} in ${range(clusters, 'cluster', 'clusters')}`;
  return `${where}: ${size}${new Set(answers.map(({ n }) => n)).size > 1 ? ' in a comparison' : ''}`;
}

/** "240 people", "396 to 408 people". */
function range(counts: readonly number[], one: string, several: string): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? counted(most, one, several) : `${grouped(least)} to ${counted(most, one, several)}`;
}

/** The comparisons there are; where the data have none, those that the plan asks for. */
function armsCompared(plan: Plan, estimator: PlannedEstimator, rows: readonly ResultRow[]): string {
  const isNone = rows.every(({ contrast, figures }) => contrast === null && isNotGiven(figures));
  if (!isNone) return [...new Set(rows.map(comparison))].join('; ');
  const { contrasts } = settingsOf(plan, estimator);
  if (contrasts === 'each-against-reference') return `each arm against ${plan.arm.reference}`;
  if (contrasts === 'all-pairs') return 'every arm against every other';
  return contrasts.map(([treated, reference]) => `${treated} against ${reference}`).join('; ');
}

function placeOf({ outcomes }: Plan, outcome: Outcome): string {
  const primary = outcomes.filter((one) => one.primary).length;
  if (outcome.primary) return primary === 1 ? '' : ` (the first of ${primary} primary outcomes; the others are below)`;
  return ' (the first outcome: the plan names no primary outcome)';
}

function assignment({ method }: PlannedEstimator): string {
  return method === 'two-stage-least-squares'
    ? 'the arm that people were assigned to stands for nothing but what they received because of it'
    : 'everybody counts in the arm they were assigned to, whatever they received';
}

/** What becomes of those whose outcome is not known, or not known to the end. */
function unseen(plan: Plan, outcome: Outcome, estimator: PlannedEstimator, sets: number | null): string {
  if (sets !== null) return `missing values were imputed ${sets} times`;
  const isTime = outcome.kind === 'time-to-event';
  const needed = neededColumns(plan, estimator).map(({ column }) => column);
  const own = isTime ? ['time', 'event'] : ['outcome'];
  const lacking = [...own, ...new Set(needed)].map((one) => `no ${one}`);
  const left = `whoever has ${lacking.join(' or ')} on record is left out`;
  if (!isTime) return left;
  return `people whose outcome was not seen count until they were last seen, as if those who went on unseen were like those who were still seen; ${left}`;
}

function methodWords(plan: Plan, estimator: PlannedEstimator, rows: readonly ResultRow[]): string {
  const unit = columnList(settingsOf(plan, estimator).cluster);
  const isIgnored = rows.some(({ warnings }) => warnings.includes('ignores-clustering'));
  return [
    methodNames[estimator.method],
    ...(estimator.method === 'linear' ? [linearHow(plan, estimator)] : []),
    ...(unit.length === 0 ? [] : [`clusters by ${unit.join(' and ')}${isIgnored ? ' not taken into account' : ''}`]),
  ].join(', ');
}
