/**
 * The page at the door: everybody who is expected, by a short code, households together, with what is recorded of each. Names are
 * joined in the browser alone; without JavaScript it is an ordinary form. An arm is nowhere on it, unsealed or not: nobody needs it
 * to let people in.
 */
import type { CheckIn, Expected } from '../../actions/read-check-in.ts';
import { type AttendanceStatus, attendanceStatuses, knownBeforehand } from '../../trial/attendance.ts';
import type { Page } from '../render.ts';
import { clockOf, clockTime, dayInFull, people, sentenceCase } from '../words.ts';

export const markWords: Readonly<Record<AttendanceStatus, string>> = {
  attended: 'Arrived',
  late: 'Late',
  rebooked: 'Rebooked',
  'left-list': 'Left the list',
  absent: 'Absent',
};

/** In the order of their buttons. */
const marks: readonly AttendanceStatus[] = ['attended', 'late', 'absent', 'rebooked', 'left-list'];

type Mark = { readonly value: AttendanceStatus; readonly text: string };

type Row = {
  readonly id: string;
  /** The start of the person's id, long enough to be the only one here. */
  readonly code: string;
  readonly reference: string;
  /** Id of the ceremony on whose list they are, under which the browser may know their name. */
  readonly home: string;
  readonly seen: number;
  readonly status: string;
  readonly said: string;
  /** Where else they belong or were; '' where nowhere. */
  readonly note: string;
  readonly hasLeft: boolean;
  /** As a form without JavaScript shows it: what is chosen, and what was there. */
  readonly chosen: string;
  readonly was: string;
  readonly error: { readonly text: string } | false;
};

type Household = { readonly label: string; readonly people: readonly Row[] };

export type CheckInModel = {
  readonly ceremony: string;
  readonly ceremonyHref: string;
  readonly account: string;
  readonly heldOn: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly caption: string;
  readonly heading: string;
  /** Why nothing can be recorded; null where something can. */
  readonly whyNot: string | null;
  readonly isBeforehand: boolean;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly saved: string | null;
  readonly key: string;
  readonly marks: readonly Mark[];
  readonly groups: readonly { readonly heading: string; readonly households: readonly Household[] }[];
  readonly counts: string;
  /** The code of somebody of another list that was asked for, and what came of it; '' where nothing was. */
  readonly find: string;
  readonly found: string;
};

export type CheckInState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'saved'; readonly people: number }
  /** `chosen` by id of the person; `why` null where somebody else recorded something about one of them meanwhile. */
  | {
      readonly kind: 'refused';
      readonly chosen: ReadonlyMap<string, { readonly status: AttendanceStatus; readonly seen: number }>;
      readonly why: string | null;
    };

/** @param account id of who is signed in @param key under which the form is sent @param find a code that was asked for, or '' */
export function checkInPage(read: CheckIn, state: CheckInState, account: string, key: string, find = ''): Page {
  const { ceremony, recording } = read;
  const when = `${dayInFull(ceremony.heldOn)} at ${clockTime(ceremony.startsAt)}`;
  const ceremonyHref = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  const codes = shortCodes(read.people.map(({ id }) => id));
  const rowOf = (person: Expected) => row(person, codes.get(person.id) ?? person.id, ceremony.id, state);
  const isOwn = ({ from }: Expected) => from === null || from.isMerged;
  const own = read.people.filter(isOwn);
  const groups = [
    { heading: 'On the list', households: households(own, rowOf) },
    {
      heading: 'May come from another ceremony',
      households: households(
        read.people.filter((one) => !isOwn(one)),
        rowOf,
      ),
    },
  ].filter((group) => group.households.length > 0);
  const errors = errorsOf(groups, state);
  const arrived = read.people.filter(({ here }) => here?.status === 'attended').length;
  return {
    view: 'check-in',
    title: `${errors.length > 0 ? 'Error: ' : ''}Check in: ${when}`,
    isTraining: read.isTraining,
    model: {
      ...{ ceremony: ceremony.id, ceremonyHref, account, heldOn: ceremony.heldOn, key, groups, errors },
      breadcrumbs: [
        { text: 'Today', href: '/today' },
        { text: `Ceremony, ${when}`, href: ceremonyHref },
        { text: 'Check in' },
      ],
      caption: `${when}, ${sentenceCase(ceremony.venue)}`,
      heading: 'Check in',
      whyNot: recording.kind === 'nothing' ? recording.why : null,
      isBeforehand: recording.kind === 'beforehand',
      saved: state.kind === 'saved' ? `Saved for ${people(state.people)}` : null,
      marks: marks
        .filter((value) => recording.kind !== 'beforehand' || knownBeforehand.includes(value))
        .map((value) => ({ value, text: markWords[value] })),
      find,
      found: foundWords(read, find),
      counts: `${arrived} of ${own.length} arrived`,
    },
  };
}

