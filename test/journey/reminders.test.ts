/**
 * A registrar makes reminders in a browser at the service itself, from a list with names, and records what GOV.UK Notify reports: no name,
 * address or link goes over the network. Then the page at both widths, without a violation (axe) and with valid HTML.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import { linkHash } from '../../src/trial/follow-up-code.ts';
import { build } from '../../src/web/build.ts';
import { own, permit, remindersText, trial } from '../api/reminder-world.ts';
import { newham, openService, openTrial } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf } from './site.ts';

await build();
const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the making of reminders. ${opened.whyNot}`);
const [sqlite] = engines;
if (sqlite === undefined) throw new Error('no engine');
const service = await openService(sqlite);
const key = new Uint8Array(32).fill(7);
await openTrial(service, 'ceremony-offer', remindersText());
await permit(service, 'e-mail', 'text-message');
const list = [
  'Home Office Ref,Surname,Forenames,Lead Case Identifier,Email,Mobile',
  'A200001,Quillfeather,Ada,A200001,ada@example.org,07700 900001',
  'A200002,"Zanzottera, née Quill",=Zoë,A200002,,+44 7700 900002',
  'A200003,Quillfeather,Ben,A200001,,',
  'A200004,Nofone,Nora,A200004,,020 7946 0018',
].join('\n');
const attendee = (reference: string, lead: string) => ({
  ...{
    reference_hash: referenceHash(key, reference),
    household_hash: referenceHash(key, `lead ${lead}`),
    group_size: 1,
  },
  ...{ age_band: '25-34', prior_franchise: 'none', registered_at_baseline: 'unknown', eligible: 'yes', reason: null },
});
const slot = { borough: newham, heldOn: '2026-03-05', startsAt: '14:00', venue: 'town-hall' };
const ceremony = (await service.post('registrar', `${trial}/ceremonies`, slot)).body.id;
const people = [
  ['A200001', 'A200001'],
  ['A200002', 'A200002'],
  ['A200003', 'A200001'],
  ['A200004', 'A200004'],
] as const;
const attendees = people.map(([reference, lead]) => attendee(reference, lead));
await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees });
await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
service.setClock('2026-03-19T09:00:00.000Z');
const { origin, close } = await openSiteOf(service.fetch);

afterAll(async () => {
  await close();
  await service.close();
  if ('browser' in opened) await opened.browser.close();
});

async function registrar(javaScriptEnabled: boolean): Promise<Page> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 900 } });
  const [, value = ''] = (await service.cookieOf('registrar')).split('=');
  await context.addCookies([{ name: 'pledge-session', value, url: origin, httpOnly: true }]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

const main = (page: Page) => page.locator('main').innerText();
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function saved(page: Page, name: RegExp): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

describe.skipIf('whyNot' in opened)('reminders', { timeout: 60_000 }, () => {
  test('are made from the borough’s own list, and what Notify reports comes back as codes', async () => {
    const page = await registrar(true);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));

    // Given messages that are due, Today leads to them
    await page.goto(`${origin}/today`);
    await page.getByRole('link', { name: 'Send reminders' }).click();
    expect(await page.locator('h1').innerText()).toBe('Reminders');
    expect(await main(page)).toContain('3 messages may be sent today.');

    // When the registrar reads their list
    await page.setInputFiles('#key-file', file('linkage.key', Buffer.from(key).toString('hex')));
    await page.setInputFiles('#list-files', file('list.csv', list));
    await page.getByRole('button', { name: 'Read the lists' }).click();
    await page.getByText('2 messages can be made: 1 by e-mail, 1 by text message.').waitFor();
    expect(await main(page)).toContain('1 are for people without an address that may be used.');
    await page.getByRole('button', { name: 'Make the files' }).click();

    // Then there is a file for each channel, with links that open, and none of it went over the network
    await page.getByText('The files are made.').waitFor();
    const emails = await saved(page, /^Save reminder-1-e-mail\.csv/);
    const texts = await saved(page, /^Save reminder-1-text-message\.csv/);
    expect(emails).toMatch(
      /^email address,name,borough,page,reference\nada@example\.org,Ada Quillfeather and Ben Quillfeather,Newham,/,
    );
    expect(texts).toMatch(
      /^phone number,name,borough,page,reference\n07700900002,"'=Zoë Zanzottera, née Quill",Newham,http/,
    );
    const tokens = [...`${emails}${texts}`.matchAll(/\/me\/([\w-]{24})/g)].map(([, token = '']) => token);
    expect(tokens).toHaveLength(3);
    for (const token of tokens) {
      expect((await service.fetch(new Request(`http://localhost/me/${token}`))).status).toBe(200);
      expect(await service.deps.store.read.codeByHash('link', linkHash(token))).toBeDefined();
    }
    const traffic = sent.join('\n');
    for (const secret of ['Quillfeather', 'Zanzottera', 'example.org', '7700 9', '77009000', 'A20000', ...tokens]) {
      expect(traffic).not.toContain(secret);
    }

    // And a lost file can be made again, to the letter
    await page.reload();
    expect(await main(page)).toContain('1 message may be sent today.');
    await page.setInputFiles('#list-files', file('list.csv', list));
    await page.getByRole('button', { name: 'Read the lists' }).click();
    await page.getByRole('button', { name: 'Make earlier files again' }).click();
    expect(await saved(page, /^Save reminder-1-e-mail\.csv/)).toBe(emails);

    // When Notify's report is read, the codes are shown before they are kept
    const [head = '', row = ''] = emails.split('\n');
    const report = `Row number,${head},Template,Type,Job,Status,Time\n1,${row},Reminder,email,r.csv,Email address doesn’t exist,2026-03-19\n`;
    await page.setInputFiles('#report', file('report.csv', report));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Check what became of the messages' }).waitFor();
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Recorded what became of 1 message.').waitFor();
    expect(sent.join('\n')).not.toContain('example.org');
    expect((await service.get('registrar', `${own}/reminders`)).body.counts[0]).toMatchObject({
      ...{ made: 2, 'permanent-failure': 1, waiting: 1 },
    });
    await page.context().close();
  });

  test('without JavaScript the page names the command and takes what it wrote', async () => {
    const page = await registrar(false);
    await page.goto(`${origin}${trial}/reminders`);
    expect(await main(page)).toContain('use the command “pledge reminders” on your own machine');
    await page.getByText('With the command line instead').click();
    const hash = referenceHash(key, 'A200004');
    await page.setInputFiles(
      '#made',
      file('made.csv', `reminder,channel,reference_hashes,name\n1,e-mail,${hash},Nora\n`),
    );
    await page.getByRole('button', { name: 'Record these messages as made' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('must have these columns and no others');
    expect(await page.content()).not.toContain('Nora');
    await page.setInputFiles('#made', file('made.csv', `reminder,channel,reference_hashes\n1,e-mail,${hash}\n`));
    await page.getByRole('button', { name: 'Record these messages as made' }).click();
    expect(await main(page)).toContain('1 message is recorded as made.');
    await page.setInputFiles('#report', file('codes.csv', `reference_hash,reminder,status\n${hash},1,delivered\n`));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Record it' }).click();
    expect(await main(page)).toContain('Recorded what became of 1 message.');
    await page.context().close();
  });

  test('stand on pages that read well at both widths', async () => {
    const page = await registrar(true);
    const validate = new HtmlValidate({
      extends: ['html-validate:recommended', 'html-validate:a11y'],
      // As in pages.test.ts: what GOV.UK Frontend's own markup does otherwise.
      rules: {
        'no-trailing-whitespace': 'off',
        'long-title': 'off',
        'require-sri': 'off',
        'prefer-native-element': ['error', { exclude: ['button'] }],
      },
    });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${trial}/reminders`);
      await page.locator('#reminder-steps').waitFor();
      expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    const response = await page.request.get(`${origin}${trial}/reminders`);
    const faults = (await validate.validateString(await response.text())).results.flatMap(({ messages }) => messages);
    expect(faults.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
    await page.context().close();
  });
});
