/**
 * The ceremonies of the viewer's own borough in every trial that runs, with an arm only where it is unsealed. A look at an
 * arm is recorded before it is shown.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { type CeremonyView, readCeremonies } from './read-ceremony.ts';
import { armsOf } from './unseal-arm.ts';

export type OwnCeremony = {
  readonly ceremony: CeremonyView;
  readonly protocol: Protocol;
  readonly isTraining: boolean;
  /** Null while sealed, in the baseline phase, and where one room holds several arms. */
  readonly arm: string | null;
};

/** Soonest first. */
export async function readOwnCeremonies(deps: Deps, account: Account): Promise<readonly OwnCeremony[]> {
  requirePermission(account, 'read-ceremony');
  const found: OwnCeremony[] = [];
  for (const slug of await deps.store.read.trialSlugs()) {
    const { row, protocol, status } = await loadTrial(deps, slug);
    if (status === 'draft') continue;
    for (const ceremony of await readCeremonies(deps, account, slug)) {
      const isShown = protocol.unit === 'ceremony' && ceremony.isUnsealed;
      const arms = isShown ? await armsOf(deps, slug, ceremony.id) : [];
      found.push({ ceremony, protocol, isTraining: row.mode === 'training', arm: arms[0]?.arm ?? null });
    }
  }
  await recordLooks(deps, account, found);
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

async function recordLooks(deps: Deps, account: Account, found: readonly OwnCeremony[]): Promise<void> {
  const at = deps.clock().toISOString();
  const rows = found
    .filter(({ arm }) => arm !== null)
    .map(({ ceremony }) => ({ ceremony: ceremony.id, actor: account.id, at }));
  const result = await deps.store.commit([{ into: 'armView', rows }]);
  // Two looks by one person in one millisecond are one look.
  if (!result.ok && result.conflict.kind !== 'unique')
    throw new Error(`A look at an arm could not be recorded: ${result.conflict.what}`);
}

function orderOf({ ceremony }: OwnCeremony): string {
  return `${ceremony.heldOn} ${ceremony.startsAt} ${ceremony.id}`;
}
