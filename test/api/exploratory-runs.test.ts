/** Other analyses of the frozen data, after the locked one: who may, when, what says so, and that no release knows of them. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';

const trial = '/trials/ceremony-offer';
const problem = (code: string) => `urn:pledge:problem:${code}`;

/** A plan nobody locked. */
const plan = {
  title: 'Without clusters',
  arm: { column: 'arm', reference: 'standard', levels: ['standard', 'volunteering', 'behavioural'] },
  outcomes: [{ name: 'registered', column: 'registered', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  estimators: [{ id: 'rates', method: 'proportions' }],
};

async function closedTrial(service: Service): Promise<void> {
  await openTrial(service, 'ceremony-offer');
  const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
  await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
  service.setClock('2026-07-01T09:00:00.000Z');
  await service.post('trial-administrator', `${trial}/close`, {});
}

describe.each(engines)('exploratory analyses, on $name', { timeout: 120_000 }, (engine) => {
  it('follow the locked one, are marked for ever, are in the ledger, and enter no release', async () => {
    const service = await openService(engine);
    await closedTrial(service);
    const ask = (as: Parameters<Service['post']>[0], text = JSON.stringify(plan)) =>
      service.post(as, `${trial}/exploratory-analyses`, { plan: text });

    expect((await ask('trial-statistician')).body.type).toBe(problem('too-early'));
    await service.post('trial-statistician', `${trial}/analysis`, {});
    for (const as of ['researcher', 'trial-administrator', 'gla', 'registrar'] as const) {
      expect([as, (await ask(as)).status]).toEqual([as, 403]);
    }
    const before = await service.deps.store.read.ledgerHead('ceremony-offer');
    const ran = await ask('trial-statistician', JSON.stringify({ ...plan, exploratory: false }));
    expect(ran).toMatchObject({ status: 201, body: { kind: 'exploratory' } });
    const [entry] = await service.deps.store.read.ledgerEntries('ceremony-offer', (before?.seq ?? 0) + 1, 10);
    expect(entry).toMatchObject({
      act: 'run-exploratory-analysis',
      subject: ran.body.run,
      actor: 'trial-statistician',
      at: '2026-07-01T09:00:00.000Z',
    });

    const { body: runs } = await service.get('researcher', `${trial}/runs`);
    expect(runs.map(({ kind, actor }: { kind: string; actor: string }) => `${kind} ${actor}`).toSorted()).toEqual([
      'exploratory trial-statistician',
      'locked trial-statistician',
    ]);
    const file = (name: string) => service.get('researcher', `${trial}/runs/${ran.body.run}/files/${name}`);
    expect(JSON.parse((await file('plan.json')).body)).toEqual({ ...plan, exploratory: true });
    expect(JSON.parse((await file('results.json')).body)).toMatchObject({ analysis: 'exploratory' });
    expect((await file('report.html')).body).toContain('EXPLORATORY');
    expect((await file('data.csv')).status).toBe(403);

    for (const as of ['trial-administrator', 'auditor'] as const) await service.post(as, `${trial}/publish-seed`, {});
    for (const as of ['trial-statistician', 'trial-administrator'] as const) {
      expect((await service.post(as, `${trial}/release`, {})).status).toBeLessThan(300);
    }
    const pack = await service.get('gla', `${trial}/release`);
    expect(pack.body.length).toBeGreaterThan(5);
    for (const { name } of pack.body) {
      const { body } = await service.get('gla', `${trial}/release/files/${name}`);
      expect([name, /explorator|Without clusters/i.test(String(body))]).toEqual([name, false]);
    }
    expect((await service.get('gla', `${trial}/runs`)).status).toBe(403);
    await service.close();
  });

  it('are refused where the plan cannot run, with its place', async () => {
    const service = await openService(engine);
    await closedTrial(service);
    await service.post('trial-statistician', `${trial}/analysis`, {});
    const ask = (text: string) => service.post('trial-statistician', `${trial}/exploratory-analyses`, { plan: text });
    expect((await ask('{"title"')).status).toBe(422);
    const unknown = { ...plan, outcomes: [{ name: 'income', column: 'income', kind: 'continuous' }] };
    expect(JSON.stringify((await ask(JSON.stringify(unknown))).body)).toContain('outcomes[0].column');
    expect((await service.get('researcher', `${trial}/runs`)).body).toHaveLength(1);
    await service.close();
  });

  it('cannot be written before the locked one by any hand', async () => {
    const service = await openService(engine);
    await closedTrial(service);
    const row = { id: 'early', trial: 'ceremony-offer', kind: 'exploratory' as const, manifestHash: '0'.repeat(64) };
    const stamp = { at: '2026-07-01T09:00:00.000Z', actor: 'trial-statistician' };
    const written = await service.deps.store.commit([{ into: 'analysisRun', rows: [{ ...row, ...stamp }] }]);
    expect(written).toMatchObject({ ok: false, conflict: { what: 'analysis-not-run' } });
    await service.close();
  });
});
