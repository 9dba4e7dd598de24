/**
 * What happened to one ceremony, in plain words, oldest first: from its rows, which are never edited. It counts people and names
 * staff; it names no arm, unsealed or not, and nobody on the list.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import type { Happening } from '../store/queries/desk.ts';
import { codeWords, dayWords, peopleWords } from '../trial/plain-words.ts';
import { randomisationErrorWords } from '../trial/randomisation-errors.ts';
import type { Deps } from './deps.ts';
import { loadCeremony } from './load.ts';

export type HistoryLine = {
  readonly at: string;
  /** Name of the member of staff; the account's id where the account is gone. */
  readonly by: string;
  readonly what: string;
};

type Told = { readonly at: string; readonly actor: string; readonly what: string };

export async function readHistory(deps: Deps, account: Account, ceremonyId: string): Promise<readonly HistoryLine[]> {
  requirePermission(account, 'read-history');
  await loadCeremony(deps, account, ceremonyId);
  const { read } = deps.store;
  const [slots, events, happenings, errors] = await Promise.all([
    read.slotsOf(ceremonyId),
    read.eventsAround(ceremonyId),
    read.happeningsAt(ceremonyId),
    read.errorsAt(ceremonyId),
  ]);
  const told: readonly Told[] = [
    ...slots.map((slot, index) => slotTold(slot, slots[index - 1])),
    ...happenings.map(happeningTold),
    ...events.own.map(eventTold),
    ...events.others.map(({ at, actor, reason }) => ({
      ...{ at, actor },
      what: `Another ceremony was merged into this one${because(reason)}.`,
    })),
    ...errors.flatMap(({ error, retraction }) => [
      { at: error.at, actor: error.actor, what: `Reported: ${lowerFirst(randomisationErrorWords[error.kind])}.` },
      ...(retraction === null
        ? []
        : [
            {
              ...{ at: retraction.at, actor: retraction.actor },
              what: `The report “${lowerFirst(randomisationErrorWords[error.kind])}” was taken back${because(retraction.reason)}.`,
            },
          ]),
    ]),
  ];
  const names = await read.namesOf([...new Set(told.map(({ actor }) => actor))]);
  // Sorting is stable: what one act wrote stays in the order above.
  return told
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, actor, what }) => ({ at, by: names.get(actor) ?? actor, what }));
}

function slotTold(slot: Row<'ceremonySlot'>, before: Row<'ceremonySlot'> | undefined): Told {
  const { at, actor } = slot;
  const place = placeWords(slot);
  if (before === undefined) return { at, actor, what: `Scheduled for ${place}.` };
  return { at, actor, what: `Moved from ${placeWords(before)} to ${place}${because(slot.reason)}.` };
}

function placeWords({ heldOn, startsAt, venue }: Row<'ceremonySlot'>): string {
  return `${dayWords(heldOn)} at ${startsAt}, ${codeWords(venue)}`;
}

function eventTold({ at, actor, act, reason }: Row<'ceremonyEvent'>): Told {
  const words: Readonly<Record<typeof act, string>> = {
    'list-closed': 'The list was closed.',
    unsealed: 'The arms were unsealed.',
    cancelled: `The ceremony was cancelled${because(reason)}.`,
    merged: `The ceremony was merged into another${because(reason)}.`,
  };
  return { at, actor, what: words[act] };
}

const happeningWords: Readonly<Record<string, (people: string, count: number) => string>> = {
  enrolled: (people) => `${people} put on the list.`,
  'rebooked-here': (people) => `${people} rebooked to this ceremony.`,
  'rebooked-away': (people) => `${people} rebooked from this ceremony to another.`,
  'late-joiner': (people) => `${people} joined after the list had closed.`,
  'walk-in': (people) => `${people} walked in.`,
  withdrawn: (people) => `${people} left the trial.`,
  'delivery-logged': (_, seq) => (seq === 0 ? 'The delivery was logged.' : 'The delivery log was corrected.'),
};

function happeningTold({ at, actor, what, count }: Happening): Told {
  const seen = /^seen-(.+)$/.exec(what)?.[1];
  if (seen !== undefined) return { at, actor, what: `Attendance recorded: ${peopleWords(count)} ${codeWords(seen)}.` };
  const words = happeningWords[what];
  if (words === undefined) throw new Error(`The history has no words for ${what}.`);
  return { at, actor, what: words(peopleWords(count), count) };
}

const because = (reason: string | null): string => (reason === null ? '' : `, reason: ${codeWords(reason)}`);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
