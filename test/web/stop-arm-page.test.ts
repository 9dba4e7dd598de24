/** Stopping an arm on its page: the answers are shown before they are kept, and a poor form changes nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openService, openTrial, type Service } from '../api/service.ts';
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

async function send(form: Readonly<Record<string, string>>): Promise<readonly [number, string]> {
  const headers = { cookie: await service.cookieOf('trial-administrator'), origin: 'http://localhost' };
  const init = { method: 'POST', headers, body: new URLSearchParams(form) };
  const reply = await service.fetch(new Request(`http://localhost/trials/${slug}/steps/stop-arm`, init));
  return [reply.status, await reply.text()];
}
const version = async (): Promise<number> => (await service.get('nobody', `/trials/${slug}`)).body.version;

test('asks for arm and reason, shows both, and stops the arm only then', async () => {
  const key = crypto.randomUUID();
  const before = await version();
  const [status, text] = await send({ key, arm: 'nowhere', reason: ' ' });
  expect(status).toBe(422);
  expect(text).toContain('href="#arm"');
  expect(text).toContain('href="#reason"');
  const answers = { key, arm: 'behavioural', reason: 'The cards <b> are out of print.' };
  const [shown, check] = await send(answers);
  expect(shown).toBe(200);
  expect(check).toContain('The cards &lt;b&gt; are out of print.');
  expect(await version()).toBe(before);
  expect((await send({ ...answers, checked: 'yes' }))[0]).toBe(303);
  expect(await version()).toBe(before + 1);
  expect((await send({ ...answers, checked: 'yes' }))[0]).toBe(303);
  expect(await version()).toBe(before + 1);
});

test('says of a form that holds too much what is wrong with it', async () => {
  const [status, text] = await send({ reason: 'x'.repeat(20_000) });
  expect(status).toBe(409);
  expect(text).toContain('This form holds more than it can.');
});
