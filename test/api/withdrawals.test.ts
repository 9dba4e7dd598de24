/** People who leave a trial or object: before their list closes, after it, and after the data was frozen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';

type Listed = { readonly trial_id: string; readonly household: string };

const slug = 'welcome-pack';
const left = 'this person has left the trial: nothing more is recorded about them';

describe.each(engines)('withdrawals, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  let staying: readonly Listed[] = [];

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
  });
  afterAll(() => service.close());

  const withdraw = (trial_id: string, decision = 'count-only') =>
    service.post('registrar', `/trials/${slug}/withdrawals`, { trial_id, reason: 'objected', decision });
  const close = (id: string) => service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [id] });
  const listOf = async (id: string): Promise<readonly Listed[]> =>
    (await service.get('registrar', `/ceremonies/${id}/list`)).body;
  const monitoring = async () => (await service.get('researcher', `/trials/${slug}/monitoring`)).body;
  const followUp = (rows: readonly object[]) =>
    service.post('electoral-services', `/trials/${slug}/follow-ups`, {
      outcome: 'registered',
      source: 'administrative',
      rows,
    });

  it('leaves whoever left before closing off the list; a household that left as a whole is not drawn', async () => {
    ceremony = await ceremonyWith(service, slug, '2026-04-20', 20);
    const homes = [...Map.groupBy(await listOf(ceremony), ({ household }) => household).values()];
    const leaving = [...(homes[0] ?? []), ...(homes[1] ?? []).slice(0, 1)];
    for (const { trial_id } of leaving) {
      const gone = await withdraw(trial_id);
      expect(gone).toMatchObject({ status: 201, body: { trial_id, decision: 'count-only', frozen: false } });
    }
    expect((await close(ceremony)).body.lists).toEqual([{ ceremony, members: 17, units: 9 }]);
    staying = await listOf(ceremony);
    const names = new Set(leaving.map(({ trial_id }) => trial_id));
    expect(staying.filter(({ trial_id }) => names.has(trial_id))).toEqual([]);
    const drawn = (await service.deps.store.read.allocationsOf(slug)).map(({ unit }) => unit);
    expect(drawn.toSorted()).toEqual([...new Set(staying.map(({ household }) => household))].toSorted());
    expect((await monitoring()).trial).toMatchObject({
      people: 17,
      withdrawn: { beforeClosing: 3, keepOutcomes: 0, countOnly: 0 },
    });
    expect((await withdraw(leaving[0]?.trial_id ?? '')).body.type).toBe('urn:pledge:problem:already-withdrawn');
  });

  it('closes no list that everybody left', async () => {
    const id = await ceremonyWith(service, slug, '2026-04-21', 2);
    for (const { trial_id } of await listOf(id)) await withdraw(trial_id);
    expect((await close(id)).body.type).toBe('urn:pledge:problem:list-empty');
  });

  it('records nothing more of them, and says in which row they stand', async () => {
    service.setClock('2026-07-20T09:00:00.000Z');
    const [first, second, third] = staying.map(({ trial_id }) => trial_id);
    if (first === undefined || second === undefined || third === undefined) throw new Error('Too few are on the list.');
    const earlier = await followUp([{ trial_id: second, status: 'happened', date: '2026-05-02' }]);
    await withdraw(second);
    await withdraw(third, 'keep-outcomes');
    const attendance = await service.post('registrar', `/ceremonies/${ceremony}/attendance`, {
      rows: [first, second, third].map((trial_id) => ({ trial_id, status: 'attended' })),
    });
    const errors = [1, 2].map((row) => ({ path: `rows[${row}].trial_id`, message: left }));
    expect(attendance).toMatchObject({ status: 422, body: { errors } });
    const rows = [first, second, third].map((trial_id) => ({ trial_id, status: 'not-happened' }));
    expect(await followUp(rows)).toMatchObject({ status: 422, body: { errors } });
    const correction = { corrects: earlier.body.ids[0], reason: 'wrong-date' };
    expect(
      (await followUp([{ trial_id: second, status: 'happened', date: '2026-05-03', ...correction }])).body.errors,
    ).toEqual([{ path: 'rows[0].trial_id', message: left }]);
  });

  it('takes nobody out as ineligible whose unit is drawn: that is an error of the randomisation, and keeps them', async () => {
    const [person] = staying.map(({ trial_id }) => trial_id).slice(3);
    const ineligible = { trial_id: person, reason: 'ineligible-found-later', decision: 'count-only' };
    const path = `/trials/${slug}/withdrawals`;
    expect((await service.post('registrar', path, ineligible)).body).toMatchObject({
      type: 'urn:pledge:problem:already-drawn',
      detail: expect.stringContaining('randomisation-errors'),
    });
    const error = { kind: 'ineligible-found-later', trial_id: person, reason: 'under-18' };
    expect((await service.post('registrar', `/trials/${slug}/randomisation-errors`, error)).status).toBe(201);
    service.setClock('2026-04-19T09:00:00.000Z');
    const next = await ceremonyWith(service, slug, '2026-05-20', 2);
    const [waiting] = await listOf(next);
    const sooner = { ...ineligible, trial_id: waiting?.trial_id };
    expect((await service.post('registrar', path, sooner)).status).toBe(201);
    service.setClock('2026-07-20T09:00:00.000Z');
  });

  it('keeps them in the count of people and counts them apart', async () => {
    const { trial } = await monitoring();
    expect(trial).toMatchObject({ people: 17, withdrawn: { beforeClosing: 6, keepOutcomes: 1, countOnly: 1 } });
    expect(trial.outcomes[0]).toMatchObject({ known: 0, missing: 16 });
    expect(await service.deps.store.read.randomisedCounts(slug)).toEqual(new Map([['E09000025', 17]]));
  });

  it('knows nobody of another borough, and names the field', async () => {
    const path = `/trials/${slug}/withdrawals`;
    const body = { trial_id: staying[0]?.trial_id, reason: 'objected', decision: 'count-only' };
    expect(await service.post('other-registrar', path, body)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'trial_id', message: 'nobody in this trial and borough has this id' }] },
    });
  });

  it('takes an objection after the data was frozen; the frozen data stays as it was hashed', async () => {
    const followed = staying.map(({ trial_id }) => trial_id).toSpliced(1, 2);
    const [first, second, third] = followed;
    if (first === undefined || second === undefined || third === undefined) throw new Error('Too few are on the list.');
    const recorded = await followUp(followed.map((trial_id) => ({ trial_id, status: 'not-happened' })));
    expect(recorded.body.recorded).toBe(15);
    await service.post('trial-administrator', `/trials/${slug}/close`, {});
    const frozen = await service.deps.store.read.artefactBody(slug, 'dataset', 'dataset.csv');
    expect((await monitoring()).trial.outcomes[0]).toMatchObject({ known: 15, happened: 0 });
    expect((await withdraw(first)).body).toEqual({ trial_id: first, decision: 'count-only', frozen: true });
    expect((await monitoring()).trial).toMatchObject({ people: 17, withdrawn: { countOnly: 2 } });
    expect((await monitoring()).trial.outcomes[0]).toMatchObject({ known: 14 });
    expect((await service.post('trial-statistician', `/trials/${slug}/analysis`, {})).status).toBe(200);
    expect((await withdraw(second)).body.frozen).toBe(true);
    await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {});
    await service.post('auditor', `/trials/${slug}/publish-seed`, {});
    expect((await withdraw(third)).body.frozen).toBe(true);
    expect(await service.deps.store.read.artefactBody(slug, 'dataset', 'dataset.csv')).toEqual(frozen);
  });

  it('logged no bug', () => {
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
