/** Monitoring as pages: all arms together for the blind, losses by arm for the trial statistician once warned, and what stands behind both. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, ceremonyWith, newham, openService, openTrial } from '../api/service.ts';
import { ceremonyTrial } from '../api/trials.ts';
import { engines } from '../store/engines.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');
const service = await openService(engine);
const slug = 'ceremony-offer';
const origin = 'http://localhost';
const arms = /volunteering|behavioural/;
const lists: (readonly string[])[] = [];

beforeAll(async () => {
  await openTrial(service, slug, ceremonyTrial({}));
  const centre = { code: 'volunteer-centre', name: 'Volunteer Centre', kind: 'volunteer-centre', borough: newham };
  await service.post('borough-lead', `/trials/${slug}/organisations`, centre);
  const ceremonies: string[] = [];
  for (const day of ['03', '04', '05']) ceremonies.push(await ceremonyWith(service, slug, `2026-03-${day}`, 4));
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies });
  service.setClock('2026-03-05T16:00:00.000Z');
  const deviations = [[], ['shortened', 'forms-missing'], null];
  for (const [index, ceremony] of ceremonies.entries()) {
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    lists.push(list.map(({ trial_id }: { trial_id: string }) => trial_id));
    const seen = deviations[index];
    if (seen === null || seen === undefined) continue;
    const log = { deliveredBy: ['volunteer-centre'], servicePresent: false, formHelp: true, minutes: 30 };
    const logged = await service.post('registrar', `/ceremonies/${ceremony}/delivery`, { ...log, deviations: seen });
    if (logged.status !== 201) throw new Error(JSON.stringify(logged.body));
  }
  // A partner's records: two were interested, one of them came; a third was entered by mistake and taken back
  const [one, two, three] = lists[0] ?? [];
  const step = (attendee: string, id: string, name: 'interest' | 'first-session', more = {}) => ({
    ...{ id, trial: slug, attendee, outcome: 'volunteered', status: 'happened' as const, happenedOn: '2026-03-04' },
    ...{ source: 'partner-verified' as const, learntOn: '2026-03-05', step: name, actor: 'volunteer-partner' },
    ...{ at: '2026-03-05T16:00:00.000Z', ...more },
  });
  const rows = [
    step(one ?? '', 'f1', 'interest'),
    step(two ?? '', 'f2', 'interest'),
    step(two ?? '', 'f3', 'interest'),
    step(two ?? '', 'f4', 'first-session'),
    step(three ?? '', 'f5', 'interest'),
  ];
  const back = { corrects: 'f5', reason: 'wrong-person', takesBack: true, step: null, happenedOn: null };
  const taken = { ...step(three ?? '', 'f6', 'interest', back), status: 'unmatchable' as const };
  const answer = (attendee: string, question: number) => ({
    ...{ attendee, seq: 0, question, trial: slug, wording: 1, answer: 2, actor: attendee },
    at: '2026-03-05T16:00:00.000Z',
  });
  const answers = [answer(one ?? '', 1), answer(one ?? '', 2), answer(lists[1]?.[0] ?? '', 1)];
  const kept = await service.deps.store.commit([
    { into: 'followUp', rows },
    { into: 'followUp', rows: [taken] },
    { into: 'surveyAnswer', rows: answers },
  ]);
  if (!kept.ok) throw new Error(kept.conflict.what);
  service.setClock('2026-06-20T09:00:00.000Z');
  const matched = (lists[0] ?? []).map((trial_id) => ({ trial_id, status: 'not-happened' }));
  const outcome = { outcome: 'registered', source: 'administrative', rows: matched };
  await service.post('electoral-services', `/trials/${slug}/follow-ups`, outcome);
});
afterAll(() => service.close());

async function ask(as: As, path: string, method: 'GET' | 'POST' = 'GET') {
  const headers = { cookie: await service.cookieOf(as), origin };
  const body = method === 'POST' ? { body: new URLSearchParams() } : {};
  const response = await service.fetch(new Request(`${origin}/trials/${slug}${path}`, { method, headers, ...body }));
  return { status: response.status, text: await response.text() };
}

test('delivery, losses, correlation and the funnel are counted over all arms', async () => {
  const { trial } = (await service.get('researcher', `/trials/${slug}/monitoring`)).body;
  expect(trial.delivery).toMatchObject({ held: 3, logged: 2, asPlanned: 1 });
  const seen = trial.delivery.deviations.filter(({ ceremonies }: { ceremonies: number }) => ceremonies > 0);
  expect(seen.map(({ deviation }: { deviation: string }) => deviation).toSorted()).toEqual([
    'forms-missing',
    'shortened',
  ]);
  expect(trial.funnels).toMatchObject([
    {
      outcome: 'volunteered',
      steps: [
        { step: 'interest', people: 2 },
        { step: 'sign-up', people: 0 },
        { step: 'training', people: 0 },
        { step: 'first-session', people: 1 },
      ],
    },
  ]);
  expect(trial.outcomes[0]).toMatchObject({ outcome: 'registered', due: 12, lost: 8 });
  expect(trial.outcomes[0].icc.notEstimable).toBeDefined();
});

test('the page shows them, and no arm, to those who are blind; nobody else sees it', async () => {
  for (const as of ['researcher', 'trial-administrator', 'trial-statistician'] as const) {
    const page = await ask(as, '/monitoring');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Of these, delivered as planned');
    expect(page.text).toContain('Were interested');
    expect(page.text).toContain('66.7%');
    const content = page.text.slice(page.text.indexOf('<main'), page.text.indexOf('</main>'));
    expect(content.replaceAll(/Gave time[^<]*|intends_to_volunteer|Intends to volunteer/g, '')).not.toMatch(arms);
  }
  for (const as of ['registrar', 'gla', 'auditor'] as const) expect((await ask(as, '/monitoring')).status).toBe(403);
  const unread = (await service.get('auditor', `/trials/${slug}/access-records`)).body.unblindings;
  expect(unread).toEqual([]);
});

test('losses by arm are shown after a warning, to the statistician alone, and are on record', async () => {
  const warned = await ask('trial-statistician', '/attrition');
  expect(warned.status).toBe(200);
  expect(warned.text).toContain('never blind again');
  expect(warned.text).not.toMatch(/<td[^>]*>\d/);
  expect((await service.get('auditor', `/trials/${slug}/access-records`)).body.unblindings).toEqual([]);
  expect((await ask('researcher', '/attrition')).status).toBe(403);
  expect((await ask('researcher', '/attrition', 'POST')).status).toBe(403);

  const shown = await ask('trial-statistician', '/attrition', 'POST');
  expect(shown.status).toBe(200);
  expect(shown.text).toContain('behavioural');
  const { unblindings } = (await service.get('auditor', `/trials/${slug}/access-records`)).body;
  expect(unblindings).toMatchObject([{ actor: 'trial-statistician', reading: 'read-attrition' }]);
  const { outcomes, survey } = (await service.get('trial-statistician', `/trials/${slug}/attrition`)).body;
  const total = (rows: readonly Record<string, number>[], of: string) =>
    rows.reduce((sum, row) => sum + (row[of] ?? 0), 0);
  expect([total(outcomes[0].arms, 'people'), total(outcomes[0].arms, 'missing')]).toEqual([12, 8]);
  expect([total(survey.arms, 'people'), total(survey.arms, 'responded')]).toEqual([12, 2]);
  expect(survey.questions.map(({ arms: own }: { arms: Record<string, number>[] }) => total(own, 'answered'))).toEqual([
    2, 1, 0, 0, 0,
  ]);
  expect(shown.text).toContain('Answers to the survey');
});

test('the frozen flow tells how many logs say that all went as planned', async () => {
  expect((await service.post('trial-administrator', `/trials/${slug}/close`, {})).status).toBe(200);
  const flow = (await service.deps.store.read.artefactBody(slug, 'flow', 'flow.json'))?.body ?? '';
  expect(flow).toContain('Ceremonies with a delivery log');
});
