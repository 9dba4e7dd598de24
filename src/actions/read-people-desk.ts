/**
 * The people of a ceremony for what is done about one of them: book into another ceremony, leave the trial, report an error of the
 * draw. By ids and hashes only, and never an arm; and what was reported of this ceremony's draw so far.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { type PeopleVerdicts, peopleVerdictsOn } from '../trial/ceremony-verdicts.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { visibleAmong } from './own-attendees.ts';
import { readRandomisationErrors } from './read-randomisation-errors.ts';
import { everybodyAt } from './read-run-sheet.ts';

export type DeskPerson = {
  readonly id: string;
  readonly referenceHash: string;
  readonly household: string;
  /** What was drawn, by its id; null while nothing is. */
  readonly unit: string | null;
  readonly joinedLate: 'late-joiner' | 'walk-in' | null;
  readonly hasLeft: boolean;
};

export type ReportedError = Awaited<ReturnType<typeof readRandomisationErrors>>[number];

export type PeopleDesk = {
  readonly ceremony: CeremonyState;
  readonly protocol: Protocol;
  readonly isTraining: boolean;
  readonly people: readonly DeskPerson[];
  readonly verdicts: PeopleVerdicts;
  /** Others of the trial and borough whose list is open, soonest first. */
  readonly openLists: readonly CeremonyState[];
  /** Of this ceremony, its units and its people; oldest first. */
  readonly errors: readonly ReportedError[];
};

/** Refuses `not-found` for a ceremony of another borough exactly as for none. */
export async function readPeopleDesk(deps: Deps, account: Account, id: string): Promise<PeopleDesk> {
  requirePermission(account, 'withdraw-attendee');
  const { read } = deps.store;
  const ceremony = await loadCeremony(deps, account, id);
  const [{ row, protocol, status }, everybody, all, reported] = await Promise.all([
    loadTrial(deps, ceremony.trial),
    ceremony.isListClosed ? everybodyAt(deps, id) : bookedAt(deps, id),
    read.ceremoniesOf(ceremony.trial, ceremony.borough),
    readRandomisationErrors(deps, account, ceremony.trial),
  ]);
  const left = await read.withdrawnAmong(everybody.map(({ attendee }) => attendee.id));
  const people = everybody.map(({ attendee, unit, joinedLate }) => ({
    ...{ id: attendee.id, referenceHash: attendee.referenceHash, household: attendee.household },
    ...{ unit, joinedLate, hasLeft: left.has(attendee.id) },
  }));
  const here = new Set([id, ...people.flatMap((one) => [one.id, one.household, one.unit ?? one.id])]);
  const today = londonDate(deps.clock().toISOString());
  const isOpen = (one: CeremonyState) =>
    one.id !== id && !one.isListClosed && !one.isCancelled && one.mergedInto === null && one.heldOn >= today;
  return {
    ...{ ceremony, protocol, people, isTraining: row.mode === 'training' },
    verdicts: peopleVerdictsOn(ceremony, status),
    openLists: all.filter(isOpen),
    errors: reported.filter(({ subject, other }) => here.has(subject) || (other !== null && here.has(other))),
  };
}

async function bookedAt({ store: { read } }: Deps, id: string) {
  return (await read.bookedInto([id])).map(({ attendee }) => ({ attendee, unit: null, joinedLate: null }));
}

/** Somebody of a list of the own borough, by the start of their id; null where nobody or several have it. */
export async function findByCode(
  deps: Deps,
  account: Account,
  slug: string,
  code: string,
): Promise<Pick<DeskPerson, 'id' | 'household'> | null> {
  requirePermission(account, 'withdraw-attendee');
  const found = (await deps.store.read.attendeesStarting(slug, code)).map(({ attendee }) => attendee);
  const visible = await visibleAmong(
    ...([deps, account, slug] as const),
    found.map(({ id }) => id),
  );
  const [only, other] = found.filter(({ id }) => visible.has(id));
  return only === undefined || other !== undefined ? null : { id: only.id, household: only.household };
}
