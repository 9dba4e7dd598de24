/**
 * Never blind again, from the API and the pages: every reading that ends blindness is on record before anybody sees it, and whoever is
 * on record reads and does nothing in a blinded role of that trial any more, under a new account of the same person neither.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type UnblindingReading, unblindingReadings } from '../../src/access/permissions.ts';
import { addAccount } from '../../src/actions/accounts.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';
import { addresses } from './what-is-seen.ts';

const trial = '/trials/ceremony-offer';

async function onSqlite(): Promise<Service> {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  const service = await openService(sqlite);
  await openTrial(service, 'ceremony-offer');
  return service;
}

const unblindings = async (service: Service): Promise<readonly { actor: string; reading: string }[]> =>
  (await service.get('auditor', `${trial}/access-records`)).body.unblindings;

/** Somebody's ways to sign in are one person's, as the database keeps them. */
async function isOnePerson(service: Service, ...accounts: readonly string[]): Promise<void> {
  const rows = accounts.map((account) => ({ account, identity: `e-mail ${accounts.join('-and-')}@borough.example` }));
  expect(await service.deps.store.commit([{ into: 'accountIdentity', rows }])).toEqual({ ok: true });
}

describe('a trial that runs', () => {
  let service: Service;
  let ceremony: string;
  beforeAll(async () => {
    service = await onSqlite();
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 6);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
  });
  afterAll(() => service.close());

  it('puts the sample ratio by arm on record for whoever reads it, once', async () => {
    expect(await unblindings(service)).toEqual([]);
    const { body } = await service.get('trial-statistician', `${trial}/sample-ratio`);
    const [version] = body.versions;
    expect(version.units).toBe(1);
    expect(version.arms.map(({ units }: { units: number }) => units).toSorted()).toEqual([0, 0, 1]);
    await service.get('trial-statistician', `${trial}/sample-ratio`);
    expect(await unblindings(service)).toMatchObject([{ actor: 'trial-statistician', reading: 'read-sample-ratio' }]);
    expect((await service.get('researcher', `${trial}/sample-ratio`)).status).toBe(403);
  });

  it('shows a researcher who has seen arms under another account nothing that a stranger may not see', async () => {
    const researcher = async () => {
      const { account, token } = await addAccount(service.deps, {
        name: 'Researcher',
        role: 'researcher',
        borough: null,
        organisation: null,
        isTraining: false,
        validDays: 1,
      });
      const email = `${account.id.toLowerCase()}@borough.example`;
      const person = { account: account.id, name: account.name, email, passwordHash: null, now: 0 };
      await service.deps.signIn?.memory.addSignIns([person]);
      const session = await service.deps.signIn?.openSession(account.id, 'provider');
      return { account, token, cookie: `pledge-session=${session}` };
    };
    const [blind, seeing] = [await researcher(), await researcher()];
    await isOnePerson(service, 'trial-statistician', seeing.account.id);
    const paths = addresses(service, 'ceremony-offer', [ceremony]).filter((path) => path.includes('ceremony-offer'));
    const ask = async (who: { readonly token: string; readonly cookie: string } | null, path: string) => {
      const identity = path.startsWith('/api/')
        ? { authorization: `Bearer ${who?.token}` }
        : { cookie: who?.cookie ?? '' };
      const response = await service.fetch(
        new Request(`http://localhost${path}`, { headers: new Headers(who === null ? {} : identity) }),
      );
      return { status: response.status, text: await response.text() };
    };
    const refused: string[] = [];
    for (const path of paths) {
      if ((await ask(blind, path)).status !== 200 || (await ask(null, path)).status === 200) continue;
      const answer = await ask(seeing, path);
      expect(`${path} ${answer.status}`).toBe(`${path} 403`);
      expect(answer.text).toContain('never be blind again');
      refused.push(path);
    }
    expect(refused).toEqual(
      expect.arrayContaining([`/api/v1${trial}/monitoring`, `/api/v1${trial}/conduct`, `${trial}/conduct`]),
    );
    const write = await service.fetch(
      new Request(`http://localhost/api/v1${trial}/summaries`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${seeing.token}`,
          'idempotency-key': 'summary-1',
          'content-type': 'application/json',
        },
        body: '{}',
      }),
    );
    expect(write.status).toBe(403);
  });

  it('takes no follow-up from whoever has seen the sample ratio, and goes on taking it from others', async () => {
    service.setClock('2026-03-20T09:00:00.000Z');
    const [person] = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    const rows = [{ trial_id: person.trial_id, status: 'unmatchable' }];
    const record = (source: string) => ({ outcome: 'registered', source, rows });
    const before = await service.post('electoral-services', `${trial}/follow-ups`, record('administrative'));
    expect(before.status).toBe(201);
    await isOnePerson(service, 'electoral-services', 'trial-statistician');
    const after = await service.post('electoral-services', `${trial}/follow-ups`, record('administrative'));
    expect(after).toMatchObject({ status: 403, body: { type: 'urn:pledge:problem:never-blind-again' } });
    expect((await service.post('registrar', `${trial}/follow-ups`, record('self-reported'))).status).toBe(201);
  });
});

describe('a trial that has been analysed', () => {
  it('has every reading that ends blindness on record, and none that was refused', async () => {
    const service = await onSqlite();
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-07-01T09:00:00.000Z');
    const before = await unblindings(service);
    for (const path of ['receipts', 'draw/1/units', 'draw/1/allocations', 'runs/none/files/results.json']) {
      expect((await service.get('researcher', `${trial}/${path}`)).status).toBeGreaterThan(400);
    }
    expect(await unblindings(service)).toEqual(before);
    await service.post('trial-administrator', `${trial}/close`, {});
    const ran = await service.post('trial-statistician', `${trial}/analysis`, {});
    expect(ran.status).toBe(200);
    for (const by of ['trial-administrator', 'auditor'] as const) {
      expect((await service.post(by, `${trial}/publish-seed`, {})).status).toBeLessThan(300);
    }
    /** Each reading, by somebody who may do it and has not been on record for it. */
    const readings: Readonly<Record<UnblindingReading, () => Promise<{ readonly status: number }>>> = {
      'read-sample-ratio': () => service.get('trial-statistician', `${trial}/sample-ratio`),
      'read-reminder-delivery': () => service.get('trial-statistician', `${trial}/reminders/delivery`),
      'read-attrition': () => service.get('trial-statistician', `${trial}/attrition`),
      'read-receipts': () => service.get('trial-statistician', `${trial}/receipts`),
      'read-results': () => service.get('trial-statistician', `${trial}/runs/${ran.body.run}/files/results.json`),
      'export-draw': () => service.get('trial-statistician', `${trial}/draw/1/allocations`),
      'export-dataset': () =>
        service.post('trial-statistician', `${trial}/dataset-exports`, { reason: 'to repeat the analysis' }),
    };
    for (const reading of unblindingReadings) {
      const kept = async () =>
        (await unblindings(service)).filter((one) => one.actor === 'trial-statistician' && one.reading === reading);
      expect(await kept()).toHaveLength(0);
      expect((await readings[reading]()).status).toBeLessThan(300);
      expect(await kept()).toHaveLength(1);
    }
    const page = await service.fetch(
      new Request(`http://localhost${trial}`, { headers: { cookie: await service.cookieOf('researcher') } }),
    );
    expect(page.status).toBe(200);
    expect((await unblindings(service)).filter(({ actor }) => actor === 'researcher')).toMatchObject([
      { reading: 'read-results' },
    ]);
    // Nothing is left for the role to be blind to: the researcher goes on with the data, as the roles table gives it.
    expect((await service.get('researcher', `${trial}/monitoring`)).status).toBe(200);
    await service.close();
  });
});
