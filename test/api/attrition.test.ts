/** Missing outcomes by arm: of those whose window is over, for the statistician alone, and on record. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial } from './service.ts';

const slug = 'ceremony-offer';
type Arm = { readonly people: number; readonly missing: number };

describe.each(engines)('attrition by arm, on $name', (engine) => {
  it('counts who is missing once their window is over, and tests whether arms lose people alike', async () => {
    const service = await openService(engine);
    await openTrial(service, slug);
    const ceremonies: string[] = [];
    for (const day of ['09', '10', '11', '12', '13', '16'])
      ceremonies.push(await ceremonyWith(service, slug, `2026-03-${day}`, 10));
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies });
    const read = async () => (await service.get('trial-statistician', `/trials/${slug}/attrition`)).body.outcomes[0];

    // Given windows that are still open, nobody is missing yet
    service.setClock('2026-06-07T12:00:00.000Z');
    const early = await read();
    expect(early.arms.map(({ people }: Arm) => people)).toEqual([0, 0, 0]);
    expect(early.p).toBeNull();

    // When the windows are over and of one ceremony nothing is known
    service.setClock('2026-06-20T12:00:00.000Z');
    for (const ceremony of ceremonies.slice(1)) {
      const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
      const rows = list.map(({ trial_id }: { trial_id: string }) => ({ trial_id, status: 'not-happened' }));
      const input = { outcome: 'registered', source: 'administrative', rows };
      expect((await service.post('electoral-services', `/trials/${slug}/follow-ups`, input)).status).toBe(201);
    }
    const { arms, p } = await read();
    const total = (of: keyof Arm) => arms.reduce((sum: number, arm: Arm) => sum + arm[of], 0);
    expect([total('people'), total('missing')]).toEqual([60, 10]);

    // Then the test is Pearson's of missing by arm, worked out here longhand: three arms, so that its tail is exp(-x / 2)
    const statistic = (arms as readonly Arm[]).reduce((sum, { people, missing }) => {
      const [expected, others] = [people / 6, (people * 5) / 6];
      return sum + (missing - expected) ** 2 / expected + (people - missing - others) ** 2 / others;
    }, 0);
    expect(arms.every(({ people }: Arm) => people > 0)).toBe(true);
    expect(p).toBeCloseTo(Math.exp(-statistic / 2), 12);

    // And it is on record, and nobody else's to read
    const { unblindings } = (await service.get('auditor', `/trials/${slug}/access-records`)).body;
    expect(unblindings).toMatchObject([{ actor: 'trial-statistician', reading: 'read-attrition' }]);
    expect((await service.get('researcher', `/trials/${slug}/attrition`)).status).toBe(403);
    expect((await service.get('trial-administrator', `/trials/${slug}/attrition`)).status).toBe(403);
    await service.close();
  });
});
