/** Errors of the draw: what was reported at this ceremony, reporting another, and taking one back. No arm that was drawn is shown. */
import type { DeskPerson, PeopleDesk, ReportedError } from '../../actions/read-people-desk.ts';
import { strataValues } from '../../actions/strata-values.ts';
import { ineligibleReasons } from '../../trial/attendee-words.ts';
import { boroughName } from '../../trial/boroughs.ts';
import {
  mistakenReasons,
  type RandomisationErrorKind,
  randomisationErrorKinds,
  randomisationErrorWords,
  retractionReasons,
} from '../../trial/randomisation-errors.ts';
import type { Problem } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { row } from '../rows.ts';
import { clockOf, dateOf, sentenceCase } from '../words.ts';
import { crumbsOf, headingOf } from './ceremony.ts';
import { calledBy, choices, deskFormPage, type Field, type Item, input, radios, select } from './desk-form.ts';
import { baseOf } from './people.ts';

const mistakenWords: Readonly<Record<(typeof mistakenReasons)[number], string>> = {
  'closed-too-early': 'The list was closed too early',
  'wrong-list': 'It was the wrong list',
  'not-a-trial-ceremony': 'The ceremony is not one of the trial',
  'entered-in-error': 'It was entered by mistake',
};

const retractionWords: Readonly<Record<(typeof retractionReasons)[number], string>> = {
  'entered-in-error': 'It was reported by mistake',
  'wrong-one-named': 'It is about another one',
  'put-right': 'It was put right before the day',
};

const name = 'Errors of the draw';

const given = (desk: PeopleDesk, heading: string) => ({
  isTraining: desk.isTraining,
  ceremony: desk.ceremony.id,
  breadcrumbs:
    heading === name
      ? crumbsOf(desk.ceremony, name)
      : [...crumbsOf(desk.ceremony, '').slice(0, 2), { text: name, href: `${baseOf(desk)}/errors` }, { text: heading }],
  caption: headingOf(desk),
  heading,
  back: heading === name ? baseOf(desk) : `${baseOf(desk)}/errors`,
});

const doneWords: Readonly<Record<string, string>> = {
  reported: 'The error is reported. What was drawn stays as it is.',
  'taken-back': 'The report is taken back. It stays on file.',
};

/** What was reported, and which kind to report next. */
export function errorsPage(desk: PeopleDesk, done: string | null, problems: readonly Problem[] = []): Page {
  const href = `${baseOf(desk)}/errors`;
  const kinds = randomisationErrorKinds.filter((kind) => kind !== 'wrong-stratum' || desk.protocol.strata.length > 0);
  return deskFormPage({
    ...given(desk, name),
    done: done === null ? null : (doneWords[done] ?? null),
    problems,
    verdict: desk.verdicts['report-error'],
    list: {
      heading: 'Reported so far',
      empty: 'Nothing was reported of this ceremony.',
      items: desk.errors.map((error) => ({
        text: `${randomisationErrorWords[error.kind]}${subjectOf(desk, error)}`,
        hint: `Reported on ${dateOf(error.at)} at ${clockOf(error.at)}${takenBackWords(error)}`,
        href: `${href}/${encodeURIComponent(error.id)}/take-back`,
        link: error.takenBack === null ? 'Take back' : '',
      })),
    },
    facts: ['What was drawn stays as it is: an error is told beside it and counted.'],
    fields: [radios('kind', 'What went wrong?', choices(randomisationErrorWords, kinds))],
    method: 'get',
    action: `${href}/new`,
    button: 'Continue',
  });
}

function takenBackWords({ takenBack }: ReportedError): string {
  return takenBack === null ? '' : `. Taken back: ${retractionWords[takenBack.reason].toLowerCase()}`;
}

function subjectOf(desk: PeopleDesk, { subject, other }: ReportedError): string {
  const called = calledBy(desk);
  const one = (id: string | null) => {
    const person = desk.people.find((known) => known.id === id || known.household === id);
    return person === undefined ? null : called(person);
  };
  const named = [one(subject), one(other)].filter((part) => part !== null);
  return named.length === 0 ? '' : `: ${named.join(' and ').replace(' and Code', ' and code')}`;
}

/** What each form asks for, by the names of its fields. */
export type TypedError = Readonly<Record<string, string>>;

