/**
 * Who gets a card at an unsealed ceremony, with the arm of their pack and what is registered of their newest code. The codes themselves are
 * made on the borough's own machine; whoever left the trial gets none. Reading it is a look at the arms, as the run sheet is.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';
import { type RunSheet, type RunSheetPerson, readRunSheet } from './read-run-sheet.ts';

export type CardPerson = RunSheetPerson & {
  /** 0 where none is registered yet. */
  readonly version: number;
  readonly linkHash: string | null;
};

export type Cards = Omit<RunSheet, 'people'> & { readonly people: readonly CardPerson[] };

/** Refuses as `readRunSheet`. */
export async function readCards(deps: Deps, account: Account, id: string): Promise<Cards> {
  requirePermission(account, 'register-codes');
  const sheet = await readRunSheet(deps, account, id);
  const staying = sheet.people.filter(({ hasLeft }) => !hasLeft);
  const codes = await deps.store.read.codesOf(staying.map((person) => person.id));
  const newest = new Map(codes.map((code) => [code.attendee, code]));
  return {
    ...sheet,
    people: staying.map((person) => {
      const code = newest.get(person.id);
      return { ...person, version: code?.version ?? 0, linkHash: code?.linkHash ?? null };
    }),
  };
}
