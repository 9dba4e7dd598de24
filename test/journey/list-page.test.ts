/**
 * A registrar at the real service with a messy list: from the file to the list, in a browser, and without JavaScript. What went over
 * the line, what is in the database file and what is in the log is searched for every name, address, date and reference.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { writeXlsx } from 'hucre/xlsx';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import { prepareCommand } from '../../src/cli/commands/prepare.ts';
import { startNode } from '../../src/node.ts';
import { messyCsv, messyWorkbook, persons } from '../borough/messy-lists.ts';
import { runCommand } from '../cli/run-command.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping a registrar's list at the real service. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-list-'));
const database = join(folder, 'pledge.sqlite');
const lines: unknown[] = [];
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database, isLive: false, environment: {} },
  log: (line) => lines.push(line),
});

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const keyText = '5a'.repeat(32);
const key = new Uint8Array(32).fill(0x5a);
const at = (name: string) => join(folder, name);
writeFileSync(at('linkage.key'), `${keyText}\n`);
writeFileSync(at('list.xlsx'), await messyWorkbook());
writeFileSync(at('faulty.csv'), messyCsv(';').replace('25/03/1990', '31/02/1990').replace('C1700025', ''));

/** In two months: the list of a ceremony that is still to be held. */
const heldOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const secrets = [
  ...new Set([
    ...persons.flat(),
    keyText,
    'Adaeze Okonkwo-Bright',
    '1990-03-25',
    'Okonkwo',
    'Larch',
    'Mill',
    'Nakamura',
  ]),
].filter((value) => value.length > 2);

const tokenOf = (role: string) => running.signIns.find((one) => one.role === role)?.token ?? '';

async function api(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${running.address}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${tokenOf('registrar')}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(told));
  return told;
}

let slots = 9;

async function newCeremony(): Promise<string> {
  const [first] = (await api('/trials/ceremony-offer/ceremonies')) as readonly { borough: string }[];
  const startsAt = `${String(slots++).padStart(2, '0')}:00`;
  const slot = { borough: first?.borough, heldOn, startsAt, venue: 'town-hall' };
  return ((await api('/trials/ceremony-offer/ceremonies', slot)) as { id: string }).id;
}

const attendee = {
  ...{ household_hash: 'f'.repeat(64), group_size: 1, age_band: '25-34', prior_franchise: 'none' },
  ...{ registered_at_baseline: 'unknown', eligible: 'yes', reason: null },
};

type Listed = readonly {
  readonly reference_hash: string;
  readonly group_size: number;
  readonly eligible: string;
  readonly household: string;
}[];
const listOf = async (ceremony: string): Promise<Listed> => (await api(`/ceremonies/${ceremony}/list`)) as Listed;
const hashes = persons.map(([reference]) => referenceHash(key, reference)).toSorted();

type Registrar = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly sent: string[];
  readonly faults: string[];
};

async function registrar(javaScriptEnabled = true): Promise<Registrar> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const [sent, faults]: [string[], string[]] = [[], []];
  context.on('request', (request) =>
    sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`),
  );
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(`${running.address}/sign-in/training`);
  await page.getByLabel('Access token', { exact: true }).fill(tokenOf('registrar'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/today');
  return { context, page, sent, faults };
}

async function giveKey(page: Page): Promise<void> {
  await page.locator('#key-file').setInputFiles(at('linkage.key'));
  await page.getByRole('button', { name: 'Keep the key in this browser' }).click();
}

async function choose(page: Page, file: string): Promise<void> {
  await page.locator('#list-file').setInputFiles(at(file));
  await page.getByRole('button', { name: 'Read the list' }).click();
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name }).waitFor();

async function isAccessible(page: Page): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    if (process.env.PLEDGE_SHOTS !== undefined) {
      const step = (await page.locator('h2:visible').first().innerText()).replaceAll(/\W+/g, '-').toLowerCase();
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/step-${step}-${width}.png`, fullPage: true });
    }
  }
}

/** What of the list is found in what was sent, in the database with its journal, and in the log. */
function leaks(sent: readonly string[]): readonly string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('pledge.sqlite'));
  const held = files.map((name) => readFileSync(at(name), 'utf8')).join('\n');
  // It looks where the list went: the hashes are there.
  expect(held).toContain(hashes[0]);
  const places = { sent: sent.join('\n'), database: held, log: JSON.stringify(lines) };
  return Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  );
}

