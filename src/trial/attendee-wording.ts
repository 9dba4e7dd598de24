/**
 * Every word of the attendee's page, the same in every arm. Measuring is not treating: it asks, and neither encourages nor thanks for
 * anything but the answer. A protocol names the wording by number and hash, so that it is locked with it; a new wording gets a new
 * number and this one stays as it is. "{borough}" stands for the borough's name.
 */
import { canonicalJson, sha256Hex } from './canonical.ts';

/** What a protocol may have the page ask about; each is one of the protocol's outcomes. */
export const asked = ['registered', 'volunteered', 'intends'] as const;
export type Asked = (typeof asked)[number];

const first = {
  number: 1,
  title: 'Your page',
  about: [
    'You were at a citizenship ceremony in {borough}. The borough takes part in a study of what happens after citizenship ceremonies, with other London boroughs.',
    'The study keeps no name, address or date of birth. It knows you by a number alone, and this page shows nothing about you.',
    'You do not have to answer anything. Nothing you say here changes your citizenship or any service that you get.',
  ],
  say: 'Say what you have done since the ceremony',
  survey: 'Answer five questions',
  stop: 'Stop messages, or leave the study',
  sayAbout: ['Answer only what you want to. If you do not know the exact day, give the day you think it was.'],
  asks: {
    registered: 'Have you applied to register to vote since the ceremony?',
    volunteered: 'Have you given unpaid help to a group or organisation since the ceremony?',
    intends: 'Do you mean to give unpaid help to a group or organisation?',
  },
  when: 'When was that?',
  whenHint: 'For example, 27 3 2027',
  yes: 'Yes',
  no: 'No',
  surveyAbout: ['Answer only what you want to.'],
  questions: [
    { text: 'How easy was it to find out what to do before the ceremony?', answers: 'easy' },
    { text: 'How well did you understand what was said at the ceremony?', answers: 'well' },
    { text: 'How much do you feel part of the place where you live?', answers: 'much' },
    { text: 'How much do you feel that people like you have a say in what happens in your borough?', answers: 'much' },
    { text: 'How many people in your borough could you ask for help?', answers: 'many' },
  ],
  answers: {
    easy: ['Very easy', 'Fairly easy', 'Fairly hard', 'Very hard'],
    well: ['Very well', 'Fairly well', 'Not very well', 'Not at all'],
    much: ['Very much', 'Somewhat', 'A little', 'Not at all'],
    many: ['None', 'One or two', 'Three to five', 'More than five'],
  },
  ratherNot: 'I would rather not say',
  stopAbout: ['You need give no reason.'],
  stopAsk: 'What would you like?',
  stops: {
    messages: 'Send me no more messages about the study',
    'keep-outcomes': 'Leave the study; what is recorded already may be used, and nothing more is recorded',
    'count-only': 'Leave the study; do not use what is recorded about me',
  },
  send: 'Send',
  sent: 'Your answer is recorded. You can close this page.',
  unknown: [
    'This link or code does not open a page.',
    'Check it against your card or letter. Codes and links stop working some time after the ceremony, and when a new card is made.',
  ],
  tooMany: ['There were too many tries. Wait a quarter of an hour, or scan the square on your card.'],
  code: {
    title: 'Type your code',
    label: 'Code from your card or letter',
    hint: 'Ten letters and numbers, for example 7K3M9-QXB2T. Capital or small letters are both right.',
    go: 'Continue',
  },
  contact: 'Questions about the study, or about the information it holds: ask the register office of {borough}.',
  afterWindow: { text: 'Register to vote (GOV.UK)', href: 'https://www.gov.uk/register-to-vote' },
} as const;

export type Wording = typeof first;

/** The words of a page where no trial is known yet. */
export const commonWording: Wording = first;

/** Undefined for a number that no wording has. */
export function wordingOf(number: number): Wording | undefined {
  return [first].find((wording) => wording.number === number);
}

/** SHA-256 of the wording's RFC 8785 form. */
export function wordingHash(wording: Wording): string {
  return sha256Hex(canonicalJson(wording));
}
