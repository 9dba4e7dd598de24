/**
 * Every word of a reminder, the same in every arm. It tells where the attendee's page is and encourages nothing but what it says of
 * itself: no praise, no link elsewhere, nothing of what people are asked about. A protocol names the wording by number and hash, so that
 * it is locked with it; a new wording gets a new number. "((name))" stands where GOV.UK Notify puts in a column of that name.
 */
import { canonicalJson, sha256Hex } from './canonical.ts';

export const reminderChannels = ['e-mail', 'text-message'] as const;
export type ReminderChannel = (typeof reminderChannels)[number];

const first = {
  number: 1,
  'e-mail': {
    subject: 'Study of citizenship ceremonies in ((borough)): your page',
    body: [
      'Dear ((name)),',
      '((borough)) takes part in a study of what happens after citizenship ceremonies, with other London boroughs.',
      'There is a page for each of you, where you can answer the study’s questions. You do not have to. Whatever you answer, and whether you answer, changes nothing for your citizenship or any service that you get.',
      '((page))',
      'The page shows nothing about you. To be sent nothing more, or to leave the study, open it and choose “Stop messages, or leave the study”.',
      'Questions about the study, or about the information it holds: ask the register office of ((borough)).',
    ],
  },
  'text-message': {
    subject: null,
    body: [
      '((borough)) register office, for ((name)). The study of citizenship ceremonies has a page where you can answer its questions: ((page)) You do not have to. You can stop these messages there.',
    ],
  },
} as const;

export type ReminderWording = typeof first;

/** Undefined for a number that no wording has. */
export function reminderWordingOf(number: number): ReminderWording | undefined {
  return [first].find((wording) => wording.number === number);
}

/** SHA-256 of the wording's RFC 8785 form. */
export function reminderWordingHash(wording: ReminderWording): string {
  return sha256Hex(canonicalJson(wording));
}

/** The columns that a message's words ask for, beside whom it goes to. */
export const personalisation = ['name', 'borough', 'page'] as const;
export type Personalisation = Readonly<Record<(typeof personalisation)[number], string>>;

/** A message as whoever gets it reads it. */
export function reminderText(wording: ReminderWording, channel: ReminderChannel, values: Personalisation): string {
  const { subject, body } = wording[channel];
  const text = [...(subject === null ? [] : [subject]), ...body].join('\n\n');
  return text.replaceAll(/\(\((name|borough|page)\)\)/g, (whole, name: string) => {
    const column = personalisation.find((one) => one === name);
    return column === undefined ? whole : values[column];
  });
}