describe.skipIf('whyNot' in opened)('a registrar adds a messy list', { timeout: 60_000 }, () => {
  test('from a workbook: key, file, households, check, send; and nothing of it leaves the browser', async () => {
    const ceremony = await newCeremony();
    const { context, page, sent, faults } = await registrar();

    // Given a browser that has no key yet
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await heading(page, 'Give this browser the linkage key');
    await isAccessible(page);
    await page.getByRole('button', { name: 'Keep the key in this browser' }).click();
    await page.getByRole('link', { name: 'Choose the file with the linkage key' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('key-file');
    await giveKey(page);

    // When the list is chosen
    await heading(page, 'Choose the list');
    await isAccessible(page);
    await choose(page, 'list.xlsx');
    // Then what is not in it is asked for, and a family that no identifier joins is proposed
    await heading(page, 'Do these people live together?');
    await isAccessible(page);
    await page.getByLabel('Yūki Nakamura (row 10), Hana Nakamura (row 11)').check();
    await page.locator('#households-done').click();

    // Then everything that will be sent stands there
    await heading(page, 'Check what will be sent');
    expect(await page.locator('#check-counts').innerText()).toBe('7 people will be sent. 6 of them take part.');
    expect(await page.locator('#read-notes').innerText()).toContain('row 13');
    const shown = await page.locator('#check-table tbody tr').allInnerTexts();
    expect(shown[2]?.split('\t').slice(0, 9)).toEqual([
      ...['7', 'Ngozi Okonkwo-Bright', '3', 'unknown', 'parliamentary', 'unknown', 'no', 'under-18'],
      referenceHash(key, '00412347'),
    ]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#check-save').click()]);
    const saved = readFileSync((await download.path()) ?? '', 'utf8');
    expect(saved.split('\n')[3]).toContain(`${referenceHash(key, '00412347')},`);
    expect(secrets.filter((secret) => saved.includes(secret))).toEqual([]);
    await page.locator('#reason-row').fill('9');
    await page.locator('#reason-code').selectOption('objected');
    await page.getByRole('button', { name: 'Change the row' }).click();
    await page.getByText('7 people will be sent. 5 of them take part.').waitFor();
    await isAccessible(page);

    // When the network is gone, nothing is lost; when it is back, the same list is sent
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Send 7 people' }).click();
    await page.getByText('Pledge could not be reached').waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Send 7 people' }).click();
    await heading(page, 'The list is sent');
    await isAccessible(page);

    // Then the people are on the list, two Nakamuras in one household
    const list = await listOf(ceremony);
    expect(list.map(({ reference_hash }) => reference_hash).toSorted()).toEqual(hashes);
    const pair = list.filter(({ reference_hash }) =>
      ['C1700024', 'C1700025'].some((one) => referenceHash(key, one) === reference_hash),
    );
    expect([pair[0]?.group_size, pair[0]?.household]).toEqual([2, pair[1]?.household]);
    expect(list.filter(({ eligible }) => eligible === 'no')).toHaveLength(2);
    // And what was shown is what was sent
    const body = sent.find((one) => one.includes('/cohort') && one.includes('reference_hash')) ?? '';
    for (const line of shown) expect(body).toContain(line.split('\t')[8] ?? 'nothing');
    expect(leaks(sent)).toEqual([]);
    expect(faults).toEqual([]);

    // When the same list is chosen again, everybody is known, and nobody is sent twice
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await heading(page, 'Choose the list');
    await choose(page, 'list.xlsx');
    await heading(page, 'People who are enrolled already');
    await isAccessible(page);
    expect(await page.locator('#known-table tbody tr').count()).toBe(7);
    await page.locator('#known-done').click();
    await page.locator('#households-done').click();
    await page.getByText('There is nobody to send').waitFor();
    await context.close();
  });

  test('names what is wrong by row and column, offers it as a file, and can go on without', async () => {
    const ceremony = await newCeremony();
    const { context, page, sent } = await registrar();
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await giveKey(page);
    await heading(page, 'Choose the list');
    await choose(page, 'faulty.csv');
    await heading(page, 'Rows that need mending');
    expect(await page.locator('#rows-table tbody tr').allInnerTexts()).toEqual([
      '5\tF\tDate of birth\tthere is no such day in the calendar',
      '11\tB\tHome Office reference\tgive the Home Office reference; without it the person cannot be known again',
    ]);
    await isAccessible(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the rows to mend (CSV)' }).click(),
    ]);
    const saved = readFileSync((await download.path()) ?? '', 'utf8');
    expect(saved.split('\n')[1]).toBe('5,F,Date of birth,birth-no-such-day,there is no such day in the calendar');
    expect(secrets.filter((secret) => saved.includes(secret))).toEqual([]);
    await page.getByRole('button', { name: 'Go on without these 2 rows' }).click();
    // The others were enrolled by the journey before: all of them at another ceremony of this borough.
    await heading(page, 'People who are enrolled already');
    expect(await page.locator('#known-table tbody tr').first().innerText()).toContain(
      'On another list of your borough',
    );
    expect(leaks(sent)).toEqual([]);
    await context.close();
  });

  test('without JavaScript: a prepared file is shown and added; a raw list is refused and leaves no trace', async () => {
    const ceremony = await newCeremony();
    const { context, page } = await registrar(false);
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    expect(await page.locator('main').innerText()).toContain('npx pledge prepare');

    await page.locator('#prepared').setInputFiles(at('faulty.csv'));
    await page.getByRole('button', { name: 'Check the prepared list' }).click();
    const refused = await page.locator('main').innerText();
    expect(refused).toContain('There is a problem');
    expect(secrets.filter((secret) => refused.includes(secret))).toEqual([]);

    const other = messyCsv(',').replaceAll('C17000', 'D17000').replaceAll('004123', '009123');
    writeFileSync(at('other.csv'), other);
    const words = [
      '--list',
      at('other.csv'),
      '--key',
      at('linkage.key'),
      '--out',
      at('attendees.csv'),
      '--date',
      heldOn,
    ];
    expect((await runCommand(prepareCommand, ...words)).code).toBe(0);
    await page.locator('#prepared').setInputFiles(at('attendees.csv'));
    await page.getByRole('button', { name: 'Check the prepared list' }).click();
    expect(await page.locator('main').innerText()).toContain('7 people in this file, of whom 6 take part.');
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.waitForURL('**/list?added=7');
    expect(await page.locator('main').innerText()).toContain('7 people added');
    expect(await listOf(ceremony)).toHaveLength(7);
    // The raw list was sent by hand here, and refused: the database and the log hold nothing of it.
    expect(leaks([])).toEqual([]);
    await context.close();
  });
});

describe.skipIf('whyNot' in opened)('a list of the registrar’s own making', { timeout: 60_000 }, () => {
  test('has its columns asked for, and how it writes dates', async () => {
    const ceremony = await newCeremony();
    const { context, page, sent } = await registrar();
    writeFileSync(
      at('own.csv'),
      'Our number,Family,Name,Born\nZZ900001,ZZ900001,"QUILL, Ada",03/04/1990\nZZ900002,ZZ900001,"QUILL, Ben",12/25/1991\n',
    );
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await giveKey(page);
    await heading(page, 'Choose the list');
    await choose(page, 'own.csv');

    await heading(page, 'Which column is which?');
    await isAccessible(page);
    await page.locator('#columns-done').click();
    await page.getByRole('link', { name: 'Choose the column for: Home Office reference' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('column-reference');
    await page.getByLabel('Home Office reference').selectOption({ label: 'A "Our number"' });
    await page.getByLabel('Lead case identifier').selectOption({ label: 'B "Family"' });
    await page.getByLabel('Nationality or country of origin').selectOption({ label: 'Not in this list' });
    await page.locator('#columns-done').click();
    await page.getByText('the month stands before the day').first().waitFor();
    await isAccessible(page);
    await page.getByLabel('Month first: 03/25/1990').check();
    await page.locator('#columns-done').click();
    await heading(page, 'Check what will be sent');
    expect(
      (await page.locator('#check-table tbody tr').allInnerTexts()).map((line) => line.split('\t').slice(0, 4)),
    ).toEqual([
      ['2', 'QUILL, Ada', '2', '35-44'],
      ['3', 'QUILL, Ben', '2', '35-44'],
    ]);
    await page.locator('#keep-names').check();

    // When the session is over, nothing is lost: after signing in again the same list is sent
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.locator('#send').click();
    await page.getByText('You have been signed out. Nothing is lost').waitFor();
    await context.addCookies(cookies);
    await page.locator('#send').click();
    await heading(page, 'The list is sent');
    expect(await page.locator('#sent-names').isVisible()).toBe(true);
    expect(sent.filter((one) => /ZZ9000|QUILL|1990/.test(one))).toEqual([]);
    await context.close();
  });

  test('is found by its sheet, or by the row of its headings, where the registrar says so', async () => {
    const ceremony = await newCeremony();
    const { context, page } = await registrar();
    const sheets = [
      {
        name: 'Morning',
        rows: [
          ['Ref', 'Surname', 'DOB'],
          ['WW900001', 'Ash', '01/02/1990'],
        ],
      },
      {
        name: 'Afternoon',
        rows: [
          ['Ref', 'Surname', 'DOB'],
          ['WW900002', 'Oak', '01/02/1990'],
        ],
      },
    ];
    writeFileSync(at('two.xlsx'), await writeXlsx({ sheets }));
    const rows = [['Brent'], ['Ours', 'Who', 'When'], ['WW900003', 'Elm', '01/02/1990']];
    writeFileSync(at('nameless.xlsx'), await writeXlsx({ sheets: [{ name: 'L', rows }] }));
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await giveKey(page);
    await heading(page, 'Choose the list');
    await choose(page, 'two.xlsx');
    await page.getByText('Several sheets look like lists').first().waitFor();
    await page.locator('#list-sheet').selectOption('Afternoon');
    await page.getByRole('button', { name: 'Read the list' }).click();
    await heading(page, 'Check what will be sent');
    expect(await page.locator('#check-table tbody tr').innerText()).toContain('Oak');
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await choose(page, 'nameless.xlsx');
    await page.getByText('No row with column names was found').first().waitFor();
    await page.locator('#list-headings').fill('2');
    await page.getByRole('button', { name: 'Read the list' }).click();
    await heading(page, 'Which column is which?');
    await context.close();
  });

  test('is not read on a page that is not secure, which says so', async () => {
    const ceremony = await newCeremony();
    const { context, page } = await registrar();
    await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await page.getByRole('heading', { level: 2, name: 'This page is not secure' }).waitFor();
    await page.getByText('Without JavaScript: upload a prepared list').click();
    expect(await page.locator('#prepared').isVisible()).toBe(true);
    await context.close();
  });

  test('adds late joiners once the list is closed, as what they are', async () => {
    const ceremony = await newCeremony();
    const { context, page } = await registrar();
    writeFileSync(at('first.csv'), 'Ref,Surname,DOB\nYY900001,Ash,03/04/1990\n');
    writeFileSync(
      at('late.csv'),
      'Ref,Surname,DOB\nYY900001,Ash,03/04/1990\nYY900002,Oak,03/04/1991\nYY900003,Elm,03/04/1992\n',
    );
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await giveKey(page);
    await heading(page, 'Choose the list');
    await choose(page, 'first.csv');
    await page.locator('#send').click();
    await heading(page, 'The list is sent');
    await api('/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    // Elm is booked for another day, on a list that is still open.
    const elm = { ...attendee, reference_hash: referenceHash(key, 'YY900003') };
    const later = await newCeremony();
    await api(`/ceremonies/${later}/cohort`, { attendees: [elm] });

    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Add late joiners or walk-ins');
    await choose(page, 'late.csv');
    await heading(page, 'People who are enrolled already');
    await page.getByLabel('Bring people of another open list').check();
    await page.locator('#known-done').click();
    await heading(page, 'Check what will be sent');
    await isAccessible(page);
    await page.locator('#join-kind-2').check();
    // When Elm's own list closes in between, the service says who cannot come, by the row of the file
    await api('/trials/ceremony-offer/close-lists', { ceremonies: [later] });
    await page.getByRole('button', { name: 'Send 2 people' }).click();
    await page.getByText('row 4 of the file').waitFor();
    // Then Elm is left out and the other is added
    await page.goto(`${running.address}/ceremonies/${ceremony}/list`);
    await choose(page, 'late.csv');
    await heading(page, 'People who are enrolled already');
    await page.locator('#known-done').click();
    await heading(page, 'Check what will be sent');
    await page.locator('#join-kind-2').check();
    await page.getByRole('button', { name: 'Send 1 person' }).click();
    await heading(page, 'The list is sent');
    const list = (await api(`/ceremonies/${ceremony}/list`)) as readonly { joined_late: string | null }[];
    expect(list.map(({ joined_late }) => joined_late)).toEqual([null, 'walk-in']);
    await context.close();
  });
});
