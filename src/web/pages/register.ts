/** When a borough's register is published and outcomes can be observed; and what matching with it found, uploaded as a file. */
import type { MatchRecorded, MatchResultInput } from '../../actions/upload-match-result.ts';
import { boroughName } from '../../trial/boroughs.ts';
import { editionKinds, editionWords } from '../../trial/register-calendar.ts';
import type { Problems, RegisterCalendarView } from '../desk-port.ts';
import { type FormState, formState } from '../forms.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, row, type SummaryRow } from '../rows.ts';
import { capitalise, dayInFull } from '../words.ts';

export type RegisterState = {
  readonly problems: Problems;
  readonly typed: URLSearchParams;
  readonly hasSaved: boolean;
};

type Framed = {
  readonly heading: string;
  readonly caption: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly action: string;
  readonly saved: string | null;
  readonly errors: FormState['errors'];
};
type Choice = { readonly value: string; readonly text: string; readonly checked: boolean };
/** `typed`: what was typed into the refused form, by the field's name; empty strings before. */
type Form = Omit<FormState, 'errors'> & { readonly typed: Readonly<Record<string, string>> };

export type RegisterModel = Framed & {
  readonly outcomes: readonly (readonly Cell[])[];
  readonly editions: readonly (readonly Cell[])[];
  readonly gaps: readonly string[];
  /** Null for whoever may read this and change nothing. */
  readonly form: (Form & { readonly kinds: readonly Choice[]; readonly isDropped: boolean }) | null;
};

export type MatchModel = Framed & {
  readonly form: Form & { readonly outcomes: readonly Choice[]; readonly isCorrecting: boolean };
  /** The answers to check, with all that is sent again; null while they are asked for. */
  readonly check: {
    readonly rows: readonly SummaryRow[];
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  } | null;
};

const fields = ['kind', 'publishedOn', 'appliedBy', 'pollOn'];
const dates = ['publishedOn', 'appliedBy', 'pollOn'];

const crumbs = (slug: string, heading: string) => [
  { text: 'Today', href: '/today' },
  { text: 'Trial', href: `/trials/${encodeURIComponent(slug)}` },
  { text: heading },
];

export function registerPage(slug: string, view: RegisterCalendarView, mayChange: boolean, state: RegisterState): Page {
  const name = boroughName(view.borough) ?? view.borough;
  const heading = 'When the register is published';
  const { errors, ...form } = formState(fields, state.problems);
  return {
    view: 'register',
    title: `${errors.length > 0 ? 'Error: ' : ''}${heading}: ${name}`,
    isTraining: false,
    model: {
      heading,
      caption: name,
      breadcrumbs: crumbs(slug, heading),
      action: `/trials/${encodeURIComponent(slug)}/register`,
      saved: state.hasSaved ? 'Saved' : null,
      outcomes: view.outcomes.map(({ label, lastCeremony, windowEnds, observableFrom }): readonly Cell[] => [
        cell(label),
        cell(lastCeremony === null ? 'No list is closed yet' : dayInFull(lastCeremony)),
        cell(windowEnds === null ? '' : dayInFull(windowEnds)),
        cell(
          windowEnds === null ? '' : observableFrom === null ? 'Not in this calendar yet' : dayInFull(observableFrom),
        ),
      ]),
      editions: view.editions.map(({ kind, publishedOn, appliedBy, pollOn }): readonly Cell[] => [
        cell(dayInFull(publishedOn)),
        cell(dayInFull(appliedBy)),
        cell(`${capitalise(editionWords[kind])}${pollOn === null ? '' : `, poll on ${dayInFull(pollOn)}`}`),
      ]),
      gaps: view.gaps.map(
        ({ after, until }) => `Nothing is published between ${dayInFull(after)} and ${dayInFull(until)}.`,
      ),
      errors: errors.map((error) => ({
        ...error,
        href: dates.includes(error.href.slice(1)) ? `${error.href}-day` : error.href,
      })),
      form: mayChange
        ? {
            ...form,
            kinds: editionKinds.map((kind) => ({
              ...{ value: kind, text: capitalise(editionWords[kind]) },
              checked: state.typed.get('kind') === kind,
            })),
            isDropped: state.typed.get('dropped') === 'yes',
            typed: Object.fromEntries(
              dates.flatMap((date) =>
                ['day', 'month', 'year'].map((part) => [`${date}-${part}`, state.typed.get(`${date}-${part}`) ?? '']),
              ),
            ),
          }
        : null,
    },
  };
}

