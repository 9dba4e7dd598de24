/**
 * Trials that are drawn at once, `complete` and `rerandomised`: over several boroughs all their lists close in one act of the trial
 * administrator, once for each set of arms that is drawn, and nobody is left on a list that can never be drawn.
 */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const trial = '/trials/welcome-pack';
const problem = (code: string) => `urn:pledge:problem:${code}`;
const schemes = [{ kind: 'complete' }, { kind: 'rerandomised', covariates: ['unit_size'], threshold: 2 }];

async function ceremonyInBrent(service: Service, heldOn: string, size: number): Promise<string> {
  const slot = { borough: brent, heldOn, startsAt: '14:00', venue: 'civic-centre' };
  const { body } = await service.post('other-registrar', `${trial}/ceremonies`, slot);
  await service.post('other-registrar', `/ceremonies/${body.id}/cohort`, {
    attendees: cohort(`brent-${heldOn}`, size),
  });
  return body.id;
}

describe.each(engines)('a trial that is drawn at once, on $name', { timeout: 120_000 }, (engine) => {
  const close = (service: Service, as: Parameters<Service['post']>[0], ceremonies: readonly string[]) =>
    service.post(as, `${trial}/close-lists`, { ceremonies });

  it.each(schemes)('$kind: closes as a whole, once for each set of arms, whatever is amended', async (scheme) => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({ scheme }));
    const first = [
      await ceremonyWith(service, 'welcome-pack', '2026-03-20', 8),
      await ceremonyInBrent(service, '2026-03-21', 8),
    ];
    const closed = await close(service, 'trial-administrator', first);
    expect(closed).toMatchObject({ status: 200, body: { lists: [{ units: 4 }, { units: 4 }] } });
    const later = [await ceremonyWith(service, 'welcome-pack', '2026-04-20', 8)];
    expect((await close(service, 'trial-administrator', later)).body.type).toBe(problem('design-locked'));
    const title = householdTrial({ scheme, title: 'A clearer title' });
    const amendment = { protocol: title, weight: 'minor', reason: 'The title was not clear.' };
    const proposed = await service.post('trial-statistician', `${trial}/amendments`, amendment);
    const sign = `${trial}/amendments/${proposed.body.documentHash}/sign`;
    expect((await service.post('trial-administrator', sign, {})).body.version).toBe(2);
    expect((await close(service, 'trial-administrator', later)).body.type).toBe(problem('design-locked'));
    const stop = { arm: 'registration-prompt', reason: 'the leaflet was misprinted' };
    await service.post('trial-administrator', `${trial}/stop-arm`, stop);
    expect((await close(service, 'trial-administrator', later)).status).toBe(200);
    const drawn = await service.deps.store.read.allocationsOf('welcome-pack');
    expect(drawn.map(({ protocolVersion }) => protocolVersion)).toEqual([...Array(8).fill(1), ...Array(4).fill(3)]);
    expect(drawn.slice(8).map(({ arm }) => arm)).not.toContain('registration-prompt');
    const { rerandomised } = (await service.get('researcher', `${trial}/monitoring`)).body.trial;
    expect(rerandomised === null).toBe(scheme.kind === 'complete');
    const again = [await ceremonyWith(service, 'welcome-pack', '2026-04-27', 4)];
    expect((await close(service, 'trial-administrator', again)).body.type).toBe(problem('design-locked'));
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
    await service.close();
  });

  it('is closed by the trial administrator alone, who sees what there is to close and leaves nobody behind', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({ scheme: { kind: 'complete' } }));
    const a = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 4);
    const b = await ceremonyInBrent(service, '2026-03-21', 4);
    for (const as of ['registrar', 'borough-lead'] as const) {
      expect((await close(service, as, [a])).body).toMatchObject({
        type: problem('not-permitted'),
        detail: expect.stringContaining('the trial administrator closes them together'),
      });
    }
    expect((await close(service, 'trial-statistician', [a, b])).status).toBe(403);
    const { body: known } = await service.get('trial-administrator', `${trial}/ceremonies`);
    expect(known.map(({ id }: { id: string }) => id)).toEqual([a, b]);
    expect((await close(service, 'trial-administrator', [a])).body).toMatchObject({
      type: problem('list-open'),
      detail: expect.stringContaining(`${b} (${brent}, 2026-03-21)`),
    });
    const empty = await ceremonyInBrent(service, '2026-03-22', 1);
    const [one] = (await service.get('other-registrar', `/ceremonies/${empty}/list`)).body;
    expect((await close(service, 'trial-administrator', [a, b])).body.type).toBe(problem('list-open'));
    const left = { trial_id: one.trial_id, reason: 'objected', decision: 'count-only' };
    await service.post('other-registrar', `${trial}/withdrawals`, left);
    expect((await close(service, 'trial-administrator', [a, b])).status).toBe(200);
    await service.close();
  });

  it('waits for the people of a ceremony that was merged to be booked where they go', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({ scheme: { kind: 'complete' } }));
    const a = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 4);
    const b = await ceremonyWith(service, 'welcome-pack', '2026-03-21', 1);
    await service.post('registrar', `/ceremonies/${b}/merge`, { into: a, reason: 'too-few-booked' });
    expect((await close(service, 'trial-administrator', [a])).body).toMatchObject({
      type: problem('list-open'),
      detail: expect.stringContaining(`merged into ${a}: book its people there`),
    });
    const [one] = (await service.get('registrar', `/ceremonies/${b}/list`)).body;
    const there = { trial_id: one.trial_id, to: a, reason: 'household-together' };
    expect((await service.post('registrar', `/ceremonies/${b}/rebook`, there)).status).toBe(200);
    expect((await close(service, 'trial-administrator', [a])).body.lists).toMatchObject([{ members: 5 }]);
    await service.close();
  });
});

it('a trial drawn list by list is closed by its boroughs, and a baseline list in every trial', async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  const service = await openService(sqlite);
  await openTrial(service, 'ceremony-offer');
  const body = { ceremonies: ['none'] };
  expect((await service.post('trial-administrator', '/trials/ceremony-offer/close-lists', body)).status).toBe(403);
  const text = householdTrial({ scheme: { kind: 'complete' } });
  const { protocolHash } = (await service.post('trial-administrator', '/trials', text)).body;
  for (const as of ['trial-administrator', 'trial-statistician'] as const) {
    await service.post(as, `${trial}/lock`, { protocolHash });
  }
  expect((await service.post('trial-administrator', `${trial}/baseline`, {})).status).toBe(200);
  const before = { ceremonies: [await ceremonyWith(service, 'welcome-pack', '2026-03-20', 4)] };
  expect((await service.post('trial-administrator', `${trial}/close-lists`, before)).body).toMatchObject({
    type: problem('not-permitted'),
    detail: expect.stringContaining('borough registrar'),
  });
  expect((await service.post('registrar', `${trial}/close-lists`, before)).status).toBe(200);
  await service.close();
});
