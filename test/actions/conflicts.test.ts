/** What the database's guards say is understood: as a refusal people can read, or knowingly as a fault of the program. */
import { expect, test } from 'vitest';
import { refusalOf } from '../../src/actions/conflicts.ts';
import { readMigrationFiles } from '../../src/store/migration-files.ts';

/**
 * Guards that no request can reach, because the act behind it checks or writes the same thing itself: were one to speak, the program
 * is wrong, and the request ends as a fault (500) and not as a refusal. Those of the sign-in's tables speak to its library alone.
 */
const faults = [
  'addressed-to-nobody',
  'already-answered',
  'append-only',
  'borough-mismatch',
  'chain-broken',
  'channel-not-permitted',
  'contact-stopped',
  'correction-of-another',
  'correction-without-reason',
  'counts-do-not-add-up',
  'counts-not-declared',
  'counts-only',
  'credential-stays',
  'deviation-contradicts',
  'household-reminded',
  'invitation-over',
  'invitation-too-long',
  'lead-time',
  'learnt-before-it-happened',
  'learnt-in-the-future',
  'no-commitment',
  'not-eligible',
  'not-frozen',
  'other-borough',
  'others-come-here',
  'outside-its-days',
  'phase-mismatch',
  'position-gap',
  'provider-tokens-are-not-kept',
  'release-sealed',
  'role-mismatch',
  'seq-gap',
  'session-confirmed',
  'session-keeps-no-address',
  'session-of-training',
  'session-stays',
  'session-too-long',
  'session-without-second-factor',
  'slot-moved',
  'source-not-declared',
  'step-without-event',
  'subject-missing',
  'takes-nothing-back',
  'tally-behind',
  'trial-mismatch',
  'two-signatures',
  'unsealed-otherwise',
];

const codes = new Set(
  readMigrationFiles().flatMap(({ sql }) =>
    [...sql.matchAll(/raise\(abort, '([^':]+)'\)/g)].map(([, code]) => code ?? ''),
  ),
);

test('every code of a guard has a meaning, or is a fault by name', () => {
  expect(codes.size).toBeGreaterThan(faults.length);
  const thrown = [...codes].filter((what) => {
    try {
      refusalOf({ kind: 'trigger', what });
      return false;
    } catch {
      return true;
    }
  });
  expect(thrown.toSorted()).toEqual(faults);
});
