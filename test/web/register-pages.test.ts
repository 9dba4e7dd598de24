/** The register's calendar and the upload of a match result as pages: typed wrongly, typed rightly, and by whom. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, ceremonyWith, openService, openTrial } from '../api/service.ts';
import { engines } from '../store/engines.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');
const service = await openService(engine);
const slug = 'welcome-pack';
const origin = 'http://localhost';
let people: readonly string[] = [];

beforeAll(async () => {
  await openTrial(service, slug);
  const ceremony = await ceremonyWith(service, slug, '2026-04-20', 4);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
  people = list.map(({ trial_id }: { trial_id: string }) => trial_id);
  service.setClock('2026-09-02T09:00:00.000Z');
});
afterAll(() => service.close());

async function ask(as: As, path: string, body?: URLSearchParams | FormData) {
  const headers = { cookie: await service.cookieOf(as), origin };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body };
  const response = await service.fetch(new Request(`${origin}/trials/${slug}/${path}`, init));
  return { status: response.status, text: await response.text(), to: response.headers.get('location') ?? '' };
}
const key = () => crypto.randomUUID();
const date = (name: string, [year, month, day]: readonly [string, string, string]) => ({
  [`${name}-year`]: year,
  [`${name}-month`]: month,
  [`${name}-day`]: day,
});

test('the borough’s lead records a publication, and reads from when outcomes can be observed', async () => {
  const typed = (appliedBy: readonly [string, string, string]) =>
    new URLSearchParams({
      ...{ key: key(), kind: 'monthly' },
      ...date('publishedOn', ['2026', '9', '1']),
      ...date('appliedBy', appliedBy),
    });
  const wrong = await ask('borough-lead', 'register', typed(['2026', '8', '31']));
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('href="#appliedBy-day"');
  expect(wrong.text).toContain('value="31"');
  const saved = await ask('borough-lead', 'register', typed(['2026', '8', '10']));
  expect([saved.status, saved.to]).toEqual([303, `/trials/${slug}/register?saved=1`]);
  const page = await ask('registrar', 'register');
  expect(page.text).toContain('1 September 2026');
  expect(page.text).not.toContain('Record a publication');
});

test('electoral services upload a result; a file with a name in it is refused and shown to nobody', async () => {
  const upload = (result: string) => {
    const form = new FormData();
    const fields = { key: key(), outcome: 'registered', ...date('register', ['2026', '9', '1']) };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('result', new File([result], 'match.csv', { type: 'text/csv' }));
    return ask('electoral-services', 'match-results', form);
  };
  const refused = await upload(`trial_id,status,date\n${people[0]},registered,Ada Lovelace\n`);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Row 2 date is no date');
  expect(refused.text).not.toContain('Lovelace');
  const rows = [`${people[0]},registered,2026-05-01`, `${people[1]},not-registered,`, `${people[2]},unmatchable,`];
  const checked = await upload(`trial_id,status,date\n${rows.join('\n')}\n`);
  expect(checked.status).toBe(200);
  expect(checked.text).toContain('Check before you upload');
  const before = (await service.get('researcher', `/trials/${slug}/monitoring`)).body.trial.outcomes[0];
  expect(before.bySource[0].known).toBe(0);
  // What the page holds is sent, and recorded once
  const hidden = [...checked.text.matchAll(/<input type="hidden" name="([^"]*)"[^>]* value="([^"]*)">/g)];
  const again = new FormData();
  for (const [, name = '', value = ''] of hidden) again.set(name, value.replaceAll('&#10;', '\n'));
  const taken = await ask('electoral-services', 'match-results', again);
  expect(taken.status).toBe(303);
  expect((await ask('electoral-services', 'match-results', again)).to).toBe(taken.to);
  const done = await ask('electoral-services', taken.to.replace(`/trials/${slug}/`, ''));
  expect(done.text).toContain('The result is recorded: 1 registered, 1 not registered, 1 could not be matched.');
  // Nothing on the page is said because an address says it, nor to somebody else
  const forged = await ask('electoral-services', `match-results?done=${key()}&registered=4321`);
  expect(forged.text).not.toContain('is recorded');
  expect(forged.text).not.toContain('4321');
  const { bySource } = (await service.get('researcher', `/trials/${slug}/monitoring`)).body.trial.outcomes[0];
  expect(bySource[0]).toEqual({ source: 'administrative', known: 2, missing: 1, happened: 1 });
});

test('the upload is for electoral services alone', async () => {
  expect((await ask('borough-lead', 'match-results')).status).toBe(403);
  expect((await ask('researcher', 'register')).status).toBe(403);
  expect((await ask('volunteer-partner', 'match-results')).status).toBe(403);
});
