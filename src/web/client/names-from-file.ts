/**
 * Names for a page that has lost them: the registrar chooses the list again, and its people are known by the same hashes. Only
 * references and names are read, so that a list with other faults still serves on the day. Nothing here is ever sent.
 */
import { findList } from '../../borough/find-list.ts';
import { hasherOfCryptoKey } from '../../borough/hasher.ts';
import { matchColumns, withChosen } from '../../borough/match-columns.ts';
import { localPerson } from '../../borough/person.ts';
import { readFile } from '../../borough/read-file.ts';
import { readPeople } from '../../borough/read-people.ts';
import { heldKey } from './linkage-key-store.ts';
import type { LocalNames } from './local-list.ts';

export type NamesRead =
  | { readonly ok: true; readonly names: LocalNames }
  /** 'no-key': the list page takes the linkage key. */
  | { readonly ok: false; readonly kind: 'no-key' | 'no-list'; readonly messages: readonly string[] };

/** @param heldOn the ceremony's day, 'YYYY-MM-DD' */
export async function namesFromFile(bytes: Uint8Array, heldOn: string): Promise<NamesRead> {
  const key = await heldKey();
  if (key === null) return { ok: false, kind: 'no-key', messages: ['This browser has no linkage key yet.'] };
  const file = await readFile(bytes);
  const found = file.ok ? findList(file.value) : file;
  if (!found.ok) return { ok: false, kind: 'no-list', messages: found.problems.map(({ message }) => message) };
  const { columns } = matchColumns(found.value.headings);
  const [reference] = columns.reference;
  if (reference === undefined) {
    return { ok: false, kind: 'no-list', messages: ['no column is known as the Home Office reference'] };
  }
  const onlyNames = withChosen(columns, {
    ...{ reference: [reference], lead: [], dateOfBirth: [], registered: [], reason: [], country: [] },
  });
  const { people } = readPeople(found.value, onlyNames, heldOn, 'day-first');
  const hasher = hasherOfCryptoKey(key.key);
  const named = people.map(async (person) => [await hasher.reference(person.reference), localPerson(person)] as const);
  return { ok: true, names: new Map(await Promise.all(named)) };
}
