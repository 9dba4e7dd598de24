/**
 * The local list: who the people of a ceremony are, for the borough's own screen. Names are encrypted (AES-GCM) in this browser's
 * IndexedDB. By default their key lives in the tab alone (sessionStorage) and goes with it; where the registrar asks for
 * them to stay, for that ceremony, it is a key that cannot be read out, and goes with the names once the day is over. Pages
 * call `namesOf`; only the list page, and whoever reads the file again, call `holdNames`. Nothing here is ever sent.
 */
import type { LocalPerson } from '../../borough/person.ts';
import { deleteRecord, readRecord, readRecords, writeRecord } from './device-store.ts';

export type { LocalPerson };

/** By `reference_hash`. */
export type LocalNames = ReadonlyMap<string, LocalPerson>;

/** 'tab': until this tab is closed. 'day': until the day of the ceremony is over, also after the browser was closed. */
export type Stay = 'tab' | 'day';

type ListRecord = {
  readonly id: string;
  readonly ceremony: string;
  readonly stay: Stay;
  /** 'YYYY-MM-DD': the last day on which the names may be read. */
  readonly until: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
  /** For 'day' only; a tab's key is not in the database. */
  readonly key: CryptoKey | null;
};

/** The people of a ceremony whom this browser knows; empty where it knows none (then the list can be chosen again). */
export async function namesOf(ceremony: string): Promise<LocalNames> {
  await forgetPast();
  const names = new Map<string, LocalPerson>();
  for (const stay of ['day', 'tab'] as const) {
    for (const [hash, person] of (await opened(ceremony, stay)) ?? []) names.set(hash, person);
  }
  return names;
}

/** Whether, and how long, this browser keeps names of a ceremony; null where it keeps none. */
export async function stayOf(ceremony: string): Promise<Stay | null> {
  if ((await opened(ceremony, 'day')) !== null) return 'day';
  return (await opened(ceremony, 'tab')) === null ? null : 'tab';
}

/**
 * Adds people to those known of a ceremony. @param heldOn the ceremony's day, 'YYYY-MM-DD': they are forgotten after it.
 * 'day' takes along what the tab knew; 'tab' leaves what was asked to stay.
 */
export async function holdNames(ceremony: string, heldOn: string, people: LocalNames, stay: Stay): Promise<void> {
  const names = new Map([...(await namesOf(ceremony)), ...people]);
  const kept = (await stayOf(ceremony)) === 'day' ? 'day' : stay;
  const key = kept === 'day' ? await newKey() : await tabKey(true);
  if (key === null) throw new Error('a tab always gets a key when asked to make one');
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify([...names]));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: labelOf(ceremony) }, key, text);
  const record: ListRecord = {
    ...{ id: idOf(ceremony, kept), ceremony, stay: kept, until: heldOn, iv, sealed },
    key: kept === 'day' ? key : null,
  };
  await writeRecord('lists', record);
  if (kept === 'day') await deleteRecord('lists', idOf(ceremony, 'tab'));
}

/** Takes a ceremony's names off this device. */
export async function forgetNames(ceremony: string): Promise<void> {
  const records = await readRecords<ListRecord>('lists');
  for (const { id } of records.filter((record) => record.ceremony === ceremony)) await deleteRecord('lists', id);
}

/** Takes away every list whose day is over, whoever's tab it was. */
async function forgetPast(): Promise<void> {
  const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
  const past = (await readRecords<ListRecord>('lists')).filter(({ until }) => until < today);
  for (const { id } of past) await deleteRecord('lists', id);
}

async function opened(ceremony: string, stay: Stay): Promise<LocalNames | null> {
  const record = await readRecord<ListRecord>('lists', idOf(ceremony, stay));
  const key = record === null ? null : (record.key ?? (await tabKey(false)));
  if (record === null || key === null) return null;
  const opening = { name: 'AES-GCM', iv: record.iv, additionalData: labelOf(ceremony) };
  const text = new TextDecoder().decode(await crypto.subtle.decrypt(opening, key, record.sealed));
  // Written by holdNames only; AES-GCM vouches that nothing has changed it.
  return new Map(JSON.parse(text) as readonly (readonly [string, LocalPerson])[]);
}

/** One record for each ceremony that stays, and one for each tab that knows it. */
function idOf(ceremony: string, stay: Stay): string {
  return stay === 'day' ? `${ceremony}|day` : `${ceremony}|tab|${tabName()}`;
}

function labelOf(ceremony: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`pledge local list|${ceremony}`);
}

function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

const nameItem = 'pledge-tab-name';
const keyItem = 'pledge-tab-key';

function tabName(): string {
  const name = sessionStorage.getItem(nameItem) ?? crypto.randomUUID();
  sessionStorage.setItem(nameItem, name);
  return name;
}

/** The key of this tab; null where it has none yet and `isNeeded` is false. */
async function tabKey(isNeeded: boolean): Promise<CryptoKey | null> {
  let text = sessionStorage.getItem(keyItem);
  if (text === null) {
    if (!isNeeded) return null;
    text = JSON.stringify([...crypto.getRandomValues(new Uint8Array(32))]);
    sessionStorage.setItem(keyItem, text);
  }
  // Written on the line above only.
  const bytes = Uint8Array.from(JSON.parse(text) as readonly number[]);
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
