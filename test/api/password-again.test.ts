/**
 * What draws, unseals, locks or unblinds asks for the password again, once in ten minutes and session by session: on the pages, and
 * where a page asks the API. An access token asks for nothing more.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/access/roles.ts';
import { addAccount, addPassword } from '../../src/actions/accounts.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial, type Service } from './service.ts';

const origin = 'http://localhost';

describe.each(engines)('the password again, on $name', (engine) => {
  let service: Service;
  let ceremony = '';

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4);
  });
  afterAll(() => service.close());

  type Person = { readonly account: string; readonly password: string };
  let people = 0;

  /** Somebody with a password and an authenticator app. */
  async function person(role: Role, borough: string | null): Promise<Person> {
    people += 1;
    const input = { name: 'One', role, borough, organisation: null, isTraining: false, validDays: 1 };
    const { account } = await addAccount(service.deps, input);
    const password = await addPassword(service.deps, account, `one${people}@borough.example`);
    await service.db.prepare('update sign_in_user set two_factor_enabled = 1 where account = ?').bind(account.id).run();
    return { account: account.id, password };
  }

  const sessionOf = async ({ account }: Person, how: 'totp' | 'provider' = 'totp') =>
    `pledge-session=${await service.deps.signIn?.openSession(account, how)}`;

  async function page(cookie: string, path: string, form?: Readonly<Record<string, string>>) {
    const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' };
    const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() };
    const reply = await service.fetch(new Request(`${origin}${path}`, { headers, ...body }));
    return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() };
  }

  async function api(cookie: string, path: string, body?: unknown) {
    const headers = {
      cookie,
      origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    };
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const reply = await service.fetch(new Request(`${origin}/api/v1${path}`, { headers, ...sent }));
    const answered = await reply.text();
    return { status: reply.status, type: reply.ok ? '' : (JSON.parse(answered) as { type: string }).type };
  }

  let now = Date.parse('2026-03-02T09:00:00.000Z');
  const later = (minutes: number) => {
    now += minutes * 60_000;
    service.setClock(new Date(now).toISOString());
  };
  const close = () => `/ceremonies/${ceremony}/close`;
  const asked = () => `/account/confirm?next=${encodeURIComponent(close())}`;
  const confirmFirst = 'urn:pledge:problem:confirm-first';

  it('is not asked for just after signing in, and from ten minutes on is, before anything is shown or done', async () => {
    const cookie = await sessionOf(await person('registrar', newham));
    later(9);
    expect((await page(cookie, close())).status).toBe(200);
    later(1);
    expect(await page(cookie, close())).toMatchObject({ status: 303, to: asked() });
    expect(await page(cookie, close(), {})).toMatchObject({ status: 303, to: asked() });
    expect((await service.get('registrar', `/ceremonies/${ceremony}`)).body.isListClosed).toBe(false);
    expect((await page(cookie, `/ceremonies/${ceremony}`)).status).toBe(200);
  });

  it('leads back once it is right, for ten minutes and for this session alone', async () => {
    const one = await person('registrar', newham);
    const [cookie, other] = [await sessionOf(one), await sessionOf(one)];
    later(11);
    const form = await page(cookie, asked());
    expect(form.text).toContain('Enter your password again');
    const wrong = await page(cookie, asked(), { current: `${one.password}x` });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter your password as it is now');
    expect(wrong.text).not.toContain(one.password);
    expect((await page(cookie, close())).status).toBe(303);
    expect(await page(cookie, asked(), { current: one.password })).toMatchObject({ status: 303, to: close() });
    expect((await page(cookie, close())).status).toBe(200);
    expect(await page(other, close())).toMatchObject({ status: 303, to: asked() });
    later(10);
    expect(await page(cookie, close())).toMatchObject({ status: 303, to: asked() });
  });

  it('goes nowhere else than to a page of this site', async () => {
    const one = await person('registrar', newham);
    const cookie = await sessionOf(one);
    const next = await page(cookie, '/account/confirm?next=https%3A%2F%2Felsewhere.example', { current: one.password });
    expect(next).toMatchObject({ status: 303, to: '/today' });
  });

  it('is asked for where a page asks the API, and not of an access token', async () => {
    const cookies = {
      registrar: await sessionOf(await person('registrar', newham)),
      statistician: await sessionOf(await person('trial-statistician', null)),
    };
    later(11);
    const closing = await api(cookies.registrar, '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    expect(closing).toEqual({ status: 403, type: confirmFirst });
    const locking = await api(cookies.statistician, '/trials/ceremony-offer/lock', { protocolHash: '0' });
    expect(locking).toEqual({ status: 403, type: confirmFirst });
    const unblinding = await api(cookies.statistician, '/trials/ceremony-offer/sample-ratio');
    expect(unblinding).toEqual({ status: 403, type: confirmFirst });
    const closed = await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    expect(closed.status).toBe(200);
    const unsealing = await api(cookies.registrar, `/ceremonies/${ceremony}/unseal`, {});
    expect(unsealing).toEqual({ status: 403, type: confirmFirst });
    expect((await service.get('trial-statistician', '/trials/ceremony-offer/sample-ratio')).status).toBe(200);
  });

  it('of somebody whom a provider signs in is a new sign-in', async () => {
    const one = await person('registrar', newham);
    const cookie = await sessionOf(one, 'provider');
    later(11);
    expect((await page(cookie, asked(), { current: one.password })).text).toContain('Sign in again');
    expect((await page(cookie, close())).status).toBe(303);
    expect((await page(await sessionOf(one, 'provider'), close())).status).not.toBe(303);
  });

  it('is held by the database to sessions with a password, and forward', async () => {
    const one = await person('registrar', newham);
    const set = (how: string, at: number) =>
      service.db
        .prepare('update sign_in_session set confirmed_at = ? where user = ? and second_factor = ?')
        .bind(at, one.account, how)
        .run();
    await sessionOf(one);
    await sessionOf(one, 'provider');
    await set('totp', now + 1_000);
    await expect(set('totp', now)).rejects.toThrow('session-confirmed');
    await expect(set('totp', now + 86_400_000)).rejects.toThrow('session-confirmed');
    await expect(set('provider', now + 1_000)).rejects.toThrow('session-confirmed');
  });
});
