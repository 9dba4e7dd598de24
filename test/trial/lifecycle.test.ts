/** The table of a trial's life and of a ceremony's, read the way the acts read them. */
import { describe, expect, test } from 'vitest';
import {
  type CeremonyAct,
  type CeremonyFlags,
  mayCeremony,
  mayGiveUp,
  requireCeremony,
} from '../../src/trial/ceremony-lifecycle.ts';
import {
  nextStatus,
  type TrialAct,
  type TrialStatus,
  trialActs,
  trialStatuses,
  whyNot,
} from '../../src/trial/lifecycle.ts';

const life: readonly (readonly [from: TrialStatus, act: TrialAct, to: TrialStatus])[] = [
  ['draft', 'lock', 'locked'],
  ['locked', 'start-baseline', 'baseline'],
  ['locked', 'open', 'open'],
  ['baseline', 'open', 'open'],
  ['open', 'pause', 'paused'],
  ['paused', 'resume', 'open'],
  ['open', 'close', 'closed'],
  ['paused', 'close', 'closed'],
  ['closed', 'analyse', 'analysed'],
  ['analysed', 'publish-seed', 'seed-published'],
  ['seed-published', 'release', 'released'],
];

test('these are all the ways a trial can go', () => {
  const found = trialStatuses.flatMap((status) =>
    trialActs.flatMap((act) => {
      const to = nextStatus(status, act);
      return to === undefined ? [] : [`${status} ${act} ${to}`];
    }),
  );
  expect(found.toSorted()).toEqual(life.map((step) => step.join(' ')).toSorted());
});

test('a refusal is one plain sentence that says what must come first', () => {
  expect(whyNot('closed', 'open')).toBe(
    'This trial is closed and cannot be opened: a trial opens once, after its protocol is locked.',
  );
  for (const status of trialStatuses) {
    for (const act of trialActs) expect(whyNot(status, act)).toMatch(/^This trial is [^.]+\.$/);
  }
});

const fresh: CeremonyFlags = { isListClosed: false, isUnsealed: false, isCancelled: false, mergedInto: null };
const closed: CeremonyFlags = { ...fresh, isListClosed: true };
const unsealed: CeremonyFlags = { ...closed, isUnsealed: true };
const acts: readonly CeremonyAct[] = ['enrol', 'close-list', 'unseal', 'record-attendance', 'move', 'cancel', 'merge'];

function allowed(flags: CeremonyFlags): readonly CeremonyAct[] {
  return acts.filter((act) => mayCeremony(act, flags) === true);
}

describe('a ceremony', () => {
  test('with an open list takes people and has no arm to see', () => {
    expect(allowed(fresh)).toEqual(['enrol', 'close-list', 'move', 'cancel', 'merge']);
  });

  test('with a closed list takes nobody; it can still be moved, cancelled or merged after its draw', () => {
    expect(allowed(closed)).toEqual(['unseal', 'record-attendance', 'move', 'cancel', 'merge']);
    expect(allowed(unsealed)).toEqual(['record-attendance', 'move', 'cancel', 'merge']);
  });

  test('that was cancelled or merged is over, and says where to go instead', () => {
    expect(allowed({ ...unsealed, isCancelled: true })).toEqual([]);
    expect(allowed({ ...unsealed, mergedInto: 'another' })).toEqual([]);
    expect(mayCeremony('record-attendance', { ...closed, mergedInto: 'another' })).toContain('the one that was held');
  });

  test.each<[CeremonyAct, CeremonyFlags, string]>([
    ['enrol', closed, 'list-closed'],
    ['enrol', unsealed, 'list-closed'],
    ['close-list', unsealed, 'list-closed'],
    ['unseal', fresh, 'list-open'],
    ['unseal', unsealed, 'already-unsealed'],
    ['record-attendance', fresh, 'list-open'],
    ['enrol', { ...closed, isCancelled: true }, 'ceremony-cancelled'],
    ['record-attendance', { ...closed, mergedInto: 'another' }, 'ceremony-cancelled'],
    ['merge', { ...fresh, mergedInto: 'another' }, 'ceremony-cancelled'],
  ])('%s of %o is refused as %s', (act, flags, code) => {
    const sentence = mayCeremony(act, flags);
    expect(() => requireCeremony(act, flags)).toThrow(expect.objectContaining({ code, message: sentence }));
  });

  test('is held where another was merged into it', () => {
    expect(mayGiveUp([])).toBe(true);
    expect(mayGiveUp(['another'])).toContain('its people come here');
  });
});
