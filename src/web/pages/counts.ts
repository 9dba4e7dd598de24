/** Counts in place of results by person: what is counted and from when, the file, and the counts to check. */
import type { CountsPlace } from '../../actions/read-counts-place.ts';
import { type CountsInput, countColumns, type JudgedCounts } from '../../actions/upload-counts.ts';
import { boroughName } from '../../trial/boroughs.ts';
import { type CountReason, countReasons, grainOf } from '../../trial/counts.ts';
import type { Problems } from '../desk-port.ts';
import { newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell, row, type SummaryRow } from '../rows.ts';
import { dayInFull } from '../words.ts';

type Choice = { readonly value: string; readonly text: string; readonly checked: boolean };

export type CountsModel = {
  readonly heading: string;
  readonly caption: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly action: string;
  readonly saved: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** Where results come by person, the page where they do. */
  readonly elsewhere: string | null;
  readonly columns: string;
  readonly isByArm: boolean;
  readonly outcomes: readonly Choice[];
  readonly reasons: readonly Choice[];
  readonly typed: Readonly<Record<string, string>>;
  readonly head: readonly Cell[];
  readonly ceremonies: readonly (readonly Cell[])[];
  /** The counts to check; null while they are asked for. */
  readonly check: {
    readonly summary: readonly SummaryRow[];
    readonly head: readonly Cell[];
    readonly rows: readonly (readonly Cell[])[];
    readonly json: string;
    readonly key: string;
  } | null;
};

const reasonWords: Readonly<Record<CountReason, string>> = {
  'entered-in-error': 'The counts given before were wrong',
  'later-information': 'A later register, or people who left the trial since',
};
const heading = 'Give counts';

type FormState = { readonly problems: Problems; readonly typed: URLSearchParams; readonly recorded: number | null };

export function countsPage(slug: string, place: CountsPlace, { problems, typed, recorded }: FormState): Page {
  const here = `/trials/${encodeURIComponent(slug)}`;
  const labels = place.outcomes.map(({ label }) => label);
  return page(slug, place, {
    heading,
    saved: recorded === null ? null : `The counts of ${recorded} people are recorded.`,
    errors: problems.map(({ path, message }) => ({
      text: path.startsWith('row ')
        ? `Row ${path.slice(4)} ${message}`
        : path === 'counts'
          ? fileSentence(message)
          : message,
      href: path === 'register' ? '#register-day' : ['outcome', 'corrects'].includes(path) ? `#${path}` : '#file',
    })),
    elsewhere: place.shares === 'people' ? `${here}/match-results` : null,
    outcomes: place.outcomes.map(({ outcome, label }, index) => ({
      ...{ value: outcome, text: label },
      checked: (typed.get('outcome') ?? (index === 0 ? outcome : '')) === outcome,
    })),
    reasons: [
      { value: '', text: 'They replace none', checked: (typed.get('corrects') ?? '') === '' },
      ...countReasons.map((value) => ({
        ...{ value, text: reasonWords[value] },
        checked: typed.get('corrects') === value,
      })),
    ],
    typed: Object.fromEntries(
      ['day', 'month', 'year'].map((part) => [`register-${part}`, typed.get(`register-${part}`) ?? '']),
    ),
    head: [cell('Ceremony'), cell('Its number in the file'), numberCell('People'), ...labels.map((text) => cell(text))],
    ceremonies: place.ceremonies.map(({ ceremony, heldOn, startsAt, venue, people, outcomes }) => [
      cell(`${dayInFull(heldOn)}, ${startsAt}, ${venue}`),
      cell(ceremony),
      numberCell(String(people)),
      ...outcomes.map((one) => cell(stateOf(one))),
    ]),
    check: null,
  });
}

type State = CountsPlace['ceremonies'][number]['outcomes'][number];

function stateOf({ state, countedFrom }: State): string {
  if (state === 'given') return 'Given';
  if (state === 'again') return 'Give again: somebody left the trial since';
  return countedFrom === null ? 'Not in the register’s calendar yet' : `From ${dayInFull(countedFrom)}`;
}

const fileSentence = (message: string): string => (/^[a-z]/.test(message) ? `The file ${message}` : message);

export function checkCountsPage(slug: string, place: CountsPlace, judged: JudgedCounts, input: CountsInput): Page {
  const named = new Map(
    place.ceremonies.map(({ ceremony, heldOn, startsAt, venue }) => [
      ceremony,
      `${dayInFull(heldOn)}, ${startsAt}, ${venue}`,
    ]),
  );
  const total = (of: 'happened' | 'notHappened' | 'unmatchable') => judged.rows.reduce((sum, one) => sum + one[of], 0);
  return page(slug, place, {
    heading: 'Check the counts',
    ...{ saved: null, errors: [], elsewhere: null, outcomes: [], reasons: [], typed: {}, head: [], ceremonies: [] },
    check: {
      summary: [
        row('Outcome', judged.outcome.label),
        row('Day of the register', dayInFull(input.register)),
        row('People', String(total('happened') + total('notHappened') + total('unmatchable'))),
        row('It happened to', String(total('happened'))),
        row('It did not happen to', String(total('notHappened'))),
        row('Could not be matched', String(total('unmatchable'))),
        ...(input.corrects === undefined ? [] : [row('Why these replace others', reasonWords[input.corrects])]),
      ],
      head: [
        cell(judged.grain === 'ceremony' ? 'Ceremony' : 'Arm'),
        ...['Happened', 'Did not happen', 'Could not be matched'].map((text) => numberCell(text)),
      ],
      rows: judged.rows.map((one) => [
        cell(named.get(one.cell) ?? one.cell),
        ...[one.happened, one.notHappened, one.unmatchable].map((count) => numberCell(String(count))),
      ]),
      json: JSON.stringify(input),
      key: newKey(),
    },
  });
}

type Own = Omit<CountsModel, 'caption' | 'breadcrumbs' | 'action' | 'columns' | 'isByArm'>;

function page(slug: string, { borough, shares }: CountsPlace, own: Own): Page {
  const here = `/trials/${encodeURIComponent(slug)}`;
  const grain = grainOf(shares) ?? 'ceremony';
  return {
    view: 'counts',
    title: `${own.errors.length > 0 ? 'Error: ' : ''}${own.heading}`,
    isTraining: false,
    model: {
      ...own,
      caption: boroughName(borough ?? '') ?? '',
      breadcrumbs: [
        { text: 'Today', href: '/today' },
        { text: 'Trial', href: here },
        ...(own.check === null
          ? [{ text: heading }]
          : [{ text: heading, href: `${here}/counts` }, { text: own.heading }]),
      ],
      action: `${here}/counts`,
      columns: countColumns(grain).replaceAll(',', ', '),
      isByArm: grain === 'arm',
    },
  };
}
