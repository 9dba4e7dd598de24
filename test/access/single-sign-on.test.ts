/**
 * Sign-in at a borough's own provider, against a real OpenID Connect provider on loopback: who gets in, whose account opens, and that
 * the second factor is asked for unless the provider vouches for one.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoroughProvider, parseBoroughProviders, providerId } from '../../src/access/borough-providers.ts';
import { createSignIn } from '../../src/access/sign-in.ts';
import { createSignIns } from '../../src/access/single-sign-on.ts';
import { openSignInMemory } from '../../src/store/sign-in.ts';
import { openStore } from '../../src/store/store.ts';
import { engines, type OpenEngine } from '../store/engines.ts';
import { codeOfUri } from './authenticator.ts';
import { clientId, clientSecret, type RunningProvider, startProvider } from './borough-provider.ts';

const origin = 'http://127.0.0.1:8080';
const [newham, brent] = ['E09000025', 'E09000005'];
const password = 'three random words';
const callback = (borough: string) => `${origin}/api/auth/callback/${providerId({ borough })}`;

function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .filter((cookie) => !/Max-Age=0/i.test(cookie))
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}

describe.each(engines)('single sign-on on $name', ({ open }) => {
  let engine: OpenEngine;
  let providers: Readonly<Record<string, RunningProvider>>;
  let settings: readonly BoroughProvider[];
  let signIns: ReturnType<typeof createSignIns<ReturnType<typeof createSignIn>>>;
  /** Passwords alone: where people are invited. */
  let plain: ReturnType<typeof createSignIn>;
  let number = 0;

  beforeAll(async () => {
    engine = await open();
    providers = { [newham]: await startProvider(callback(newham)), [brent]: await startProvider(callback(brent)) };
    settings = parseBoroughProviders(
      JSON.stringify(
        [newham, brent].map((borough) => ({
          ...{ borough, issuer: providers[borough]?.issuer, clientId, clientSecret },
          secondFactor: { amr: ['mfa', 'otp'] },
        })),
      ),
    );
    const secret = 'a secret of the operator, long enough';
    const memory = openSignInMemory(engine.db);
    plain = createSignIn({ memory, secret, origin, clock: () => new Date() });
    signIns = createSignIns(settings, (provider) =>
      createSignIn({ memory, secret, origin, clock: () => new Date(), provider }),
    );
  });
  afterAll(async () => {
    await Promise.all(Object.values(providers).map(({ close }) => close()));
    await engine.close();
  });

  function signInOf(borough: string) {
    const signIn = signIns.of(borough);
    if (signIn === undefined) throw new Error(`${borough} has no provider`);
    return signIn;
  }

  async function invited({ borough = newham as string | null, role = 'registrar', isVerified = true } = {}) {
    number += 1;
    const [account, email] = [`a${number}`, `person${number}@borough.example`];
    const row = { id: account, name: 'Somebody', role, borough, isTraining: false, at: '2026-03-02T09:30:00.000Z' };
    expect(await openStore(engine.db).commit([{ into: 'account', rows: [row] }])).toEqual({ ok: true });
    const { internalAdapter, password: hasher } = await plain.$context;
    const user = await internalAdapter.createUser(
      { account, email, name: 'Somebody', emailVerified: isVerified },
      { method: 'admin' },
    );
    const hash = await hasher.hash(password);
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: hash,
    });
    return { id: user.id, email };
  }

  async function withApp(email: string): Promise<string> {
    const { api } = plain;
    const headers = new Headers({ origin });
    const first = await api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
    const session = new Headers({ origin, cookie: cookiesOf(first.headers) });
    const enabled = await api.enableTwoFactor({ body: { password }, headers: session });
    if (enabled.method !== 'totp') throw new Error('The second factor is not an authenticator app.');
    await api.verifyTOTP({ body: { code: codeOfUri(enabled.totpURI, -1) }, headers: session });
    return enabled.totpURI;
  }

  const sessionsOf = async (user: string) =>
    (await engine.db.prepare('select id from sign_in_session where user = ?').bind(user).all()).results.length;
  const endSessions = async (user: string) => (await plain.$context).internalAdapter.deleteUserSessions(user);

  type Who = { email: string; subject?: string; emailVerified?: boolean; amr?: readonly string[] };

  /** Goes to the provider of a borough; `back` is where that sends the browser. */
  async function goes(borough: string, { email, subject = email, emailVerified = true, amr = [] }: Who) {
    const signIn = signInOf(borough);
    const provider = providers[borough];
    if (provider === undefined) throw new Error(`no provider for ${borough}`);
    provider.signInAs({ subject, email, emailVerified, amr });
    const started = await signIn.api.signInSocial({
      body: { provider: providerId({ borough }), callbackURL: '/today', errorCallbackURL: '/sign-in' },
      headers: new Headers({ origin }),
      returnHeaders: true,
    });
    const address = new URL(started.response.url ?? '');
    const back = await provider.follow(address.href);
    // Strict cookies would stay behind when another site sends the browser back.
    expect(started.headers.getSetCookie().find((set) => set.includes('.state='))).toMatch(/SameSite=Lax/i);
    return { address, back, cookie: cookiesOf(started.headers) };
  }

  async function arrives(borough: string, back: string, cookie: string) {
    const answer = await signInOf(borough).handler(new Request(back, { headers: { cookie } }));
    return { answer, location: answer.headers.get('location') ?? '' };
  }

  async function comesBack(borough: string, who: Who) {
    const { address, back, cookie } = await goes(borough, who);
    return { address, back, cookie, ...(await arrives(borough, back, cookie)) };
  }

  test('asks the provider with state, nonce and PKCE', async () => {
    const { email } = await invited();
    const { searchParams } = (await comesBack(newham, { email, amr: ['mfa'] })).address;
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('state')).toMatch(/.{20}/);
    expect(searchParams.get('nonce')).toMatch(/.{20}/);
    expect(searchParams.get('scope')?.split(' ').toSorted()).toEqual(['email', 'openid']);
  });

  test('opens the session of somebody invited where the provider vouches for a second factor, and keeps no token of it', async () => {
    const { id, email } = await invited();
    const { location, answer } = await comesBack(newham, { email, amr: ['pwd', 'mfa'] });
    expect(location).toBe('/today');
    const worth = engine.db.prepare('select second_factor as worth from sign_in_session where user = ?');
    expect((await worth.bind(id).all()).results).toEqual([{ worth: 'provider' }]);
    const headers = new Headers({ cookie: cookiesOf(answer.headers) });
    expect((await plain.api.getSession({ headers }))?.user.email).toBe(email);
    const kept = await engine.db.prepare(
      "select * from sign_in_credential where provider <> 'credential' and user = ?",
    );
    expect(await kept.bind(id).first()).toMatchObject({ access_token: null, refresh_token: null, id_token: null });
  });

  test('asks for our code where the provider does not vouch, and the code opens the session', async () => {
    const { id, email } = await invited();
    const totpUri = await withApp(email);
    await endSessions(id);
    const { location, answer } = await comesBack(newham, { email, amr: ['pwd'] });
    expect(location).toBe('/sign-in/code');
    expect(await sessionsOf(id)).toBe(0);
    const half = new Headers({ origin, cookie: cookiesOf(answer.headers) });
    expect(await plain.api.getSession({ headers: half })).toBeNull();
    await plain.api.verifyTOTP({ body: { code: codeOfUri(totpUri, 0) }, headers: half });
    expect(await sessionsOf(id)).toBe(1);
  });

  test('opens nothing without a second factor anywhere', async () => {
    const { id, email } = await invited();
    expect((await comesBack(newham, { email })).location).toBe('/sign-in?error=second_factor_missing');
    expect(await sessionsOf(id)).toBe(0);
  });

  test('knows a person by the subject from then on, and a subject of the same name elsewhere as another', async () => {
    const { id, email } = await invited();
    const other = await invited({ borough: brent });
    await comesBack(newham, { email, subject: 'subject-7', amr: ['mfa'] });
    await comesBack(newham, { email: 'new-address@borough.example', subject: 'subject-7', amr: ['mfa'] });
    expect(await sessionsOf(id)).toBe(2);
    await comesBack(brent, { email: other.email, subject: 'subject-7', amr: ['mfa'] });
    expect(await sessionsOf(id)).toBe(2);
    expect(await sessionsOf(other.id)).toBe(1);
  });

  test.each([
    ['of another borough', { borough: brent }],
    ['that works across boroughs', { borough: null, role: 'trial-administrator' }],
    ['whose e-mail address was never confirmed', { isVerified: false }],
  ])('a borough’s provider opens no account %s', async (_, who) => {
    const { id, email } = await invited(who);
    expect((await comesBack(newham, { email, amr: ['mfa'] })).location).toMatch(/^\/sign-in\?error=/);
    expect(await sessionsOf(id)).toBe(0);
  });

  test('nobody is signed up, and an address that the provider has not verified opens nothing', async () => {
    const people = 'select count(*) as people from sign_in_user';
    const before = await engine.db.prepare(people).first('people');
    const stranger = await comesBack(newham, { email: 'stranger@borough.example', amr: ['mfa'] });
    expect(stranger.location).toMatch(/^\/sign-in\?error=/);
    expect(await engine.db.prepare(people).first('people')).toBe(before);
    const { id, email } = await invited();
    await comesBack(newham, { email, emailVerified: false, amr: ['mfa'] });
    expect(await sessionsOf(id)).toBe(0);
  });

  test('a way back works once, in the browser that set out, and at the borough it set out for', async () => {
    const { id, email } = await invited();
    const once = await comesBack(newham, { email, amr: ['mfa'] });
    expect((await arrives(newham, once.back, once.cookie)).location).toContain('error=');
    const stolen = await goes(newham, { email, amr: ['mfa'] });
    expect((await arrives(newham, stolen.back, '')).location).toContain('error=');
    const diverted = await goes(newham, { email, amr: ['mfa'] });
    const elsewhere = diverted.back.replace(callback(newham), callback(brent));
    expect((await arrives(brent, elsewhere, diverted.cookie)).location).toContain('error=');
    expect(await sessionsOf(id)).toBe(1);
  });

  test('the database itself holds a provider to its borough, and keeps none of its tokens', async () => {
    const { id } = await invited();
    const insert = (provider: string, token: string | null) =>
      engine.db
        .prepare(
          `insert into sign_in_credential (id, user, provider, subject, access_token, created_at, updated_at)
           values (?, ?, ?, 'x', ?, 0, 0)`,
        )
        .bind(`${id}-${provider}`, id, provider, token)
        .run();
    await expect(insert(providerId({ borough: brent }), null)).rejects.toThrow(/other-borough/);
    await expect(insert(providerId({ borough: newham }), 'token')).rejects.toThrow(/provider-tokens-are-not-kept/);
    await insert(providerId({ borough: newham }), null);
    const moved = engine.db.prepare(
      "update sign_in_credential set provider = ? where user = ? and provider <> 'credential'",
    );
    await expect(moved.bind(providerId({ borough: brent }), id).run()).rejects.toThrow(/credential-stays/);
  });
});

