/** The page of polls at the service: what is recorded there holds a release back, and says until when. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';

const slug = 'ceremony-offer';
let service: Service;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  service = await openService(sqlite);
  await openTrial(service, slug);
});
afterAll(() => service.close());

async function page(as: As, form?: Readonly<Record<string, string>>) {
  const headers = { cookie: await service.cookieOf(as), origin: 'http://localhost' };
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
  return service.fetch(new Request(`http://localhost/trials/${slug}/polls`, { headers, ...body }));
}

const may7 = { 'pollOn-day': '7', 'pollOn-month': '5', 'pollOn-year': '2026' };

test('a borough lead records a poll of the own borough, once', async () => {
  expect(await (await page('borough-lead')).text()).toContain('No poll is recorded.');
  const key = crypto.randomUUID();
  const wrong = await page('borough-lead', { key, area: 'E09000025', ...may7, 'pollOn-month': '13' });
  expect(wrong.status).toBe(422);
  const told = await wrong.text();
  expect(told).toContain('href="#pollOn-day"');
  expect(told).toContain('value="13"');
  expect((await page('borough-lead', { key, area: 'E09000005', ...may7 })).status).toBe(422);
  const check = await (await page('borough-lead', { key, area: 'E09000025', ...may7 })).text();
  expect(check).toContain('Check the poll');
  expect(check).toContain('Thursday 7 May 2026');
  expect((await service.db.prepare('select area from poll').all()).results).toEqual([]);
  expect((await page('borough-lead', { key, area: 'E09000025', ...may7, checked: 'yes' })).status).toBe(303);
  expect(
    (await page('borough-lead', { key: crypto.randomUUID(), area: 'E09000025', ...may7, checked: 'yes' })).status,
  ).toBe(422);
  const { results } = await service.db.prepare('select area, poll_on from poll').all();
  expect(results).toEqual([{ area: 'E09000025', poll_on: '2026-05-07' }]);
});

test('the administrator records one of all London; the auditor reads from when nothing is published, and records none', async () => {
  const london = { area: 'london', 'pollOn-day': '4', 'pollOn-month': '5', 'pollOn-year': '2028' };
  expect((await page('trial-administrator', { key: crypto.randomUUID(), ...london, checked: 'yes' })).status).toBe(303);
  service.setClock('2026-04-20T09:00:00.000Z');
  const text = await (await page('auditor')).text();
  expect(text).toContain('4 May 2028: All of London');
  expect(text.match(/This holds now/g)?.length).toBe(1);
  expect(text).not.toContain('Day of the poll');
  expect((await page('auditor', { key: crypto.randomUUID(), ...london })).status).toBe(403);
});
