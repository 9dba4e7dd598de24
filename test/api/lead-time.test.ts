/**
 * The lead time follows the day a ceremony has now, and nobody gets more time with an arm by moving its ceremony: not forward,
 * unsealed and back again. Two people together can, and it is counted.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';

describe.each(engines)('the lead time, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  const post = (as: Parameters<Service['post']>[0], path: string, body: unknown = {}) => service.post(as, path, body);
  const to = (heldOn: string) => ({ heldOn, startsAt: '14:00', venue: 'town-hall', reason: 'venue-unavailable' });
  const move = (heldOn: string) => post('registrar', `/ceremonies/${ceremony}/move`, to(heldOn));
  const override = (as: 'trial-administrator' | 'auditor' | 'registrar', heldOn: string) =>
    post(as, `/ceremonies/${ceremony}/move-unsealed`, to(heldOn));
  const problem = (code: string) => `urn:pledge:problem:${code}`;

  beforeEach(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-09-15', 4);
    await post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
  });
  afterEach(() => service.close());

  it('is that of the day the ceremony has now', async () => {
    const early = await post('registrar', `/ceremonies/${ceremony}/unseal`);
    expect(early.body).toMatchObject({ type: problem('too-early') });
    expect(early.body.detail).toContain('2026-09-08');
    await move('2026-03-11');
    expect((await post('registrar', `/ceremonies/${ceremony}/unseal`)).body.detail).toContain('2026-03-04');
    await move('2026-03-09');
    expect((await post('registrar', `/ceremonies/${ceremony}/unseal`)).status).toBe(200);
  });

  it('is not outlasted by moving the ceremony back once its arm is seen', async () => {
    await move('2026-03-03');
    expect((await post('registrar', `/ceremonies/${ceremony}/unseal`)).status).toBe(200);
    const back = await move('2026-09-15');
    expect(back.body.type).toBe(problem('already-unsealed'));
    expect(back.body.detail).toContain('up to 2026-03-09');
    expect((await move('2026-03-10')).body.type).toBe(problem('already-unsealed'));
    expect((await move('2026-03-09')).status).toBe(200);
  });

  it('is set aside by the trial administrator and the auditor together, who sign the same move', async () => {
    expect((await override('registrar', '2026-09-15')).status).toBe(403);
    expect((await override('auditor', '2026-09-15')).body.type).toBe(problem('still-sealed'));
    await move('2026-03-03');
    await post('registrar', `/ceremonies/${ceremony}/unseal`);
    service.setClock('2026-03-02T09:01:00.000Z');
    expect((await override('auditor', '2026-03-09')).body.errors).toMatchObject([{ path: 'heldOn' }]);
    expect(await override('trial-administrator', '2026-09-15')).toMatchObject({
      status: 202,
      body: { state: 'awaiting-signature', signed: ['trial-administrator'] },
    });
    expect((await override('auditor', '2026-09-16')).status).toBe(202);
    expect((await override('trial-administrator', '2026-09-15')).body.type).toBe(problem('sign-off-given'));
    expect(await override('auditor', '2026-09-15')).toMatchObject({
      status: 200,
      body: { state: 'moved', id: ceremony, heldOn: '2026-09-15' },
    });
    expect((await service.get('registrar', `/ceremonies/${ceremony}`)).body).toMatchObject({
      heldOn: '2026-09-15',
      isUnsealed: true,
    });
    expect((await service.get('researcher', '/trials/ceremony-offer/monitoring')).body.trial.afterUnsealing.moved).toBe(
      1,
    );
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
