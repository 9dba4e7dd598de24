/** The researcher's bench: the runs of a trial with who made each and when, two of them side by side, and another analysis to start. */
import { may } from '../../access/permissions.ts';
import type { ComparedResult, ComparedRun, RunComparison } from '../../actions/compare-runs.ts';
import type { Bench } from '../../actions/read-bench.ts';
import type { Problems } from '../desk-port.ts';
import { newKey } from '../forms.ts';
import type { Viewer } from '../reads.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, codeRow, row, type SummaryRow } from '../rows.ts';
import { clockOf, dateOf, statusMeaning, type Tag } from '../words.ts';
import type { Crumb } from './ceremony.ts';

type Choice = { readonly value: string; readonly text: string; readonly selected: boolean };

export type RunsModel = {
  readonly caption: string;
  readonly breadcrumbs: readonly Crumb[];
  readonly done: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly lead: string;
  readonly runs: readonly {
    readonly heading: string;
    readonly tag: Tag;
    readonly rows: readonly SummaryRow[];
    readonly reportHref: string;
    readonly files: readonly { readonly text: string; readonly href: string }[];
  }[];
  /** Null where there are not two runs. */
  readonly compare: {
    readonly action: string;
    readonly one: readonly Choice[];
    readonly other: readonly Choice[];
  } | null;
  /** Null for whoever may not run one, or before the locked analysis. */
  readonly start: { readonly action: string; readonly key: string } | null;
  readonly dataHref: string | null;
};

/** Rows of people are taken on a page of their own. */
const rowLevel = ['data.csv', 'draw.json'];

export function runsPage(bench: Bench, viewer: Viewer, done: string | null, problems: Problems = []): Page {
  const here = `/trials/${encodeURIComponent(bench.slug)}`;
  const names = namesOf(bench.runs);
  const choices = (chosen: number): readonly Choice[] =>
    bench.runs.map(({ run }, index) => ({ value: run, text: names.get(run) ?? run, selected: index === chosen }));
  return {
    view: 'runs',
    title: `${problems.length > 0 ? 'Error: ' : ''}Analyses: ${bench.title}`,
    isTraining: bench.isTraining,
    model: {
      caption: bench.title,
      breadcrumbs: [{ text: 'Trials', href: '/' }, { text: bench.title, href: here }, { text: 'Analyses' }],
      done: done === 'ran' ? 'The exploratory analysis has run. It stands below.' : null,
      errors: problems.map(({ path, message }) => ({
        text: path === '' || path === 'plan' ? message : `${path}: ${message}`,
        href: '#plan',
      })),
      lead: bench.isAnalysed
        ? 'The locked analysis is the answer to the question of the trial. Everything else is exploratory, for ever and in every file.'
        : `The locked analysis has not run. ${statusMeaning(bench.status)} What can be seen before it is pooled over all arms.`,
      runs: bench.runs.map(({ run, kind, at, actor, planHash, dataHash, manifestHash, files }) => ({
        heading: names.get(run) ?? run,
        tag: kindTag(kind),
        rows: [
          row('Run', `${dateOf(at)}, ${clockOf(at)}, by ${actor}`),
          codeRow('Number', run),
          codeRow('SHA-256 of its plan', planHash ?? 'not kept'),
          ...(planHash === bench.planHash ? [row('That plan', 'Is the one that was locked')] : []),
          codeRow('SHA-256 of its data', dataHash ?? 'not kept'),
          codeRow('SHA-256 of its manifest', manifestHash),
        ],
        reportHref: `${here}/runs/${encodeURIComponent(run)}/report`,
        files: files
          .filter(({ name }) => !rowLevel.includes(name))
          .map(({ name }) => ({
            text: name,
            href: `/api/v1${here}/runs/${encodeURIComponent(run)}/files/${encodeURIComponent(name)}`,
          })),
      })),
      compare: bench.runs.length < 2 ? null : { action: `${here}/runs/compare`, one: choices(0), other: choices(1) },
      start: bench.isAnalysed && may(viewer, 'run-analysis') ? { action: `${here}/runs`, key: newKey() } : null,
      dataHref: bench.isAnalysed && may(viewer, 'export-dataset') ? `${here}/data` : null,
    },
  };
}

