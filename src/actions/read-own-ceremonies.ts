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
import { recordLooks } from './record-looks.ts';

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
    const ceremonies = await readCeremonies(deps, account, slug);
    // Where the unit is the ceremony, the unit's id is the ceremony's.
    const unsealed = protocol.unit === 'ceremony' ? ceremonies.filter(({ isUnsealed }) => isUnsealed) : [];
    const allocations = await deps.store.read.allocationsOfUnits(
      slug,
      unsealed.map(({ id }) => id),
    );
    const arms = new Map(allocations.map(({ unit, arm }) => [unit, arm]));
    const isTraining = row.mode === 'training';
    found.push(
      ...ceremonies.map((ceremony) => ({ ceremony, protocol, isTraining, arm: arms.get(ceremony.id) ?? null })),
    );
  }
  await recordLooks(
    deps,
    account,
    found.filter(({ arm }) => arm !== null).map(({ ceremony }) => ceremony.id),
  );
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ ceremony }: OwnCeremony): string {
  return `${ceremony.heldOn} ${ceremony.startsAt} ${ceremony.id}`;
}
