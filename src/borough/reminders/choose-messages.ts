/**
 * Which messages can be made of those that are due: whom each is addressed to and by which channel. E-mail comes first where it is permitted
 * and there is an address, in every arm alike. An address that somebody has who left or asked for nothing more is used for nobody.
 */
import type { ReminderChannel } from '../../trial/reminder-wording.ts';
import type { Contacts, LocalContact } from './read-contacts.ts';

/** As the service lists them. */
export type DueReader = {
  readonly reference_hash: string;
  readonly ceremony: string;
  readonly version: number;
  readonly link_hash: string | null;
};
export type DueMessage = {
  readonly reminder: number;
  readonly people: readonly DueReader[];
  /** Of a message that was made before: its channel, and it stays addressed to the first of its people. */
  readonly channel?: ReminderChannel;
};

export type ChosenMessage = {
  readonly reminder: number;
  readonly channel: ReminderChannel;
  readonly address: string;
  /** Whom it is addressed to first. */
  readonly people: readonly (DueReader & { readonly name: string })[];
};

/** Why a message cannot be made from these lists. */
export const leftReasons = ['not-in-lists', 'no-address', 'silent-address', 'too-long'] as const;
export type LeftReason = (typeof leftReasons)[number];

export type Chosen = {
  readonly messages: readonly ChosenMessage[];
  /** Messages that were left, by reason. */
  readonly left: Readonly<Record<LeftReason, number>>;
};

export type ContactRules = {
  readonly channels: readonly ReminderChannel[];
  /** Reference hashes of those whose addresses are used for nobody. */
  readonly silent: readonly string[];
};

export function chooseMessages(
  due: readonly DueMessage[],
  contacts: Contacts,
  { channels, silent }: ContactRules,
): Chosen {
  const quiet = new Set(
    silent.flatMap((hash) => {
      const contact = contacts.get(hash);
      return contact === undefined ? [] : [contact.email, contact.phone];
    }),
  );
  const left = { 'not-in-lists': 0, 'no-address': 0, 'silent-address': 0, 'too-long': 0 };
  const messages = due.flatMap((message): readonly ChosenMessage[] => {
    const people = message.people.flatMap((reader) => {
      const contact = contacts.get(reader.reference_hash);
      return contact === undefined ? [] : [{ reader, contact }];
    });
    const isHeadKnown = people[0]?.reader === message.people[0];
    if (people.length === 0 || (message.channel !== undefined && !isHeadKnown)) {
      left['not-in-lists'] += 1;
      return [];
    }
    const permitted = message.channel === undefined ? channels : channels.filter((one) => one === message.channel);
    const candidates = (message.channel === undefined ? people : people.slice(0, 1)).flatMap((one) =>
      permitted.flatMap((channel) => {
        const address = addressOf(one.contact, channel);
        return address === null ? [] : [{ ...one, channel, address }];
      }),
    );
    const heard = candidates.filter(({ address }) => !quiet.has(address));
    const usable = heard.filter(({ channel }) => channel === 'e-mail' || fitsText(people));
    const head = permitted
      .map((channel) => usable.find((one) => one.channel === channel))
      .find((one) => one !== undefined);
    if (head === undefined) {
      left[heard.length > 0 ? 'too-long' : candidates.length > 0 ? 'silent-address' : 'no-address'] += 1;
      return [];
    }
    const others = people.filter(({ reader }) => reader !== head.reader);
    const inOrder = [head, ...others].map(({ reader, contact }) => ({ ...reader, name: contact.name }));
    return [{ reminder: message.reminder, channel: head.channel, address: head.address, people: inOrder }];
  });
  return { messages, left };
}

/**
 * Notify refuses a whole file for one text message of more than 918 characters. A name stands in it twice where there are several, and a
 * link takes less than 100; the words between them less than 230.
 */
function fitsText(people: readonly { readonly contact: LocalContact }[]): boolean {
  return people.reduce((sum, { contact }) => sum + 2 * contact.name.length + 100, 0) <= 680;
}

function addressOf({ email, phone }: LocalContact, channel: ReminderChannel): string | null {
  return channel === 'e-mail' ? email : phone;
}
