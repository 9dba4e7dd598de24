/** Today tells a borough from when each outcome can be observed, by its own ceremonies and its own register. */
import { expect, test } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial } from './service.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');

test('the first and the last ceremony’s windows, and the register that shows them', async () => {
  const service = await openService(engine);
  const slug = 'ceremony-offer';
  await openTrial(service, slug);
  const read = async () => (await service.get('registrar', '/waiting')).body.observable;
  expect(await read()).toEqual([]);
  const [first, last] = [
    await ceremonyWith(service, slug, '2026-03-09', 4),
    await ceremonyWith(service, slug, '2026-03-20', 4),
  ];
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [first, last] });
  // Ninety days after 9 March is 7 June
  expect((await read())[0]).toMatchObject({ outcome: 'registered', first: '2026-06-08', last: '2026-06-19' });
  const editions = [{ kind: 'monthly', publishedOn: '2026-07-01', appliedBy: '2026-06-10' }];
  const calendar = `/trials/${slug}/boroughs/${newham}/register-calendar`;
  expect((await service.post('borough-lead', calendar, { editions })).status).toBe(201);
  expect((await read())[0]).toMatchObject({ first: '2026-07-01', last: null });
  // What no register shows waits for none
  expect((await read())[1]).toMatchObject({ outcome: 'volunteered', first: '2026-06-08', last: '2026-06-19' });
  const page = await service.fetch(
    new Request('http://localhost/today', { headers: { cookie: await service.cookieOf('registrar') } }),
  );
  expect(await page.text()).toMatch(/can be observed from \w+ 1 July 2026; for the last ceremony/);
  await service.close();
});
