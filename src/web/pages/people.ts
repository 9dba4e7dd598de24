/**
 * The people of a ceremony by code, households together, and what can be done about each: book them into another ceremony, or record
 * that they leave the trial or object.
 */
import type { DeskPerson, PeopleDesk } from '../../actions/read-people-desk.ts';
import type { Problem, Rebooking, Withdrawal } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { row } from '../rows.ts';
import { clockTime, datesInFull, dayInFull, people, sentenceCase } from '../words.ts';
import { type Crumb, crumbsOf, headingOf, type Link } from './ceremony.ts';
import { calledBy, choices, deskFormPage, radios } from './desk-form.ts';

export type PeopleModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly ceremony: string;
  readonly caption: string;
  readonly heading: string;
  readonly done: string | null;
  readonly whyNot: readonly string[];
  readonly rows: readonly {
    readonly code: string;
    readonly reference: string;
    readonly household: number;
    readonly note: string;
    readonly links: readonly Link[];
  }[];
};

const name = 'People on the list';

export const rebookReasonWords: Readonly<Record<Rebooking['reason'], string>> = {
  'asked-for-another-date': 'They asked for another date',
  'arrived-late': 'They arrived late',
  'documents-missing': 'Documents were missing',
  'household-together': 'So that a household comes together',
  'entered-in-error': 'They were booked by mistake',
};

export const withdrawalWords: Readonly<Record<Withdrawal['reason'], string>> = {
  objected: 'They object to taking part',
  'no-reason-given': 'They leave and gave no reason',
  'moved-away': 'They moved away',
  'ineligible-found-later': 'They were never eligible, and nothing is drawn for them yet',
};

export const decisionWords: Readonly<Record<Withdrawal['decision'], string>> = {
  'keep-outcomes': 'Keep what is known of their outcomes in the figures',
  'count-only': 'Take their outcomes out of the figures',
};

const doneWords: Readonly<Record<string, string>> = {
  rebooked: 'They are booked into the other ceremony.',
  silent: 'It is recorded. They are sent nothing more and stay in the trial.',
  left: 'It is recorded. Nothing more is recorded about this person.',
};

export const baseOf = ({ ceremony }: Pick<PeopleDesk, 'ceremony'>): string =>
  `/ceremonies/${encodeURIComponent(ceremony.id)}`;

const personBase = (desk: PeopleDesk, { id }: DeskPerson): string => `${baseOf(desk)}/people/${encodeURIComponent(id)}`;

