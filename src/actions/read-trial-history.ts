/** How a trial's protocol came to be what it is: the version that was locked, and every version that amended it. */
import type { Row } from '../store/port.ts';
import type { Deps } from './deps.ts';

export type TrialHistory = {
  /** The locked version with the instant of the lock; null while the trial is a draft. */
  readonly locked: { readonly version: Row<'protocolVersion'>; readonly at: string } | null;
  /** Versions after the locked one, oldest first. */
  readonly amendments: readonly Row<'protocolVersion'>[];
  /** The newest ledger entry. */
  readonly ledgerHead: { readonly seq: number; readonly hash: string } | null;
};

export async function readTrialHistory(deps: Deps, slug: string): Promise<TrialHistory> {
  const [versions, history, head] = await Promise.all([
    deps.store.read.protocolVersions(slug),
    deps.store.read.statusHistory(slug),
    deps.store.read.ledgerHead(slug),
  ]);
  const at = history.find(({ act }) => act === 'lock')?.at;
  // A draft needs no reason, and whatever comes after the lock has one.
  const version = at === undefined ? undefined : versions.findLast((one) => one.reason === null);
  return {
    locked: version === undefined || at === undefined ? null : { version, at },
    amendments: version === undefined ? [] : versions.filter((one) => one.version > version.version),
    ledgerHead: head ?? null,
  };
}
