/** A ceremony's door: a family, people by themselves, a late joiner, somebody of another list, somebody who left the trial. */
import type { CheckIn, Expected } from '../../src/actions/read-check-in.ts';
import { Refusal } from '../../src/trial/refusal.ts';

const person = (number: number, changes: Partial<Expected> = {}): Expected => ({
  id: `${number}`.repeat(5).padEnd(20, '0'),
  referenceHash: `${number}`.repeat(64),
  household: `household-${number}`,
  ...{ joinedLate: null, from: null, hasLeft: false, here: null, elsewhere: null, seq: -1 },
  ...changes,
});

const at = '2026-03-12T14:10:00.000Z';

const checkIn: CheckIn = {
  ceremony: {
    ...{ id: 'door', trial: 'ceremony-offer', borough: 'E09000025', phase: 'trial', slotSeq: 0, heldOn: '2026-03-12' },
    ...{ startsAt: '14:30', venue: 'town-hall', isListClosed: true, isUnsealed: true, isCancelled: false },
    ...{ mergedInto: null, closedForDate: '2026-03-12' },
  },
  ...{ trialTitle: 'What a ceremony offers', isTraining: true, recording: { kind: 'all' } },
  people: [
    person(1, { household: 'family', here: { status: 'attended', at }, seq: 0 }),
    person(2, { household: 'family' }),
    person(3),
    person(4, { joinedLate: 'late-joiner' }),
    person(5, { hasLeft: true }),
    person(6, {
      from: { ceremony: 'other', heldOn: '2026-03-05', isMerged: false },
      elsewhere: { status: 'rebooked', at: '2026-03-05T14:10:00.000Z', heldOn: '2026-03-05' },
      seq: 0,
    }),
  ],
};

const doors: Readonly<Record<string, CheckIn>> = {
  door: checkIn,
  'door-early': { ...checkIn, recording: { kind: 'beforehand' } },
  'door-open': {
    ...checkIn,
    recording: { kind: 'nothing', why: 'The list of this ceremony is still open. Close it before recording who came.' },
  },
};

export async function sampleCheckIn(ceremony: string): Promise<CheckIn> {
  const found = doors[ceremony];
  if (found === undefined) throw new Refusal('not-found', 'There is no such ceremony.');
  return found;
}
