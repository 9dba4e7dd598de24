/** How requests are read and refused: sign-in, idempotency keys, malformed bodies, unknown addresses, and nothing leaked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, newham, openService, openTrial, type Service } from './service.ts';

describe.each(engines)('requests, on $name', (engine) => {
  let service: Service;
  let ceremony = '';

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-04-01', 4);
  });
  afterAll(() => service.close());

  it('refuses no token, and a token that is not known', async () => {
    const none = await service.get('nobody', `/ceremonies/${ceremony}`);
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toContain('Bearer');
    const wrong = await service.fetch(
      new Request('http://localhost/api/v1/trials', { headers: { authorization: `Bearer pledge_${'x'.repeat(43)}` } }),
    );
    expect(wrong.status).toBe(401);
  });

  it('takes the session of a browser only from a page of this very site', async () => {
    const own = await service.cookieOf('registrar');
    const ask = async (from: string | null, cookie = own) => {
      const headers = { cookie, ...(from === null ? {} : { 'sec-fetch-site': from }) };
      const url = `http://localhost/api/v1/ceremonies/${ceremony}`;
      return (await service.fetch(new Request(url, { headers }))).status;
    };
    expect(await ask('same-origin')).toBe(200);
    for (const from of ['same-site', 'cross-site', 'none', null]) expect([from, await ask(from)]).toEqual([from, 401]);
    expect(await ask('same-origin', 'pledge-session=pledge_nobody')).toBe(401);
    expect(await ask('same-origin', `pledge-session=${service.tokens.registrar}`), 'a bearer token is no session').toBe(
      401,
    );
  });

  it('answers 404 for another borough’s ceremony exactly as for none', async () => {
    const other = await service.get('other-registrar', `/ceremonies/${ceremony}`);
    const none = await service.get('other-registrar', '/ceremonies/00000000000000000000');
    expect([other.status, none.status]).toEqual([404, 404]);
    expect(other.body.title).toBe(none.body.title);
    const enrol = await service.post('other-registrar', `/ceremonies/${ceremony}/cohort`, {
      attendees: cohort('x', 2),
    });
    expect(enrol.status).toBe(404);
  });

  it('gives the same answer to the same key, and refuses the key for another request', async () => {
    const slot = { borough: newham, heldOn: '2026-04-02', startsAt: '10:00', venue: 'library' };
    const first = await service.post('registrar', '/trials/ceremony-offer/ceremonies', slot, 'one-and-the-same');
    const second = await service.post('registrar', '/trials/ceremony-offer/ceremonies', slot, 'one-and-the-same');
    expect(second).toMatchObject({ status: 201, body: first.body });
    const other = { ...slot, startsAt: '11:00' };
    const reused = await service.post('registrar', '/trials/ceremony-offer/ceremonies', other, 'one-and-the-same');
    expect(reused.body.type).toBe('urn:pledge:problem:idempotency-key-reused');
    const { body } = await service.get('registrar', '/trials/ceremony-offer/ceremonies');
    expect(body.filter(({ venue }: { venue: string }) => venue === 'library')).toHaveLength(1);
  });

  it('keeps one account’s keys apart from another’s', async () => {
    const here = { borough: newham, heldOn: '2026-04-03', startsAt: '10:00', venue: 'library' };
    const there = { ...here, borough: brent };
    const first = await service.post('registrar', '/trials/ceremony-offer/ceremonies', here, 'shared-by-chance');
    const second = await service.post(
      'other-registrar',
      '/trials/ceremony-offer/ceremonies',
      there,
      'shared-by-chance',
    );
    expect([first.status, second.status]).toEqual([201, 201]);
  });

  it('refuses a write without a key, and says what a key is', async () => {
    const reply = await service.post(
      'registrar',
      `/ceremonies/${ceremony}/cohort`,
      { attendees: cohort('y', 1) },
      'short',
    );
    expect(reply.status).toBe(422);
    expect(JSON.stringify(reply.body.errors)).toContain('idempotency-key');
  });

  it('refuses malformed JSON, another content type and an unknown key, by name', async () => {
    const malformed = await service.post('registrar', `/ceremonies/${ceremony}/cohort`, '{"attendees": [');
    expect(malformed.status).toBe(400);
    const extra = await service.post('registrar', `/ceremonies/${ceremony}/cohort`, {
      attendees: [{ ...cohort('z', 1)[0], full_name: 'Ada Lovelace' }],
    });
    expect(extra.status).toBe(422);
    expect(JSON.stringify(extra.body)).toContain('full_name');
    expect(JSON.stringify(extra.body)).not.toContain('Ada');
    expect(JSON.stringify(service.log)).not.toContain('Ada');
  });

  it('takes every row of a cohort or none', async () => {
    const [good, twin] = cohort('half', 2);
    const reply = await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees: [good, twin, good] });
    expect(reply.body.errors).toEqual([
      { path: 'attendees[2].reference_hash', message: 'the same person as in row 1; keep one of the two' },
    ]);
    const again = await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees: [good] });
    expect(again.body.enrolled).toBe(1);
    const twice = await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees: [twin, good] });
    expect(twice.body).toMatchObject({ type: 'urn:pledge:problem:already-enrolled' });
    expect(twice.body.detail).toContain('row 2');
  });

  it('has one ceremony at a place and time, whichever trial asks', async () => {
    await openTrial(service, 'welcome-pack');
    const slot = { borough: newham, heldOn: '2026-04-01', startsAt: '14:00', venue: 'town-hall' };
    const taken = await service.post('registrar', '/trials/welcome-pack/ceremonies', slot);
    expect(taken.body.type).toBe('urn:pledge:problem:ceremony-in-another-trial');
  });

  it('answers problem details for an unknown address and for a draft that is not right', async () => {
    expect((await service.get('registrar', '/nowhere')).body.type).toBe('urn:pledge:problem:not-found');
    const draft = await service.post(
      'trial-administrator',
      '/trials',
      '{"format": "pledge-protocol/1",\n "slugg": "x"}',
    );
    expect(draft.status).toBe(422);
    expect(draft.body.errors.find(({ path }: { path: string }) => path === 'slugg')).toMatchObject({ line: 2 });
  });

  it('refuses to lock without a key', async () => {
    const keyless = await openService(engine, { hasKey: false });
    const drafted = await keyless.post(
      'trial-administrator',
      '/trials',
      (await service.get('nobody', '/trials/welcome-pack/protocol')).body,
    );
    const locked = await keyless.post('trial-administrator', '/trials/welcome-pack/lock', {
      protocolHash: drafted.body.protocolHash,
    });
    expect(locked).toMatchObject({ status: 503, body: { type: 'urn:pledge:problem:no-key' } });
    await keyless.close();
  });
});
