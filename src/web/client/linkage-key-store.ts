/**
 * The borough's linkage key in this browser: read once from the key file, held as a key that signs and cannot be read out, and
 * shown by its fingerprint only. Browsers give their cryptography to secure pages alone (HTTPS or localhost).
 */
import { importLinkageKey } from '../../borough/hasher.ts';
import { parseLinkageKey } from '../../borough/linkage-key.ts';
import { deleteRecord, readRecord, writeRecord } from './device-store.ts';

type KeyRecord = { readonly id: 'linkage'; readonly key: CryptoKey; readonly fingerprint: string };

export type HeldKey = {
  readonly key: CryptoKey;
  /** Eight hex digits by which two machines can be seen to hold the same key. */
  readonly fingerprint: string;
};

/** false where the page came over plain HTTP from another machine: then nothing here can work. */
export function isSecurePage(): boolean {
  return globalThis.isSecureContext && typeof crypto.subtle === 'object' && typeof indexedDB === 'object';
}

export async function heldKey(): Promise<HeldKey | null> {
  const record = await readRecord<KeyRecord>('keys', 'linkage');
  return record === null ? null : { key: record.key, fingerprint: record.fingerprint };
}

/** Takes the text of a key file. @returns what is wrong with it, one sentence each; empty where the key is held now */
export async function holdKey(text: string): Promise<readonly string[]> {
  const parsed = parseLinkageKey(text);
  if (!parsed.ok) return parsed.problems.map(({ message }) => message);
  const key = await importLinkageKey(parsed.value);
  const record: KeyRecord = { id: 'linkage', key, fingerprint: await fingerprintOf(key) };
  await writeRecord('keys', record);
  return [];
}

export function forgetKey(): Promise<void> {
  return deleteRecord('keys', 'linkage');
}

/** Under a domain of its own, so that it is no hash of any person. */
async function fingerprintOf(key: CryptoKey): Promise<string> {
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('fingerprint|')));
  return [...mac.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
