/** No move of a ceremony brings its arm forward: the lead time counts from the later of the date it was closed for and its date now. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial } from './service.ts';

describe.each(engines)('the lead time, on $name', (engine) => {
  it('cannot be passed by moving the ceremony to tomorrow', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-09-15', 4);
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    const tomorrow = { heldOn: '2026-03-03', startsAt: '14:00', venue: 'town-hall', reason: 'venue-unavailable' };
    expect((await service.post('registrar', `/ceremonies/${ceremony}/move`, tomorrow)).status).toBe(200);
    const unsealed = await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    expect(unsealed.body.type).toBe('urn:pledge:problem:too-early');
    expect(unsealed.body.detail).toContain('2026-09-08');
    expect((await service.get('registrar', `/ceremonies/${ceremony}/arms`)).body.type).toBe(
      'urn:pledge:problem:still-sealed',
    );
    await service.close();
  });
});
