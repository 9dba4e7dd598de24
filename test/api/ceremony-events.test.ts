/** What happens to trials and ceremonies on the way: baseline, pause, stopped arm, cancelled, moved, merged, rebooked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDataset } from '../../src/actions/build-dataset.ts';
import { loadTrial } from '../../src/actions/load.ts';
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
    service.setClock('2026-06-08T09:00:00.000Z');
    await post('electoral-services', '/trials/welcome-pack/follow-ups', {
      outcome: 'registered',
      source: 'administrative',
      rows,
    });
    service.setClock('2026-03-02T09:00:00.000Z');
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
    await post('registrar', `/ceremonies/${ceremony}/unseal`);
    const { arms } = (await service.get('registrar', `/ceremonies/${ceremony}/arms`)).body;
    const drawn = new Set(arms.map(({ arm }: { arm: string }) => arm));
    expect(drawn).toEqual(new Set(['standard', 'registration-and-volunteering']));
    const { columns, rows } = await buildDataset(service.deps, await loadTrial(service.deps, 'welcome-pack'), 'trial');
    const versions = Map.groupBy(rows, (row) => row[columns.indexOf('protocol_version')]);
    expect([...versions.keys()].toSorted()).toEqual(['1', '2']);
    expect(versions.get('2')?.map((row) => row[columns.indexOf('arm')])).not.toContain('registration-prompt');
    expect(versions.get('2')).toHaveLength(60);
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
    await post('registrar', `/ceremonies/${scheduled.id}/unseal`);
    const { arms } = (await service.get('registrar', `/ceremonies/${scheduled.id}/arms`)).body;
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
    expect((await post('registrar', `/ceremonies/${a}/cancel`, { reason: 'public-event' })).body.state).toBe(
      'cancelled',
    );
    expect((await post('registrar', `/ceremonies/${a}/cancel`, { reason: 'public-event' })).body.type).toBe(
      'urn:pledge:problem:ceremony-cancelled',
    );
    expect((await service.deps.store.read.allocationsOf('welcome-pack')).length).toBe(before + 6);
    const dates = await service.deps.store.read.ceremonyDatesAsRandomised('welcome-pack');
    expect(dates.get(a)).toBe('2026-05-05');
    const { ceremonies } = (await service.get('researcher', '/trials/welcome-pack/monitoring')).body;
    expect(ceremonies).toMatchObject({ moved: 1, merged: 1 });
  });

  it('merges only into a ceremony of the same phase that is held, and then keeps that one', async () => {
    const [baseline] = (await service.get('registrar', '/trials/welcome-pack/ceremonies')).body;
    expect(baseline.phase).toBe('baseline');
    const [a, b, c] = [
      await ceremonyWith(service, 'welcome-pack', '2026-05-19', 4),
      await ceremonyWith(service, 'welcome-pack', '2026-05-20', 4),
      await ceremonyWith(service, 'welcome-pack', '2026-05-21', 4),
    ];
    const merge = (from: string, into: string) =>
      post('registrar', `/ceremonies/${from}/merge`, { into, reason: 'too-few-booked' });
    expect((await merge(baseline.id, a)).body.errors).toMatchObject([{ path: 'into' }]);
    expect((await merge(a, baseline.id)).body.errors).toMatchObject([{ path: 'into' }]);
    await close([a, b]);
    const [person] = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
    expect((await merge(a, b)).body).toMatchObject({ state: 'merged', into: b });
    expect((await merge(c, a)).body.type).toBe('urn:pledge:problem:ceremony-cancelled');
    for (const given of [
      await merge(b, c),
      await post('registrar', `/ceremonies/${b}/cancel`, { reason: 'emergency' }),
    ])
      expect(given).toMatchObject({ status: 409, body: { type: 'urn:pledge:problem:wrong-status' } });
    expect((await post('registrar', `/ceremonies/${b}/cancel`, { reason: 'emergency' })).body.detail).toContain(
      'its people come here',
    );
    service.setClock('2026-05-21T09:00:00.000Z');
    const rows = [{ trial_id: person.trial_id, status: 'attended' }];
    expect((await post('registrar', `/ceremonies/${a}/attendance`, { rows })).body).toMatchObject({
      type: 'urn:pledge:problem:ceremony-cancelled',
      detail: 'This ceremony was merged into another. Record attendance at the one that was held.',
    });
    expect((await post('registrar', `/ceremonies/${b}/attendance`, { rows })).status).toBe(201);
    service.setClock('2026-04-20T08:00:00.000Z');
  });

  it('takes nobody into a ceremony that is not held', async () => {
    const a = await ceremonyWith(service, 'welcome-pack', '2026-05-25', 2);
    const b = await ceremonyWith(service, 'welcome-pack', '2026-05-26', 2);
    await post('registrar', `/ceremonies/${b}/cancel`, { reason: 'emergency' });
    const { cohort } = await import('./service.ts');
    const enrolled = await post('registrar', `/ceremonies/${b}/cohort`, { attendees: cohort('too-late', 2) });
    expect(enrolled.body.type).toBe('urn:pledge:problem:ceremony-cancelled');
    const [person] = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
    const rebooked = await post('registrar', `/ceremonies/${a}/rebook`, {
      trial_id: person.trial_id,
      to: b,
      reason: 'asked-for-another-date',
    });
    expect(rebooked.body).toMatchObject({
      type: 'urn:pledge:problem:ceremony-cancelled',
      detail: 'This ceremony was cancelled. Book the people on its list into another one.',
    });
  });

  it('records who came from the day of the ceremony on, and whoever came anywhere as come', async () => {
    const a = await ceremonyWith(service, 'welcome-pack', '2026-04-28', 4);
    const b = await ceremonyWith(service, 'welcome-pack', '2026-04-29', 2);
    await close([a, b]);
    const people = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
    const [came, stayed, missed] = people.map(({ trial_id }: { trial_id: string }) => trial_id);
    const attendance = (ceremony: string, trial_id: string, status: string) =>
      post('registrar', `/ceremonies/${ceremony}/attendance`, { rows: [{ trial_id, status }] });
    const attended = async () =>
      (await service.get('researcher', '/trials/welcome-pack/monitoring')).body.trial.attended;
    const before = await attended();
    service.setClock('2026-04-27T22:30:00.000Z');
    for (const status of ['attended', 'absent', 'late']) {
      expect((await attendance(a, came, status)).body).toMatchObject({
        type: 'urn:pledge:problem:too-early',
        detail: expect.stringContaining('held on 2026-04-28'),
      });
    }
    expect((await attendance(a, stayed, 'left-list')).status).toBe(201);
    service.setClock('2026-04-29T09:00:00.000Z');
    expect((await attendance(b, came, 'attended')).status).toBe(201);
    expect((await attendance(a, came, 'rebooked')).status).toBe(201);
    expect((await attendance(a, missed, 'absent')).status).toBe(201);
    expect(await attended()).toBe(before + 1);
    await attendance(b, came, 'absent');
    expect(await attended()).toBe(before);
    service.setClock('2026-04-20T08:00:00.000Z');
  });

  it('takes no date more than 31 days ago for a ceremony', async () => {
    const slot = { borough: newham, heldOn: '2026-03-19', startsAt: '14:00', venue: 'town-hall' };
    const schedule = (heldOn: string) => post('registrar', '/trials/welcome-pack/ceremonies', { ...slot, heldOn });
    expect((await schedule('2026-03-19')).body.errors).toEqual([
      { path: 'heldOn', message: 'lies more than 31 days in the past: give a date from 2026-03-20 on' },
    ]);
    const { status, body } = await schedule('2026-03-20');
    expect(status).toBe(201);
    const { borough, ...place } = slot;
    const moved = await post('registrar', `/ceremonies/${body.id}/move`, { ...place, reason: 'entered-in-error' });
    expect(moved.body.errors).toMatchObject([{ path: 'heldOn' }]);
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

  it('frees the place and time of its ceremonies when it closes', async () => {
    const slot = { borough: newham, heldOn: '2026-11-03', startsAt: '14:00', venue: 'town-hall' };
    expect((await post('registrar', '/trials/welcome-pack/ceremonies', slot)).status).toBe(201);
    const schedule = () => post('registrar', '/trials/ceremony-offer/ceremonies', slot);
    expect((await schedule()).body.type).toBe('urn:pledge:problem:ceremony-in-another-trial');
    service.setClock('2026-10-01T09:00:00.000Z');
    expect((await post('trial-administrator', '/trials/welcome-pack/close')).body.status).toBe('closed');
    expect((await schedule()).status).toBe(201);
  });

  it('logged no bug', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
