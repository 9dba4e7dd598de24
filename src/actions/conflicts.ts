/**
 * What the database's own refusals mean. A lost race is decided again; a guard that spoke for the domain becomes the
 * Refusal a person reads.
 */
import type { Conflict } from '../store/port.ts';
import { Refusal, type RefusalCode, refusalCodes } from '../trial/refusal.ts';

const races = [
  'ledger_entry',
  'idempotency',
  'chain-broken',
  'position-gap',
  'seq-gap',
  'slot-moved',
  'trial_status.trial',
  'allocation',
  'booking.attendee',
  'attendance.attendee',
  'household',
  'sign_off',
];

/** True where another writer was first and deciding again can succeed or will find the true reason. */
export function isLostRace({ kind, what }: Conflict): boolean {
  return kind === 'busy' || ((kind === 'unique' || kind === 'trigger') && races.some((name) => what.startsWith(name)));
}

const sentences: Partial<Readonly<Record<RefusalCode, string>>> = {
  'ceremony-in-another-trial':
    'Another ceremony already has this place, date and time. A ceremony belongs to one open trial only.',
  'list-closed': 'The list of this ceremony is closed: nobody can be added to it or moved from it.',
  'ceremony-cancelled': 'This ceremony was cancelled or merged into another.',
  'wrong-status': 'The trial is not in a state in which this can be done.',
  'already-enrolled': 'Somebody on this list is already enrolled in the trial.',
  'slot-taken': 'This slot of the draw is already used.',
  'no-data': 'The locked analysis has not run yet.',
  'same-person': 'Two different people must sign.',
};

const meanings: readonly (readonly [start: string, code: RefusalCode])[] = [
  ['attendee.trial, attendee.reference_hash', 'already-enrolled'],
  ['attendee_once', 'already-enrolled'],
  ['withdrawal', 'already-withdrawn'],
  ['trial.slug', 'already-exists'],
  ['ceremony_event', 'wrong-status'],
  ['list_member', 'already-drawn'],
  ['analysis_run', 'already-exists'],
  ['analysis-not-run', 'no-data'],
  ['not-booked', 'already-drawn'],
  ['baseline-ceremony', 'not-randomised'],
  ['sign_off_two_people', 'same-person'],
];

/** The Refusal behind a conflict that is not a race; a conflict without a meaning of its own is a bug and is thrown as one. */
export function refusalOf({ kind, what }: Conflict): Refusal {
  const named = refusalCodes.find((code) => what === code);
  const code = named ?? meanings.find(([start]) => what.startsWith(start))?.[1];
  if (code === undefined) throw new Error(`The database refused a write (${kind}: ${what}).`);
  return new Refusal(code, sentences[code] ?? `The database refused this (${what}).`);
}