export function fieldsOf(desk: PeopleDesk, kind: RandomisationErrorKind, typed: TypedError): readonly Field[] {
  const at = (field: string) => typed[field] ?? '';
  const person = () => select('trial_id', 'Who?', people(desk), at('trial_id'));
  const unit = unitsOf(desk).length > 1 ? [select('unit', 'Which draw?', unitsOf(desk), at('unit'))] : [];
  const byCode = 'The code of the list or check-in page: at least six digits and letters from a to f';
  switch (kind) {
    case 'wrong-stratum':
      return [
        ...unit,
        ...desk.protocol.strata.map((stratum, index) => {
          const values = strataValues(desk.protocol, stratum);
          const label = `Right value of ${sentenceCase(stratum).toLowerCase()}`;
          return values === undefined
            ? input(`value-${index}`, label, at(`value-${index}`))
            : select(
                `value-${index}`,
                label,
                values.map((value) => ({ value, text: boroughName(value) ?? sentenceCase(value) })),
                at(`value-${index}`),
              );
        }),
      ];
    case 'mistaken-allocation':
      return [
        ...unit,
        radios('reason', 'Why was it a mistake?', choices(mistakenWords, mistakenReasons), at('reason')),
      ];
    case 'not-delivered-as-drawn':
      return [
        ...unit,
        radios(
          'delivered',
          'What was delivered?',
          [
            { value: 'none', text: 'Nothing of any arm' },
            { value: 'partly', text: 'A part of the arm that was drawn' },
            ...desk.protocol.arms.map((arm) => ({
              value: `arm ${arm.name}`,
              text: `Another arm: ${sentenceCase(arm.name)}`,
            })),
          ],
          at('delivered'),
        ),
      ];
    case 'ineligible-found-later':
      return [
        person(),
        radios(
          'reason',
          'Why were they not eligible?',
          ineligibleReasons.map((value) => ({ value, text: sentenceCase(value) })),
          at('reason'),
        ),
      ];
    case 'duplicate-enrolment':
      return [person(), input('other_trial_id', 'Code of the other enrolment', at('other_trial_id'), byCode)];
    case 'households-found-one':
      return [
        person(),
        input('other_trial_id', 'Code of somebody of the other household', at('other_trial_id'), byCode),
      ];
  }
}

const people = (desk: PeopleDesk): readonly Item[] => desk.people.map((one) => personItem(desk, one, one.id));

function personItem(desk: PeopleDesk, person: DeskPerson, value: string): Item {
  return { value, text: calledBy(desk)(person), attributes: { 'data-reference': person.referenceHash } };
}

/** What was drawn at this ceremony: itself, its households or its people, each by somebody of it. */
export function unitsOf(desk: PeopleDesk): readonly Item[] {
  const { protocol, ceremony } = desk;
  if (protocol.unit === 'ceremony') return [{ value: ceremony.id, text: 'This ceremony' }];
  const units = [...new Set(desk.people.flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  return units.flatMap((unit) => {
    const person = desk.people.find((one) => one.unit === unit);
    return person === undefined ? [] : [personItem(desk, person, unit)];
  });
}

export function reportErrorPage(
  desk: PeopleDesk,
  kind: RandomisationErrorKind,
  typed: TypedError = {},
  problems: readonly Problem[] = [],
): Page {
  return deskFormPage({
    ...given(desk, randomisationErrorWords[kind]),
    problems,
    verdict: desk.verdicts['report-error'],
    fields: fieldsOf(desk, kind, typed),
    hidden: [{ name: 'kind', value: kind }],
    action: `${baseOf(desk)}/errors/check`,
    button: 'Continue',
  });
}

export function checkErrorPage(desk: PeopleDesk, kind: RandomisationErrorKind, typed: TypedError): Page {
  const fields = fieldsOf(desk, kind, typed);
  const shown = ({ items, value }: Field) => items.find((item) => item.value === value)?.text ?? value;
  return deskFormPage({
    ...given(desk, 'Check the report'),
    verdict: desk.verdicts['report-error'],
    rows: [
      row('What went wrong', randomisationErrorWords[kind]),
      ...fields.map((field) => row(field.label.replace(/\?$/, ''), shown(field))),
    ],
    facts: ['What was drawn stays as it is. A report can be taken back, and stays on file.'],
    hidden: [{ name: 'kind', value: kind }, ...fields.map((field) => ({ name: field.name, value: field.value }))],
    action: `${baseOf(desk)}/errors`,
    button: 'Report it',
  });
}

export function takeBackPage(
  desk: PeopleDesk,
  error: ReportedError,
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  return deskFormPage({
    ...given(desk, 'Take back a report'),
    ...(key === undefined ? {} : { key }),
    problems,
    verdict: error.takenBack === null ? true : 'This report was taken back already.',
    rows: [
      row('What was reported', `${randomisationErrorWords[error.kind]}${subjectOf(desk, error)}`),
      row('Reported', `${dateOf(error.at)} at ${clockOf(error.at)}`),
    ],
    facts: ['The report stays on file, and is counted among those taken back.'],
    fields: [radios('reason', 'Why?', choices(retractionWords, retractionReasons))],
    action: `${baseOf(desk)}/errors/${encodeURIComponent(error.id)}/take-back`,
    button: 'Take it back',
  });
}
