/** Where a borough can put a ceremony now: the trials it takes part in that take ceremonies, and the rooms it has used before. */

import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { isAmong, running } from '../trial/lifecycle.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { readCeremonies } from './read-ceremony.ts';

export type Schedulable = {
  readonly trials: readonly { readonly slug: string; readonly title: string; readonly isTraining: boolean }[];
  /** Codes, sorted. */
  readonly venues: readonly string[];
};

export async function readSchedulable(deps: Deps, account: Account): Promise<Schedulable> {
  requirePermission(account, 'schedule-ceremony');
  const trials: Schedulable['trials'][number][] = [];
  const venues = new Set<string>();
  for (const slug of await deps.store.read.trialSlugs()) {
    const { row, protocol, status } = await loadTrial(deps, slug);
    if (status === 'draft' || !protocol.boroughs.some(({ code }) => code === account.borough)) continue;
    for (const { venue } of await readCeremonies(deps, account, slug)) venues.add(venue);
    if (!isAmong(status, running)) continue;
    trials.push({ slug, title: protocol.title, isTraining: row.mode === 'training' });
  }
  return { trials, venues: [...venues].sort() };
}
