/**
 * The run sheet of an unsealed ceremony: who is on its list, household by household, with the arm each gets, by ids and hashes only.
 * Reading it is a look at the arms, which is recorded before anything is shown; an arm that may not be seen here yet stays out.
 */
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { readArms } from './unseal-arm.ts';

export type RunSheetPerson = {
  readonly id: string;
  readonly referenceHash: string;
  readonly household: string;
  readonly joinedLate: 'late-joiner' | 'walk-in' | null;
  /** They left the trial: nothing is prepared for them beyond what everybody gets. */
  readonly hasLeft: boolean;
  /** Null where nothing was drawn for them, or where it may not be seen here yet. */
  readonly arm: string | null;
  /** Of their newest follow-up code; 0 and null where none is registered yet. */
  readonly version: number;
  readonly linkHash: string | null;
};

export type RunSheet = {
  readonly ceremony: CeremonyState;
  readonly protocol: Protocol;
  readonly isTraining: boolean;
  readonly people: readonly RunSheetPerson[];
};

/** Refuses `not-permitted`, `not-found` (another borough's too), `still-sealed`. */
export async function readRunSheet(deps: Deps, account: Account, id: string): Promise<RunSheet> {
  const { arms } = await readArms(deps, account, id);
  const ceremony = await loadCeremony(deps, account, id);
  const { row, protocol } = await loadTrial(deps, ceremony.trial);
  const armOf = new Map(arms.map(({ unit, arm }) => [unit, arm]));
  // Everybody in the room gets the room's arm, also whoever was drawn for the ceremony that was merged into it.
  const room = protocol.unit === 'ceremony' ? (armOf.get(id) ?? null) : null;
  const { read } = deps.store;
  const everybody = await everybodyAt(deps, id);
  const ids = everybody.map(({ attendee }) => attendee.id);
  const [left, codes] = await Promise.all([read.withdrawnAmong(ids), read.codesOf(ids)]);
  const newest = new Map(codes.map((code) => [code.attendee, code]));
  return {
    ceremony,
    protocol,
    isTraining: row.mode === 'training',
    people: everybody.map(({ attendee, unit, joinedLate }) => ({
      id: attendee.id,
      referenceHash: attendee.referenceHash,
      household: attendee.household,
      joinedLate,
      hasLeft: left.has(attendee.id),
      arm: room ?? (unit === null ? null : (armOf.get(unit) ?? null)),
      version: newest.get(attendee.id)?.version ?? 0,
      linkHash: newest.get(attendee.id)?.linkHash ?? null,
    })),
  };
}

/** Everybody on the list of a ceremony or of one merged into it, and whoever joined them late. */
export async function everybodyAt({ store: { read } }: Deps, id: string) {
  const here = [id, ...(await read.ceremoniesMergedInto(id))];
  const lists = await Promise.all(here.map((one) => read.membersOf(one)));
  const late = await Promise.all(here.map((one) => read.lateJoinersAt(one)));
  return [
    ...lists.flat().map((member) => ({ ...member, joinedLate: null })),
    ...late.flat().map(({ kind, ...member }) => ({ ...member, joinedLate: kind })),
  ];
}
