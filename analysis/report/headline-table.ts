/** The table at the head of the report, and the sentence that puts each of its rows in words. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Interval } from '../frame.ts';
import type { Outcome, Plan } from '../plan/schema.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { adjustedP } from './by-comparison.ts';
import { comparisonForest } from './charts/charts-of.ts';
import { answerOf, type Candidate } from './headline-answer.ts';
import { type Beside, besideOf, besideSentences, besideWords } from './headline-beside.ts';
import { type Measure, marginWords } from './headline-measure.ts';
import { isEquivalence } from './shift-tables.ts';
import { comparison, type FigureTable, none } from './table-parts.ts';
import {
  differsWords,
  fixed,
  grouped,
  intervalOf,
  levelName,
  perHundred,
  pValue,
  pWords,
  ratioOf,
  signed,
  significant,
} from './wording.ts';

const refused = 'not estimable';

export function headlineTable(
  plan: Plan,
  outcome: Outcome,
  { estimator, rows }: Candidate,
  measure: Measure,
  results: Results,
): FigureTable {
  const isAdjusted = rows.some(({ pAdjusted }) => pAdjusted !== null);
  const beside = besideOf(plan, outcome, measure, rows, results);
  const level = rows.flatMap(({ figures }) => answerOf(figures)?.level ?? [])[0];
  const columns = columnsOf(measure, beside, level ?? null, isAdjusted);
  const chart = comparisonForest(`${outcome.name}: each comparison`, rows);
  return {
    caption: `${outcome.name}: what was found`,
    columns: ['Comparison', ...columns.map(({ heading }) => heading)],
    rows: rows.map((row) => [comparison(row), ...columns.map(({ cell }) => cell(row))]),
    sentences: [
      ...rows.flatMap((row) => sentenceOf(row, measure, estimator)),
      ...(isAdjusted && measure.kind !== 'test' ? ['Intervals are not adjusted for the other comparisons.'] : []),
      ...ignoring(rows, beside),
      ...(beside === null ? [] : besideSentences(plan, estimator.id, rows, beside)),
    ],
    ...(chart === undefined ? {} : { chart }),
  };
}

type HeadColumn = { readonly heading: string; readonly cell: (row: ResultRow) => string };

function columnsOf(measure: Measure, beside: Beside | null, level: number | null, isAdjusted: boolean) {
  const { kind } = measure;
  const tested = measure.tested === undefined ? [] : [measure.tested];
  const p = ({ figures }: ResultRow) => ('p' in figures ? pValue(figures.p) : isNotGiven(figures) ? refused : none);
  const estimate = ({ figures }: ResultRow) => {
    const answer = answerOf(figures);
    if (answer === null) return refused;
    return kind === 'share' && typeof answer.estimate === 'number'
      ? signed(answer.estimate * 100, 2)
      : ratioOf(answer.estimate);
  };
  const interval = ({ figures }: ResultRow) => {
    const bounds = answerOf(figures)?.interval;
    return bounds == null
      ? none
      : intervalOf(bounds, kind === 'share' ? (value) => fixed(value * 100, 2) : significant);
  };
  const ofHundred = ({ figures }: ResultRow) => {
    const found = answerOf(figures)?.estimate;
    return typeof found === 'number' ? perHundred(found) : none;
  };
  const columns: readonly (HeadColumn | null)[] = [
    kind === 'test' ? null : { heading: measure.column, cell: estimate },
    kind === 'test' ? null : { heading: level === null ? 'Interval' : `${levelName(level)} interval`, cell: interval },
    kind === 'share' ? { heading: 'Of every 100 people', cell: ofHundred } : null,
    beside === null ? null : { heading: beside.heading, cell: (row) => besideWords(beside, row) },
    { heading: ['p', ...tested].join(', '), cell: kind === 'test' ? p : (row) => p(row).replace(refused, none) },
    isAdjusted ? { heading: 'Adjusted p', cell: adjustedP } : null,
    { heading: 'People', cell: ({ figures }) => ('n' in figures ? grouped(figures.n) : none) },
  ];
  return columns.filter((column) => column !== null);
}

function sentenceOf(row: ResultRow, measure: Measure, estimator: Candidate['estimator']): readonly string[] {
  const { figures, pAdjusted } = row;
  const which = comparison(row);
  if (isNotGiven(figures)) return [`${which}: ${refused}. ${figures.notEstimable.reason}`];
  const tested = measure.tested === undefined ? '' : `${measure.tested}, `;
  const p = 'p' in figures ? [`${tested}${pWords(figures.p, pAdjusted)}`] : [];
  const answer = answerOf(figures);
  if (answer === null) return [`${which}: ${[measure.name, ...p].join(', ')}. It gives no size of the difference.`];
  const isShare = measure.kind === 'share';
  const write = isShare ? perHundred : significant;
  const { estimate, interval, level } = answer;
  const found =
    isShare && typeof estimate === 'number'
      ? `${perHundred(estimate)} of every 100 people had the outcome`
      : `${measure.name} ${ratioOf(estimate)}`;
  const bounds =
    interval === null || level === null ? [] : [`${levelName(level)} interval: ${intervalOf(interval, write)}`];
  const range = [...bounds, ...p].join('; ');
  return [
    `${which}: ${found}${range === '' ? '' : ` (${range})`}. ${readingOf(figures, interval, measure, estimator)}`,
  ];
}

function readingOf(
  figures: ResultRow['figures'],
  interval: Interval | null,
  measure: Measure,
  estimator: Candidate['estimator'],
): string {
  if (interval === null)
    return 'inversion' in figures ? figures.inversion.notEstimable.reason : 'No interval was asked for.';
  if (isEquivalence(figures) && estimator.method === 'equivalence')
    return withinWords(interval, estimator.margin, measure);
  return differsWords(interval, measure.kind === 'ratio' ? 1 : 0);
}

/** Both one-sided tests reject just where the interval lies within the margin. */
function withinWords([lower, upper]: Interval, margin: number, measure: Measure): string {
  const words = marginWords(margin, measure);
  const isWithin = typeof lower === 'number' && typeof upper === 'number' && lower > -margin && upper < margin;
  return isWithin
    ? `The interval lies within the margin of ${words} either way.`
    : `The interval reaches beyond the margin of ${words}: that they are alike is not shown.`;
}

/** Of what stands in this table, what takes people of one cluster as independent of each other. */
function ignoring(rows: readonly ResultRow[], beside: Beside | null): readonly string[] {
  const shown = [...rows, ...rows.flatMap((row) => beside?.of(row) ?? [])];
  const ids = [...new Set(shown.flatMap(({ id, warnings }) => (warnings.includes('ignores-clustering') ? [id] : [])))];
  return ids.map(
    (id) =>
      `${id} takes people of one cluster as independent of each other: its interval is too narrow if they are alike.`,
  );
}