/** @param done word of the act that led here; others are passed over */
export function peoplePage(desk: PeopleDesk, done: string | null): Page {
  const { ceremony, protocol, verdicts, isTraining } = desk;
  const called = calledBy(desk);
  const households = [...new Set(desk.people.map(({ household }) => household))];
  const mayRebook = verdicts.rebook === true && desk.openLists.length > 0;
  const linksOf = (person: DeskPerson): readonly Link[] =>
    person.hasLeft
      ? []
      : [
          ...(mayRebook ? [{ text: 'Book into another ceremony', href: `${personBase(desk, person)}/rebook` }] : []),
          ...(verdicts.withdraw === true
            ? [{ text: 'Leaves or objects', href: `${personBase(desk, person)}/withdraw` }]
            : []),
        ];
  return {
    view: 'people',
    title: `${name}, ${dayInFull(ceremony.heldOn)}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: crumbsOf(ceremony, name),
      ceremony: ceremony.id,
      caption: `${headingOf(desk)}, ${sentenceCase(ceremony.venue)}`,
      heading: `${name}: ${people(desk.people.length)}`,
      done: done === null ? null : (doneWords[done] ?? null),
      whyNot: [rebookWhyNot(desk), verdicts.withdraw === true ? null : datesInFull(verdicts.withdraw)].filter(
        (why) => why !== null,
      ),
      rows: households.flatMap((household, index) =>
        desk.people
          .filter((person) => person.household === household)
          .map((person) => ({
            code: called(person),
            reference: person.referenceHash,
            household: index + 1,
            note: person.hasLeft ? 'Left the trial' : sentenceCase(person.joinedLate ?? ''),
            links: linksOf(person),
          })),
      ),
    },
  };
}

function rebookWhyNot({ verdicts, openLists }: PeopleDesk): string | null {
  if (verdicts.rebook !== true) return verdicts.rebook;
  return openLists.length > 0
    ? null
    : 'Nobody can be booked into another ceremony: your borough has none of this trial whose list is open.';
}

function about(desk: PeopleDesk, person: DeskPerson, heading: string) {
  const others = desk.people.filter(({ household }) => household === person.household).length - 1;
  return {
    isTraining: desk.isTraining,
    ceremony: desk.ceremony.id,
    breadcrumbs: [
      ...crumbsOf(desk.ceremony, '').slice(0, 2),
      { text: name, href: `${baseOf(desk)}/people` },
      { text: heading },
    ],
    caption: calledBy(desk)(person),
    heading,
    back: `${baseOf(desk)}/people`,
    others,
  };
}

export function rebookPage(
  desk: PeopleDesk,
  person: DeskPerson,
  typed: { readonly to: string; readonly reason: string } = { to: '', reason: '' },
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const { others, ...given } = about(desk, person, 'Book into another ceremony');
  const reasons = Object.keys(rebookReasonWords) as Rebooking['reason'][]; // the record's own keys
  return deskFormPage({
    ...given,
    ...(key === undefined ? {} : { key }),
    problems,
    verdict: rebookWhyNot(desk) ?? true,
    link: desk.ceremony.isListClosed ? { text: 'Check in', href: `${baseOf(desk)}/check-in` } : null,
    facts:
      others === 0
        ? ['The earlier booking stays on record.']
        : [
            'The earlier booking stays on record.',
            `${people(others)} of their household stay on this list. Book each of them as well, so that they come together.`,
          ],
    fields: [
      radios(
        'to',
        'Into which ceremony?',
        desk.openLists.map((one) => ({
          value: one.id,
          text: `${dayInFull(one.heldOn)}, ${clockTime(one.startsAt)}, ${sentenceCase(one.venue)}`,
        })),
        typed.to,
      ),
      radios('reason', 'Why?', choices(rebookReasonWords, reasons), typed.reason),
    ],
    action: `${personBase(desk, person)}/rebook`,
    button: 'Book them into it',
  });
}

export type TypedWithdrawal = { readonly reason: string; readonly decision: string };

export function withdrawPage(
  desk: PeopleDesk,
  person: DeskPerson,
  typed: TypedWithdrawal = { reason: '', decision: '' },
  problems: readonly Problem[] = [],
): Page {
  const { others: _, ...given } = about(desk, person, 'Somebody leaves the trial or objects');
  const reasons = Object.keys(withdrawalWords) as Withdrawal['reason'][]; // the record's own keys
  const decisions = Object.keys(decisionWords) as Withdrawal['decision'][]; // the record's own keys
  return deskFormPage({
    ...given,
    problems,
    verdict: person.hasLeft ? 'This person has left the trial already.' : desk.verdicts.withdraw,
    facts: [
      'They come to the ceremony as everybody does. Do not ask for a reason that they do not give.',
      'What becomes of their data is for them to say.',
    ],
    fields: [
      radios('reason', 'Why?', choices(withdrawalWords, reasons), typed.reason),
      radios('decision', 'What happens to their data?', choices(decisionWords, decisions), typed.decision),
    ],
    link: person.hasLeft
      ? null
      : { text: 'They stay in the trial and only want no more messages', href: `${personBase(desk, person)}/messages` },
    action: `${personBase(desk, person)}/withdraw/check`,
    button: 'Continue',
  });
}

export function stopMessagesPage(desk: PeopleDesk, person: DeskPerson, problems: readonly Problem[] = []): Page {
  const { others: _, ...given } = about(desk, person, 'Somebody wants no more messages');
  return deskFormPage({
    ...given,
    problems,
    verdict: person.hasLeft ? 'This person has left the trial already.' : true,
    facts: [
      'They are sent no reminder any more, by any channel, and stay in the trial.',
      'An address that they share with somebody else is used for nobody.',
    ],
    action: `${personBase(desk, person)}/messages`,
    button: 'Record it',
  });
}

export function checkWithdrawalPage(
  desk: PeopleDesk,
  person: DeskPerson,
  { reason, decision }: Pick<Withdrawal, 'reason' | 'decision'>,
): Page {
  const { others: _, ...given } = about(desk, person, 'Check before it is recorded');
  return deskFormPage({
    ...given,
    verdict: person.hasLeft ? 'This person has left the trial already.' : desk.verdicts.withdraw,
    rows: [
      row('Person', given.caption),
      row('Why', withdrawalWords[reason]),
      row('Their data', decisionWords[decision]),
    ],
    facts: [
      'This cannot be undone. Nothing more is recorded about this person.',
      desk.ceremony.isListClosed
        ? 'What was drawn stays, and they are counted among those who were drawn.'
        : 'They are left off the list when it closes.',
      'Data that was frozen before stays as it was; what is given out later leaves out what they asked to leave out.',
    ],
    hidden: [
      { name: 'reason', value: reason },
      { name: 'decision', value: decision },
    ],
    action: `${personBase(desk, person)}/withdraw`,
    button: 'Record it',
    isWarning: true,
  });
}
