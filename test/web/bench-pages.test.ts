/** The researcher's bench at the real service: a draft checked, runs listed with who and when, two compared, data taken for a reason. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paired } from '../../src/actions/compare-runs.ts';
import { ratesPlan } from '../api/rates-plan.ts';
import { type As, ceremonyWith, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';

const protocolFile = readFileSync(
  fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url)),
  'utf8',
);
const trial = '/trials/ceremony-offer';

let service: Service;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  service = await openService(sqlite);
  await openTrial(service, 'ceremony-offer');
  const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
  await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
  service.setClock('2026-07-01T09:00:00.000Z');
  await service.post('trial-administrator', `${trial}/close`, {});
});
afterAll(() => service.close());

async function ask(as: As, path: string, body?: FormData | URLSearchParams): Promise<Response> {
  const headers = { cookie: await service.cookieOf(as), origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  const sent = body === undefined ? {} : { method: 'POST', body };
  return service.fetch(new Request(`http://localhost${path}`, { headers, ...sent }));
}

function withFile(field: string, text: string): FormData {
  const form = new FormData();
  form.set(field, new File([text], `${field}.json`, { type: 'application/json' }));
  form.set('key', crypto.randomUUID());
  return form;
}

describe('a draft', () => {
  test('is shown whole: warnings, chances, power, and its document', async () => {
    const response = await ask('researcher', '/check-draft', withFile('file', protocolFile));
    expect(response.status).toBe(200);
    const page = await response.text();
    for (const words of [
      'no beacon is named',
      '1/3',
      'What the trial can see',
      '7.4 points',
      '27a. Statistical methods',
    ]) {
      expect(page).toContain(words);
    }
  });

  test('that is wrong is refused with the line of each fault', async () => {
    const wrong = protocolFile.replace('"unit": "ceremony"', '"unit": "room"');
    const response = await ask('researcher', '/check-draft', withFile('file', wrong));
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(/Line \d+, column \d+: unit: /);
    expect((await ask('researcher', '/check-draft', new FormData())).status).toBe(422);
  });
});

describe('runs', () => {
  test('are none before the locked analysis, which the page says', async () => {
    const page = await (await ask('trial-statistician', `${trial}/runs`)).text();
    expect(page).toContain('The locked analysis has not run.');
    expect(page).not.toContain('Run another analysis');
    expect((await ask('trial-statistician', `${trial}/runs`, withFile('plan', JSON.stringify(ratesPlan)))).status).toBe(
      409,
    );
    const early = await ask('trial-statistician', `${trial}/data`);
    expect(await early.text()).toContain('Row-level data is given after the locked analysis has run.');
  });

  test('are listed with who and when, the exploratory ones told apart', async () => {
    await service.post('trial-statistician', `${trial}/analysis`, {});
    const started = await ask('trial-statistician', `${trial}/runs`, withFile('plan', JSON.stringify(ratesPlan)));
    expect([started.status, started.headers.get('location')]).toEqual([303, `${trial}/runs?done=ran`]);
    const page = await (await ask('researcher', `${trial}/runs`)).text();
    expect(page).toContain('Locked analysis');
    expect(page).toContain('Exploratory analysis 1');
    expect(page.indexOf('Locked analysis')).toBeLessThan(page.indexOf('Exploratory analysis 1'));
    expect(page.match(/1 July 2026, 10am, by trial-statistician/g)).toHaveLength(2);
    expect(page).toContain('Is the one that was locked');
    expect(page).not.toContain('files/data.csv');
    expect(page).not.toContain('Run another analysis');
  });

  test('that cannot run say so beside the file', async () => {
    const refused = await ask('trial-statistician', `${trial}/runs`, withFile('plan', '{"title": 1}'));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('There is a problem');
  });

  test('have their report, which may style itself and nothing else', async () => {
    const runs = (await service.get('researcher', `${trial}/runs`)).body;
    for (const { run, kind } of runs) {
      const report = await ask('researcher', `${trial}/runs/${run}/report`);
      expect(report.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
      );
      expect((await report.text()).includes('EXPLORATORY')).toBe(kind === 'exploratory');
    }
  });

  test('are compared: what they were made from, and which figures differ', async () => {
    const [one, other] = (await service.get('researcher', `${trial}/runs`)).body.map(({ run }: { run: string }) => run);
    const page = await (await ask('researcher', `${trial}/runs/compare?one=${one}&other=${other}`)).text();
    expect(page).toContain('What differs between them: plan.');
    expect(page).toContain('Not in this run');
    const same = await (await ask('researcher', `${trial}/runs/compare?one=${one}&other=${one}`)).text();
    expect(same).toContain('Both had the same data, the same plan and the same version of Pledge.');
    expect((await ask('researcher', `${trial}/runs/compare?one=${one}&other=none`)).status).toBe(404);
  });
});

test('the data set is given for a stated reason, to whoever stated it', async () => {
  const form = (reason: string) => new URLSearchParams({ reason, key: crypto.randomUUID() });
  expect((await ask('researcher', `${trial}/data`, form('because'))).status).toBe(422);
  const kept = await ask('researcher', `${trial}/data`, form('To repeat the analysis in R'));
  const location = kept.headers.get('location') ?? '';
  const page = await (await ask('researcher', location)).text();
  const href = /href="([^"]*dataset\.csv)"/.exec(page)?.[1] ?? '';
  expect(await (await ask('researcher', href)).text()).toMatch(/^unit,/);
  expect((await ask('trial-statistician', href)).status).toBe(404);
  const { exports } = (await service.get('auditor', `${trial}/access-records`)).body;
  expect(exports).toMatchObject([{ actor: 'researcher', reason: 'To repeat the analysis in R' }]);
});

test('results are paired by what they are of, first by their own name, and are the same only to the last digit', () => {
  const result = (id: string, estimate: number) => ({ id, method: 'linear', outcome: 'registered', estimate });
  expect(paired([result('a', 1), result('b', 2)], [result('b', 2), result('c', 1)])).toMatchObject([
    { one: { id: 'a' }, other: { id: 'b' }, isSame: false },
    { one: { id: 'b' }, other: { id: 'c' }, isSame: false },
  ]);
  expect(paired([result('a', 1)], [result('z', 1)])).toMatchObject([{ isSame: true }]);
  expect(paired([result('a', 1)], [result('z', 1 + Number.EPSILON)])).toMatchObject([{ isSame: false }]);
  expect(paired([], [result('z', 1)])).toMatchObject([{ one: null, other: { id: 'z' }, isSame: false }]);
});
