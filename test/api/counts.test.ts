/** A borough that may share only counts: by ceremony, by arm, and what the locked analysis makes of them. */
import { afterEach, expect, test } from 'vitest';
import { compute } from '../../analysis/compute.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial, householdTrial, type Json } from './trials.ts';

const [first] = engines;
if (first === undefined) throw new Error('there is no engine');
const engine = first;
let service: Service;
afterEach(() => service.close());

const counted = (text: string, shares: string, change: (analysis: Json) => Json = (analysis) => analysis): string => {
  // Both are JSON of ours.
  const protocol = JSON.parse(text) as { boroughs: { code: string }[]; analysis: Json };
  const boroughs = protocol.boroughs.map((one) => (one.code === newham ? { ...one, shares } : one));
  return JSON.stringify({ ...protocol, boroughs, analysis: change({ ...protocol.analysis, weight: 'people' }) });
};
const byCeremony = 'ceremony,happened,not_happened,unmatchable';
const days = ['09', '10', '11', '12', '13', '16'];
const arms = /"(?:standard|volunteering|behavioural|registration-prompt|registration-and-volunteering)"/;

async function lists(slug: 'ceremony-offer' | 'welcome-pack', text: string): Promise<readonly string[]> {
  service = await openService(engine);
  await openTrial(service, slug, text);
  const ceremonies: string[] = [];
  for (const day of days) ceremonies.push(await ceremonyWith(service, slug, `2026-03-${day}`, 12));
  expect((await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies })).status).toBe(200);
  return ceremonies;
}

async function frozenRows(slug: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const [head = '', ...body] = (
    (await service.deps.store.read.artefactBody(slug, 'dataset', 'dataset.csv'))?.body ?? ''
  )
    .trim()
    .split('\n');
  const names = head.trim().split(',');
  return body.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((value, at) => [names[at], value]),
    ),
  );
}

test('counts by ceremony are joined to arms here, told to nobody, and weigh as the people they count', async () => {
  const slug = 'ceremony-offer';
  const adjusted = {
    ...{ id: 'adjusted', method: 'linear', errors: 'CR2', adjust: 'additive' },
    covariates: [{ column: 'group_size', as: 'number' }],
  };
  const text = counted(ceremonyTrial({}), 'counts-by-ceremony', (analysis) => ({
    ...analysis,
    estimators: [...(analysis.estimators as Json[]), adjusted],
  }));
  const ceremonies = await lists(slug, text);
  const upload = (counts: string, more: Json = {}) =>
    service.post('electoral-services', `/trials/${slug}/counts`, {
      ...{ outcome: 'registered', register: '2026-06-20', counts, ...more },
    });
  const rows = ceremonies.map((id, index) => `${id},${index + 2},${9 - index},1`);
  const file = [byCeremony, ...rows].join('\n');

  // Given a register that cannot show the windows yet, nothing is taken
  service.setClock('2026-06-20T09:00:00.000Z');
  const early = await upload(file, { register: '2026-06-06' });
  expect(early.body.errors[0].detail ?? early.body.errors[0].message).toContain('2026-06-07');

  // Nor is a file that holds more, counts others, or says something of a person
  for (const wrong of [
    [`${byCeremony},name`, ...rows].join('\n'),
    [byCeremony, `${rows[0]},Zoë`].join('\n'),
    [byCeremony, `${ceremonies[0]},3,9,1`].join('\n'),
    [byCeremony, `${ceremonies[0]},2,9`].join('\n'),
    [byCeremony, rows[0], rows[0]].join('\n'),
    [byCeremony, 'elsewhere,1,1,1'].join('\n'),
    byCeremony,
  ]) {
    const refused = await upload(wrong);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).not.toContain('Zoë');
  }
  const place = await service.get('electoral-services', `/trials/${slug}/counts`);
  expect(place.body.ceremonies.map(({ people }: { people: number }) => people)).toEqual([12, 12, 12, 12, 12, 12]);

  // When the counts are given, once and again
  const given = await upload(file);
  expect([given.status, given.body]).toEqual([201, { recorded: 6, people: 72 }]);
  expect((await upload(file)).status).toBe(422);
  expect((await upload([byCeremony, rows[0]].join('\n'), { corrects: 'later-information' })).status).toBe(201);
  for (const reply of [place, given, early]) expect(JSON.stringify(reply.body)).not.toMatch(arms);
  const byPerson = { outcome: 'registered', result: 'trial_id,status,date\nx,unmatchable,' };
  expect((await service.post('electoral-services', `/trials/${slug}/match-results`, byPerson)).status).toBe(403);

  // And somebody leaves: their ceremony's counts no longer add up, and are given again
  const list = (await service.get('registrar', `/ceremonies/${ceremonies[0]}/list`)).body;
  const left = { trial_id: list[0].trial_id, reason: 'objected', decision: 'count-only' };
  expect((await service.post('registrar', `/trials/${slug}/withdrawals`, left)).status).toBe(201);
  const again = (await service.get('electoral-services', `/trials/${slug}/counts`)).body.ceremonies[0];
  expect([again.people, again.outcomes[0].state]).toEqual([11, 'again']);
  const fewer = `${byCeremony}\n${ceremonies[0]},2,8,1`;
  expect((await upload(fewer, { corrects: 'later-information' })).status).toBe(201);

  // Then the frozen data hold them as rows that stand for several people, with nothing known of one
  expect((await service.post('trial-administrator', `/trials/${slug}/close`, {})).status).toBe(200);
  const frozen = await frozenRows(slug);
  expect(frozen).toHaveLength(18);
  expect(frozen.reduce((sum, row) => sum + Number(row.people), 0)).toBe(71);
  expect(
    new Set(
      frozen.map((row) => ['household', 'group_size', 'age_band', 'registered_days'].map((name) => row[name]).join('')),
    ),
  ).toEqual(new Set(['']));
  const first = frozen.filter(({ ceremony }) => ceremony === ceremonies[0]);
  expect(Object.fromEntries(first.map(({ registered, people }) => [registered, people]))).toEqual({
    0: '8',
    1: '2',
    '': '1',
  });

  // And the locked analysis gives what the people would have given, one by one, and says what it cannot do
  const { run } = (await service.post('trial-statistician', `/trials/${slug}/analysis`, {})).body;
  const results = JSON.parse(
    (await service.deps.store.read.artefactBody(slug, `run-${run}`, 'results.json'))?.body ?? '',
  );
  const of = (id: string, all: readonly Json[]) => all.filter((one) => one.id === id && one.outcome === 'registered');
  const names = Object.keys(frozen[0] ?? {});
  const expanded = frozen.flatMap((row) =>
    Array.from({ length: Number(row.people) }, () => names.map((name) => row[name]).join(',')),
  );
  const { weight: _, ...plan } = JSON.parse(text).analysis;
  const estimators = plan.estimators.filter(({ id }: Json) => id !== 'adjusted');
  const alone = await compute({
    planText: JSON.stringify({ ...plan, estimators }),
    data: new TextEncoder().encode([names.join(','), ...expanded].join('\n')),
    engineVersion: 'test',
  });
  const primary = of('primary', results.results);
  expect(primary).toHaveLength(3);
  for (const [index, row] of of('primary', alone.results.rows as unknown as Json[]).entries()) {
    const figures = row.figures as { estimate: number; standardError: number; n: number };
    expect(primary[index]?.estimate).toBeCloseTo(figures.estimate, 12);
    expect(primary[index]?.standardError).toBeCloseTo(figures.standardError, 12);
    expect(primary[index]?.n).toBe(65);
  }
  for (const row of of('adjusted', results.results)) expect(row.notEstimable).toBeDefined();
  const report = (await service.deps.store.read.artefactBody(slug, `run-${run}`, 'report.html'))?.body;
  expect(report).toContain('nothing is known by person');
});

