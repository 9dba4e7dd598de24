/** A borough's own ceremonies and lists. Arms are shown only once unsealed, and each look at them is recorded. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { mayCeremony } from '../trial/ceremony-lifecycle.ts';
import { unsealFrom } from '../trial/lead-time.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { loadVisibleTrial } from './read-trial.ts';

export type CeremonyView = CeremonyState & {
  readonly booked: number;
  /** From this date on the arm can be unsealed; null in the baseline phase. */
  readonly unsealFrom: string | null;
  readonly mayUnseal: boolean;
};

/** The account's own borough's, or every borough's for a role that works across them. */
export async function readCeremonies(deps: Deps, account: Account, slug: string): Promise<readonly CeremonyView[]> {
  requirePermission(account, 'list-ceremonies');
  await loadVisibleTrial(deps, account, slug);
  return withView(deps, slug, await deps.store.read.ceremoniesOf(slug, account.borough));
}

export async function readCeremony(deps: Deps, account: Account, id: string): Promise<CeremonyView> {
  requirePermission(account, 'read-ceremony');
  const ceremony = await loadCeremony(deps, account, id);
  const [view] = await withView(deps, ceremony.trial, [ceremony]);
  if (view === undefined) throw new Error('One ceremony gave no view.');
  return view;
}

/** People booked into a ceremony, or on its list once it is closed, and those who joined after that: ids and hashes only, so that the borough can join names locally. */
export async function readList(deps: Deps, account: Account, id: string) {
  requirePermission(account, 'read-list');
  const ceremony = await loadCeremony(deps, account, id);
  const people = ceremony.isListClosed ? await deps.store.read.membersOf(id) : await deps.store.read.bookedInto([id]);
  const late = await deps.store.read.lateJoinersAt(id);
  const rows = [
    ...people.map(({ attendee }) => ({ person: attendee, joinedLate: null })),
    ...late.map(({ attendee, kind }) => ({ person: attendee, joinedLate: kind })),
  ];
  return rows.map(({ person, joinedLate }) => ({
    trial_id: person.id,
    reference_hash: person.referenceHash,
    household: person.household,
    group_size: person.groupSize,
    eligible: person.eligible,
    joined_late: joinedLate,
  }));
}

async function withView(
  deps: Deps,
  slug: string,
  ceremonies: readonly CeremonyState[],
): Promise<readonly CeremonyView[]> {
  const { protocol } = await loadTrial(deps, slug);
  const booked = await deps.store.read.bookedCounts(ceremonies.map(({ id }) => id));
  const today = londonDate(deps.clock().toISOString());
  return ceremonies.map((ceremony) => {
    const from = ceremony.phase === 'baseline' ? null : unsealFrom(ceremony.heldOn, protocol.leadTimeWorkingDays);
    return {
      ...ceremony,
      booked: booked.get(ceremony.id) ?? 0,
      unsealFrom: from,
      mayUnseal: from !== null && from <= today && mayCeremony('unseal', ceremony) === true,
    };
  });
}
