/** What may be recorded of an outcome, when, by whom, and how it is corrected. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';

const slug = 'welcome-pack';

describe.each(engines)('follow-ups, on $name', (engine) => {
  let service: Service;
  let people: readonly string[] = [];
  let first = '';

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-04-20', 8);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    people = list.map(({ trial_id }: { trial_id: string }) => trial_id);
    first = people[0] ?? '';
    service.setClock('2026-05-10T22:30:00.000Z');
  });
  afterAll(() => service.close());

  const record = (
    rows: readonly object[],
    source = 'administrative',
    as: Parameters<Service['post']>[0] | null = null,
  ) =>
    service.post(
      as ?? (source === 'administrative' ? 'electoral-services' : 'registrar'),
      `/trials/${slug}/follow-ups`,
      {
        outcome: 'registered',
        source,
        rows,
      },
    );
  const registered = async () => (await service.get('researcher', `/trials/${slug}/monitoring`)).body.trial.outcomes[0];

  it('refuses a date that has not come in London', async () => {
    const late = await record([{ trial_id: first, status: 'happened', date: '2026-05-11' }]);
    expect(late).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'rows[0].date', message: 'lies in the future: today is 2026-05-10' }] },
    });
    service.setClock('2026-05-10T23:30:00.000Z');
    expect((await record([{ trial_id: first, status: 'happened', date: '2026-05-11' }])).status).toBe(201);
    expect(await registered()).toMatchObject({ known: 1, happened: 1 });
  });

  it('counts a “not” only once the window has ended', async () => {
    const rows = people.slice(1, 5).map((trial_id) => ({ trial_id, status: 'not-happened' }));
    service.setClock('2026-07-18T22:30:00.000Z');
    expect((await record(rows)).status).toBe(201);
    expect(await registered()).toMatchObject({ known: 1, missing: 7 });
    service.setClock('2026-07-18T23:30:00.000Z');
    expect((await record(rows)).status).toBe(201);
    expect(await registered()).toMatchObject({ known: 5, missing: 3, happened: 1 });
  });

  it('names a person once in a request, corrections included', async () => {
    const person = people[5] ?? '';
    const given = await record([{ trial_id: person, status: 'not-happened' }]);
    const correction = { corrects: given.body.ids[0], reason: 'wrong-date' };
    const twice = await record([
      { trial_id: person, status: 'happened', date: '2026-04-25' },
      { trial_id: person, status: 'happened', date: '2026-04-26', ...correction },
    ]);
    expect(twice.body.errors).toEqual([{ path: 'rows[1].trial_id', message: 'named twice' }]);
  });

  it('lets no other borough and no other source correct a record', async () => {
    const person = people[6] ?? '';
    const given = await record([{ trial_id: person, status: 'happened', date: '2026-05-01' }]);
    const correction = { corrects: given.body.ids[0], reason: 'entered-in-error' };
    const rows = [{ trial_id: person, status: 'not-happened', ...correction }];
    const elsewhere = await record(rows, 'self-reported', 'other-registrar');
    expect(elsewhere.body.errors).toEqual([
      { path: 'rows[0].trial_id', message: 'nobody in this trial and borough has this id' },
    ]);
    const own = await record(rows, 'self-reported');
    expect(own).toMatchObject({ status: 422, body: { errors: [{ path: 'rows[0].corrects' }] } });
    expect(own.body.errors[0].message).toContain('another source (administrative)');
    expect(await registered()).toMatchObject({ happened: 2 });
  });

  it('corrects a record once; the next correction names the newest', async () => {
    const person = people[7] ?? '';
    const given = await record([{ trial_id: person, status: 'not-happened' }]);
    const because = { trial_id: person, reason: 'wrong-date' };
    const dated = await record([{ ...because, status: 'happened', date: '2026-05-01', corrects: given.body.ids[0] }]);
    expect(dated.status).toBe(201);
    const again = { ...because, status: 'happened', date: '2026-05-02' };
    expect((await record([{ ...again, corrects: given.body.ids[0] }])).body.errors).toEqual([
      {
        path: 'rows[0].corrects',
        message: `that record was corrected already, by ${dated.body.ids[0]}: correct the newest one`,
      },
    ]);
    expect((await record([{ ...again, corrects: dated.body.ids[0] }])).status).toBe(201);
    expect((await record([{ ...again, trial_id: first, corrects: dated.body.ids[0] }])).body.errors).toEqual([
      { path: 'rows[0].corrects', message: 'no record of this person and outcome has this id' },
    ]);
  });

  it('takes the newer of two records of one instant', async () => {
    const person = people[5] ?? '';
    const before = (await registered()).happened;
    for (const status of ['unmatchable', 'not-happened']) await record([{ trial_id: person, status }]);
    await record([{ trial_id: person, status: 'happened', date: '2026-06-01' }]);
    expect((await registered()).happened).toBe(before + 1);
  });

  it('does not take an interview entered late for one held late', async () => {
    const person = people[6] ?? '';
    const given = await record([{ trial_id: person, status: 'not-happened', learnt: '2026-05-20' }], 'self-reported');
    expect(given.status).toBe(201);
    const early = await record([{ trial_id: person, status: 'happened', date: '2026-06-01', learnt: '2026-05-20' }]);
    expect(early.body.errors).toEqual([{ path: 'rows[0].learnt', message: 'lies before the day it happened' }]);
  });

  it('takes back what was entered for the wrong person, and leaves nothing in its place', async () => {
    const before = await registered();
    const person = people[2] ?? '';
    const given = await record([{ trial_id: person, status: 'happened', date: '2026-05-30' }]);
    expect(await registered()).toMatchObject({ happened: before.happened + 1 });
    const back = { trial_id: person, status: 'taken-back' };
    expect((await record([back])).body.errors).toEqual([
      { path: 'rows[0].corrects', message: 'say which record is taken back' },
    ]);
    const taken = await record([{ ...back, corrects: given.body.ids[0], reason: 'wrong-person' }]);
    expect(taken.body).toMatchObject({ recorded: 1, inFrozenData: true });
    expect(await registered()).toEqual(before);
  });

  it('keeps a correction after the data were frozen, and leaves them as they were hashed', async () => {
    const person = people[0] ?? '';
    const { ids } = (await record([{ trial_id: person, status: 'happened', date: '2026-06-02' }])).body;
    service.setClock('2026-12-01T10:00:00.000Z');
    expect((await service.post('trial-administrator', `/trials/${slug}/close`, {})).status).toBe(200);
    const before = await registered();
    const news = await record([{ trial_id: person, status: 'not-happened' }]);
    expect(news.status).toBe(409);
    expect(news.body.detail).toContain('only corrections of what was recorded before');
    const wrong = { trial_id: person, status: 'happened', date: '2026-06-20', corrects: ids[0], reason: 'wrong-date' };
    const corrected = await record([wrong]);
    expect(corrected).toMatchObject({ status: 201, body: { recorded: 1, inFrozenData: false } });
    expect(await registered()).toEqual(before);
  });

  it('logged no bug', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
