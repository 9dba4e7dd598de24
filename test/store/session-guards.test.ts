/** What a session of the sign-in is worth, on both engines: it ends when idle and after eight hours, and the database holds what 0011 says of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idleMilliseconds } from '../../src/access/sign-in-desk.ts';
import { openSignInMemory } from '../../src/store/sign-in.ts';
import { openStore } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';

const start = Date.parse('2026-03-02T09:00:00.000Z');
const hours = (count: number) => count * 3_600_000;
let made = 0;
const someHash = () => String(made++).padStart(64, '0');

describe.each(engines)('sessions on $name', ({ open }) => {
  let engine: OpenEngine;
  let user = '';

  beforeAll(async () => {
    engine = await open();
    const row = { id: 'a1', name: 'Registrar', role: 'auditor', isTraining: false, at: '2026-03-02T09:00:00.000Z' };
    expect(await openStore(engine.db).commit([{ into: 'account', rows: [row] }])).toEqual({ ok: true });
    const one = { account: 'a1', name: 'Registrar', email: 'a1@pledge.example', passwordHash: null };
    await openSignInMemory(engine.db).addSignIns([{ ...one, now: start }]);
    const found = await engine.db.prepare("select id from sign_in_user where account = 'a1'").first<{ id: string }>();
    user = found?.id ?? '';
  });
  afterAll(() => engine.close());

  type Session = {
    hash?: string;
    created?: number;
    expires?: number;
    factor?: string | null;
    address?: string | null;
    agent?: string | null;
  };

  async function insert({ hash = someHash(), created = start, expires = start + hours(8), ...rest }: Session) {
    const sql = `insert into sign_in_session (id, user, token_hash, created_at, updated_at, expires_at, second_factor, ip_address, user_agent)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const { factor = 'provider', address = null, agent = null } = rest;
    await engine.db.prepare(sql).bind(hash, user, hash, created, created, expires, factor, address, agent).run();
    return hash;
  }

  const change = (hash: string, set: string) =>
    engine.db.prepare(`update sign_in_session set ${set} where token_hash = ?`).bind(hash).run();

  test('one that is used goes on, one that is not ends after an hour, and none lasts longer than eight', async () => {
    const memory = openSignInMemory(engine.db);
    const isOpen = async (hash: string, now: number) =>
      (await memory.findSession(hash, now, idleMilliseconds)) !== null;
    expect(await isOpen(await insert({}), start + idleMilliseconds)).toBe(false);
    const used = await insert({});
    for (let minutes = 59; minutes < 480; minutes += 59)
      expect(await isOpen(used, start + minutes * 60_000)).toBe(true);
    expect(await isOpen(used, start + hours(8) - 1)).toBe(true);
    expect(await isOpen(used, start + hours(8))).toBe(false);
  });

  test.each<[string, Session]>([
    ['session-keeps-no-address', { address: '203.0.113.7' }],
    ['session-keeps-no-address', { agent: 'A browser' }],
    ['session-too-long', { expires: start + hours(8) + 1 }],
    ['session-without-second-factor', { factor: 'totp' }],
    ['session-without-second-factor', { factor: 'recovery-code' }],
    ['session-of-training', { factor: 'training' }],
    ['sign_in_session_second_factor_is_known', { factor: 'password' }],
  ])('%s: %o is refused', async (code, session) => {
    await expect(insert(session)).rejects.toThrow(code);
  });

  test.each([
    "user = 'somebody else'",
    `token_hash = '${'f'.repeat(64)}'`,
    "second_factor = 'totp'",
    'second_factor = null',
    'created_at = created_at + 1',
    'expires_at = expires_at + 1',
    "ip_address = '203.0.113.7'",
    "user_agent = 'A browser'",
  ])('is never changed by: %s', async (set) => {
    const hash = await insert({});
    await expect(change(hash, set)).rejects.toThrow('session-stays');
    await change(hash, 'expires_at = expires_at - 1');
  });

  test('one that was opened before a second factor is set up, or taken away, ends with it', async () => {
    for (const enabled of [1, 0]) {
      const hash = await insert({});
      await engine.db.prepare('update sign_in_user set two_factor_enabled = ? where id = ?').bind(enabled, user).run();
      expect(await openSignInMemory(engine.db).findSession(hash, start + 1, idleMilliseconds)).toBeNull();
    }
  });

  test('whoever signs in clears away what has ended', async () => {
    const [idle, used] = [await insert({}), await insert({ created: start + hours(2), expires: start + hours(10) })];
    const ages = { idle: idleMilliseconds, code: 120_000, tries: 900_000 };
    await openSignInMemory(engine.db).purge(start + hours(2) + 1, ages);
    const { results } = await engine.db
      .prepare('select token_hash as hash from sign_in_session')
      .all<{ hash: string }>();
    const left = results.map(({ hash }) => hash);
    expect([left.includes(idle), left.includes(used)]).toEqual([false, true]);
  });
});