const kindTag = (kind: ComparedRun['kind']): Tag =>
  kind === 'locked'
    ? { text: 'Locked', classes: 'govuk-tag--blue' }
    : { text: 'Exploratory', classes: 'govuk-tag--orange' };

/** "Locked analysis", "Exploratory analysis 2". */
function namesOf(runs: Bench['runs']): ReadonlyMap<string, string> {
  let count = 0;
  return new Map(
    runs.map(({ run, kind }) => {
      if (kind === 'exploratory') count += 1;
      return [run, kind === 'locked' ? 'Locked analysis' : `Exploratory analysis ${count}`];
    }),
  );
}

export type CompareModel = {
  readonly caption: string;
  readonly breadcrumbs: readonly Crumb[];
  readonly lead: string;
  readonly head: readonly Cell[];
  readonly about: readonly (readonly Cell[])[];
  readonly resultHead: readonly Cell[];
  readonly different: readonly (readonly Cell[])[];
  readonly sameWords: string;
};

export function comparePage(compared: RunComparison): Page {
  const { slug, title, isTraining, one, other, results } = compared;
  const here = `/trials/${encodeURIComponent(slug)}`;
  const different = results.filter(({ isSame }) => !isSame);
  const same = results.length - different.length;
  return {
    view: 'compare-runs',
    title: `Two analyses: ${title}`,
    isTraining,
    model: {
      caption: title,
      breadcrumbs: [
        { text: 'Trials', href: '/' },
        { text: title, href: here },
        { text: 'Analyses', href: `${here}/runs` },
        { text: 'Two analyses' },
      ],
      lead: leadOf(one, other),
      head: ['What', 'First', 'Second', 'Same?'].map(cell),
      about: [
        aboutRow('Kind', kindTag(one.kind).text, kindTag(other.kind).text),
        aboutRow('Run', `${dateOf(one.at)}, ${clockOf(one.at)}`, `${dateOf(other.at)}, ${clockOf(other.at)}`),
        aboutRow('By', one.actor, other.actor),
        aboutRow('SHA-256 of the data', one.dataHash, other.dataHash, 'app-code'),
        aboutRow('SHA-256 of the plan', one.planHash, other.planHash, 'app-code'),
        aboutRow('Version of Pledge', one.engine, other.engine),
      ],
      resultHead: ['Result', 'First', 'Second'].map(cell),
      different: different.map(({ what, one: left, other: right }) => [
        cell(what),
        cell(said(left)),
        cell(said(right)),
      ]),
      sameWords:
        results.length === 0
          ? 'Neither has a result.'
          : `${same} of ${results.length} results are the same to the last digit.`,
    },
  };
}

function leadOf(one: ComparedRun, other: ComparedRun): string {
  const differs = [
    ...(one.dataHash === other.dataHash ? [] : ['data']),
    ...(one.planHash === other.planHash ? [] : ['plan']),
    ...(one.engine === other.engine ? [] : ['version of Pledge']),
  ];
  if (differs.length === 0) return 'Both had the same data, the same plan and the same version of Pledge.';
  const words = differs.length === 1 ? differs.join() : `${differs.slice(0, -1).join(', ')} and ${differs.at(-1)}`;
  return `What differs between them: ${words}.`;
}

const aboutRow = (what: string, one: string, other: string, classes = ''): readonly Cell[] => [
  cell(what),
  { text: one, classes },
  { text: other, classes },
  cell(one === other ? 'Yes' : 'No'),
];

/** The estimate with its interval, p and n, or why there is none. */
function said(entry: ComparedResult['one']): string {
  if (entry === null) return 'Not in this run';
  if (entry.notEstimable !== undefined) return `Not estimable: ${entry.notEstimable.reason}`;
  const { estimate, interval, p, n, rows = [] } = entry;
  const parts = [
    ...(estimate === undefined ? [] : [figure(estimate)]),
    ...(interval === undefined ? [] : [`(${interval.map(figure).join(' to ')})`]),
    ...(p === undefined ? [] : [`p ${figure(p)}`]),
    ...(n === undefined ? [] : [`n ${n}`]),
    ...rows.flatMap(({ arm, n: of, count }) =>
      arm === undefined || count === undefined || of === undefined ? [] : [`${arm}: ${count} of ${of}.`],
    ),
  ];
  return parts.length === 0 ? 'See its report' : parts.join(' ');
}

const figure = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
