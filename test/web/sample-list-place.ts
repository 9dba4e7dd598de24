/** Ceremonies as the list page meets them: open, closed, cancelled. */
import type { ListPlace } from '../../src/actions/read-list-place.ts';
import { Refusal } from '../../src/trial/refusal.ts';

const place: ListPlace = {
  ...{ ceremony: 'list-open', heldOn: '2026-03-12', startsAt: '14:30', venue: 'town-hall', booked: 18 },
  ...{ trialTitle: 'What a ceremony offers', isTraining: true, adding: { kind: 'enrol' } },
};

const places: Readonly<Record<string, ListPlace>> = {
  'list-open': place,
  'list-closed': { ...place, ceremony: 'list-closed', adding: { kind: 'join-late' } },
  'list-cancelled': {
    ...{ ...place, ceremony: 'list-cancelled' },
    adding: { kind: 'nobody', why: 'This ceremony was cancelled. Book the people on its list into another one.' },
  },
};

export async function sampleListPlace(ceremony: string): Promise<ListPlace> {
  const found = places[ceremony];
  if (found === undefined) throw new Refusal('not-found', 'There is no such ceremony.');
  return found;
}