function foundWords({ people: expected }: CheckIn, find: string): string {
  if (find === '') return '';
  if (!/^[0-9a-f]{6,20}$/.test(find)) return 'A code is at least six characters, digits and letters from a to f.';
  return expected.some(({ id }) => id.startsWith(find))
    ? `Code ${find} is on this page.`
    : `Nobody on a closed list of your borough in this trial has code ${find}.`;
}

function errorsOf(groups: CheckInModel['groups'], state: CheckInState): CheckInModel['errors'] {
  if (state.kind !== 'refused') return [];
  if (state.why !== null) return [{ text: state.why, href: '#check-in-plain' }];
  const rows = groups.flatMap((group) => group.households.flatMap((household) => household.people));
  return rows.flatMap(({ id, error }) => (error === false ? [] : [{ text: error.text, href: `#status-${id}` }]));
}

function row(person: Expected, code: string, ceremony: string, state: CheckInState): Row {
  const { id, here, seq } = person;
  const chosen = state.kind === 'refused' ? state.chosen.get(id) : undefined;
  const isOvertaken = chosen !== undefined && chosen.seen < seq;
  return {
    ...{ id, code, reference: person.referenceHash, home: person.from?.ceremony ?? ceremony, seen: seq },
    status: here?.status ?? '',
    said: here === null ? 'Not recorded yet' : `${markWords[here.status]}, recorded at ${clockOf(here.at)}`,
    note: noteOf(person),
    hasLeft: person.hasLeft,
    chosen: chosen?.status ?? here?.status ?? '',
    was: `${seq} ${here?.status ?? ''}`,
    error: isOvertaken
      ? {
          text: `Code ${code}: you chose ${markWords[chosen.status]}, and meanwhile ${
            here === null ? 'something was recorded at another ceremony' : `${markWords[here.status]} was recorded`
          }. Nothing was saved: choose again`,
        }
      : false,
  };
}

function noteOf({ from, joinedLate, elsewhere, hasLeft }: Expected): string {
  const parts = [
    hasLeft ? 'Has left the trial: takes part in the ceremony as usual, and nothing is recorded here' : '',
    joinedLate === null ? '' : sentenceCase(joinedLate),
    from === null
      ? ''
      : `On the list of ${dayInFull(from.heldOn)}${from.isMerged ? ', which was merged into this one' : ''}`,
    elsewhere === null ? '' : `${markWords[elsewhere.status]} on ${dayInFull(elsewhere.heldOn)}`,
  ];
  return parts.filter((part) => part !== '').join('. ');
}

function households(people: readonly Expected[], rowOf: (person: Expected) => Row): readonly Household[] {
  const groups = Map.groupBy(people, ({ household }) => household);
  return [...groups.values()]
    .map((members) => members.map(rowOf).toSorted((a, b) => (a.code < b.code ? -1 : 1)))
    .toSorted((a, b) => ((a[0]?.code ?? '') < (b[0]?.code ?? '') ? -1 : 1))
    .map((members) => ({ label: members.length > 1 ? `Household of ${members.length}` : '', people: members }));
}

/** Each id by its first digits, at least six, so many that they tell these ids apart. */
export function shortCodes(ids: readonly string[]): ReadonlyMap<string, string> {
  const longest = Math.max(6, ...ids.map((id) => id.length));
  for (let length = 6; length < longest; length++) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === ids.length) {
      return new Map(ids.map((id) => [id, id.slice(0, length)]));
    }
  }
  return new Map(ids.map((id) => [id, id]));
}

export const isMark = (text: string): text is AttendanceStatus =>
  (attendanceStatuses as readonly string[]).includes(text);
