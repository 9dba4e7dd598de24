/** Whom a ceremony expects at the door, what is recorded of them, and a device that sends late what it saw early. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckIn } from '../../src/actions/read-check-in.ts';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

describe.each(engines)('check-in on $name', { timeout: 120_000 }, (engine) => {
  let service: Service;
  let [first, second, cancelled] = ['', '', ''];
  const post = (path: string, body: unknown, key?: string) => service.post('registrar', path, body, key);
  const mark = (ceremony: string, trial_id: string, status: string, seen?: number, key?: string) =>
    post(`/ceremonies/${ceremony}/attendance`, { rows: [{ trial_id, status, seen }] }, key);
  const expected = async (ceremony: string) =>
    (await service.get('registrar', `/ceremonies/${ceremony}/attendance`)).body as readonly {
      readonly trial_id: string;
      readonly list: { readonly ceremony: string } | null;
      readonly here: { readonly status: string } | null;
      readonly elsewhere: { readonly status: string; readonly held_on: string } | null;
      readonly left_trial: boolean;
      readonly seen: number;
    }[];

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({}));
    first = await ceremonyWith(service, 'welcome-pack', '2026-04-20', 4);
    second = await ceremonyWith(service, 'welcome-pack', '2026-04-21', 2);
    cancelled = await ceremonyWith(service, 'welcome-pack', '2026-04-22', 2);
    await post('/trials/welcome-pack/close-lists', { ceremonies: [first, second, cancelled] });
    service.setClock('2026-04-21T09:00:00.000Z');
  });
  afterAll(() => service.close());

  it('expects its own list, with nothing recorded and no arm', async () => {
    const people = await expected(first);
    expect(people).toHaveLength(4);
    expect(people.every(({ here, list, seen }) => here === null && list === null && seen === -1)).toBe(true);
    expect(JSON.stringify(people)).not.toMatch(/arm|unit|stratum/);
  });

  it('refuses what was seen before somebody else recorded, and writes nothing', async () => {
    const [one] = await expected(first);
    const id = one?.trial_id ?? '';
    expect((await mark(first, id, 'absent', -1)).status).toBe(201);
    const late = await mark(first, id, 'attended', -1);
    expect(late).toMatchObject({ status: 409, body: { type: 'urn:pledge:problem:recorded-meanwhile' } });
    expect(late.body.detail).toContain(id);
    expect((await expected(first)).find(({ trial_id }) => trial_id === id)).toMatchObject({
      here: { status: 'absent' },
      seen: 0,
    });
    expect((await mark(first, id, 'attended', 0)).status).toBe(201);
  });

  it('answers a request whose answer was lost as the first time, whatever was recorded since', async () => {
    const id = (await expected(first))[1]?.trial_id ?? '';
    const key = crypto.randomUUID();
    expect((await mark(first, id, 'attended', -1, key)).status).toBe(201);
    expect((await mark(first, id, 'late', 0)).status).toBe(201);
    expect((await mark(first, id, 'attended', -1, key)).status).toBe(201);
    expect((await expected(first)).find(({ trial_id }) => trial_id === id)).toMatchObject({
      here: { status: 'late' },
      seen: 1,
    });
  });

  it('expects who missed another ceremony, keeps their list, and no longer once they came somewhere', async () => {
    const id = (await expected(first))[2]?.trial_id ?? '';
    expect((await expected(second)).some(({ trial_id }) => trial_id === id)).toBe(false);
    await mark(first, id, 'rebooked', -1);
    const guest = (await expected(second)).find(({ trial_id }) => trial_id === id);
    expect(guest).toMatchObject({
      list: { ceremony: first, held_on: '2026-04-20', merged: false },
      here: null,
      elsewhere: { status: 'rebooked', held_on: '2026-04-20' },
      seen: 0,
    });
    expect((await mark(second, id, 'attended', 0)).status).toBe(201);
    expect((await expected(second)).find(({ trial_id }) => trial_id === id)).toMatchObject({
      list: { ceremony: first },
      here: { status: 'attended' },
    });
    expect((await expected(cancelled)).some(({ trial_id }) => trial_id === id)).toBe(false);
    const listed = (await service.get('registrar', `/ceremonies/${first}/list`)).body;
    expect(listed.some(({ trial_id }: { trial_id: string }) => trial_id === id)).toBe(true);
  });

  it('expects the people of a ceremony that was merged into it', async () => {
    await post(`/ceremonies/${cancelled}/merge`, { into: second, reason: 'too-few-booked' });
    const merged = (await expected(second)).filter(({ list }) => list?.ceremony === cancelled);
    expect(merged).toHaveLength(2);
    expect(merged[0]?.list).toMatchObject({ merged: true });
  });

  it('says who has left the trial, and answers another borough as if there were nothing', async () => {
    const id = (await expected(first))[3]?.trial_id ?? '';
    const leaving = { trial_id: id, reason: 'objected', decision: 'count-only' };
    await post('/trials/welcome-pack/withdrawals', leaving);
    expect((await expected(first)).find(({ trial_id }) => trial_id === id)?.left_trial).toBe(true);
    expect((await service.get('other-registrar', `/ceremonies/${first}/attendance`)).status).toBe(404);
  });

  it('finds by code whoever is on a closed list of this borough, and nobody else', async () => {
    const open = await ceremonyWith(service, 'welcome-pack', '2026-05-20', 2);
    const slot = { borough: brent, heldOn: '2026-05-20', startsAt: '10:00', venue: 'town-hall' };
    const theirs = (await service.post('other-registrar', '/trials/welcome-pack/ceremonies', slot)).body.id;
    await service.post('other-registrar', `/ceremonies/${theirs}/cohort`, { attendees: cohort('brent', 2) });
    await service.post('other-registrar', '/trials/welcome-pack/close-lists', { ceremonies: [theirs] });
    const account = (await service.deps.store.read.accounts()).find(({ id }) => id === 'registrar');
    if (account === undefined) throw new Error('no registrar');
    const registrar = { ...account, role: 'registrar' as const };
    const find = async (id: string) =>
      (await readCheckIn(service.deps, registrar, second, id.slice(0, 6))).people.some((person) => person.id === id);
    const idOf = async (as: 'registrar' | 'other-registrar', ceremony: string, at: number) =>
      (await service.get(as, `/ceremonies/${ceremony}/list`)).body[at].trial_id as string;
    expect(await find(await idOf('registrar', first, 0))).toBe(true);
    expect(await find(await idOf('registrar', open, 0))).toBe(false);
    expect(await find(await idOf('other-registrar', theirs, 0))).toBe(false);
  });
});
