/** The hash chain of a trial, in pages, exactly as it is verified. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

export const ledgerPage = 1_000;

/** @param from the first `seq` wanted @returns at most 1,000 entries, oldest first, and where the next page begins */
export async function readLedger(deps: Deps, account: Account, slug: string, from: number) {
  requirePermission(account, 'read-ledger');
  await loadTrial(deps, slug);
  const entries = await deps.store.read.ledgerEntries(slug, from, ledgerPage);
  const last = entries.at(-1);
  return { entries, next: entries.length === ledgerPage && last !== undefined ? last.seq + 1 : null };
}
