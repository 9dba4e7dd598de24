/** What an act reads first: the trial with its parsed protocol, or a ceremony that this account may know of. */

import { seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import type { TrialRow } from '../store/queries/trials.ts';
import { mayWhile, nextStatus, type TrialAct, type TrialStatus, whyNot } from '../trial/lifecycle.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

export type LoadedTrial = {
  readonly row: TrialRow;
  readonly protocol: Protocol;
  readonly status: TrialStatus;
};

/** Refuses `not-found`. */
export async function loadTrial(deps: Deps, slug: string): Promise<LoadedTrial> {
  const row = await deps.store.read.trialBySlug(slug);
  if (row === undefined) throw new Refusal('not-found', `There is no trial called ${slug}.`);
  // The column is written only from the transition table's own results.
  return { row, protocol: deps.readProtocol(row.document, row.protocolHash), status: row.status as TrialStatus };
}

/** The status an act leads to; refuses `wrong-status` with the reason where the transition table has none. */
export function statusAfter(status: TrialStatus, act: TrialAct): TrialStatus {
  const next = nextStatus(status, act);
  if (next === undefined) throw new Refusal('wrong-status', whyNot(status, act));
  return next;
}

/** Refuses `wrong-status` unless the trial is in one of these. */
export function requireStatus(trial: LoadedTrial, allowed: readonly TrialStatus[], doing: string): void {
  if (trial.status === 'draft') throw new Refusal('not-found', `There is no locked trial called ${trial.row.slug}.`);
  const answer = mayWhile(trial.status, allowed, doing);
  if (answer !== true) throw new Refusal('wrong-status', answer);
}

/** Refuses `not-found` for a ceremony of another borough exactly as for one that does not exist. */
export async function loadCeremonies(
  deps: Deps,
  account: Account,
  ids: readonly string[],
): Promise<readonly CeremonyState[]> {
  const found = await deps.store.read.ceremoniesById(ids);
  const visible = found.filter((ceremony) => seesBorough(account, ceremony.borough));
  const missing = ids.find((id) => !visible.some((ceremony) => ceremony.id === id));
  if (missing !== undefined) throw new Refusal('not-found', `There is no ceremony ${missing} in your borough.`);
  return visible;
}

export async function loadCeremony(deps: Deps, account: Account, id: string): Promise<CeremonyState> {
  const [ceremony] = await loadCeremonies(deps, account, [id]);
  if (ceremony === undefined) throw new Refusal('not-found', `There is no ceremony ${id} in your borough.`);
  return ceremony;
}
