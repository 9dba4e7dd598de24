/** What an act answered whoever sent a form, by the form's key: a page that comes after can say what was done, and no address can make it up. */
import type { z } from 'zod';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';

/** Null where this account was given no such answer under this key. */
export async function readOwnAnswer<T>(
  deps: Deps,
  account: Account,
  key: string,
  shape: z.ZodType<T>,
): Promise<T | null> {
  const given = await deps.store.read.answerGiven(account.id, key);
  if (given === undefined) return null;
  const read = shape.safeParse(JSON.parse(given.body));
  return read.success ? read.data : null;
}
