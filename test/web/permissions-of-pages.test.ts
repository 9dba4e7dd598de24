/**
 * Every page and every form, tried as every role, by another borough and by nobody, before and after the arms are unsealed and
 * after the locked analysis. The list of pages is the router's own: a page without a line here fails.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../../src/access/permissions.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import { createApp } from '../../src/app.ts';
import { type PageNeeds, pageNeeds } from '../../src/web/page-needs.ts';
import { ceremonyWith, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';

/** Forms that ask for nothing but to be sent: whoever may send them is not tried, since that would do it. */
const doneAtOnce: readonly string[] = ['POST /ceremonies/:ceremony/close', 'POST /ceremonies/:ceremony/unseal'];

describe('every page and form', { timeout: 90_000 }, () => {
  let service: Service;
  let routes: readonly string[];
  let ceremony = '';
  let person = '';

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    const app = createApp(service.deps, { log: () => {}, publicOrigin: null, contact: null });
    const own = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/api/v1'));
    routes = [...new Set(own.map(({ method, path }) => `${method} ${path}`))];
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
    person = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body[0].trial_id;
  });
  afterAll(() => service.close());

  /** What somebody is answered: a form comes empty, so that nothing it asks for is done. */
  async function ask(route: string, cookie: string, origin = 'http://localhost'): Promise<Response> {
    const [method = '', path = ''] = route.split(' ');
    const filled = path
      .replace(':slug', 'ceremony-offer')
      .replace(':ceremony', ceremony)
      .replace(':person', person)
      .replace(':token', 'unknown')
      .replace(':account', 'nobody')
      .replace(':borough', 'E09000025')
      .replace(':provider', 'borough-E09000025')
      .replace(':kind', 'sap')
      .replace(':run', 'none')
      .replace(':id', 'none')
      .replace(':version', '1');
    const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' };
    const request = new Request(`http://localhost${filled}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: '' } : {}),
    });
    return service.fetch(request);
  }

  const isForbidden = (needs: PageNeeds, role: Role): boolean =>
    typeof needs !== 'string' &&
    needs.some((need) => need !== 'password-again' && !(permissions[need] as readonly Role[]).includes(role));

  /** Routes that answer a role with 403 though they should not, or the other way round, or that break. */
  async function wrongFor(as: Role): Promise<readonly string[]> {
    const wrong: string[] = [];
    let cookie = await service.cookieOf(as);
    for (const [route, needs] of Object.entries(pageNeeds)) {
      if (doneAtOnce.includes(route) && !isForbidden(needs, as)) continue;
      const { status } = await ask(route, cookie);
      // Signing out is a form, too.
      if (route.startsWith('POST /sign-out') || route.startsWith('POST /account')) cookie = await service.cookieOf(as);
      if ((status === 403) !== isForbidden(needs, as) || status >= 500) wrong.push(`${route} as ${as}: ${status}`);
    }
    return wrong;
  }

  async function sweep(): Promise<void> {
    for (const role of roles) expect(await wrongFor(role)).toEqual([]);
  }

  /** How many rows each table holds, but for those of sessions, which the tests open. */
  async function rows(): Promise<Readonly<Record<string, unknown>>> {
    const named =
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'sign_in%'";
    const { results } = await service.db.prepare(named).all<{ name: string }>();
    const counts = await service.db.batch<{ rows: number }>(
      results.map(({ name }) => service.db.prepare(`select count(*) as rows from "${name}"`)),
    );
    return Object.fromEntries(results.map(({ name }, index) => [name, counts[index]?.results[0]?.rows]));
  }

  it('has a line for every page there is', () => {
    expect(Object.keys(pageNeeds).toSorted()).toEqual(routes.toSorted());
  });

  it('asks everybody to sign in, but for what is public', async () => {
    for (const [route, needs] of Object.entries(pageNeeds)) {
      const reply = await ask(route, '');
      const isSent = reply.status === 303 && (reply.headers.get('location') ?? '').startsWith('/sign-in');
      if (needs !== 'public' && needs !== 'own') expect(`${route}: ${isSent}`).toBe(`${route}: true`);
      expect(reply.status).toBeLessThan(500);
    }
  });

  it('takes no form from another site', async () => {
    const cookie = await service.cookieOf('registrar');
    const forms = Object.keys(pageNeeds).filter(
      (route) => route.startsWith('POST') && pageNeeds[route as keyof typeof pageNeeds] !== 'own',
    );
    for (const route of forms) {
      const { status } = await ask(route, cookie, 'https://elsewhere.example');
      expect(`${route}: ${status}`).toBe(`${route}: 403`);
    }
  });

  it('knows no ceremony of another borough, and writes nothing', async () => {
    const before = await rows();
    const cookie = await service.cookieOf('other-registrar');
    const own = Object.entries(pageNeeds).filter(([route]) => route.includes('/:ceremony'));
    for (const [route, needs] of own) {
      const { status } = await ask(route, cookie);
      const isRefused = status === 404 || (status === 403 && isForbidden(needs, 'registrar'));
      expect(`${route}: ${isRefused}`).toBe(`${route}: true`);
    }
    expect(await rows()).toEqual(before);
  });

  it('while lists are open', sweep, 120_000);

  it('once arms are unsealed', async () => {
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    expect((await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {})).status).toBe(200);
    await sweep();
  }, 120_000);

  it('after the locked analysis', async () => {
    service.setClock('2026-07-01T09:00:00.000Z');
    expect((await service.post('trial-administrator', '/trials/ceremony-offer/close', {})).status).toBe(200);
    expect((await service.post('trial-statistician', '/trials/ceremony-offer/analysis', {})).status).toBe(200);
    await sweep();
  }, 120_000);
});
