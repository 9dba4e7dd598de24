/** What was reported of a trial's randomisation, without any arm; a borough reads what is about its own. */
import { requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

/** Oldest first; those taken back with the reason why. */
export async function readRandomisationErrors(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-randomisation-errors');
  await loadTrial(deps, slug);
  const rows = await deps.store.read.randomisationErrorsOf(slug);
  return rows
    .filter(({ borough }) => borough === null || seesBorough(account, borough))
    .map(({ error: { id, kind, subject, other, code, stratum, at, actor }, retraction, borough }) => ({
      ...{ id, kind, borough, subject, other, code, stratum, at, actor },
      takenBack: retraction === null ? null : { reason: retraction.reason, at: retraction.at, actor: retraction.actor },
    }));
}