test('counts by arm wait for the last unsealing, and stand in no ceremony and no household', async () => {
  const slug = 'welcome-pack';
  const text = counted(householdTrial({}), 'counts-by-arm', (analysis) => ({
    ...analysis,
    estimators: (analysis.estimators as Json[]).map((one) => (one.id === 'rates' ? { ...one, cluster: null } : one)),
  }));
  const ceremonies = await lists(slug, text);
  const people = new Map<string, number>();
  for (const { arm } of await service.deps.store.read.membersOfTrial(slug))
    people.set(arm ?? '', (people.get(arm ?? '') ?? 0) + 1);
  const file = ['arm,happened,not_happened,unmatchable', ...[...people].map(([arm, n]) => `${arm},2,${n - 2},0`)].join(
    '\n',
  );
  service.setClock('2026-06-20T09:00:00.000Z');
  const upload = () =>
    service.post('electoral-services', `/trials/${slug}/counts`, {
      outcome: 'registered',
      register: '2026-06-20',
      counts: file,
    });
  expect((await upload()).body.type).toBe('urn:pledge:problem:still-sealed');
  for (const ceremony of ceremonies)
    expect((await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {})).status).toBe(200);
  expect((await upload()).body).toEqual({ recorded: people.size, people: 72 });
  expect(JSON.stringify((await service.get('electoral-services', `/trials/${slug}/counts`)).body)).not.toMatch(arms);
  expect((await service.post('trial-administrator', `/trials/${slug}/close`, {})).status).toBe(200);
  const frozen = await frozenRows(slug);
  expect(new Set(frozen.map(({ unit, household, ceremony }) => `${unit}${household}${ceremony}`))).toEqual(
    new Set(['']),
  );
  const { run } = (await service.post('trial-statistician', `/trials/${slug}/analysis`, {})).body;
  const { results } = JSON.parse(
    (await service.deps.store.read.artefactBody(slug, `run-${run}`, 'results.json'))?.body ?? '',
  );
  const own = results.filter(({ outcome }: Json) => outcome === 'registered');
  expect(own.find(({ id }: Json) => id === 'rates').rows.map(({ count }: { count: number }) => count)).toEqual([
    2, 2, 2,
  ]);
  for (const row of own.filter(({ id }: Json) => id === 'primary')) expect(row.notEstimable).toBeDefined();
});
