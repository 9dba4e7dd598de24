/**
 * Electoral services match a list with a register of 25,000 in a browser at the service itself, look at a doubtful pair, see what is sent
 * and send it: no name, address or reference of either file goes over the network. Then the page at both widths, and without JavaScript.
 */
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import { build } from '../../src/web/build.ts';
import { newham, openService, openTrial } from '../api/service.ts';
import { syntheticRegister } from '../borough/synthetic-register.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf } from './site.ts';

await build();
const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping matching in a browser. ${opened.whyNot}`);
const [sqlite] = engines;
if (sqlite === undefined) throw new Error('no engine');
const service = await openService(sqlite);
const key = new Uint8Array(32).fill(7);
const trial = '/trials/welcome-pack';
await openTrial(service, 'welcome-pack');
const slot = { borough: newham, heldOn: '2026-04-20', startsAt: '14:00', venue: 'town-hall' };
const ceremony = (await service.post('registrar', `${trial}/ceremonies`, slot)).body.id;
const references = ['A200001', 'A200002', 'A200003'];
const attendees = references.map((reference) => ({
  ...{ reference_hash: referenceHash(key, reference), household_hash: referenceHash(key, `lead ${reference}`) },
  ...{ group_size: 1, age_band: '25-34', prior_franchise: 'none', registered_at_baseline: 'unknown' },
  ...{ eligible: 'yes', reason: null },
}));
await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees });
await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
service.setClock('2026-09-02T09:00:00.000Z');
/** Every body that reaches the service; a browser does not tell a test those that hold a file. */
const bodies: string[] = [];
const { origin, close } = await openSiteOf(async (request) => {
  bodies.push(await request.clone().text());
  return service.fetch(request);
});

const list = [
  'Home Office Ref,Surname,Forenames,Date of Birth,Address,Postcode',
  'A200001,Quillfeather,Ada,25/03/1990,12 Larchgate Road,HA0 2BB',
  'A200002,Lindqvist,Ingrid,25/03/1990,14 Larchgate Road,HA0 2BB',
  'A200003,Zanzottera,Zoë,25/03/1990,16 Larchgate Road,HA0 2BB',
].join('\n');
const others = syntheticRegister(11, { electors: 25_000, attendees: 2 }).registerCsv.split('\n').slice(1);
const register = [
  'Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,Elector Forename,PostCode,Address1,Address2,UPRN,Date Registered',
  'ZZ,9000,0,,,Quillfeather,Ada,HA0 2BB,12 Larchgate Road,London,,10/05/2026',
  'ZZ,9001,0,,,Abernathy,Ingrid,HA0 2BB,14 Larchgate Road,London,,11/05/2026',
  'ZZ,9002,0,,,Abernathy,Tom,HA0 2BB,14 Larchgate Road,London,,12/05/2026',
  ...others,
].join('\n');

afterAll(async () => {
  await close();
  await service.close();
  if ('browser' in opened) await opened.browser.close();
});

async function electoralServices(javaScriptEnabled: boolean): Promise<Page> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 900 } });
  const [, value = ''] = (await service.cookieOf('electoral-services')).split('=');
  await context.addCookies([{ name: 'pledge-session', value, url: origin, httpOnly: true }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function looksRight(page: Page): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}

describe.skipIf('whyNot' in opened)('matching in the browser', { timeout: 120_000 }, () => {
  test('sends ids, results and dates, shown beforehand, and nothing else of either file', async () => {
    const page = await electoralServices(true);
    const sent: string[] = [];
    const scripts: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postDataBuffer()?.toString('utf8') ?? ''}`));
    page.on('response', (response) => {
      if (/\.js$/.test(response.url())) scripts.push(response.url());
    });
    await page.goto(`${origin}${trial}/match-results`);
    await page.locator('#match-steps').waitFor();
    expect(scripts.join('\n')).not.toContain('match-results-worker');
    await looksRight(page);

    // Without a file the page says what is missing
    await page.setInputFiles('#key-file', file('linkage.key', Buffer.from(key).toString('hex')));
    await page.getByRole('button', { name: 'Match', exact: true }).click();
    await page.getByText('Choose the file with your list.').waitFor();

    // When the files are matched, a pair is to be looked at and nothing is in the form yet
    await page.setInputFiles('#match-list', file('list.csv', list));
    await page.setInputFiles('#match-register', file('register.csv', register));
    for (const [part, value] of [
      ['day', '1'],
      ['month', '9'],
      ['year', '2026'],
    ]) {
      await page.fill(`#match-day-${part}`, value ?? '');
    }
    await page.getByRole('button', { name: 'Match', exact: true }).click();
    await page.getByText('1 registered, 1 not registered, 0 unmatchable, 1 to look at').waitFor();
    expect(await page.locator('#match-pairs').innerText()).toContain('Ingrid Abernathy');
    expect(await page.locator('#match-sent').isVisible()).toBe(false);
    await looksRight(page);
    await page.getByRole('button', { name: 'Use these answers' }).click();
    await page.getByText('Choose an answer for every pair.').waitFor();

    // And when it is decided by keyboard, what will be sent is shown to the letter
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Use these answers' }).click();
    await page.getByText('2 registered, 1 not registered, 0 unmatchable, 0 to look at').waitFor();
    const [ada, ingrid, zoe] = references.map((reference) => referenceHash(key, reference));
    const rows = [`${ada},registered,2026-05-10`, `${ingrid},registered,2026-05-11`, `${zoe},not-registered,`];
    const shown = (await page.locator('#match-csv').textContent()) ?? '';
    expect(shown.trim()).toBe(['trial_id,status,date', ...rows].join('\n'));
    await page.getByRole('button', { name: 'Upload the result' }).click();
    await page.getByText('The result is recorded: 2 registered, 1 not registered, 0 could not be matched.').waitFor();

    // Then it was recorded, and only it was sent
    const traffic = [...sent, ...bodies].join('\n');
    expect(traffic).toContain(rows[0]);
    const secrets = ['Quillfeather', 'Lindqvist', 'Zanzottera', 'Abernathy', 'Ingrid', 'Larchgate', 'HA0', 'A20000'];
    const electors = others
      .slice(0, 50)
      .flatMap((row) => row.split(',').filter((cell) => /^[A-Z][a-z]{5,}$/.test(cell)));
    expect(electors.length).toBeGreaterThan(20);
    for (const secret of [...secrets, '25/03/1990', '1990-03-25']) expect(traffic).not.toContain(secret);
    const posted = bodies.filter((one) => one.includes('trial_id')).join('\n');
    for (const secret of electors) expect(posted).not.toContain(secret);
    const [outcome] = (await service.get('researcher', `${trial}/monitoring`)).body.trial.outcomes;
    expect(outcome.bySource[0]).toMatchObject({ source: 'administrative', known: 3, happened: 2 });

    // The page's scripts are small, and so is the matcher, which is loaded on use
    const size = async (url: string) => gzipSync(await (await page.request.get(url)).body()).length;
    const matcher = `${origin}/workers/match-results-worker.js`;
    const own = await Promise.all([...new Set(scripts)].filter((url) => url !== matcher).map(size));
    expect(own.reduce((sum, one) => sum + one, 0)).toBeLessThan(100_000);
    expect(await size(matcher)).toBeLessThan(100_000);

    // And nothing of it outlives the tab
    await page.reload();
    expect(await page.content()).not.toContain('Abernathy');
    await page.context().close();
  });

  test('without JavaScript names the command and takes its file', async () => {
    const page = await electoralServices(false);
    await page.goto(`${origin}${trial}/match-results`);
    expect(await page.locator('main').innerText()).toContain('use the command “pledge match” on your own machine');
    for (const [part, value] of [
      ['day', '1'],
      ['month', '9'],
      ['year', '2026'],
    ])
      await page.fill(`#register-${part}`, value ?? '');
    await page.setInputFiles('#result', file('register.csv', register.slice(0, 5_000)));
    await page.getByRole('button', { name: 'Upload the result' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('must have these columns and no others');
    expect(await page.content()).not.toContain('Quillfeather');
    await page.context().close();
  });
});
