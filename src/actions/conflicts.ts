/**
 * What the database's own refusals mean: a guard that spoke for the domain becomes the Refusal a person reads.
 */
import type { Conflict } from '../store/port.ts';
import { Refusal, type RefusalCode, refusalCodes } from '../trial/refusal.ts';

/**
 * True where the trial's ledger did not move and deciding again can still succeed: another process held the file, or the same
 * key was used at this very moment for another trial, or somebody read figures by arm, which no ledger entry tells.
 */
export function isLostRace({ kind, what }: Conflict): boolean {
  return kind === 'busy' || (kind === 'unique' && what.startsWith('idempotency')) || what === 'unblinded-otherwise';
}

const sentences: Partial<Readonly<Record<RefusalCode, string>>> = {
  'ceremony-in-another-trial':
    'Another ceremony already has this place, date and time. A ceremony belongs to one open trial only.',
  'list-closed': 'The list of this ceremony is closed: nobody can be added to it or moved from it.',
  'ceremony-cancelled': 'This ceremony was cancelled or merged into another.',
  'wrong-status': 'The trial is not in a state in which this can be done.',
  'already-enrolled': 'Somebody on this list is already enrolled in the trial.',
  'already-reported': 'This was reported before and counts once. If that report was wrong, take it back first.',
  'no-data': 'The locked analysis has not run yet.',
  'same-person': 'Two different people must sign.',
  'no-agreement':
    'A sharing agreement or DPIA of this borough is missing or has expired: nobody can be enrolled in a live trial.',
  'never-blind-again':
    'You have seen figures by arm, or arms, of this trial, perhaps under an earlier account: you can never be blind again in it.',
  'pre-election': 'A poll is near, so that nothing is published now.',
  'not-permitted': 'Training accounts and live trials never share a database.',
};

const meanings: readonly (readonly [start: string, code: RefusalCode])[] = [
  ['attendee.trial, attendee.reference_hash', 'already-enrolled'],
  ['withdrawal', 'already-withdrawn'],
  ['trial.slug', 'already-exists'],
  ['account.id', 'already-exists'],
  ['training-accounts', 'not-permitted'],
  ['ceremony_event', 'wrong-status'],
  ['list_member', 'already-drawn'],
  ['analysis_run', 'already-exists'],
  ['analysis-not-run', 'no-data'],
  ['not-booked', 'already-drawn'],
  ['newer-version', 'design-locked'],
  ['baseline-ceremony', 'not-randomised'],
  ['randomisation_error_retraction', 'already-exists'],
  ['beacon_output', 'already-exists'],
  ['late_joiner', 'already-enrolled'],
  ['sign_off', 'same-person'],
  ['organisation.trial', 'already-exists'],
  ['partner_assignment_end', 'already-exists'],
  ['follow_up_code', 'already-exists'],
  ['poll.trial', 'already-exists'],
  ['amendment_proposal', 'already-exists'],
  ['protocol_amendment', 'design-locked'],
  ['unblinded-otherwise', 'recorded-meanwhile'],
];

/** The Refusal behind a conflict that is not a race; a conflict without a meaning of its own is a bug and is thrown as one. */
export function refusalOf({ kind, what }: Conflict): Refusal {
  const named = refusalCodes.find((code) => what === code);
  const code = named ?? meanings.find(([start]) => what.startsWith(start))?.[1];
  if (code === undefined) throw new Error(`The database refused a write (${kind}: ${what}).`);
  return new Refusal(code, sentences[code] ?? `The database refused this (${what}).`);
}
