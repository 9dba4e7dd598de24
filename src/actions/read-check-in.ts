/**
 * Whom to expect at the door of a ceremony, and what is recorded of each: its own list, the lists of ceremonies merged into it, who
 * joined late, and who did not come to another ceremony of the borough and may come here. Ids and hashes only, and never an arm.
 * Where somebody was randomised and where they come stay two things: nobody changes lists here.
 */

import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import type { AttendanceStatus } from '../trial/attendance.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { mayCeremony } from '../trial/ceremony-lifecycle.ts';
import { mayRecordOn } from '../trial/ceremony-verdicts.ts';
import { mayWhile, running } from '../trial/lifecycle.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { homeOf } from './own-attendees.ts';

export type Recorded = { readonly status: AttendanceStatus; readonly at: string };

export type Expected = {
  readonly id: string;
  readonly referenceHash: string;
  readonly household: string;
  readonly joinedLate: 'late-joiner' | 'walk-in' | null;
  /** Date and id of the ceremony on whose list they are, where that is another one. */
  readonly from: { readonly ceremony: string; readonly heldOn: string; readonly isMerged: boolean } | null;
  /** They left the trial: nothing more is recorded about them. */
  readonly hasLeft: boolean;
  /** What was recorded last at this ceremony. */
  readonly here: Recorded | null;
  /** What was recorded last at another one. */
  readonly elsewhere: (Recorded & { readonly heldOn: string }) | null;
  /** Number of the newest record of this person at any ceremony; -1 where there is none. */
  readonly seq: number;
};

export type CheckIn = {
  readonly ceremony: CeremonyState;
  readonly trialTitle: string;
  readonly isTraining: boolean;
  /** 'beforehand': only what can be known before the day. */
  readonly recording: { readonly kind: 'all' | 'beforehand' } | { readonly kind: 'nothing'; readonly why: string };
  readonly people: readonly Expected[];
};

/** A certificate is given within three months of the invitation; who missed a ceremony may come to another until then. */
const expectedDays = 92;

/**
 * Refuses `not-found` for a ceremony of another borough exactly as for none.
 * @param find start of the id of somebody who came and is on another closed list of the borough; null where nobody is asked for
 */
export async function readCheckIn(deps: Deps, account: Account, id: string, find: string | null): Promise<CheckIn> {
  requirePermission(account, 'record-attendance');
  const ceremony = await loadCeremony(deps, account, id);
  const [trial, people] = await Promise.all([loadTrial(deps, ceremony.trial), expectedAt(deps, ceremony, find)]);
  const open = mayWhile(trial.status, running, 'Recording attendance');
  const answer = open === true ? mayCeremony('record-attendance', ceremony) : open;
  const isDay = mayRecordOn(ceremony.heldOn, londonDate(deps.clock().toISOString())) === true;
  return {
    ceremony,
    trialTitle: trial.protocol.title,
    isTraining: trial.row.mode === 'training',
    recording: answer === true ? { kind: isDay ? 'all' : 'beforehand' } : { kind: 'nothing', why: answer },
    people,
  };
}

async function expectedAt(deps: Deps, ceremony: CeremonyState, find: string | null): Promise<readonly Expected[]> {
  const { read } = deps.store;
  const since = addDays(ceremony.heldOn, -expectedDays);
  // Asked together: each question to a database across a network takes its time.
  const [merged, own, found, ...others] = await Promise.all([
    read.ceremoniesMergedInto(ceremony.id),
    onListOf(deps, ceremony),
    find === null ? [] : read.attendeesStarting(ceremony.trial, find),
    read.recordedAt(ceremony.id),
    read.stillExpected(ceremony.trial, ceremony.borough, since),
  ]);
  const closed = merged.length === 0 ? [] : await read.ceremoniesById(merged);
  const lists = [own, ...(await Promise.all(closed.map((one) => onListOf(deps, one))))];
  const people = new Map<string, Row<'attendee'>>();
  for (const { attendee } of [...lists, ...others, found].flat()) people.set(attendee.id, attendee);
  const ids = [...people.keys()];
  const homes = new Map(lists.flat().map(({ attendee, home }) => [attendee.id, home]));
  const strangers = ids.filter((id) => !homes.has(id));
  const [known, records, left] = await Promise.all([
    strangers.length === 0 ? [] : read.attendeesById(ceremony.trial, strangers),
    read.attendanceOf(ids),
    read.withdrawnAmong(ids),
  ]);
  for (const person of known) homes.set(person.attendee.id, homeOf(person));
  const places = new Set([...homes.values(), ...records.map((record) => record.ceremony)]);
  places.delete(ceremony.id);
  const elsewhereHeld = places.size === 0 ? [] : await read.ceremoniesById([...places]);
  const dates = new Map(elsewhereHeld.map(({ id, heldOn }) => [id, heldOn]));
  const late = new Map(lists.flat().map(({ attendee, joinedLate }) => [attendee.id, joinedLate]));
  const recordsOf = Map.groupBy(records, ({ attendee }) => attendee);
  const asked = new Set(found.map(({ attendee }) => attendee.id));
  const lent = new Map(elsewhereHeld.map((one) => [one.id, one.borough === ceremony.borough && one.isListClosed]));
  /** Whoever came somewhere is expected nowhere else; whoever is asked for must be on a closed list of this borough. */
  const isDone = ({ id }: Row<'attendee'>) => {
    const home = homes.get(id) ?? '';
    const own = recordsOf.get(id) ?? [];
    if (home === ceremony.id || late.has(id) || own.some((record) => record.ceremony === ceremony.id)) return false;
    return asked.has(id) ? lent.get(home) !== true : own.some(({ status }) => status === 'attended');
  };
  const expected = [...people.values()].filter((person) => !isDone(person));
  return expected.map((person) => {
    const home = homes.get(person.id) ?? ceremony.id;
    const records = recordsOf.get(person.id) ?? [];
    const here = records.findLast((record) => record.ceremony === ceremony.id);
    const elsewhere = records.findLast((record) => record.ceremony !== ceremony.id);
    return {
      id: person.id,
      referenceHash: person.referenceHash,
      household: person.household,
      joinedLate: late.get(person.id) ?? null,
      from:
        home === ceremony.id
          ? null
          : { ceremony: home, heldOn: dates.get(home) ?? '', isMerged: merged.includes(home) },
      hasLeft: left.has(person.id),
      here: here === undefined ? null : { status: here.status, at: here.at },
      elsewhere:
        elsewhere === undefined
          ? null
          : { status: elsewhere.status, at: elsewhere.at, heldOn: dates.get(elsewhere.ceremony) ?? '' },
      seq: records.at(-1)?.seq ?? -1,
    };
  });
}

type Listed = {
  readonly attendee: Row<'attendee'>;
  /** Id of the ceremony on whose list they are. */
  readonly home: string;
  readonly joinedLate: Expected['joinedLate'];
};

async function onListOf({ store: { read } }: Deps, { id, isListClosed }: CeremonyState): Promise<readonly Listed[]> {
  const [people, late] = await Promise.all([
    isListClosed ? read.membersOf(id) : read.bookedInto([id]),
    read.lateJoinersAt(id),
  ]);
  return [
    ...people.map(({ attendee }) => ({ attendee, home: id, joinedLate: null })),
    ...late.map(({ attendee, kind }) => ({ attendee, home: id, joinedLate: kind })),
  ];
}
