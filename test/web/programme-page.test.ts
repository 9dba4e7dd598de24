/** The programme at the service: every trial for the GLA, with no figure and no draft, and held back while a poll is near. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, openService, openTrial, protocolText, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';

let service: Service;
beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  service = await openService(sqlite);
  await openTrial(service, 'ceremony-offer');
  await service.post('researcher', '/trials', protocolText('welcome-pack'));
});
afterAll(() => service.close());

async function programme(as: As): Promise<readonly [number, string]> {
  const headers = { cookie: await service.cookieOf(as) };
  const reply = await service.fetch(new Request('http://localhost/programme', { headers }));
  return [reply.status, await reply.text()];
}

test('shows the GLA where each trial stands, and no draft', async () => {
  const [status, text] = await programme('gla');
  expect(status).toBe(200);
  expect(text).toContain('/trials/ceremony-offer');
  expect(text).toContain('No figures have been released yet.');
  expect(text).not.toContain('/trials/welcome-pack');
  expect((await programme('trial-administrator'))[1]).toContain('/trials/welcome-pack');
  expect((await programme('registrar'))[0]).toBe(403);
});

test('says until when a poll holds publication back', async () => {
  await service.post('trial-administrator', '/trials/ceremony-offer/polls', { area: 'london', pollOn: '2026-03-20' });
  const [, text] = await programme('gla');
  expect(text).toMatch(/until the end of \w+ 20 March 2026/);
  expect(text).not.toContain('href="/trials/ceremony-offer/release"');
});
