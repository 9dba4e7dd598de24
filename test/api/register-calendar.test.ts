/** When the register is published, what a match with it may hold, and why data are not frozen before they can be observed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial, type Service } from './service.ts';

const slug = 'welcome-pack';

describe.each(engines)('the register, on $name', (engine) => {
  let service: Service;
  let people: readonly string[] = [];

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-04-20', 8);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    people = list.map(({ trial_id }: { trial_id: string }) => trial_id);
  });
  afterAll(() => service.close());

  const calendar = `/trials/${slug}/boroughs/${newham}/register-calendar`;
  const monthly = (publishedOn: string, appliedBy: string) => ({ kind: 'monthly', publishedOn, appliedBy });
  const upload = (rows: readonly string[], change: object = {}) =>
    service.post('electoral-services', `/trials/${slug}/match-results`, {
      ...{ outcome: 'registered', register: '2026-08-03' },
      result: `trial_id,status,date\n${rows.join('\n')}\n`,
      ...change,
    });
  const registered = async () => (await service.get('researcher', `/trials/${slug}/monitoring`)).body.trial.outcomes[0];
  const close = () => service.post('trial-administrator', `/trials/${slug}/close`, {});

  it('is recorded by the borough’s lead alone, and told with its gaps and what can be observed when', async () => {
    const editions = [monthly('2026-07-01', '2026-06-09'), monthly('2026-08-03', '2026-07-10')];
    expect((await service.post('registrar', calendar, { editions })).status).toBe(403);
    const wrong = await service.post('borough-lead', calendar, { editions: [monthly('2026-08-03', '2026-07-31')] });
    expect(wrong.body.errors[0]).toMatchObject({ path: 'editions[0].appliedBy' });
    expect((await service.post('borough-lead', calendar, { editions })).body).toEqual({ borough: newham, recorded: 2 });
    const { body } = await service.get('electoral-services', calendar);
    expect(body).toMatchObject({ gaps: [], editions: [{ publishedOn: '2026-07-01' }, { publishedOn: '2026-08-03' }] });
    expect(body.outcomes[0]).toEqual({
      ...{ outcome: 'registered', label: body.outcomes[0].label, isMatched: true, lastCeremony: '2026-04-20' },
      ...{ windowEnds: '2026-07-19', observableFrom: null },
    });
  });

  it('keeps data from being frozen while the calendar does not reach the window’s end, and then until the day it names', async () => {
    service.setClock('2026-08-20T09:00:00.000Z');
    const dark = await close();
    expect(dark).toMatchObject({ status: 409, body: { type: 'urn:pledge:problem:not-observable' } });
    expect(dark.body.detail).toContain('the calendar of Newham names no register that can show that day');
    const editions = [monthly('2026-09-01', '2026-08-10'), { ...monthly('2026-08-03', '2026-07-10'), dropped: true }];
    await service.post('borough-lead', calendar, { editions });
    expect((await service.get('borough-lead', calendar)).body).toMatchObject({
      gaps: [{ after: '2026-07-01', until: '2026-09-01' }],
      outcomes: [{ observableFrom: '2026-09-01' }, { observableFrom: '2026-07-20' }],
    });
    const early = await close();
    expect(early.body.detail).toContain('ends on 2026-07-19 and can be observed from 2026-09-01');
  });

  it.each([
    { what: 'a name beside the id', result: 'trial_id,name,status,date\nabc,Ada Lovelace,registered,2026-05-01\n' },
    { what: 'another heading', result: 'trial_id,status,Ada Lovelace\nabc,registered,2026-05-01\n' },
    { what: 'no heading', result: 'Ada Lovelace,registered,2026-05-01\n' },
    { what: 'a fourth value', result: 'trial_id,status,date\nabc,registered,2026-05-01,Ada Lovelace\n' },
    { what: 'a name for an id', result: 'trial_id,status,date\nAda Lovelace,registered,2026-05-01\n' },
    { what: 'an address for a date', result: 'trial_id,status,date\nabc,registered,Ada Lovelace Street\n' },
    { what: 'a name for a status', result: 'trial_id,status,date\nabc,Ada Lovelace,2026-05-01\n' },
    { what: 'quotation marks', result: 'trial_id,status,date\n"Ada, Lovelace",registered,2026-05-01\n' },
  ])('refuses a whole file for $what and repeats, stores and logs none of it', async ({ result }) => {
    const good = `${people[0]},unmatchable,\n`;
    const refused = await upload([], { result: `${result}${good}` });
    expect(refused.status).toBe(422);
    expect(JSON.stringify([refused.body, service.log])).not.toContain('Lovelace');
    const rows = await service.deps.store.read.followUpsOf(slug);
    expect(rows).toEqual([]);
    const kept = await service.db.prepare("select body from idempotency where body like '%Lovelace%'").all();
    expect(kept.results).toEqual([]);
  });

  it('refuses rows that wait for review, and people of nowhere, by row', async () => {
    const refused = await upload([
      `${people[0]},registered,2026-05-01`,
      `${people[1]},review,`,
      `${people[2]},registered,`,
    ]);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['row 3', 'row 4']);
    expect(refused.body.errors[0].message).toContain('still to be reviewed');
    const strangers = await upload([`${people[0]},unmatchable,`, 'nobody,unmatchable,']);
    expect(strangers.body.errors).toEqual([{ path: 'row 3', message: 'nobody in this trial and borough has this id' }]);
    const registrar = await service.post('registrar', `/trials/${slug}/match-results`, { outcome: 'x', result: '' });
    expect(registrar.status).toBe(403);
  });

  it('takes a result; who cannot be matched is missing, and a register too old to show the window says no “no”', async () => {
    const rows = [
      `${people[0]},registered,2026-05-01`,
      ...people.slice(1, 5).map((id) => `${id},not-registered,`),
      `${people[5]},unmatchable,`,
    ];
    const taken = await upload(rows, { register: '2026-07-01' });
    expect(taken.body).toEqual({
      ...{ recorded: 6, registered: 1, notRegistered: 4, unmatchable: 1, inFrozenData: true },
    });
    expect(await registered()).toMatchObject({ known: 1, happened: 1, missing: 7 });
    service.setClock('2026-09-01T09:00:00.000Z');
    const again = await upload(rows, { register: '2026-09-01' });
    expect(again.status).toBe(201);
    expect(await registered()).toMatchObject({ known: 5, happened: 1, missing: 3 });
  });

  it('knows people by the hash that “pledge match” writes', async () => {
    const [person] = await service.deps.store.read.attendeesById(slug, [people[6] ?? '']);
    const rows = [`${person?.attendee.referenceHash},not-registered,`, `${'0'.repeat(64)},unmatchable,`];
    const strangers = await upload(rows, { register: '2026-09-01' });
    expect(strangers.body.errors).toEqual([{ path: 'row 3', message: 'nobody in this trial and borough has this id' }]);
    expect((await upload(rows.slice(0, 1), { register: '2026-09-01' })).body).toMatchObject({ recorded: 1 });
  });

  it('puts a better match in the place of the one before', async () => {
    const better = await upload([`${people[0]},not-registered,`], { register: '2026-09-01', corrects: 'wrong-person' });
    expect(better.status).toBe(201);
    const earlier = await upload([`${people[1]},registered,2026-07-01`], { corrects: 'later-information' });
    expect(earlier.status).toBe(201);
    const rows = await service.deps.store.read.followUpsOf(slug);
    expect(rows.filter(({ corrects }) => corrects !== null)).toHaveLength(2);
    expect(rows).toHaveLength(15);
  });

  it('lets the data be frozen from the day on which everything can be observed', async () => {
    expect((await close()).body.status).toBe('closed');
  });

  it('logged no bug', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
