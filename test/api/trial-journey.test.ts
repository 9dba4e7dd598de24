/** One trial from draft to published seed over the API, on both engines. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, protocolText, type Service } from './service.ts';

describe.each(engines)('a trial over the API, on $name', (engine) => {
  let service: Service;
  let protocolHash = '';
  const ceremonies: string[] = [];

  beforeAll(async () => {
    service = await openService(engine);
  });
  afterAll(() => service.close());

  it('drafts the protocol; the public does not see a draft', async () => {
    const drafted = await service.post('trial-administrator', '/trials', protocolText('ceremony-offer'));
    expect(drafted.status).toBe(201);
    protocolHash = drafted.body.protocolHash;
    expect((await service.get('nobody', '/trials/ceremony-offer')).status).toBe(404);
    expect((await service.get('researcher', '/trials/ceremony-offer')).body.status).toBe('draft');
  });

  it('locks with two signatures and commits to a seed', async () => {
    const first = await service.post('trial-administrator', '/trials/ceremony-offer/lock', { protocolHash });
    expect(first.status).toBe(202);
    const again = await service.post('trial-administrator', '/trials/ceremony-offer/lock', { protocolHash });
    expect(again.body.type).toBe('urn:pledge:problem:sign-off-given');
    const second = await service.post('trial-statistician', '/trials/ceremony-offer/lock', { protocolHash });
    expect(second.body).toMatchObject({ state: 'locked', protocolHash });
    const published = await service.get('nobody', '/trials/ceremony-offer/commitment');
    expect(published.body.commitment).toBe(second.body.commitment);
    expect((await service.get('nobody', '/trials/ceremony-offer/protocol')).body.slug).toBe('ceremony-offer');
  });

  it('enrols, closes and draws, and answers with no arm', async () => {
    await service.post('trial-administrator', '/trials/ceremony-offer/open', {});
    for (const day of ['09', '10', '11', '12', '13', '16']) {
      ceremonies.push(await ceremonyWith(service, 'ceremony-offer', `2026-03-${day}`, 12));
    }
    const closed = await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies });
    expect(closed.body).toEqual({
      trial: 'ceremony-offer',
      lists: ceremonies.map((ceremony) => ({ ceremony, members: 12, units: 1 })),
    });
    const again = await service.post('registrar', '/trials/ceremony-offer/close-lists', {
      ceremonies: ceremonies.slice(0, 1),
    });
    expect(again.body.type).toBe('urn:pledge:problem:list-closed');
  });

  it('unseals from the lead time on, not before, and only to the own borough', async () => {
    const [early, , , , , late] = ceremonies;
    expect((await service.post('registrar', `/ceremonies/${late}/unseal`, {})).body.type).toBe(
      'urn:pledge:problem:too-early',
    );
    expect((await service.get('registrar', `/ceremonies/${early}/arms`)).body.type).toBe(
      'urn:pledge:problem:still-sealed',
    );
    const unsealed = await service.post('registrar', `/ceremonies/${early}/unseal`, {});
    expect(unsealed.body).toEqual({ ceremony: early, state: 'unsealed' });
    expect((await service.get('registrar', `/ceremonies/${early}/arms`)).body.arms).toHaveLength(1);
    expect((await service.get('other-registrar', `/ceremonies/${early}/arms`)).status).toBe(404);
    expect((await service.get('auditor', '/trials/ceremony-offer/access-records')).body.arms).toMatchObject([
      { ceremony: early, actor: 'registrar' },
    ]);
    expect((await service.post('other-registrar', `/ceremonies/${early}/unseal`, {})).status).toBe(404);
    expect((await service.get('registrar', `/ceremonies/${early}`)).body.isUnsealed).toBe(true);
  });

  it('records attendance, follow-ups, a correction and a withdrawal', async () => {
    service.setClock('2026-06-20T09:00:00.000Z');
    for (const [index, ceremony] of ceremonies.entries()) {
      const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
      const ids: string[] = list.map((person: { trial_id: string }) => person.trial_id);
      const rows = ids.map((trial_id, place) => ({ trial_id, status: place === 0 ? 'absent' : 'attended' }));
      expect((await service.post('registrar', `/ceremonies/${ceremony}/attendance`, { rows })).status).toBe(201);
      const matched = ids.map((trial_id, place) =>
        (place + index) % 3 === 0
          ? { trial_id, status: 'happened', date: '2026-04-01' }
          : { trial_id, status: 'not-happened' },
      );
      const recorded = await service.post('electoral-services', '/trials/ceremony-offer/follow-ups', {
        outcome: 'registered',
        source: 'administrative',
        rows: matched,
      });
      expect(recorded.status).toBe(201);
      if (index === 0) {
        const correction = {
          trial_id: ids[0],
          status: 'unmatchable',
          corrects: recorded.body.ids[0],
          reason: 'wrong-person',
        };
        const corrected = await service.post('electoral-services', '/trials/ceremony-offer/follow-ups', {
          outcome: 'registered',
          source: 'administrative',
          rows: [correction],
        });
        expect(corrected.status).toBe(201);
        const left = { trial_id: ids[1], reason: 'objected', decision: 'count-only' };
        expect((await service.post('registrar', '/trials/ceremony-offer/withdrawals', left)).status).toBe(201);
        expect((await service.post('registrar', '/trials/ceremony-offer/withdrawals', left)).body.type).toBe(
          'urn:pledge:problem:already-withdrawn',
        );
      }
    }
  });

  it('shows pooled monitoring, never by arm', async () => {
    const { body } = await service.get('researcher', '/trials/ceremony-offer/monitoring');
    expect(body.trial).toMatchObject({ people: 72, withdrawn: { beforeClosing: 0, keepOutcomes: 0, countOnly: 1 } });
    expect(body.trial.outcomes[0]).toMatchObject({ outcome: 'registered', known: 70, missing: 1 });
    expect(JSON.stringify(body)).not.toMatch(/volunteering|behavioural/);
  });

  it('closes, runs the locked plan once, publishes the seed with two signatures', async () => {
    const early = await service.post('trial-statistician', '/trials/ceremony-offer/analysis', {});
    expect(early.body.type).toBe('urn:pledge:problem:wrong-status');
    const closed = await service.post('trial-administrator', '/trials/ceremony-offer/close', {});
    expect(closed.body).toMatchObject({ status: 'closed', dataset: { rows: 71 } });
    const tooSoon = await service.post('trial-administrator', '/trials/ceremony-offer/publish-seed', {});
    expect(tooSoon.status).toBe(409);
    const ran = await service.post('trial-statistician', '/trials/ceremony-offer/analysis', {});
    expect(ran.status).toBe(200);
    const [run] = (await service.get('researcher', '/trials/ceremony-offer/runs')).body;
    expect(run.files.map(({ name }: { name: string }) => name)).toContain('results.json');
    const results = JSON.parse(
      (await service.get('researcher', `/trials/ceremony-offer/runs/${run.run}/files/results.json`)).body,
    );
    expect(results.data.sha256).toBe(closed.body.dataset.sha256);
    expect((await service.post('auditor', '/trials/ceremony-offer/publish-seed', {})).status).toBe(202);
    const published = await service.post('trial-administrator', '/trials/ceremony-offer/publish-seed', {});
    expect(published.body.state).toBe('published');
  });

  it('gives the draw to the auditor, the summary to the GLA, and a whole ledger', async () => {
    const units = await service.get('auditor', '/trials/ceremony-offer/draw/1/units');
    expect(units.body.split('\n')[0]).toBe('unit,borough');
    const allocations = await service.get('auditor', '/trials/ceremony-offer/draw/1/allocations');
    expect(allocations.body.trim().split('\n')).toHaveLength(7);
    expect((await service.post('gla', '/trials/ceremony-offer/summaries', {})).body.outcomes).toBeNull();
    expect((await service.get('gla', '/trials/ceremony-offer/release')).body.type).toBe('urn:pledge:problem:too-early');
    expect((await service.post('trial-administrator', '/trials/ceremony-offer/release', {})).status).toBe(202);
    const headers = { cookie: await service.cookieOf('trial-statistician'), origin: 'http://localhost' };
    const address = 'http://localhost/trials/ceremony-offer/release';
    const asked = await (await service.fetch(new Request(address, { headers }))).text();
    expect(asked).toContain('Trial administrator has signed. With your signature the figures leave');
    const glaBefore = { cookie: await service.cookieOf('gla') };
    expect(await (await service.fetch(new Request(address, { headers: glaBefore }))).text()).toContain(
      'Nothing of this trial',
    );
    const released = await service.post('trial-statistician', '/trials/ceremony-offer/release', {});
    expect(released.body.state).toBe('released');
    const page = async (as: 'gla' | 'trial-administrator') => {
      const headers = { cookie: await service.cookieOf(as) };
      const reply = await service.fetch(new Request('http://localhost/trials/ceremony-offer/release', { headers }));
      return reply.text();
    };
    expect(await page('gla')).toContain('guidance.html');
    expect(await page('gla')).not.toContain('Sign these figures');
    const pack: { name: string; sha256: string }[] = (await service.get('gla', '/trials/ceremony-offer/release')).body;
    expect(pack.map(({ name }) => name)).toContain('guidance.html');
    for (const { name, sha256 } of pack) {
      const headers = { authorization: `Bearer ${service.tokens.gla}` };
      const address = `http://localhost/api/v1/trials/ceremony-offer/release/files/${name}`;
      const bytes = new Uint8Array(await (await service.fetch(new Request(address, { headers }))).arrayBuffer());
      expect(`${name} ${createHash('sha256').update(bytes).digest('hex')}`).toBe(`${name} ${sha256}`);
    }
    const summary = await service.post('gla', '/trials/ceremony-offer/summaries', {});
    expect(summary.body.outcomes[0].arms).toHaveLength(3);
    // Everybody is of one borough: beside the total it would tell that the others have nobody. The GLA had the borough's figure before the
    // release, so that hiding it would hide nothing: the total is hidden instead.
    expect(summary.body.boroughs.find(({ borough }: { borough: string }) => borough === 'Newham').randomised).toBe(70);
    const kept = await service.deps.store.read.artefactBody('ceremony-offer', 'release-1', 'proof.json');
    expect(JSON.parse(kept?.body ?? '').shown.randomised).toBe('suppressed');
    expect((await service.get('gla', '/trials/ceremony-offer/draw/1/units')).status).toBe(403);
    const { entries, next } = (await service.get('auditor', '/trials/ceremony-offer/ledger')).body;
    expect(next).toBeNull();
    const { verifyLedger } = await import('../../src/trial/ledger.ts');
    const head = (await service.get('nobody', '/trials/ceremony-offer')).body.ledgerHead;
    expect(verifyLedger(entries, head.hash)).toMatchObject({ ok: true });
  });

  it('logged no bug and no body', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it.each(engines)('locks no live trial without the references of its approvals, on $name', async (engine) => {
  const service = await openService(engine);
  const bare = protocolText('ceremony-offer').replaceAll('"test"', 'null');
  const { protocolHash: draft } = (await service.post('trial-administrator', '/trials', bare)).body;
  const refused = await service.post('trial-administrator', '/trials/ceremony-offer/lock', { protocolHash: draft });
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    ...['governance.ethicsApproval', 'governance.dataProtectionImpactAssessment'],
    'governance.equalityImpactAssessment',
  ]);
  await service.close();
});
