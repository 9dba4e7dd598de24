/** Rows of a small trial for the store's tests: one builder per table, every value lawful, anything replaceable. */
import type { Append, NewRow } from '../../src/store/port.ts';
import { addDays, isDate } from '../../src/trial/calendar.ts';

export const stamp = { at: '2026-03-02T09:30:00.000Z', actor: 'a1' } as const;
export const genesis = '0'.repeat(64);

/** 64 hex digits that differ for each number. */
export function hash(number: number): string {
  return `e${number.toString(16).padStart(63, '0')}`;
}

/** A trial in a status, with version 1 of its protocol. */
export function trialIn(
  slug: string,
  status: string,
  document: Readonly<Record<string, unknown>> = {},
  mode: 'training' | 'live' = 'training',
): readonly Append[] {
  return [
    { into: 'trial', rows: [{ slug, mode, ...stamp }] },
    { into: 'trialStatus', rows: [{ trial: slug, seq: 0, act: 'draft', status, ...stamp }] },
    {
      into: 'protocolVersion',
      rows: [
        {
          ...versionRow(slug, 1),
          document: JSON.stringify(document),
          reason: status === 'draft' ? null : 'arm stopped',
        },
      ],
    },
  ];
}

/** Accounts named after their roles. */
export function accountsOf(...roles: readonly string[]): Append {
  return {
    into: 'account',
    rows: roles.map((role) => ({ id: role, name: role, role, isTraining: false, at: stamp.at })),
  };
}

/** Without a reason, as a draft is put on file; a later version gives one. */
export function versionRow(trial: string, version: number): NewRow<'protocolVersion'> {
  return { trial, version, document: '{}', protocolHash: hash(1), planHash: hash(2), ...stamp };
}

export function statusOf(slug: string, seq: number, status: string): Append {
  return { into: 'trialStatus', rows: [{ trial: slug, seq, act: 'change', status, ...stamp }] };
}

export type Place = Partial<
  Pick<NewRow<'ceremonySlot'>, 'heldOn' | 'startsAt' | 'venue' | 'borough' | 'unsealFrom' | 'documentHash' | 'at'>
>;

/** An instant at which the arms of the usual ceremony can be unsealed. */
export const unsealing = '2026-05-05T09:30:00.000Z';

export function slot(ceremony: string, seq: number, place: Place = {}): Append {
  const row = {
    ceremony,
    seq,
    borough: 'E09000005',
    heldOn: '2026-05-07',
    startsAt: '14:30',
    venue: 'town-hall',
    unsealFrom: weekBefore(place.heldOn ?? '2026-05-07'),
    ...stamp,
    ...place,
  };
  return { into: 'ceremonySlot', rows: [row] };
}

/** The same day a week earlier; of what is no date, some other day. */
function weekBefore(date: string): string {
  return isDate(date) ? addDays(date, -7) : '2026-04-30';
}

/** A ceremony with its first slot; without a place of its own, in a venue named after it. */
export function ceremonyOf(
  trial: string,
  id: string,
  place: Place = {},
  phase: 'baseline' | 'trial' = 'trial',
): readonly Append[] {
  return [
    { into: 'ceremony', rows: [{ id, trial, borough: place.borough ?? 'E09000005', phase, ...stamp }] },
    slot(id, 0, { venue: id, ...place }),
  ];
}

/** Closing a list names the slot the ceremony then holds: the first, unless told. */
export function event(ceremony: string, act: NewRow<'ceremonyEvent'>['act'], into?: string, slotSeq = 0): Append {
  const slot = act === 'list-closed' ? { slotSeq } : {};
  const at = act === 'unsealed' ? { at: unsealing } : {};
  return {
    into: 'ceremonyEvent',
    rows: [{ ceremony, act, ...slot, ...(into === undefined ? {} : { into }), ...stamp, ...at }],
  };
}

export function attendeeRow(trial: string, id: string, number: number): NewRow<'attendee'> {
  return {
    id,
    trial,
    household: `${id}-home`,
    referenceHash: hash(number),
    groupSize: 1,
    ageBand: '25-34',
    priorFranchise: 'none',
    registeredAtBaseline: 'no',
    eligible: 'yes',
    ...stamp,
  };
}

/** People, each in a household of their own, booked into a ceremony. */
export function enrolled(trial: string, ceremony: string, ids: readonly string[], from = 1000): readonly Append[] {
  const households = ids.map((id, index) => ({
    id: `${id}-home`,
    trial,
    householdHash: hash(from + index),
    at: stamp.at,
  }));
  return [
    { into: 'household', rows: households },
    { into: 'attendee', rows: ids.map((id, index) => attendeeRow(trial, id, from + index)) },
    { into: 'booking', rows: ids.map((attendee) => ({ attendee, seq: 0, ceremony, ...stamp })) },
  ];
}

export function member(trial: string, attendee: string, ceremony: string): Append {
  return { into: 'listMember', rows: [{ attendee, trial, ceremony, unit: ceremony }] };
}

export function allocationRow(trial: string, ceremony: string, position: number): NewRow<'allocation'> {
  const where = { trial, unit: ceremony, ceremony, protocolVersion: 1, stratum: 'E09000005' };
  return { ...where, seq: position, position, block: 0, blockStart: 0, arm: 'standard', ...stamp };
}

/** A person who came after the list had closed, in a household of their own. */
export function joinedLate(
  trial: string,
  ceremony: string,
  id: string,
  change: Partial<NewRow<'lateJoiner'>> = {},
  number = 90_000,
): readonly Append[] {
  const row = { attendee: id, trial, ceremony, kind: 'late-joiner', afterUnsealing: false, ...stamp } as const;
  return [
    { into: 'household', rows: [{ id: `${id}-home`, trial, householdHash: hash(number), at: stamp.at }] },
    { into: 'attendee', rows: [attendeeRow(trial, id, number)] },
    { into: 'lateJoiner', rows: [{ ...row, ...change }] },
  ];
}

export function entryRow(trial: string, seq: number, previousHash: string): NewRow<'ledgerEntry'> {
  return {
    trial,
    seq,
    act: 'test',
    subject: trial,
    payloadHash: hash(seq),
    previousHash,
    hash: hash(5000 + seq),
    ...stamp,
  };
}
