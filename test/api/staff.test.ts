/** People are asked to join, join by a link that works once, are given a new one, and leave; each by whoever answers for them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { type As, openService, type Service } from './service.ts';

const origin = 'http://localhost';
const password = 'three random words';

describe.each(engines)('people, on $name', (engine) => {
  let service: Service;
  let number = 0;

  beforeAll(async () => {
    service = await openService(engine);
  });
  afterAll(() => service.close());

  type Shown = {
    readonly status: number;
    readonly to: string | null;
    readonly text: string;
    readonly cookies: readonly string[];
  };

  async function ask(cookie: string, path: string, form?: Readonly<Record<string, string>>): Promise<Shown> {
    const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' };
    const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() };
    const reply = await service.fetch(new Request(`${origin}${path}`, { headers, ...body }));
    const cookies = reply.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    return { status: reply.status, to: reply.headers.get('location'), text: await reply.text(), cookies };
  }
  const as = async (who: As, path: string, form?: Readonly<Record<string, string>>) =>
    ask(await service.cookieOf(who), path, form);

  const fresh = () => `person${number++}@newham.example`;
  const linkIn = ({ text }: Shown) => /\/join\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '';
  const accountOf = async (email: string) =>
    (await service.deps.store.read.staff()).find((one) => one.email === email)?.id ?? '';
  async function invited(who: As, role: string, organisation = '') {
    const email = fresh();
    const page = await as(who, '/staff/invite', { name: 'Ana Lima', email, role, organisation });
    return { email, page, link: linkIn(page) };
  }
  const choose = (link: string, text = password) => ask('', link, { password: text, again: text });

  it('joins by a link: password, then the authenticator app, and the link is spent', async () => {
    const { email, page, link } = await invited('borough-lead', 'registrar');
    expect(page.text).toContain('Send this link to Ana Lima');
    expect((await ask('', link)).text).toContain(email);
    expect((await choose(link, 'short')).status).toBe(422);
    expect((await ask('', link, { password, again: `${password}x` })).text).toContain('Enter the same password twice');
    const joined = await choose(link);
    expect(joined).toMatchObject({ status: 303, to: '/sign-in/set-up' });
    expect((await ask(joined.cookies.join('; '), '/sign-in/set-up')).text).toContain('Set up your authenticator app');
    expect((await choose(link)).status).toBe(404);
    expect(service.log.some(({ path }) => String(path).includes(link))).toBe(false);
    expect((await as('borough-lead', '/staff')).text).toMatch(/Ana Lima[\s\S]*Can sign in/);
  });

  it('gives a link that is unknown, used, taken back or over one answer', async () => {
    const used = (await invited('borough-lead', 'registrar')).link;
    await choose(used);
    const replaced = await invited('borough-lead', 'registrar');
    const again = linkIn(await as('borough-lead', `/staff/${await accountOf(replaced.email)}/link`, {}));
    const old = await invited('borough-lead', 'registrar');
    const answers = [used, replaced.link, '/join/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '/join/x'];
    const texts = await Promise.all(
      answers.map(async (link) => (await ask('', link)).text.replaceAll(/\/join\/[\w-]+/g, '')),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('This link does not work');
    expect((await ask('', again)).status).toBe(200);
    service.setClock('2026-03-09T09:00:00.000Z');
    expect((await ask('', old.link)).status).toBe(404);
    expect((await choose(old.link)).status).toBe(404);
    service.setClock('2026-03-02T09:00:00.000Z');
  });

  it('of two who hold a link one gets in', async () => {
    const { link } = await invited('borough-lead', 'registrar');
    const both = await Promise.all([choose(link, 'the first password'), choose(link, 'the other password')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 404]);
  });

  it('lets a lead in people of the own borough and partners, the administrator those across boroughs', async () => {
    expect((await invited('borough-lead', 'researcher')).page.text).toContain('this role is invited by somebody else');
    expect((await invited('trial-administrator', 'registrar')).page.status).toBe(422);
    expect((await invited('trial-administrator', 'operator')).page.status).toBe(422);
    expect((await invited('trial-administrator', 'researcher')).link).not.toBe('');
    expect((await invited('borough-lead', 'volunteer-partner')).page.text).toContain('give its code');
    const partner = await invited('borough-lead', 'volunteer-partner', 'volunteer-centre');
    expect(partner.link).not.toBe('');
    const brent = await as('other-registrar', '/staff');
    expect(brent.status).toBe(403);
    const taken = await as('borough-lead', '/staff/invite', {
      name: 'B',
      email: partner.email,
      role: 'registrar',
      organisation: '',
    });
    expect(taken.text).toContain('Nobody was added');
    for (const [who, other] of [
      ['borough-lead', 'other-registrar'],
      ['borough-lead', 'gla'],
      ['trial-administrator', 'registrar'],
    ] as const) {
      expect((await as(who, `/staff/${other}/remove`)).status).toBe(404);
      expect((await as(who, `/staff/${other}/remove`, {})).status).toBe(404);
      expect((await as(who, `/staff/${other}/link`, {})).status).toBe(404);
    }
  });

  it('ends the access of who leaves at once, and nobody’s own', async () => {
    const { email, link } = await invited('borough-lead', 'registrar');
    await choose(link);
    const account = await accountOf(email);
    const session = `pledge-session=${await service.deps.signIn?.openSession(account, 'provider')}`;
    expect((await ask(session, '/today')).status).toBe(200);
    expect((await as('borough-lead', `/staff/${account}/remove`)).text).toContain('signed out everywhere');
    expect(await as('borough-lead', `/staff/${account}/remove`, {})).toMatchObject({
      status: 303,
      to: '/staff?done=removed',
    });
    expect((await ask(session, '/today')).status).toBe(303);
    expect((await as('borough-lead', '/staff')).text).toMatch(
      /Who has left[\s\S]*Ana Lima[\s\S]*Access ended 2 March 2026/,
    );
    expect((await as('borough-lead', '/staff/borough-lead/remove', {})).status).toBe(409);
    expect((await as('borough-lead', '/staff/borough-lead/link', {})).status).toBe(409);
    const open = await invited('borough-lead', 'registrar');
    await as('borough-lead', `/staff/${await accountOf(open.email)}/remove`, {});
    expect((await ask('', open.link)).status).toBe(404);
  });

  it('asks for the password again before somebody is let in or put out', async () => {
    const cookie = await service.cookieOf('borough-lead');
    service.setClock('2026-03-02T09:11:00.000Z');
    for (const path of ['/staff/invite', '/staff/registrar/link', '/staff/registrar/remove']) {
      const sent = await ask(cookie, path, { name: 'A', email: fresh(), role: 'registrar', organisation: '' });
      expect(sent.to).toBe(`/account/confirm?next=${encodeURIComponent(path)}`);
    }
    service.setClock('2026-03-02T09:00:00.000Z');
  });

  it('a new link sets password and app up anew and ends every session', async () => {
    const { email, link } = await invited('borough-lead', 'registrar');
    await choose(link);
    const account = await accountOf(email);
    await service.db.prepare('update sign_in_user set two_factor_enabled = 1 where account = ?').bind(account).run();
    const session = `pledge-session=${await service.deps.signIn?.openSession(account, 'totp')}`;
    const again = linkIn(await as('borough-lead', `/staff/${account}/link`, {}));
    expect((await ask(session, '/today')).status).toBe(200);
    expect(await choose(again, 'three other words')).toMatchObject({ status: 303, to: '/sign-in/set-up' });
    expect((await ask(session, '/today')).status).toBe(303);
  });

  it('is held by the database: who invites whom, for how long, used once, never edited', async () => {
    const { store } = service.deps;
    const { email } = await invited('borough-lead', 'registrar');
    const account = await accountOf(email);
    const row = {
      tokenHash: '1'.repeat(64),
      account,
      inviter: 'borough-lead',
      at: '2026-03-02T09:00:00.000Z',
      expiresAt: '2026-03-09T09:00:00.000Z',
    };
    const refused = async (change: Partial<typeof row>) => {
      const result = await store.commit([{ into: 'invitation', rows: [{ ...row, ...change }] }]);
      return result.ok ? 'ok' : result.conflict.what;
    };
    expect(await refused({ expiresAt: '2026-03-09T09:00:01.000Z' })).toBe('invitation-too-long');
    expect(await refused({ expiresAt: row.at })).toBe('invitation-too-long');
    expect(await refused({ inviter: 'trial-administrator' })).toBe('not-permitted');
    expect(await refused({ inviter: 'registrar' })).toBe('not-permitted');
    expect(await refused({ account: 'gla' })).toBe('not-permitted');
    expect(await refused({ tokenHash: 'Ana' })).toContain('invitation_token_hash_is_a_hash');
    expect(await refused({})).toBe('ok');
    const end = { tokenHash: row.tokenHash, how: 'used' as const, at: '2026-03-09T09:00:00.000Z', actor: account };
    const ended = async (change: Partial<typeof end>) => {
      const result = await store.commit([{ into: 'invitationEnd', rows: [{ ...end, ...change }] }]);
      return result.ok ? 'ok' : result.conflict.what;
    };
    expect(await ended({})).toBe('invitation-over');
    expect(await ended({ at: '2026-03-09T08:59:59.000Z' })).toBe('ok');
    expect(await ended({ at: '2026-03-03T00:00:00.000Z' })).toBe('invitation_end.token_hash');
    for (const table of ['invitation', 'invitation_end', 'access_end']) {
      await expect(service.db.prepare(`update ${table} set at = at`).run()).rejects.toThrow('append-only');
      await expect(service.db.prepare(`delete from ${table}`).run()).rejects.toThrow('append-only');
    }
  });
});
