/** Windows as the service counts them: from the ceremony as randomised, whoever and whatever moves, and by London's midnight. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDataset } from '../../src/actions/build-dataset.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial } from './service.ts';
import { ceremonyTrial } from './trials.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');
const service = await openService(engine);
const slug = 'ceremony-offer';
beforeAll(() => openTrial(service, slug, ceremonyTrial({})));
afterAll(() => service.close());

async function peopleOf(ceremony: string): Promise<readonly string[]> {
  const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
  return list.map(({ trial_id }: { trial_id: string }) => trial_id);
}

/** Value and days of an outcome, of all rows of a ceremony. */
async function valuesIn(ceremony: string): Promise<readonly string[]> {
  const { columns, rows } = await buildDataset(service.deps, await loadTrial(service.deps, slug), 'trial');
  const at = ['ceremony', 'registered', 'registered_days'].map((name) => columns.indexOf(name));
  return rows
    .map((row) => at.map((index) => row[index] ?? ''))
    .flatMap(([place, value, days]) => (place === ceremony ? [`${value}/${days}`] : []))
    .toSorted();
}

const record = (trial_id: string, date: string) =>
  service.post('electoral-services', `/trials/${slug}/follow-ups`, {
    ...{ outcome: 'registered', source: 'administrative', rows: [{ trial_id, status: 'happened', date }] },
  });

test('somebody rebooked before the draw is counted from the ceremony they are randomised in', async () => {
  const first = await ceremonyWith(service, slug, '2026-03-16', 2);
  const second = await ceremonyWith(service, slug, '2026-03-30', 2);
  const [moved = ''] = await peopleOf(first);
  const to = { trial_id: moved, to: second, reason: 'asked-for-another-date' };
  expect((await service.post('registrar', `/ceremonies/${first}/rebook`, to)).status).toBe(200);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [first, second] });
  service.setClock('2026-09-01T09:00:00.000Z');
  // The ninetieth day of the second is the hundred and fourth of the first
  expect((await record(moved, '2026-06-28')).status).toBe(201);
  expect(await valuesIn(second)).toEqual(['/', '/', '1/90']);
  expect(await valuesIn(first)).toEqual(['/']);
});

test('a ceremony moved after its draw keeps the windows of the day it was drawn for', async () => {
  service.setClock('2026-03-02T09:00:00.000Z');
  const ceremony = await ceremonyWith(service, slug, '2026-04-20', 2);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  const place = { heldOn: '2026-04-27', startsAt: '14:00', venue: 'library', reason: 'venue-unavailable' };
  expect((await service.post('registrar', `/ceremonies/${ceremony}/move`, place)).status).toBe(200);
  service.setClock('2026-09-01T09:00:00.000Z');
  const [inside = '', outside = ''] = await peopleOf(ceremony);
  expect((await record(inside, '2026-07-19')).status).toBe(201);
  expect((await record(outside, '2026-07-20')).status).toBe(201);
  expect(await valuesIn(ceremony)).toEqual(['0/', '1/90']);
});

test('today begins at London’s midnight: a day that has come there only can be recorded', async () => {
  service.setClock('2026-03-02T09:00:00.000Z');
  const ceremony = await ceremonyWith(service, slug, '2026-04-21', 1);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  const [person = ''] = await peopleOf(ceremony);
  service.setClock('2026-07-19T22:59:00.000Z');
  expect((await record(person, '2026-07-20')).status).toBe(422);
  service.setClock('2026-07-19T23:00:00.000Z');
  expect((await record(person, '2026-07-20')).status).toBe(201);
  expect(await valuesIn(ceremony)).toEqual(['1/90']);
});
