/** What the database's guards say is understood: as a refusal people can read, or knowingly as a fault of the program. */
import { expect, test } from 'vitest';
import { refusalOf } from '../../src/actions/conflicts.ts';
import { readMigrationFiles } from '../../src/store/migration-files.ts';

/**
 * Guards that no request can reach, because the act behind it checks or writes the same thing itself: were one to speak, the program
 * is wrong, and the request ends as a fault (500) and not as a refusal.
 */
const faults = [
  'append-only',
  'borough-mismatch',
  'chain-broken',
  'correction-of-another',
  'deviation-contradicts',
  'lead-time',
  'no-commitment',
  'others-come-here',
  'phase-mismatch',
  'position-gap',
  'role-mismatch',
  'seq-gap',
  'slot-moved',
  'subject-missing',
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
