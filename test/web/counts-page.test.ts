/** A borough's counts as a page: the ceremonies to count, a file that does not add up, and one that is checked before it is given. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, ceremonyWith, newham, openService, openTrial } from '../api/service.ts';
import { ceremonyTrial, type Json } from '../api/trials.ts';
import { engines } from '../store/engines.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');
const service = await openService(engine);
const slug = 'ceremony-offer';
const origin = 'http://localhost';
let ceremony = '';

beforeAll(async () => {
  // JSON of ours.
  const protocol = JSON.parse(ceremonyTrial({})) as { boroughs: Json[]; analysis: Json };
  const boroughs = protocol.boroughs.map((one) =>
    one.code === newham ? { ...one, shares: 'counts-by-ceremony' } : one,
  );
  await openTrial(
    service,
    slug,
    JSON.stringify({ ...protocol, boroughs, analysis: { ...protocol.analysis, weight: 'people' } }),
  );
  ceremony = await ceremonyWith(service, slug, '2026-04-20', 4);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  service.setClock('2026-09-02T09:00:00.000Z');
});
afterAll(() => service.close());

async function ask(as: As, path: string, body?: URLSearchParams | FormData) {
  const headers = { cookie: await service.cookieOf(as), origin };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body };
  const response = await service.fetch(new Request(`${origin}/trials/${slug}${path}`, init));
  return { status: response.status, text: await response.text(), to: response.headers.get('location') ?? '' };
}

const check = (counts: string, corrects = '') => {
  const form = new FormData();
  const day = { 'register-day': '1', 'register-month': '9', 'register-year': '2026' };
  for (const [name, value] of Object.entries({ outcome: 'registered', corrects, ...day })) form.set(name, value);
  form.set('file', new File([counts], 'counts.csv', { type: 'text/csv' }));
  return ask('electoral-services', '/counts/check', form);
};
const header = 'ceremony,happened,not_happened,unmatchable';

test('the page names the ceremonies and their people, and the trial’s page leads to it', async () => {
  const page = await ask('electoral-services', '/counts');
  expect(page.status).toBe(200);
  expect(page.text).toContain(ceremony);
  expect(page.text).toMatch(/From \w+ 19 July 2026/);
  expect((await ask('electoral-services', '')).text).toContain(`/trials/${slug}/counts`);
  expect((await ask('registrar', '/counts')).status).toBe(403);
});

test('a file that does not add up is refused by its row; what is typed stays', async () => {
  const wrong = await check(`${header}\n${ceremony},2,1,0`);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Row 2 does not add up: 4 people');
  expect(wrong.text).toContain('href="#file"');
  expect(wrong.text).toContain('value="2026"');
  const more = await check(`${header},name\n${ceremony},2,1,1,Zoë`);
  expect(more.text).toContain('The file must have these columns and no others');
  expect(more.text).not.toContain('Zoë');
});

test('right counts are shown before they are given, and are given once', async () => {
  const checked = await check(`${header}\n${ceremony},2,1,1`);
  expect(checked.status).toBe(200);
  expect(checked.text).toContain('Check the counts');
  expect(checked.text).toMatch(/20 April 2026, 14:00, town-hall/);
  expect(await service.deps.store.read.countedOutcomesOf(slug)).toEqual([]);
  const field = (name: string) =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(checked.text)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#92;', '\\');
  const form = new URLSearchParams({ key: field('key'), input: field('input') });
  const given = await ask('electoral-services', '/counts', form);
  expect([given.status, given.to]).toEqual([303, `/trials/${slug}/counts?done=${field('key')}`]);
  expect((await ask('electoral-services', '/counts', form)).status).toBe(303);
  expect(await service.deps.store.read.countedOutcomesOf(slug)).toMatchObject([
    { cell: ceremony, happened: 2, notHappened: 1, unmatchable: 1, seq: 0 },
  ]);
  const done = (await ask('electoral-services', `/counts?done=${field('key')}`)).text;
  expect(done).toContain('The counts of 4 people are recorded.');
  // No other key brings a banner
  expect((await ask('electoral-services', `/counts?done=${crypto.randomUUID()}`)).text).not.toContain('are recorded');
  expect((await check(`${header}\n${ceremony},2,1,1`)).text).toContain('say why these replace them');
});
