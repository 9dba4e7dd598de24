/**
 * A registrar's whole day at the real service, with a list in the habits of another office: into the trial, list read in the browser,
 * closed, unsealed, run sheet with names, check-in by name, delivery log, history. Then what went over the line, the database, its
 * journal and the log are searched for every name, address, date of birth, reference, telephone number and e-mail address of the list.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startNode } from '../../src/node.ts';
import { londonDay } from '../../src/web/words.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping a registrar's whole day. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-day-'));
const lines: unknown[] = [];
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database: join(folder, 'pledge.sqlite'), isLive: false, environment: {} },
  log: (line) => lines.push(line),
});

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Made-up people of twelve homes, two by two; every value of theirs is one to search for. */
const surnames = ['Abernethyson', 'Balasubraman', 'Czerwinskaya', 'Dombrowskiene', 'Etxeberriaga', 'Fitzgibbonsey'];
const people = Array.from({ length: 24 }, (_, index) => {
  const home = Math.floor(index / 2);
  return {
    reference: `B${String(7_310_000 + index * 37)}`,
    surname: surnames[home % surnames.length] ?? '',
    forename: `${['Quillon', 'Xanthippa', 'Ysoldine', 'Zebediahu'][index % 4]}${'aeiou'[index % 5]}`,
    born: `${String((index % 27) + 1).padStart(2, '0')}/0${(index % 9) + 1}/19${60 + index}`,
    address: `${home + 11} Wintergreen Passage`,
    postcode: `E13 ${home % 10}ZQ`,
    country: ['Ghana', 'India', 'Poland', 'Brazil'][index % 4],
    phone: `07700 900${String(index + 100)}`,
    email: `someone${index}@letterbox.example`,
  };
});
const columns = [
  'reference',
  'surname',
  'forename',
  'born',
  'address',
  'postcode',
  'country',
  'phone',
  'email',
] as const;
const heads = 'HO reference;Family name;Given names;DOB;Home address;Post code;Nationality;Mobile;Email address';
const listText = [
  ...['\uFEFFCitizenship ceremony bookings;;;;;;;;', 'Printed for the superintendent registrar;;;;;;;;', ';;;;;;;;'],
  ...[heads, ...people.map((one) => columns.map((column) => one[column]).join(';'))],
  ...[';;;;;;;;', 'Total;24;;;;;;;'],
].join('\r\n');
writeFileSync(join(folder, 'bookings.csv'), listText);
writeFileSync(join(folder, 'linkage.key'), `${'3c'.repeat(32)}\n`);

const secrets = [
  ...new Set(people.flatMap(({ country: _, ...own }) => Object.values(own))),
  ...['Wintergreen', '3c'.repeat(32), ...people.map(({ phone }) => phone.replace(' ', ''))],
];

describe.skipIf('whyNot' in opened)('a registrar’s day', () => {
  test('from the list to the end of the ceremony, and nothing of the list is anywhere else', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(15_000);
    const sent: string[] = [];
    context.on('request', (request) =>
      sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`),
    );
    const page = await context.newPage();
    const began = performance.now();
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const shoot = async (name: string) => {
      if (process.env.PLEDGE_SHOTS === undefined) return;
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/day-${name}.png`, fullPage: true });
      console.info(`${name} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    };

    // Given a registrar who signs in and puts today's ceremony into the trial
    await page.goto(`${running.address}/sign-in/training`);
    const token = running.signIns.find(({ role }) => role === 'registrar')?.token ?? '';
    await page.getByLabel('Access token', { exact: true }).fill(token);
    await press('Sign in');
    await page.getByRole('button', { name: 'Put a ceremony into a trial' }).click();
    await page.getByLabel('A group ceremony, in person').check();
    const [year = '', month = '', day = ''] = londonDay(new Date()).split('-');
    await page.getByLabel('Day').fill(day);
    await page.getByLabel('Month').fill(month);
    await page.getByLabel('Year').fill(year);
    await page.getByLabel('Time it starts').fill('23:45');
    await page.getByLabel('Room or building').fill('Council chamber');
    await press('Put it into the trial');
    const ceremony = /\/ceremonies\/([0-9a-f]{20})/.exec(page.url())?.[1] ?? '';
    const here = `${running.address}/ceremonies/${ceremony}`;

    // When the list is read in the browser
    await page.goto(`${here}/list`);
    await page.locator('#key-file').setInputFiles(join(folder, 'linkage.key'));
    await press('Keep the key in this browser');
    await page.locator('#list-file').setInputFiles(join(folder, 'bookings.csv'));
    await press('Read the list');
    // Then families are proposed by name and address, and everything that will be sent is shown
    await page.getByRole('heading', { level: 2, name: 'Do these people live together?' }).waitFor();
    const families = page.getByRole('checkbox');
    expect(await families.count()).toBe(12);
    await press('Tick all of them');
    for (const family of await families.all()) expect(await family.isChecked()).toBe(true);
    await shoot('households');
    await page.locator('#households-done').click();
    await page.getByRole('heading', { level: 2, name: 'Check what will be sent' }).waitFor();
    await shoot('check');
    await press('Send 24 people');
    await page.getByRole('heading', { level: 2, name: 'The list is sent' }).waitFor();

    // When the list is closed and the arm unsealed
    await page.goto(`${here}/close`);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Close the list/ })
      .click();
    await page.getByText('The list is closed and the draw is made.').waitFor();
    await page.goto(`${here}/unseal`);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Unseal/ })
      .click();
    await page.waitForURL(new RegExp(`${ceremony}\\?done`));
    expect(await page.locator('main').innerText()).toMatch(/standard|volunteering|behavioural/);

    // Then the run sheet and the door have names, joined here
    await page.goto(`${here}/run-sheet`);
    await page.getByText('Abernethyson').first().waitFor();
    await shoot('run-sheet');
    await page.goto(`${here}/check-in`);
    await page.locator('#check-in[data-ready]').waitFor();
    for (const { forename, surname } of people.slice(0, 20)) {
      await page.getByLabel('Name or code').fill(`${forename} ${surname}`);
      await page.getByLabel('Name or code').press('Enter');
    }
    await shoot('check-in');
    await page.getByText(/\d+ of 24 arrived/).waitFor();
    await page.getByText('Everything is sent.').waitFor();

    // When the ceremony is logged
    await page.goto(`${here}/delivery`);
    await page.getByLabel('Training Register Office').check();
    await page.getByRole('group', { name: 'Was the volunteering service present?' }).getByLabel('No').check();
    await page.getByRole('group', { name: 'Was help with forms offered?' }).getByLabel('No').check();
    await page.getByLabel('How many minutes did it take?').fill('40');
    await page.getByLabel('No, it was delivered as drawn').check();
    await shoot('delivery');
    await press('Continue');
    await shoot('delivery-answers');
    await press('Log it');
    await page.waitForURL('**/delivery?logged=1');
    await page.goto(`${here}/history`);
    await page.getByText('The list was closed').first().waitFor();
    await shoot('history');

    // Then the hashes are where they should be, and nothing of the list is anywhere
    const files = readdirSync(folder).filter((name) => name.startsWith('pledge.sqlite'));
    const held = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const hashes = /"reference_hash":"([0-9a-f]{64})"/.exec(sent.join('\n'))?.[1] ?? 'none was sent';
    expect(held).toContain(hashes);
    const found = Object.entries({ sent: sent.join('\n'), held, log: JSON.stringify(lines) }).flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
    );
    expect(found).toEqual([]);
    await context.close();
  }, 120_000);
});
