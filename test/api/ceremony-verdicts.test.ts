/**
 * What a ceremony's page offers is what its acts do: wherever the page says that something cannot be done, the act is refused in the
 * same words, and wherever it offers it, the act is done. One ceremony for each state and act, so that no act meets another's result.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCeremonyDesk } from '../../src/actions/read-ceremony-desk.ts';
import type { CeremonyAct } from '../../src/trial/ceremony-lifecycle.ts';
import { engines } from '../store/engines.ts';
import { cohort, newham, openService, openTrial, type Reply, type Service } from './service.ts';

const slug = 'ceremony-offer';
const registrar = { name: 'r', role: 'registrar', borough: newham, organisation: null, isTraining: false } as const;
const acts = [
  'enrol',
  'join-late',
  'close-list',
  'unseal',
  'record-attendance',
  'record-delivery',
  'move',
  'cancel',
  'merge',
] as const;
const states = [
  'open',
  'closed',
  'sealable',
  'unsealed',
  'held',
  'held-unsealed',
  'cancelled',
  'merged',
  'merged-here',
  'paused',
] as const;

type State = (typeof states)[number];

// One engine: the rules are pure and each act has its tests on both; here there are a hundred ceremonies, 80 s on workerd.
describe.each(engines.slice(0, 1))('a ceremony’s page and its acts, on $name', (engine) => {
  let service: Service;
  let made = 0;
  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
    const centre = { code: 'newham-volunteers', name: 'Newham volunteers', kind: 'volunteer-centre', borough: newham };
    expect((await service.post('borough-lead', `/trials/${slug}/organisations`, centre)).status).toBe(201);
  });
  afterAll(() => service.close());

  const post = (path: string, body: unknown) => service.post('registrar', path, body);

  async function schedule(heldOn: string): Promise<string> {
    made += 1;
    const startsAt = `${String(8 + (made % 12)).padStart(2, '0')}:00`;
    const slot = { borough: newham, heldOn, startsAt, venue: `room-${made}` };
    const { body } = await post(`/trials/${slug}/ceremonies`, slot);
    await post(`/ceremonies/${body.id}/cohort`, { attendees: cohort(`v${made}`, 3) });
    return body.id;
  }
  const close = (id: string) => post(`/trials/${slug}/close-lists`, { ceremonies: [id] });

  const unseal = (id: string) => post(`/ceremonies/${id}/unseal`, {});
  const fewBooked = { reason: 'too-few-booked' };

  /** How a ceremony comes to each state. */
  const steps: Readonly<Record<State, (id: string, other: string) => Promise<unknown>>> = {
    open: async () => {},
    closed: close,
    sealable: close,
    unsealed: async (id) => [await close(id), await unseal(id)],
    held: async (id) => [await close(id), service.setClock('2026-03-05T15:00:00.000Z')],
    'held-unsealed': async (id) => [await close(id), await unseal(id), service.setClock('2026-03-05T15:00:00.000Z')],
    cancelled: (id) => post(`/ceremonies/${id}/cancel`, { reason: 'emergency' }),
    merged: (id, other) => post(`/ceremonies/${id}/merge`, { into: other, ...fewBooked }),
    'merged-here': (id, other) => post(`/ceremonies/${other}/merge`, { into: id, ...fewBooked }),
    paused: () => service.post('trial-administrator', `/trials/${slug}/pause`, { reason: 'a check' }),
  };
  const farOff: readonly State[] = ['open', 'closed', 'paused'];

  /** The clock stands on 2 March; the lead time is five working days. */
  async function inState(state: State): Promise<{ readonly id: string; readonly other: string }> {
    const id = await schedule(farOff.includes(state) ? '2026-04-20' : '2026-03-05');
    const other = await schedule('2026-03-06');
    await steps[state](id, other);
    return { id, other: state === 'merged-here' ? await schedule('2026-03-09') : other };
  }

  async function perform(act: CeremonyAct, id: string, other: string): Promise<Reply> {
    made += 1;
    const attendees = cohort(`p${made}`, 1);
    switch (act) {
      case 'enrol':
        return post(`/ceremonies/${id}/cohort`, { attendees });
      case 'join-late':
        return post(`/ceremonies/${id}/late-joiners`, { kind: 'walk-in', attendees });
      case 'close-list':
        return close(id);
      case 'unseal':
        return post(`/ceremonies/${id}/unseal`, {});
      case 'record-attendance': {
        const { body } = await service.get('registrar', `/ceremonies/${id}/list`);
        const [first] = body as readonly { trial_id: string }[];
        return post(`/ceremonies/${id}/attendance`, {
          rows: [{ trial_id: first?.trial_id ?? '', status: 'attended' }],
        });
      }
      case 'record-delivery': {
        const what = { servicePresent: true, formHelp: false, minutes: 45, deviations: [] };
        return post(`/ceremonies/${id}/delivery`, { deliveredBy: ['newham-volunteers'], ...what });
      }
      case 'move': {
        const slot = { heldOn: '2026-03-06', startsAt: '18:00', venue: `room-${made}` };
        return post(`/ceremonies/${id}/move`, { ...slot, reason: 'venue-unavailable' });
      }
      case 'cancel':
        return post(`/ceremonies/${id}/cancel`, { reason: 'emergency' });
      case 'merge': {
        const isClosed = (await readCeremonyDesk(service.deps, { id: 'registrar', ...registrar }, id)).ceremony
          .isListClosed;
        if (isClosed) await close(other);
        return post(`/ceremonies/${id}/merge`, { into: other, reason: 'too-few-booked' });
      }
    }
  }

  for (const state of states) {
    it(`agree on a ceremony that is ${state}`, async () => {
      for (const act of acts) {
        service.setClock('2026-03-02T09:00:00.000Z');
        const { id, other } = await inState(state);
        const { verdicts } = await readCeremonyDesk(service.deps, { id: 'registrar', ...registrar }, id);
        const said = verdicts[act];
        const { status, body } = await perform(act, id, other);
        expect([act, status < 300, status < 300 ? true : body.detail]).toEqual([act, said === true, said]);
        if (state === 'paused') await service.post('trial-administrator', `/trials/${slug}/resume`, {});
      }
    });
  }
});
