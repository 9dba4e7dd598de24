/** A trial that ends after one ceremony: the locked analysis still runs, and says what it cannot say. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial } from './service.ts';

describe.each(engines)('a trial of one ceremony, on $name', (engine) => {
  it('runs its locked plan; every contrast is not estimable, with the reason', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    service.setClock('2026-07-01T09:00:00.000Z');
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    const rows = list.map(({ trial_id }: { trial_id: string }, index: number) =>
      index % 2 === 0 ? { trial_id, status: 'happened', date: '2026-03-20' } : { trial_id, status: 'not-happened' },
    );
    const followUps = { outcome: 'registered', source: 'administrative', rows };
    expect((await service.post('electoral-services', '/trials/ceremony-offer/follow-ups', followUps)).status).toBe(201);
    await service.post('trial-administrator', '/trials/ceremony-offer/close', {});
    const ran = await service.post('trial-statistician', '/trials/ceremony-offer/analysis', {});
    expect(ran.status).toBe(200);
    const file = await service.get('researcher', `/trials/ceremony-offer/runs/${ran.body.run}/files/results.json`);
    const contrasts = JSON.parse(file.body).results.filter(
      (result: { outcome: string; contrast?: unknown }) =>
        result.outcome === 'registered' && result.contrast !== undefined,
    );
    expect(contrasts).toHaveLength(3);
    for (const { notEstimable } of contrasts) expect(notEstimable).toMatchObject({ code: 'empty-arm' });
    const dataFile = await service.get('researcher', `/trials/ceremony-offer/runs/${ran.body.run}/files/data.csv`);
    expect(dataFile.status).toBe(403);
    await service.close();
  });
});
