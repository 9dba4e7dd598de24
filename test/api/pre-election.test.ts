/** A near poll holds back what leaves, and nothing else; two people can write why it may not wait. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial } from './service.ts';

const slug = 'ceremony-offer';
const type = (code: string) => `urn:pledge:problem:${code}`;

describe.each(engines)('before a poll, on $name', (engine) => {
  it('nothing is released or taken until it is over, unless two people say why', async () => {
    const service = await openService(engine);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-03-09', 12);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-08-01T09:00:00.000Z');
    await service.post('trial-administrator', `/trials/${slug}/close`, {});
    await service.post('trial-statistician', `/trials/${slug}/analysis`, {});
    await service.post('auditor', `/trials/${slug}/publish-seed`, {});
    await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {});
    const release = (as: 'trial-administrator' | 'trial-statistician') =>
      service.post(as, `/trials/${slug}/release`, {});

    // Given a poll in one of the boroughs
    const poll = { area: newham, pollOn: '2026-10-01' };
    expect((await service.post('borough-lead', `/trials/${slug}/polls`, { ...poll, area: 'E09000005' })).status).toBe(
      404,
    );
    expect((await service.post('trial-administrator', `/trials/${slug}/polls`, { ...poll, area: 'Kent' })).status).toBe(
      422,
    );
    expect((await service.post('borough-lead', `/trials/${slug}/polls`, poll)).body).toEqual({
      ...poll,
      quietFrom: '2026-08-26',
    });
    expect((await service.post('borough-lead', `/trials/${slug}/polls`, poll)).body.type).toBe(type('already-exists'));

    // Then figures leave the day before its period, and are refused from its first day to the poll's
    expect((await release('trial-administrator')).status).toBe(202);
    for (const day of ['2026-08-26', '2026-10-01']) {
      service.setClock(`${day}T12:00:00.000Z`);
      const refused = await release('trial-statistician');
      expect(refused.body.type).toBe(type('pre-election'));
      expect(refused.body.detail).toContain('until the end of 2026-10-01, the day of a poll in Newham');
    }
    const { statusSeq = 0 } = (await service.deps.store.read.trialBySlug(slug)) ?? {};
    const row = { trial: slug, seq: statusSeq + 1, act: 'release', status: 'released' as const };
    const forced = { ...row, at: '2026-09-15T12:00:00.000Z', actor: 'trial-statistician' };
    expect(await service.deps.store.commit([{ into: 'trialStatus', rows: [forced] }])).toMatchObject({
      conflict: { kind: 'trigger', what: 'pre-election' },
    });

    // When the administrator and the auditor sign the same reason, they leave
    const override = { until: '2026-10-01', reason: 'The borough’s committee meets before the poll.' };
    const overrides = `/trials/${slug}/release-overrides`;
    expect((await service.post('trial-administrator', overrides, override)).status).toBe(202);
    expect(
      (await service.post('auditor', overrides, { ...override, reason: 'Another reason altogether.' })).status,
    ).toBe(202);
    expect((await release('trial-statistician')).body.type).toBe(type('pre-election'));
    expect((await service.post('auditor', overrides, override)).body).toMatchObject({ state: 'overridden' });
    expect((await release('trial-statistician')).body.state).toBe('released');
    expect((await service.get('gla', `/trials/${slug}/release/files/arms.csv`)).status).toBe(200);

    // And another poll holds back what has been released, too
    await service.post('trial-administrator', `/trials/${slug}/polls`, { area: 'london', pollOn: '2026-11-05' });
    service.setClock('2026-10-20T12:00:00.000Z');
    const taken = ['release/files/arms.csv', 'release/files/guidance.html', 'release/consort.svg'];
    for (const path of taken)
      expect((await service.get('gla', `/trials/${slug}/${path}`)).body.type).toBe(type('pre-election'));
    expect((await service.post('gla', `/trials/${slug}/summaries`, {})).body.type).toBe(type('pre-election'));
    const cookie = await service.cookieOf('gla');
    const page = await service.fetch(new Request(`http://localhost/trials/${slug}/release`, { headers: { cookie } }));
    expect(page.status).toBe(409);
    expect(await page.text()).toContain('the day of a poll in London');
    service.setClock('2026-11-06T12:00:00.000Z');
    expect((await service.get('gla', `/trials/${slug}/release/files/arms.csv`)).status).toBe(200);
    await service.close();
  });

  it('an override needs both signatures in the database, too', async () => {
    const service = await openService(engine);
    await openTrial(service, slug);
    const row = { trial: slug, until: '2026-10-01', reason: 'Because it cannot wait.', documentHash: 'a'.repeat(64) };
    const stamped = { ...row, at: '2026-08-01T09:00:00.000Z', actor: 'auditor' };
    expect(await service.deps.store.commit([{ into: 'releaseOverride', rows: [stamped] }])).toMatchObject({
      conflict: { kind: 'trigger', what: 'same-person' },
    });
    await service.close();
  });
});
