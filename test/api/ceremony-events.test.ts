/** What happens to trials and ceremonies on the way: baseline, pause, stopped arm, cancelled, moved, merged, rebooked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial, protocolText, type Service } from './service.ts';

describe.each(engines)('events of a trial, on $name', (engine) => {
  let service: Service;

  beforeAll(async () => {
    service = await openService(engine);
  });
  afterAll(() => service.close());

  const post = (as: Parameters<Service['post']>[0], path: string, body: unknown = {}) => service.post(as, path, body);
  const close = (ceremonies: readonly string[], slug = 'welcome-pack') =>
    post('registrar', `/trials/${slug}/close-lists`, { ceremonies });

  it('records outcomes in a baseline phase without drawing an arm', async () => {
    const { body } = await post('trial-administrator', '/trials', JSON.parse(protocolText('welcome-pack')));
    await post('trial-administrator', '/trials/welcome-pack/lock', { protocolHash: body.protocolHash });
    await post('trial-statistician', '/trials/welcome-pack/lock', { protocolHash: body.protocolHash });
    expect((await post('trial-administrator', '/trials/welcome-pack/baseline')).body.status).toBe('baseline');
    const ceremony = await ceremonyWith(service, 'welcome-pack', '2026-03-10', 10);
    expect((await close([ceremony])).status).toBe(200);
    expect((await post('registrar', `/ceremonies/${ceremony}/unseal`)).body.type).toBe(
      'urn:pledge:problem:not-randomised',
    );
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    const rows = list.map(({ trial_id }: { trial_id: string }, index: number) =>
      index < 4 ? { trial_id, status: 'happened', date: '2026-03-20' } : { trial_id, status: 'not-happened' },
    );
    await post('electoral-services', '/trials/welcome-pack/follow-ups', {
      outcome: 'registered',
      source: 'administrative',
      rows,
    });
    const { baseline, trial } = (await service.get('researcher', '/trials/welcome-pack/monitoring')).body;
    expect(baseline.outcomes[0]).toMatchObject({ outcome: 'registered', known: 10, happened: 4, rate: 0.4 });
    expect(trial.people).toBe(0);
  });

  it('draws nothing while paused', async () => {
    await post('trial-administrator', '/trials/welcome-pack/open');
    const ceremony = await ceremonyWith(service, 'welcome-pack', '2026-04-08', 6);
    await post('trial-administrator', '/trials/welcome-pack/pause', { reason: 'election period' });
    expect((await close([ceremony])).body.type).toBe('urn:pledge:problem:wrong-status');
    await post('trial-administrator', '/trials/welcome-pack/resume');
    expect((await close([ceremony])).body.lists).toEqual([{ ceremony, members: 6, units: 3 }]);
  });

  it('draws a stopped arm no more, under a new version with its own hash', async () => {
    const stopped = await post('trial-administrator', '/trials/welcome-pack/stop-arm', {
      arm: 'registration-prompt',
      reason: 'the leaflet was misprinted',
    });
    expect(stopped.body).toMatchObject({ version: 2, arm: 'registration-prompt' });
    const ceremony = await ceremonyWith(service, 'welcome-pack', '2026-04-09', 60);
    await close([ceremony]);
    service.setClock('2026-04-09T08:00:00.000Z');
    const { arms } = (await post('registrar', `/ceremonies/${ceremony}/unseal`)).body;
    const drawn = new Set(arms.map(({ arm }: { arm: string }) => arm));
    expect(drawn).toEqual(new Set(['standard', 'registration-and-volunteering']));
    const again = await post('trial-administrator', '/trials/welcome-pack/stop-arm', {
      arm: 'registration-prompt',
      reason: 'again',
    });
    expect(again.body.type).toBe('urn:pledge:problem:arm-stopped');
  });

  it('keeps a household’s arm when it comes back on a later list', async () => {
    const slot = { borough: newham, heldOn: '2026-04-20', startsAt: '14:00', venue: 'town-hall' };
    const { body: scheduled } = await post('registrar', '/trials/welcome-pack/ceremonies', slot);
    const { cohort } = await import('./service.ts');
    const [first] = cohort('welcome-pack-2026-04-09-14:00', 60);
    const sibling = { ...first, reference_hash: 'f'.repeat(64) };
    await post('registrar', `/ceremonies/${scheduled.id}/cohort`, { attendees: [sibling, ...cohort('others', 4)] });
    expect((await close([scheduled.id])).body.lists[0].units).toBe(3);
    service.setClock('2026-04-20T08:00:00.000Z');
    const { arms } = (await post('registrar', `/ceremonies/${scheduled.id}/unseal`)).body;
    expect(arms).toHaveLength(3);
    const { rows } = { rows: (await service.deps.store.read.allocationsOf('welcome-pack')).map(({ unit }) => unit) };
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('moves, merges and cancels after the draw; allocations stay', async () => {
    const before = (await service.deps.store.read.allocationsOf('welcome-pack')).length;
    const a = await ceremonyWith(service, 'welcome-pack', '2026-05-05', 4);
    const b = await ceremonyWith(service, 'welcome-pack', '2026-05-06', 4);
    const c = await ceremonyWith(service, 'welcome-pack', '2026-05-07', 4);
    await close([a, b, c]);
    const moved = await post('registrar', `/ceremonies/${a}/move`, {
      heldOn: '2026-05-12',
      startsAt: '11:00',
      venue: 'library',
      reason: 'venue-unavailable',
    });
    expect(moved.body).toMatchObject({ id: a, heldOn: '2026-05-12' });
    expect((await post('registrar', `/ceremonies/${b}/merge`, { into: c, reason: 'too-few-booked' })).body.state).toBe(
      'merged',
    );
    expect((await post('registrar', `/ceremonies/${c}/cancel`, { reason: 'public-event' })).body.state).toBe(
      'cancelled',
    );
    expect((await post('registrar', `/ceremonies/${c}/cancel`, { reason: 'public-event' })).body.type).toBe(
      'urn:pledge:problem:ceremony-cancelled',
    );
    expect((await service.deps.store.read.allocationsOf('welcome-pack')).length).toBe(before + 6);
    const dates = await service.deps.store.read.ceremonyDatesAsRandomised('welcome-pack');
    expect(dates.get(a)).toBe('2026-05-05');
  });

  it('rebooks before closing only, and refuses an empty list', async () => {
    const a = await ceremonyWith(service, 'welcome-pack', '2026-06-01', 2);
    const b = await ceremonyWith(service, 'welcome-pack', '2026-06-02', 2);
    const [first, second] = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
    const rebook = (trial_id: string) =>
      post('registrar', `/ceremonies/${a}/rebook`, { trial_id, to: b, reason: 'asked-for-another-date' });
    expect((await rebook(first.trial_id)).body).toEqual({ trial_id: first.trial_id, ceremony: b });
    expect((await rebook(first.trial_id)).status).toBe(404);
    await close([b]);
    expect((await rebook(second.trial_id)).body.type).toBe('urn:pledge:problem:list-closed');
    const empty = await post('registrar', '/trials/welcome-pack/ceremonies', {
      borough: newham,
      heldOn: '2026-06-03',
      startsAt: '14:00',
      venue: 'town-hall',
    });
    expect((await close([empty.body.id])).body.type).toBe('urn:pledge:problem:list-empty');
  });

  it('gives each closing exactly one draw when many close at once', async () => {
    await openTrial(service, 'ceremony-offer');
    const ceremonies: string[] = [];
    for (let hour = 9; hour < 17; hour++) {
      ceremonies.push(
        await ceremonyWith(service, 'ceremony-offer', '2026-06-10', 2, `${String(hour).padStart(2, '0')}:30`),
      );
    }
    const replies = await Promise.all([...ceremonies, ...ceremonies].map((id) => close([id], 'ceremony-offer')));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(ceremonies.length);
    const drawn = await service.deps.store.read.allocationsOf('ceremony-offer');
    expect(drawn.map(({ position }) => position)).toEqual(ceremonies.map((_, index) => index));
  });

  it('logged no bug', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
