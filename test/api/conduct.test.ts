/** How a trial was run around its draw, by borough: short notice, what changed once arms were seen, and when that is said aloud. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, cohort, openService, openTrial, type Service } from './service.ts';

const trial = '/trials/ceremony-offer';

describe.each(engines)('the conduct of a trial, on $name', { timeout: 60_000 }, (engine) => {
  let service: Service;
  const post = (path: string, body: unknown = {}) => service.post('registrar', path, body);
  const conduct = async (as: Parameters<Service['get']>[0]) => (await service.get(as, `${trial}/conduct`)).body;
  const newhamOf = (body: { boroughs: { name: string }[] }) => body.boroughs.find(({ name }) => name === 'Newham');
  const cancel = (id: string) => post(`/ceremonies/${id}/cancel`, { reason: 'venue-unavailable' });
  /** A ceremony whose list is closed, unsealed at once where it is at short notice. */
  const seen = async (heldOn: string, startsAt: string) => {
    const id = await ceremonyWith(service, 'ceremony-offer', heldOn, 4, startsAt);
    await post(`${trial}/close-lists`, { ceremonies: [id] });
    await post(`/ceremonies/${id}/unseal`);
    return id;
  };

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
  });
  afterAll(() => service.close());

  it('is all noughts before anything has happened, for each borough', async () => {
    const { boroughs, errors, warnings } = await conduct('auditor');
    expect(boroughs).toHaveLength(6);
    for (const { ceremonies, shortNotice, afterUnsealing } of boroughs) {
      expect({ ceremonies, ...shortNotice, ...afterUnsealing }).toEqual({
        ...{ ceremonies: 0, scheduled: 0, broughtForward: 0, cancelledOnceSeen: 0 },
        ...{
          moved: 0,
          movedAgain: 0,
          movedBeyondLeadTime: 0,
          cancelled: 0,
          merged: 0,
          joined: 0,
          rebooked: 0,
          withdrawn: 0,
        },
      });
    }
    expect(Object.values(errors.standing)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(warnings).toEqual([]);
  });

  it('counts a ceremony scheduled when its lead time had begun, and one that is brought forward', async () => {
    await seen('2026-03-06', '10:00');
    const far = await ceremonyWith(service, 'ceremony-offer', '2026-09-15', 4);
    await post(`${trial}/close-lists`, { ceremonies: [far] });
    const to = (heldOn: string) => ({ heldOn, startsAt: '12:00', venue: 'town-hall', reason: 'emergency' });
    await post(`/ceremonies/${far}/move`, to('2026-09-08'));
    expect(newhamOf(await conduct('auditor'))).toMatchObject({
      ceremonies: 2,
      shortNotice: { scheduled: 1, broughtForward: 0, cancelledOnceSeen: 0 },
    });
    await post(`/ceremonies/${far}/move`, to('2026-03-05'));
    await post(`/ceremonies/${far}/unseal`);
    expect(newhamOf(await conduct('auditor'))).toMatchObject({ shortNotice: { scheduled: 1, broughtForward: 1 } });
  });

  it('warns from the second such ceremony on that was cancelled once its arm was seen', async () => {
    const [first, second] = [await seen('2026-03-04', '10:00'), await seen('2026-03-04', '12:00')];
    const sealed = await ceremonyWith(service, 'ceremony-offer', '2026-03-04', 4, '16:00');
    await cancel(sealed);
    await cancel(first);
    expect((await conduct('trial-statistician')).warnings).toEqual([]);
    await cancel(second);
    const { warnings, boroughs } = await conduct('trial-statistician');
    expect(warnings).toEqual([
      expect.stringMatching(/^Newham cancelled 2 ceremonies that were entered at short notice/),
    ]);
    expect(newhamOf({ boroughs })).toMatchObject({
      shortNotice: { scheduled: 4, broughtForward: 1, cancelledOnceSeen: 2 },
      afterUnsealing: { cancelled: 2 },
    });
  });

  it('counts who joins, is rebooked or leaves once the arm is seen', async () => {
    const id = await seen('2026-03-05', '10:00');
    service.setClock('2026-03-05T12:00:00.000Z');
    await post(`/ceremonies/${id}/late-joiners`, { kind: 'walk-in', attendees: cohort('late', 3) });
    const list = (await service.get('registrar', `/ceremonies/${id}/list`)).body;
    const [one, two] = list.map(({ trial_id }: { trial_id: string }) => trial_id);
    await post(`/ceremonies/${id}/attendance`, { rows: [{ trial_id: one, status: 'rebooked' }] });
    await post(`${trial}/withdrawals`, { trial_id: two, reason: 'objected', decision: 'count-only' });
    const { afterUnsealing } = newhamOf(await conduct('registrar')) as unknown as { afterUnsealing: object };
    expect(afterUnsealing).toMatchObject({ joined: 3, rebooked: 1, withdrawn: 1 });
  });

  it('says so where a seen ceremony is moved again and again, each time within its lead time', async () => {
    const id = await seen('2026-03-09', '10:00');
    const to = (heldOn: string) => ({ heldOn, startsAt: '18:00', venue: 'town-hall', reason: 'venue-unavailable' });
    service.setClock('2026-03-06T12:00:00.000Z');
    expect((await post(`/ceremonies/${id}/move`, to('2026-03-13'))).status).toBe(200);
    expect(newhamOf(await conduct('auditor'))).toMatchObject({ afterUnsealing: { moved: 1, movedAgain: 0 } });
    service.setClock('2026-03-12T12:00:00.000Z');
    expect((await post(`/ceremonies/${id}/move`, to('2026-03-19'))).status).toBe(200);
    const { boroughs, warnings } = await conduct('auditor');
    expect(newhamOf({ boroughs })).toMatchObject({ afterUnsealing: { moved: 1, movedAgain: 1 } });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^Newham moved a ceremony more than once after the arm was unsealed/),
    );
  });

  it('is a borough’s own for those who work in it, and tells no arm', async () => {
    for (const as of ['registrar', 'borough-lead'] as const) {
      expect((await conduct(as)).boroughs.map(({ name }: { name: string }) => name)).toEqual(['Newham']);
    }
    const other = await conduct('other-registrar');
    expect(other.boroughs.map(({ name }: { name: string }) => name)).toEqual(['Brent']);
    expect(other.warnings).toEqual([]);
    expect(JSON.stringify(await conduct('auditor'))).not.toMatch(/"(standard|registration|volunteering)/);
    for (const as of ['gla', 'electoral-services', 'volunteer-partner', 'operator'] as const) {
      expect((await service.get(as, `${trial}/conduct`)).status).toBe(403);
    }
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
