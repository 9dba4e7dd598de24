/**
 * The attendee's own pages, word for word from the wording of the protocol: no arm, nothing about anybody, and the same bytes for
 * everybody of a borough but for the address that stands in the form. Where a link leads out, every window is over.
 */
import type { OwnPage } from '../../actions/attendee-page.ts';
import { asked, commonWording, type Wording } from '../../trial/attendee-wording.ts';
import { londonDate } from '../../trial/calendar.ts';
import type { Problem } from '../desk-port.ts';
import type { Page } from '../render.ts';

type Choice = { readonly value: string; readonly text: string };
type FieldError = { readonly text: string } | false;

export type AttendeeField =
  | {
      readonly kind: 'choices';
      readonly name: string;
      readonly legend: string;
      readonly choices: readonly (Choice & { readonly checked: boolean })[];
      readonly error: FieldError;
    }
  | {
      readonly kind: 'date';
      readonly name: string;
      readonly legend: string;
      readonly hint: string;
      readonly items: readonly { readonly name: string; readonly value: string; readonly classes: string }[];
      readonly error: FieldError;
    }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly error: FieldError;
    };

export type AttendeeModel = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly fields: readonly AttendeeField[];
  /** null where the page has no form. */
  readonly button: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly contact: string | null;
};

export type Typed = (name: string) => string;
const nothing: Typed = () => '';

function page(
  heading: string,
  isTraining: boolean,
  model: Partial<AttendeeModel>,
  problems: readonly Problem[] = [],
): Page {
  return {
    view: 'attendee',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}`,
    isTraining,
    model: {
      ...{ heading, paragraphs: [], links: [], fields: [], button: null, contact: null },
      ...model,
      errors: problems.map(({ path, message }) => ({ text: message, href: `#${path}` })),
    },
  };
}

const inBorough = (own: OwnPage, text: string): string => text.replace('{borough}', own.boroughName);
const errorOf = (problems: readonly Problem[], name: string): FieldError => {
  const problem = problems.find(({ path }) => path === name);
  return problem === undefined ? false : { text: problem.message };
};

/** @param base the page's own address */
export function startPage(own: OwnPage, base: string): Page {
  const { wording } = own;
  return page(wording.title, own.isTraining, {
    paragraphs: wording.about.map((text) => inBorough(own, text)),
    links: [
      { text: wording.say, href: `${base}/say` },
      { text: wording.survey, href: `${base}/survey` },
      { text: wording.stop, href: `${base}/stop` },
      ...(own.isWindowOver ? [wording.afterWindow] : []),
    ],
    contact: inBorough(own, wording.contact),
  });
}

export function sayPage(own: OwnPage, typed: Typed = nothing, problems: readonly Problem[] = []): Page {
  const { wording } = own;
  const fields = asked
    .filter((one) => own.asks[one] !== null)
    .flatMap((one): readonly AttendeeField[] => [
      choices(one, wording.asks[one], yesNo(wording), typed, problems),
      ...(one === 'intends' ? [] : [dateField(one, wording, typed, problems)]),
    ]);
  return page(wording.say, own.isTraining, { paragraphs: wording.sayAbout, fields, button: wording.send }, problems);
}

export function surveyPage(own: OwnPage, typed: Typed = nothing, problems: readonly Problem[] = []): Page {
  const { wording } = own;
  const fields = wording.questions.map(({ text, answers }, index) => {
    const offered = [...wording.answers[answers].map((answer, at) => ({ value: `${at + 1}`, text: answer }))];
    return choices(`q${index + 1}`, text, [...offered, { value: '0', text: wording.ratherNot }], typed, problems);
  });
  return page(
    wording.survey,
    own.isTraining,
    { paragraphs: wording.surveyAbout, fields, button: wording.send },
    problems,
  );
}

export function stopPage(own: OwnPage, problems: readonly Problem[] = []): Page {
  const { wording } = own;
  const offered = Object.entries(wording.stops).map(([value, text]) => ({ value, text }));
  const fields = [choices('stop', wording.stopAsk, offered, nothing, problems)];
  return page(wording.stop, own.isTraining, { paragraphs: wording.stopAbout, fields, button: wording.send }, problems);
}

export function sentPage(): Page {
  return page(commonWording.title, false, { paragraphs: [commonWording.sent] });
}

export function unknownPage(): Page {
  const { code, unknown, title } = commonWording;
  return page(title, false, { paragraphs: unknown, links: [{ text: code.title, href: '/code' }] });
}

export function codePage(problem: 'unknown' | 'too-many' | null): Page {
  const { code, unknown, tooMany } = commonWording;
  const message = problem === null ? '' : (problem === 'unknown' ? unknown : tooMany).join(' ');
  const problems = problem === null ? [] : [{ path: 'code', message }];
  const error = errorOf(problems, 'code');
  const field = { kind: 'text', name: 'code', label: code.label, hint: code.hint, error } as const;
  return page(code.title, false, { fields: [field], button: code.go }, problems);
}

function choices(
  name: string,
  legend: string,
  offered: readonly Choice[],
  typed: Typed,
  problems: readonly Problem[],
): AttendeeField {
  const all = offered.map((one) => ({ ...one, checked: typed(name) === one.value }));
  return { kind: 'choices', name, legend, choices: all, error: errorOf(problems, name) };
}

const yesNo = ({ yes, no }: Wording): readonly Choice[] => [
  { value: 'yes', text: yes },
  { value: 'no', text: no },
];

function dateField(one: string, wording: Wording, typed: Typed, problems: readonly Problem[]): AttendeeField {
  const name = `${one}-on`;
  const part = (which: string, width: number) => ({
    ...{ name: which, value: typed(`${name}-${which}`), classes: `govuk-input--width-${width}` },
  });
  return {
    ...{ kind: 'date', name, legend: wording.when, hint: wording.whenHint, error: errorOf(problems, name) },
    items: [part('day', 2), part('month', 2), part('year', 4)],
  };
}

/** What is today in London, which no answer may lie after. */
export const todayIn = (clock: () => Date): string => londonDate(clock().toISOString());
