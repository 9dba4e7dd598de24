/**
 * Messages as files that GOV.UK Notify takes: one for each reminder and channel, in the columns "email address" or "phone number", then
 * those that the wording asks for, and a reference by which Notify's report is joined back. Links come from the linkage key and are
 * those of the cards. Notify reads a line of the file as a row, so that no value holds a line end.
 */
import { linkHash } from '../../trial/follow-up-code.ts';
import { personalisation, type ReminderChannel } from '../../trial/reminder-wording.ts';
import { csvText } from '../csv-text.ts';
import { followUpCodes, type Signer } from '../follow-up-codes.ts';
import { tidied } from '../sheet.ts';
import type { ChosenMessage } from './choose-messages.ts';

const addressColumns: Readonly<Record<ReminderChannel, string>> = {
  'e-mail': 'email address',
  'text-message': 'phone number',
};

export type LinkedPerson = ChosenMessage['people'][number] & {
  readonly code: string;
  readonly token: string;
  /** 'other-key': the service knows another link of this version, which was made with another linkage key. */
  readonly state: 'new' | 'registered' | 'other-key';
};
export type LinkedMessage = Omit<ChosenMessage, 'people'> & { readonly people: readonly LinkedPerson[] };

/** Each person's link, and whether it opens anything yet. */
export function linkedMessages(
  sign: Signer,
  trial: string,
  messages: readonly ChosenMessage[],
): Promise<readonly LinkedMessage[]> {
  return Promise.all(
    messages.map(async (message) => ({
      ...message,
      people: await Promise.all(
        message.people.map(async (person): Promise<LinkedPerson> => {
          const version = Math.max(1, person.version);
          const { code, token } = await followUpCodes(sign, { trial, referenceHash: person.reference_hash, version });
          const isKnown = person.link_hash === linkHash(token);
          const state = person.link_hash === null ? 'new' : isKnown ? 'registered' : 'other-key';
          return { ...person, version, code, token, state };
        }),
      ),
    })),
  );
}

export type MergeFile = {
  readonly reminder: number;
  readonly channel: ReminderChannel;
  readonly name: string;
  readonly messages: number;
  readonly text: string;
};

/** @param place the borough's name, and the address of this site as browsers see it ("https://pledge.example") */
export function mergeFiles(
  messages: readonly LinkedMessage[],
  place: { readonly borough: string; readonly site: string },
): readonly MergeFile[] {
  const together = Map.groupBy(messages, ({ reminder, channel }) => `reminder-${reminder}-${channel}.csv`);
  return [...together].flatMap(([name, ofOne]) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const columns = [addressColumns[first.channel], ...personalisation, 'reference'];
    const rows = ofOne.map((message) => {
      const values = {
        name: householdNames(message.people),
        borough: place.borough,
        page: pagesOf(message, place.site),
      };
      return [message.address, ...personalisation.map((one) => values[one]), messageReference(message)];
    });
    const { reminder, channel } = first;
    return [
      {
        reminder,
        channel,
        name,
        messages: ofOne.length,
        text: csvText(
          columns,
          rows.map((row) => row.map(tidied)),
        ),
      },
    ];
  });
}

/** "Ada Obi", "Ada Obi and Ben Obi", "Ada Obi, Ben Obi and Chi Obi". */
export function householdNames(people: readonly { readonly name: string }[]): string {
  const names = people.map(({ name }) => tidied(name)).filter((name) => name !== '');
  if (names.length === 0) return 'new citizen';
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** One person's link; of several each with whose it is, since a page is one person's own. */
function pagesOf({ people }: LinkedMessage, site: string): string {
  const links = people.map(({ name, token }) => ({ name, link: `${site}/me/${token}` }));
  if (links.length === 1) return links[0]?.link ?? '';
  return links.map(({ name, link }) => `${name === '' ? 'new citizen' : name}: ${link}`).join(' ; ');
}

/** By which Notify's report is joined back: the hash of whom the message is addressed to, and the reminder. */
export function messageReference({ people, reminder }: Pick<LinkedMessage, 'people' | 'reminder'>): string {
  return `${people[0]?.reference_hash}-${reminder}`;
}

/** What the service is told of the messages: hashes and codes, in its own words. */
export function madeMessages(messages: readonly ChosenMessage[]) {
  return messages.map(({ reminder, channel, people }) => ({
    ...{ reminder, channel },
    reference_hashes: people.map(({ reference_hash }) => reference_hash),
  }));
}

export const madeColumns = ['reminder', 'channel', 'reference_hashes'] as const;

/** The same as a file, for whoever makes messages without a browser. */
export function madeCsv(messages: readonly ChosenMessage[]): string {
  const rows = madeMessages(messages).map(({ reminder, channel, reference_hashes }) => [
    ...[String(reminder), channel, reference_hashes.join(' ')],
  ]);
  return csvText(madeColumns, rows);
}
