/** What the list page has to know of a ceremony: when it is, and whether people are enrolled on it, join it late, or cannot be added. */

import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { mayCeremony } from '../trial/ceremony-lifecycle.ts';
import { mayWhile, running } from '../trial/lifecycle.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { readCeremony } from './read-ceremony.ts';

export type ListPlace = {
  readonly ceremony: string;
  readonly heldOn: string;
  /** Local time, "14:30". */
  readonly startsAt: string;
  readonly venue: string;
  readonly trialTitle: string;
  readonly isTraining: boolean;
  readonly booked: number;
  /** 'enrol': the list is open. 'join-late': it is closed, and who is added now is flagged. */
  readonly adding: { readonly kind: 'enrol' | 'join-late' } | { readonly kind: 'nobody'; readonly why: string };
};

/** Refuses `not-found` for a ceremony of another borough exactly as for none. */
export async function readListPlace(deps: Deps, account: Account, id: string): Promise<ListPlace> {
  requirePermission(account, 'enrol-cohort');
  const ceremony = await readCeremony(deps, account, id);
  const { protocol, row, status } = await loadTrial(deps, ceremony.trial);
  const { heldOn, startsAt, venue, booked } = ceremony;
  const act = ceremony.isListClosed ? 'join-late' : 'enrol';
  const doing = act === 'enrol' ? 'Enrolling a cohort' : 'Adding somebody to a closed list';
  const open = mayWhile(status, running, doing);
  const answer = open === true ? mayCeremony(act, ceremony) : open;
  return {
    ...{ ceremony: id, heldOn, startsAt, venue, booked },
    trialTitle: protocol.title,
    isTraining: row.mode === 'training',
    adding: answer === true ? { kind: act } : { kind: 'nobody', why: answer },
  };
}
