/** The hash chain of a trial: in pages, exactly as it is verified, and its newest hash, which anybody may keep and ask after. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { loadVisibleTrial } from './read-trial.ts';

export const ledgerPage = 1_000;

/** @param from the first `seq` wanted @returns at most 1,000 entries, oldest first, and where the next page begins */
export async function readLedger(deps: Deps, account: Account, slug: string, from: number) {
  requirePermission(account, 'read-ledger');
  await loadTrial(deps, slug);
  const entries = await deps.store.read.ledgerEntries(slug, from, ledgerPage);
  const last = entries.at(-1);
  return { entries, next: entries.length === ledgerPage && last !== undefined ? last.seq + 1 : null };
}

export type LedgerHead = {
  readonly head: { readonly seq: number; readonly hash: string } | null;
  /** What became of the hash asked for; null where none was. */
  readonly asked:
    | null
    | { readonly state: 'in-chain'; readonly seq: number; readonly at: string; readonly entriesSince: number }
    | { readonly state: 'not-in-chain' };
};

/** For anybody: the newest entry, and whether a hash somebody kept is that of an entry of this trial. */
export async function readLedgerHead(
  deps: Deps,
  account: Account | null,
  slug: string,
  hash: string | null,
): Promise<LedgerHead> {
  await loadVisibleTrial(deps, account, slug);
  const head = await deps.store.read.ledgerHead(slug);
  if (hash === null) return { head: head ?? null, asked: null };
  const entry = await deps.store.read.ledgerEntryByHash(slug, hash);
  if (entry === undefined || head === undefined) return { head: head ?? null, asked: { state: 'not-in-chain' } };
  return { head, asked: { state: 'in-chain', seq: entry.seq, at: entry.at, entriesSince: head.seq - entry.seq } };
}
