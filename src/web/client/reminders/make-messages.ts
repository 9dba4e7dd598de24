/** From lists and hashes to files: who of those that may be reminded is in the lists, their links, and the files for GOV.UK Notify. */
import { signerOfCryptoKey } from '../../../borough/follow-up-codes.ts';
import { hasherOfCryptoKey } from '../../../borough/hasher.ts';
import { type Chosen, chooseMessages, type DueMessage } from '../../../borough/reminders/choose-messages.ts';
import {
  type LinkedMessage,
  linkedMessages,
  type MergeFile,
  madeMessages,
  mergeFiles,
} from '../../../borough/reminders/mail-merge.ts';
import { type LocalContact, readContacts } from '../../../borough/reminders/read-contacts.ts';
import type { LawfulBasis } from '../../../trial/agreements.ts';
import { codeHash, linkHash } from '../../../trial/follow-up-code.ts';
import type { ReminderChannel } from '../../../trial/reminder-wording.ts';
import { get, post } from '../list/service.ts';

type Told<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly messages: readonly string[] };

export type Reading = {
  readonly key: CryptoKey;
  readonly due: Chosen;
  readonly again: Chosen;
  readonly words: readonly string[];
};

/** The part of the service's answer that is used here; its own schema describes it. */
type Listed = {
  readonly channels: readonly ReminderChannel[];
  readonly silent: readonly string[];
  readonly lawfulBasis: LawfulBasis | null;
  readonly due: readonly DueMessage[];
  readonly made: readonly DueMessage[];
};

export async function read(key: CryptoKey, files: readonly File[], path: string): Promise<Told<Reading>> {
  const contacts = new Map<string, LocalContact>();
  const faults: string[] = [];
  for (const file of files) {
    const found = await readContacts(new Uint8Array(await file.arrayBuffer()), hasherOfCryptoKey(key));
    if (found.ok) for (const [hash, contact] of found.value) contacts.set(hash, contact);
    else faults.push(...found.problems.map(({ message }) => `${file.name}: ${message}.`));
  }
  if (faults.length > 0) return { ok: false, messages: faults };
  const answer = await get(path);
  if (!answer.ok) return { ok: false, messages: [answer.message] };
  const { channels, silent, lawfulBasis, due, made } = answer.value as Listed; // as the API's schema says
  const rules = { channels, silent, needsConsent: lawfulBasis === 'consent' };
  const chosen = chooseMessages(due, contacts, rules);
  const again = chooseMessages(made, contacts, rules);
  return { ok: true, value: { key, due: chosen, again, words: wordsOf(chosen, contacts.size) } };
}

function wordsOf({ messages, left }: Chosen, people: number): readonly string[] {
  const by = (channel: ReminderChannel) => messages.filter((one) => one.channel === channel).length;
  return [
    `Your lists hold ${people} people. ${messages.length} messages can be made: ${by('e-mail')} by e-mail, ${by('text-message')} by text message.`,
    left['not-in-lists'] === 0 ? '' : `${left['not-in-lists']} are for people who are not in these lists.`,
    left['not-agreed'] === 0
      ? ''
      : `${left['not-agreed']} are for people who, by these lists, did not agree to be contacted.`,
    left['no-address'] === 0 ? '' : `${left['no-address']} are for people without an address that may be used.`,
    left['too-long'] === 0 ? '' : `${left['too-long']} would be too long for a text message.`,
    left['silent-address'] === 0
      ? ''
      : `${left['silent-address']} would go to an address of somebody who left or asked for nothing more, and are not made.`,
  ];
}

type Place = { readonly trial: string; readonly borough: string; readonly site: string; readonly path: string };

/** Registers what is new among the links, records the messages as made where they are, and gives the files. */
export async function files(
  { key, ...reading }: Reading,
  kind: 'due' | 'again',
  place: Place,
): Promise<Told<readonly MergeFile[]>> {
  const messages = await linkedMessages(signerOfCryptoKey(key), place.trial, reading[kind].messages);
  if (messages.some(({ people }) => people.some(({ state }) => state === 'other-key'))) {
    return {
      ok: false,
      messages: [
        'Cards of these people were made with another linkage key than this browser has. Make the messages where that key is.',
      ],
    };
  }
  const registered = await register(messages);
  if (registered !== null) return { ok: false, messages: [registered] };
  if (kind === 'due') {
    const answer = await post(place.path, JSON.stringify({ messages: madeMessages(messages) }), crypto.randomUUID());
    if (!answer.ok) return { ok: false, messages: [answer.message, 'Read the lists again.'] };
  }
  return { ok: true, value: mergeFiles(messages, place) };
}

/** Ceremony by ceremony, as cards are registered; what went wrong, or null. */
async function register(messages: readonly LinkedMessage[]): Promise<string | null> {
  const fresh = messages.flatMap(({ people }) => people.filter(({ state }) => state === 'new'));
  for (const [ceremony, people] of Map.groupBy(fresh, (one) => one.ceremony)) {
    const codes = people.map(({ reference_hash, version, code, token }) => ({
      ...{ reference_hash, version, code_hash: codeHash(code), link_hash: linkHash(token) },
    }));
    const path = `/api/v1/ceremonies/${encodeURIComponent(ceremony)}/codes`;
    const answer = await post(path, JSON.stringify({ codes }), crypto.randomUUID());
    if (!answer.ok) return answer.message;
  }
  return null;
}
