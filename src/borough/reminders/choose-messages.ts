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
export const leftReasons = ['not-in-lists', 'not-agreed', 'no-address', 'silent-address', 'too-long'] as const;
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
  /** The borough contacts people by their consent: then whoever's list does not say that they agreed is left out. */
  readonly needsConsent: boolean;
};

export function chooseMessages(
  due: readonly DueMessage[],
  contacts: Contacts,
  { channels, silent, needsConsent }: ContactRules,
): Chosen {
  const unheard = [
    ...silent.flatMap((hash) => contacts.get(hash) ?? []),
    ...[...contacts.values()].filter(({ hasAgreed }) => hasAgreed === false),
  ];
  const quiet = new Set(unheard.flatMap(({ email, phone }) => [email, phone]));
  const mayAsk = ({ contact: { hasAgreed } }: Found) => (needsConsent ? hasAgreed === true : hasAgreed !== false);
  const left = { 'not-in-lists': 0, 'not-agreed': 0, 'no-address': 0, 'silent-address': 0, 'too-long': 0 };
  const messages = due.flatMap((message): readonly ChosenMessage[] => {
    const found = message.people.flatMap((reader) => {
      const contact = contacts.get(reader.reference_hash);
      return contact === undefined ? [] : [{ reader, contact }];
    });
    const people = found.filter(mayAsk);
    // What was made before goes to the same person by the same channel, or to nobody.
    const isAgain = message.channel !== undefined;
    const heads = isAgain ? people.filter(({ reader }) => reader === message.people[0]) : people;
    const permitted = isAgain ? channels.filter((one) => one === message.channel) : channels;
    const candidates = permitted.flatMap((channel) =>
      heads.flatMap((one) => {
        const address = addressOf(one.contact, channel);
        return address === null ? [] : [{ ...one, channel, address }];
      }),
    );
    const heard = candidates.filter(({ address }) => !quiet.has(address));
    const head = heard.find(({ channel }) => channel === 'e-mail' || fitsText(people));
    if (head === undefined) {
      left[whyLeft([found, heads, candidates, heard])] += 1;
      return [];
    }
    const others = people.filter(({ reader }) => reader !== head.reader);
    const inOrder = [head, ...others].map(({ reader, contact }) => ({ ...reader, name: contact.name }));
    return [{ reminder: message.reminder, channel: head.channel, address: head.address, people: inOrder }];
  });
  return { messages, left };
}

type Found = { readonly reader: DueReader; readonly contact: LocalContact };

/** The first of these that is empty says why: nobody in the lists, nobody who may be asked, no address, none that is used. */
function whyLeft(steps: readonly (readonly unknown[])[]): LeftReason {
  const at = steps.findIndex((step) => step.length === 0);
  return (['not-in-lists', 'not-agreed', 'no-address', 'silent-address'] as const)[at] ?? 'too-long';
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
