/** Before a list is sent: who is enrolled already, here or elsewhere, and nothing more about them. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, hashOf, openService, openTrial } from './service.ts';

describe.each(engines)('references asked for on $name', { timeout: 60_000 }, (engine) => {
  it('are answered for with here, another list of the borough, or elsewhere, and no more', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    const here = await ceremonyWith(service, 'ceremony-offer', '2026-03-20', 2);
    await ceremonyWith(service, 'ceremony-offer', '2026-03-27', 2);
    const slot = { borough: brent, heldOn: '2026-03-21', startsAt: '14:00', venue: 'civic-centre' };
    const other = (await service.post('other-registrar', '/trials/ceremony-offer/ceremonies', slot)).body.id;
    await service.post('other-registrar', `/ceremonies/${other}/cohort`, { attendees: cohort('theirs', 1) });

    const references = [
      ...['ceremony-offer-2026-03-20-14:00-0', 'ceremony-offer-2026-03-27-14:00-1', 'theirs-0', 'nobody-0'].map(hashOf),
    ];
    const path = `/ceremonies/${here}/references/check`;
    const answer = await service.post('registrar', path, { references });
    expect(answer.status).toBe(200);
    expect(new Map(answer.body.map((row: Record<string, string>) => [row.reference_hash, row.enrolled]))).toEqual(
      new Map([
        [references[0], 'this-ceremony'],
        [references[1], 'own-borough'],
        [references[2], 'elsewhere'],
      ]),
    );
    expect(Object.keys(answer.body[0])).toEqual(['reference_hash', 'enrolled']);
    // Another borough's ceremony is answered as one that does not exist, and a reference in clear as none.
    expect((await service.post('other-registrar', path, { references })).status).toBe(404);
    const inClear = await service.post('registrar', path, { references: ['A1234567'] });
    expect(inClear.status).toBe(422);
    expect(JSON.stringify(inClear.body)).not.toContain('A1234567');
    await service.close();
  });
});
