/**
 * Signing in by password and code on both engines, and what the library leaves open: a code works once, tokens are kept as hashes,
 * there is no sign-up. The codes are made here by hand after RFC 4226 and 6238.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSignIn } from '../../src/access/sign-in.ts';
import { openSignInMemory } from '../../src/store/sign-in.ts';
import { openStore } from '../../src/store/store.ts';
import { engines, type OpenEngine } from '../store/engines.ts';
import { codeOfUri } from './authenticator.ts';

const origin = 'http://127.0.0.1:8080';
const password = 'three random words';

/** The cookies that an answer sets, as the next request sends them. */
function cookiesOf(headers: Headers): Headers {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return new Headers({ cookie: cookies.join('; '), origin });
}

describe.each(engines)('sign-in on $name', ({ open }) => {
  let engine: OpenEngine;
  let signIn: ReturnType<typeof createSignIn>;
  let number = 0;

  beforeAll(async () => {
    engine = await open();
    const secret = 'a secret of the operator, long enough';
    signIn = createSignIn({ memory: openSignInMemory(engine.db), secret, origin, clock: () => new Date() });
  });
  afterAll(() => engine.close());

  async function person(): Promise<{ id: string; email: string }> {
    number += 1;
    const [account, email] = [`a${number}`, `person${number}@borough.example`];
    const row = { id: account, name: 'Registrar', role: 'auditor', isTraining: false, at: '2026-03-02T09:30:00.000Z' };
    expect(await openStore(engine.db).commit([{ into: 'account', rows: [row] }])).toEqual({ ok: true });
    const { internalAdapter, password: hasher } = await signIn.$context;
    const user = await internalAdapter.createUser(
      { account, email, name: 'Registrar', emailVerified: true },
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

  const givePassword = (email: string) =>
    signIn.api.signInEmail({ body: { email, password }, headers: new Headers({ origin }), returnHeaders: true });

  const giveCode = (headers: Headers, code: string) =>
    signIn.api.verifyTOTP({ body: { code }, headers, returnHeaders: true });

  const sessionsOf = async (user: string) => {
    const sql = 'select token_hash as hash from sign_in_session where user = ?';
    return (await engine.db.prepare(sql).bind(user).all<{ hash: string }>()).results.map(({ hash }) => hash);
  };

  /** Somebody whose authenticator app is set up, by the code of the half minute before now unless another is asked for. */
  async function enrolled(steps = -1) {
    const { id, email } = await person();
    const first = cookiesOf((await givePassword(email)).headers);
    const enabled = await signIn.api.enableTwoFactor({ body: { password }, headers: first });
    if (enabled.method !== 'totp') throw new Error('The second factor is not an authenticator app.');
    const { totpURI, backupCodes } = enabled;
    const setUpCode = codeOfUri(totpURI, steps);
    await giveCode(first, setUpCode);
    await (await signIn.$context).internalAdapter.deleteUserSessions(id);
    return { id, email, totpURI, backupCodes, setUpCode };
  }

  test('a password alone opens no session once the second factor is set up', async () => {
    const { id, email, totpURI } = await enrolled();
    const half = await givePassword(email);
    expect(await sessionsOf(id)).toEqual([]);
    expect(await signIn.api.getSession({ headers: cookiesOf(half.headers) })).toBeNull();
    const whole = await giveCode(cookiesOf(half.headers), codeOfUri(totpURI, 0));
    const session = await signIn.api.getSession({ headers: cookiesOf(whole.headers) });
    expect(session?.user.email).toBe(email);
    expect(session?.user.account).toMatch(/^a\d+$/);
  });

  test('a code works once, and leaves no session the second time', async () => {
    const { id, email, totpURI } = await enrolled();
    const code = codeOfUri(totpURI, 0);
    await giveCode(cookiesOf((await givePassword(email)).headers), code);
    const again = cookiesOf((await givePassword(email)).headers);
    await expect(giveCode(again, code)).rejects.toThrow('This code was used before.');
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  test('somebody who is removed has no session, and nothing that they hold opens another', async () => {
    const { id, email, totpURI, backupCodes } = await enrolled();
    const half = cookiesOf((await givePassword(email)).headers);
    await giveCode(cookiesOf((await givePassword(email)).headers), codeOfUri(totpURI, 0));
    const of = 'select account from sign_in_user where id = ?';
    const account = (await engine.db.prepare(of).bind(id).first<string>('account')) ?? '';
    const memory = openSignInMemory(engine.db);
    expect(await memory.removeSignIn(account)).toBe(true);
    expect(await sessionsOf(id)).toEqual([]);
    await expect(givePassword(email)).rejects.toThrow();
    await expect(giveCode(half, codeOfUri(totpURI, 1))).rejects.toThrow();
    const recovery = signIn.api.verifyBackupCode({ body: { code: backupCodes[0] ?? '' }, headers: half });
    await expect(recovery).rejects.toThrow();
    expect(await sessionsOf(id)).toEqual([]);
    expect(await memory.removeSignIn(account)).toBe(false);
  });

  test('two at once with one recovery code: one gets in', async () => {
    const { id, email, backupCodes } = await enrolled();
    const halves = [await givePassword(email), await givePassword(email)];
    const code = backupCodes[0] ?? '';
    const answers = await Promise.allSettled(
      halves.map(({ headers }) => signIn.api.verifyBackupCode({ body: { code }, headers: cookiesOf(headers) })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  test('two at once with one code: one gets in', async () => {
    const { id, email, totpURI } = await enrolled();
    const halves = [await givePassword(email), await givePassword(email)].map(({ headers }) => cookiesOf(headers));
    const code = codeOfUri(totpURI, 0);
    const answers = await Promise.allSettled(halves.map((half) => giveCode(half, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  test('the code that set the second factor up opens nothing afterwards', async () => {
    const { email, setUpCode } = await enrolled(0);
    const half = cookiesOf((await givePassword(email)).headers);
    await expect(giveCode(half, setUpCode)).rejects.toThrow('This code was used before.');
  });

  test('the database holds the hash of a token, and the hash opens nothing', async () => {
    const { id, email, totpURI } = await enrolled();
    const whole = await giveCode(cookiesOf((await givePassword(email)).headers), codeOfUri(totpURI, 0));
    const token = whole.response.token;
    const hash = createHash('sha256').update(token).digest('hex');
    expect(await sessionsOf(id)).toEqual([hash]);
    const { internalAdapter } = await signIn.$context;
    expect((await internalAdapter.findSession(token))?.user.id).toBe(id);
    expect(await internalAdapter.findSession(hash)).toBeNull();
  });

  test('signing out, and ending every session of a person, ends them', async () => {
    const { id, email, totpURI } = await enrolled();
    const whole = cookiesOf(
      (await giveCode(cookiesOf((await givePassword(email)).headers), codeOfUri(totpURI, 0))).headers,
    );
    await signIn.api.signOut({ headers: whole });
    expect(await sessionsOf(id)).toEqual([]);
    const next = cookiesOf(
      (await giveCode(cookiesOf((await givePassword(email)).headers), codeOfUri(totpURI, 1))).headers,
    );
    await (await signIn.$context).internalAdapter.deleteUserSessions(id);
    expect(await signIn.api.getSession({ headers: next })).toBeNull();
  });

  test('a recovery code opens one session and is spent, and none is readable at rest', async () => {
    const { id, email, backupCodes } = await enrolled();
    const [code = ''] = backupCodes;
    const sql = 'select backup_codes as codes from sign_in_two_factor where user = ?';
    const kept = await engine.db.prepare(sql).bind(id).first<string>('codes');
    expect(backupCodes.filter((one) => kept?.includes(one))).toEqual([]);
    const useCode = async () => {
      const headers = cookiesOf((await givePassword(email)).headers);
      return signIn.api.verifyBackupCode({ body: { code }, headers });
    };
    await useCode();
    await expect(useCode()).rejects.toThrow();
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  test('after five wrong codes the right one is refused', async () => {
    const { id, email, totpURI } = await enrolled();
    const right = codeOfUri(totpURI, 0);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let failure = 0; failure < 5; failure += 1) {
      await expect(giveCode(cookiesOf((await givePassword(email)).headers), wrong)).rejects.toThrow();
    }
    await expect(giveCode(cookiesOf((await givePassword(email)).headers), right)).rejects.toThrow(/locked/);
    expect(await sessionsOf(id)).toEqual([]);
  });

  test('nobody signs up, and a wrong password opens nothing', async () => {
    const stranger = { email: 'stranger@borough.example', password, name: 'Stranger', account: 'a1' };
    await expect(signIn.api.signUpEmail({ body: stranger })).rejects.toThrow();
    const { email } = await person();
    await expect(signIn.api.signInEmail({ body: { email, password: 'three other words' } })).rejects.toThrow();
  });
});