describe('a provider that did not answer', () => {
  test('is asked anew the next time, and others are not', () => {
    let made = 0;
    const list = [newham, brent].map((borough) => ({
      borough,
      issuer: 'https://login.example',
      clientId,
      clientSecret,
    }));
    const signIns = createSignIns(parseBoroughProviders(JSON.stringify(list)), ({ borough }) => `${borough} ${made++}`);
    expect([newham, brent, newham].map((borough) => signIns.of(borough))).toEqual([
      `${newham} 0`,
      `${brent} 1`,
      `${newham} 0`,
    ]);
    signIns.forget(newham);
    expect([newham, brent].map((borough) => signIns.of(borough))).toEqual([`${newham} 2`, `${brent} 1`]);
  });
});

describe('the operator’s list of providers', () => {
  const good = { borough: newham, issuer: 'https://login.newham.example', clientId, clientSecret };
  test.each([
    ['text that is no JSON', '{', /not JSON/],
    ['an address without encryption', JSON.stringify([{ ...good, issuer: 'http://login.newham.example' }]), /https/],
    ['a borough that is none', JSON.stringify([{ ...good, borough: 'E09000099' }]), /ONS code/],
    ['a borough named twice', JSON.stringify([good, good]), /once/],
    ['a key that is none', JSON.stringify([{ ...good, secret: 'x' }]), /Unrecognized key/],
  ])('is refused with %s, and no secret is repeated', (_, text, message) => {
    const refusal = (() => {
      try {
        parseBoroughProviders(text);
      } catch (error) {
        return error instanceof Error ? JSON.stringify([error.message, ...Object.values(error)]) : '';
      }
      return 'nothing was refused';
    })();
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain(clientSecret);
  });
});