export type MatchState = {
  readonly problems: Problems;
  readonly typed: URLSearchParams;
  /** What the form before this page recorded, as the service answered it. */
  readonly recorded: MatchRecorded | null;
};

export function matchPage(slug: string, view: RegisterCalendarView, state: MatchState): Page {
  const heading = 'Upload what matching found';
  const { key, fieldErrors } = formState(['outcome', 'register', 'result'], state.problems);
  const named = new Set(['outcome', 'register', 'result']);
  return {
    view: 'match-results',
    title: `${state.problems.length > 0 ? 'Error: ' : ''}${heading}`,
    isTraining: false,
    model: {
      heading,
      caption: boroughName(view.borough) ?? view.borough,
      breadcrumbs: crumbs(slug, heading),
      action: `/trials/${encodeURIComponent(slug)}/match-results`,
      saved: state.recorded === null ? null : savedWords(state.recorded),
      check: null,
      errors: state.problems.map(({ path, message }) =>
        named.has(path)
          ? {
              text: path === 'result' ? `The file ${message}` : message,
              href: path === 'register' ? '#register-day' : `#${path}`,
            }
          : { text: `${capitalise(path)} ${message}`, href: '#result' },
      ),
      form: {
        ...{ key, fieldErrors },
        outcomes: view.outcomes
          .filter(({ isMatched }) => isMatched)
          .map(({ outcome, label }, index) => ({
            ...{ value: outcome, text: label },
            checked: (state.typed.get('outcome') ?? (index === 0 ? outcome : '')) === outcome,
          })),
        isCorrecting: state.typed.get('corrects') === 'later-information',
        typed: Object.fromEntries(
          ['day', 'month', 'year'].map((part) => [`register-${part}`, state.typed.get(`register-${part}`) ?? '']),
        ),
      },
    },
  };
}

function savedWords({ registered, notRegistered, unmatchable, inFrozenData }: MatchRecorded): string {
  const counts = `${registered} registered, ${notRegistered} not registered, ${unmatchable} could not be matched.`;
  return `The result is recorded: ${counts}${inFrozenData ? '' : ' The data were frozen before and stay as they were.'}`;
}

/** What a chosen file says, before anything of it is kept. */
export function checkMatchPage(
  slug: string,
  view: RegisterCalendarView,
  input: MatchResultInput,
  counts: MatchRecorded,
): Page {
  const heading = 'Check before you upload';
  const here = `/trials/${encodeURIComponent(slug)}/match-results`;
  const { key, fieldErrors } = formState([]);
  const register = input.register ?? '';
  const [year = '', month = '', day = ''] = register.split('-');
  const label = view.outcomes.find(({ outcome }) => outcome === input.outcome)?.label ?? input.outcome;
  return {
    view: 'match-results',
    title: heading,
    isTraining: false,
    model: {
      ...{ heading, caption: boroughName(view.borough) ?? view.borough, action: here, saved: null, errors: [] },
      breadcrumbs: [
        ...crumbs(slug, '').slice(0, -1),
        { text: 'Upload what matching found', href: here },
        { text: heading },
      ],
      form: { key, fieldErrors, outcomes: [], isCorrecting: false, typed: {} },
      check: {
        rows: [
          row('What was matched', label),
          row('Day of the register', dayInFull(register)),
          row('People', String(counts.recorded)),
          row('Registered', String(counts.registered)),
          row('Not registered', String(counts.notRegistered)),
          row('Could not be matched', String(counts.unmatchable)),
          ...(input.corrects === undefined ? [] : [row('Replaces', 'What the register last said of these people')]),
        ],
        fields: [
          { name: 'key', value: key },
          { name: 'seen', value: 'yes' },
          { name: 'outcome', value: input.outcome },
          ...Object.entries({ day, month, year }).map(([part, value]) => ({ name: `register-${part}`, value })),
          ...(input.corrects === undefined ? [] : [{ name: 'corrects', value: input.corrects }]),
          { name: 'result', value: input.result },
        ],
      },
    },
  };
}
