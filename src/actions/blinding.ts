/**
 * Never blind again. A reading that shows figures by arm, or the arms of a whole trial, is put on record before it is shown; whoever
 * is on record, under this account or another of the same person, acts and reads in no blinded role of that trial any more.
 */
import { blindRoles, isBlindWhile } from '../access/blinding.ts';
import { refuseOthers, requireConfirmed, type UnblindingReading } from '../access/permissions.ts';
import { type Account, roleNames } from '../access/roles.ts';
import type { TrialStatus } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

/** Refuses `never-blind-again` in a blinded role, until the locked analysis has run. A trial that is not there has unblinded nobody. */
export async function refuseInBlindRole(deps: Deps, account: Account, slug: string): Promise<void> {
  if (!blindRoles.includes(account.role)) return;
  const row = await deps.store.read.trialBySlug(slug);
  // The column is written only from the transition table's own results.
  if (row === undefined || !isBlindWhile(row.status as TrialStatus)) return;
  await refuseUnblinded(deps, account, slug, `The ${roleNames[account.role]} works blind until the locked analysis.`);
}

/** Refuses `never-blind-again` whatever the role. @param why a sentence that says what blindness is for here */
export async function refuseUnblinded(deps: Deps, account: Account, slug: string, why: string): Promise<void> {
  if (!(await deps.store.read.isUnblinded(slug, account.id))) return;
  throw new Refusal(
    'never-blind-again',
    `You have seen figures by arm, or arms, of ${slug}, perhaps under an earlier account. ${why} You can never be blind again in this trial; ask somebody who is. Other trials are open to you.`,
  );
}

/**
 * What `read` gives, once it is on record that this account is no longer blind in the trial; nothing is shown that is not on record.
 * Refuses as the permission table does, and in a blinded role as above. A reading that is refused unblinds nobody.
 */
export async function unblinded<T>(
  deps: Deps,
  account: Account,
  slug: string,
  reading: UnblindingReading,
  read: () => Promise<T>,
): Promise<T> {
  refuseOthers(account, reading);
  requireConfirmed(account);
  await refuseInBlindRole(deps, account, slug);
  const shown = await read();
  const at = deps.clock().toISOString();
  const row = { trial: slug, account: account.id, reading, at };
  const result = await deps.store.commit([{ into: 'unblinding', rows: [row] }]);
  // The first time stands.
  if (!result.ok && result.conflict.kind !== 'unique') {
    throw new Error(`An unblinding could not be recorded: ${result.conflict.what}`);
  }
  return shown;
}
