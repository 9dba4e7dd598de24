/**
 * A registrar at the door, at the real service: by keyboard, by touch, without JavaScript; through a network that drops, an answer that is
 * lost, a colleague with another tablet, a session that ends. Whoever was marked is in the database once.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import Database from 'better-sqlite3';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import { startNode } from '../../src/node.ts';
import { londonDay } from '../../src/web/words.ts';
import { messyCsv, persons } from '../borough/messy-lists.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the door at the real service. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-check-in-'));
const database = join(folder, 'pledge.sqlite');
const lines: Readonly<Record<string, string | number>>[] = [];
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database, isLive: false, environment: {} },
  log: (line) => lines.push(line),
});
const rows = new Database(database, { readonly: true });

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  rows.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const tokenOf = (role: string) => running.signIns.find((one) => one.role === role)?.token ?? '';
const today = londonDay(new Date());
let slots = 8;

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

const key = new Uint8Array(32).fill(0x5a);
const hash = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');

/** A ceremony of today whose list is closed, with people in households of two. */
async function ceremonyOfToday(
  people: number,
  references = Array.from({ length: people }, hash),
): Promise<{ readonly id: string; readonly people: readonly string[] }> {
  const slot = {
    borough: 'E09000025',
    heldOn: today,
    startsAt: `${String(slots++).padStart(2, '0')}:00`,
    venue: 'town-hall',
  };
  const { id } = (await api('/trials/ceremony-offer/ceremonies', slot)) as { id: string };
  const households = Array.from({ length: Math.ceil(references.length / 2) }, hash);
  const attendees = references.map((reference_hash, index) => ({
    ...{ reference_hash, household_hash: households[Math.floor(index / 2)], group_size: 2, age_band: '25-34' },
    ...{ prior_franchise: 'none', registered_at_baseline: 'unknown', eligible: 'yes', reason: null },
  }));
  await api(`/ceremonies/${id}/cohort`, { attendees });
  await api('/trials/ceremony-offer/close-lists', { ceremonies: [id] });
  const list = (await api(`/ceremonies/${id}/list`)) as readonly { readonly trial_id: string }[];
  return { id, people: list.map(({ trial_id }) => trial_id) };
}

type Recorded = { readonly attendee: string; readonly seq: number; readonly status: string };
const recordedAt = (ceremony: string): readonly Recorded[] =>
  // The query names its three columns.
  rows
    .prepare('select attendee, seq, status from attendance where ceremony = ? order by at, rowid')
    .all(ceremony) as Recorded[];
const statusesAt = (ceremony: string) => recordedAt(ceremony).map(({ attendee, status }) => `${attendee} ${status}`);

async function signIn(page: Page, role = 'registrar'): Promise<void> {
  await page.goto(`${running.address}/sign-in/training`);
  await page.getByLabel('Access token', { exact: true }).fill(tokenOf(role));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/today');
}

type Door = { readonly context: BrowserContext; readonly page: Page; readonly faults: string[] };

async function atTheDoor(ceremony: string, options: BrowserContextOptions = {}): Promise<Door> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (/Security Policy/.test(message.text())) faults.push(message.text());
  });
  await signIn(page);
  await page.goto(`${running.address}/ceremonies/${ceremony}/check-in`);
  if (options.javaScriptEnabled !== false) await page.locator('#check-in[data-ready]').waitFor();
  return { context, page, faults };
}

const codeOf = (id: string | undefined) => (id ?? '').slice(0, 6);
const rowOf = (page: Page, id: string | undefined) => page.locator(`[data-person="${id}"]`);
/** A button shows as pressed once the mark is on the device; the line above is written in the same breath. */
async function press(page: Page, id: string | undefined, name: string): Promise<void> {
  await rowOf(page, id).getByRole('button', { name, exact: true }).click();
  await rowOf(page, id).getByRole('button', { name, exact: true, pressed: true }).waitFor();
}
const allSent = (page: Page) => page.getByText('Everything is sent.').waitFor();
/** The page and its files are on the device. */
const kept = (page: Page) =>
  page.waitForFunction(async () => {
    const cache = await caches.open('pledge-check-in');
    const files = (await cache.keys()).map(({ url }) => url);
    return navigator.serviceWorker.controller !== null && files.some((url) => url.endsWith('.css')) && files.length > 3;
  });

async function isAccessible(page: Page, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    if (process.env.PLEDGE_SHOTS !== undefined) {
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/door-${name}-${width}.png`, fullPage: true });
    }
  }
}

describe.skipIf('whyNot' in opened)('at the door', { timeout: 60_000 }, () => {
  test('a registrar checks people in by keyboard alone', async () => {
    // Given a ceremony of today
    const { id, people } = await ceremonyOfToday(6);
    const { context, page, faults } = await atTheDoor(id);
    // When the registrar goes to the search box, types the start of a code and presses Enter
    await page.getByLabel('Name or code').focus();
    await page.keyboard.type(codeOf(people[0]));
    expect(await page.locator('[data-person]:visible').count()).toBe(1);
    await page.keyboard.press('Enter');
    // Then that person has arrived, and the box is free for the next
    expect(await page.getByLabel('Name or code').inputValue()).toBe('');
    await page.keyboard.type(codeOf(people[1]));
    await page.keyboard.press('Enter');
    await rowOf(page, people[1]).getByRole('button', { name: 'Arrived', pressed: true }).waitFor();
    await page.getByText('2 of 6 arrived').waitFor();
    await allSent(page);
    expect(statusesAt(id)).toEqual([`${people[0]} attended`, `${people[1]} attended`]);
    // When the second was late after all
    await rowOf(page, people[1]).getByRole('button', { name: 'Late' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('1 of 6 arrived').waitFor();
    await allSent(page);
    // Then a newer record stands over the first
    expect(recordedAt(id).at(-1)).toEqual({ attendee: people[1], seq: 1, status: 'late' });
    expect(await page.content()).not.toMatch(/standard|volunteering|behavioural/);
    await isAccessible(page, 'keyboard');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a registrar checks people in by touch on a phone, and undoes', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page, faults } = await atTheDoor(id, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const box = await rowOf(page, people[0]).getByRole('button', { name: 'Arrived' }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await rowOf(page, people[0]).getByRole('button', { name: 'Arrived' }).tap();
    await rowOf(page, people[0]).getByRole('button', { name: 'Arrived', pressed: true }).waitFor();
    await allSent(page);
    await rowOf(page, people[0]).getByRole('button', { name: /^Undo/ }).tap();
    await rowOf(page, people[0]).getByRole('button', { name: 'Absent', pressed: true }).waitFor();
    await allSent(page);
    expect(statusesAt(id)).toEqual([`${people[0]} attended`, `${people[0]} absent`]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('without JavaScript it is a form', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page } = await atTheDoor(id, { javaScriptEnabled: false });
    const group = (person: string | undefined) => page.getByRole('group', { name: `Code ${codeOf(person)}` });
    await group(people[0]).getByLabel('Arrived').check();
    await group(people[1]).getByLabel('Absent').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/check-in?saved=2');
    expect(await page.locator('.govuk-notification-banner').innerText()).toContain('Saved for 2 people');
    expect(statusesAt(id).toSorted()).toEqual([`${people[0]} attended`, `${people[1]} absent`].toSorted());
    // And what a colleague records meanwhile is not written over
    await api(`/ceremonies/${id}/attendance`, { rows: [{ trial_id: people[0], status: 'late' }] });
    await group(people[0]).getByLabel('Absent').check();
    await page.getByRole('button', { name: 'Save' }).click();
    const summary = page.locator('.govuk-error-summary');
    expect(await summary.innerText()).toContain(
      `Code ${codeOf(people[0])}: you chose Absent, and meanwhile Late was recorded`,
    );
    expect(recordedAt(id)).toHaveLength(3);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/check-in?saved=1');
    expect(statusesAt(id).at(-1)).toBe(`${people[0]} absent`);
    await context.close();
  });

  test('the network drops: three are marked, the page is loaded again, and all arrive once', async () => {
    const { id, people } = await ceremonyOfToday(6);
    const { context, page, faults } = await atTheDoor(id);
    await kept(page);
    // Given an answer that is lost: the service has recorded the first, and the page does not know
    await page.route('**/attendance', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const headers = { ...(await route.request().allHeaders()), 'sec-fetch-site': 'same-origin' };
      expect((await route.fetch({ headers })).status()).toBe(201);
      await route.abort();
    });
    await press(page, people[0], 'Arrived');
    await page.getByText('Pledge cannot be reached').waitFor();
    expect(statusesAt(id)).toEqual([`${people[0]} attended`]);
    // When the network is gone, two more are marked, and the page is loaded again
    await context.setOffline(true);
    // The page may be sending the first again at this moment: that answer is lost as well before the way is free.
    await page.unrouteAll({ behavior: 'wait' });
    await press(page, people[1], 'Arrived');
    await press(page, people[2], 'Rebooked');
    for (const person of people.slice(1, 3)) await rowOf(page, person).getByText('waiting to send').waitFor();
    await page.reload();
    await page.locator('#check-in[data-ready]').waitFor();
    // Then all three still wait, and a fourth can be marked
    expect(await page.getByText('waiting to send', { exact: false }).first().isVisible()).toBe(true);
    for (const person of people.slice(0, 3)) expect(await rowOf(page, person).innerText()).toContain('waiting to send');
    await press(page, people[3], 'Absent');
    await page.getByText('4 marks waiting to send').waitFor();
    await isAccessible(page, 'offline');
    expect(recordedAt(id)).toHaveLength(1);
    // When the network is back
    await context.setOffline(false);
    await allSent(page);
    // Then each is recorded once, in the order in which they were marked
    expect(statusesAt(id)).toEqual([
      `${people[0]} attended`,
      `${people[1]} attended`,
      `${people[2]} rebooked`,
      `${people[3]} absent`,
    ]);
    expect(await page.getByText('2 of 6 arrived').isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a mark that has not left can be taken back, and a tab that crashes loses nothing', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page } = await atTheDoor(id);
    await kept(page);
    await context.setOffline(true);
    await press(page, people[0], 'Arrived');
    await rowOf(page, people[0]).getByText('waiting to send').waitFor();
    await press(page, people[1], 'Late');
    await rowOf(page, people[1]).getByText('waiting to send').waitFor();
    // When one that was never tried was the wrong person, and then the tab crashes
    await press(page, people[2], 'Arrived');
    await rowOf(page, people[2]).getByRole('button', { name: 'Undo', exact: true }).click();
    await rowOf(page, people[2]).getByText('Not recorded yet').waitFor();
    const devtools = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    void devtools.send('Page.crash').catch(() => {}); // it has nobody left to answer
    await crashed;
    await page.close();
    const again = await context.newPage();
    await again.goto(`${running.address}/ceremonies/${id}/check-in`);
    await again.getByText('2 marks waiting to send').waitFor();
    await context.setOffline(false);
    await allSent(again);
    expect(statusesAt(id)).toEqual([`${people[0]} attended`, `${people[1]} late`]);
    await context.close();
  });

  test('a colleague recorded something else meanwhile: the registrar decides', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page, faults } = await atTheDoor(id);
    await kept(page);
    await context.setOffline(true);
    for (const person of people.slice(0, 3)) {
      await press(page, person, 'Arrived');
      await rowOf(page, person).getByText('waiting to send').waitFor();
    }
    const colleague = ['absent', 'absent', 'attended'].map((status, at) => ({ trial_id: people[at], status }));
    await api(`/ceremonies/${id}/attendance`, { rows: colleague });
    await context.setOffline(false);
    // Then both words stand on the page, and neither is lost; where they say the same there is nothing to decide
    await rowOf(page, people[0])
      .getByText(/Meanwhile Absent was recorded at .*, by somebody else/)
      .waitFor();
    await page.getByText('2 marks need your decision').waitFor();
    await isAccessible(page, 'conflict');
    expect(recordedAt(id)).toHaveLength(3);
    await rowOf(page, people[0]).getByRole('button', { name: 'Record Arrived' }).click();
    await rowOf(page, people[1]).getByRole('button', { name: 'Keep Absent' }).click();
    await allSent(page);
    expect(statusesAt(id).slice(3)).toEqual([`${people[0]} attended`]);
    expect(await rowOf(page, people[1]).getByRole('button', { name: 'Absent', pressed: true }).isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a person who left the trial and a cancelled ceremony are explained, and nothing is dropped', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page } = await atTheDoor(id);
    await kept(page);
    await context.setOffline(true);
    await press(page, people[0], 'Arrived');
    await rowOf(page, people[0]).getByText('waiting to send').waitFor();
    await press(page, people[1], 'Arrived');
    await rowOf(page, people[1]).getByText('waiting to send').waitFor();
    await api('/trials/ceremony-offer/withdrawals', {
      trial_id: people[0],
      reason: 'objected',
      decision: 'count-only',
    });
    await api(`/ceremonies/${id}/cancel`, { reason: 'emergency' });
    await context.setOffline(false);
    await page.getByText('2 marks need your decision').waitFor();
    expect(await rowOf(page, people[1]).innerText()).toContain('This ceremony was cancelled.');
    expect(recordedAt(id)).toEqual([]);
    await rowOf(page, people[1]).getByRole('button', { name: 'Remove this mark' }).click();
    await page.getByText('1 mark needs your decision').waitFor();
    await context.close();
  });

  test('signed out meanwhile: the marks stay, and go once the registrar has signed in again', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page } = await atTheDoor(id);
    await kept(page);
    await context.clearCookies();
    await press(page, people[0], 'Arrived');
    await page.getByText('You are signed out.').waitFor();
    await page.getByText('1 mark waiting to send').waitFor();
    await isAccessible(page, 'signed-out');
    expect(recordedAt(id)).toEqual([]);
    // And nobody who is not signed in opens the page, which is no longer on the device
    const other = await context.newPage();
    await other.goto(`${running.address}/ceremonies/${id}/check-in`);
    expect(new URL(other.url()).pathname).toBe('/sign-in');
    expect(
      await other.evaluate(async (path) => (await caches.match(path)) === undefined, `/ceremonies/${id}/check-in`),
    ).toBe(true);
    await signIn(other);
    await page.bringToFront();
    await allSent(page);
    expect(statusesAt(id)).toEqual([`${people[0]} attended`]);
    // And whoever signs out leaves no page behind
    await other.goto(`${running.address}/today`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.waitForURL(`${running.address}/`);
    expect(await other.evaluate(() => caches.keys())).toEqual([]);
    await context.setOffline(true);
    await expect(other.goto(`${running.address}/ceremonies/${id}/check-in`)).rejects.toThrow(/ERR_/);
    await context.close();
  });

  test('marks of one registrar wait for the next to take them over', async () => {
    const { id, people } = await ceremonyOfToday(4);
    const { context, page } = await atTheDoor(id);
    await kept(page);
    await context.clearCookies();
    await press(page, people[0], 'Arrived');
    await page.getByText('You are signed out.').waitFor();
    // Given somebody else who signs in on the same device
    const other = await context.newPage();
    await signIn(other, 'borough-lead');
    await page.bringToFront();
    // Then nothing goes out under their name by itself
    await page.getByText('Somebody else is signed in now.').waitFor();
    expect(recordedAt(id)).toEqual([]);
    await page.getByRole('link', { name: 'Load it again' }).click();
    await page.getByText('1 mark made under another sign-in waits on this device.').waitFor();
    await isAccessible(page, 'other-account');
    await page.getByRole('button', { name: 'Send as mine' }).click();
    await allSent(page);
    expect(statusesAt(id)).toEqual([`${people[0]} attended`]);
    const [written] = rows.prepare('select actor from attendance where ceremony = ?').all(id) as { actor: string }[]; // as named
    expect(written?.actor).toBe('training-borough-lead');
    await context.close();
  });

  test('whoever comes from another list is recorded here and stays on theirs', async () => {
    const first = await ceremonyOfToday(2);
    const second = await ceremonyOfToday(2);
    const [guest] = first.people;
    await api(`/ceremonies/${first.id}/attendance`, { rows: [{ trial_id: guest, status: 'rebooked' }] });
    const { context, page } = await atTheDoor(second.id);
    await page.getByRole('heading', { name: 'May come from another ceremony' }).waitFor();
    expect(await rowOf(page, guest).innerText()).toContain('Rebooked on');
    await press(page, guest, 'Arrived');
    await allSent(page);
    expect(statusesAt(second.id)).toEqual([`${guest} attended`]);
    expect(statusesAt(first.id)).toEqual([`${guest} rebooked`]);
    const [member] = rows.prepare('select ceremony from list_member where attendee = ?').all(guest) as {
      ceremony: string;
    }[]; // as named
    expect(member?.ceremony).toBe(first.id);
    // And whoever simply comes is found by code, if on a closed list of the borough
    const walking = first.people[1];
    expect(await rowOf(page, walking).count()).toBe(0);
    await page.getByLabel('Their code').fill(codeOf(walking).toUpperCase());
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText(`Code ${codeOf(walking)} is on this page.`).waitFor();
    await page.locator('#check-in[data-ready]').waitFor();
    await press(page, walking, 'Arrived');
    await allSent(page);
    expect(statusesAt(second.id)).toEqual([`${guest} attended`, `${walking} attended`]);
    await page.getByLabel('Their code').fill('ffffff');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Nobody on a closed list of your borough in this trial has code ffffff.').waitFor();
    await context.close();
  });

  test('names come from the list chosen here, stay through a reload without a network, and never leave', async () => {
    // Given a ceremony of the people of a list, and a browser that holds the linkage key
    const { id } = await ceremonyOfToday(
      0,
      persons.map(([reference]) => referenceHash(key, reference)),
    );
    writeFileSync(join(folder, 'linkage.key'), `${'5a'.repeat(32)}\n`);
    writeFileSync(join(folder, 'list.csv'), messyCsv(';'));
    const { context, page, faults } = await atTheDoor(id);
    const sent: string[] = [];
    context.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.goto(`${running.address}/ceremonies/${id}/list`);
    await page.locator('#key-file').setInputFiles(join(folder, 'linkage.key'));
    await page.getByRole('button', { name: 'Keep the key in this browser' }).click();
    await page.getByText('Linkage key in this browser').waitFor();
    await page.goto(`${running.address}/ceremonies/${id}/check-in`);
    // When the list is chosen again
    await page.getByText('Show names from the list').click();
    await page.locator('#names-file').setInputFiles(join(folder, 'list.csv'));
    await page.getByRole('button', { name: 'Show names' }).click();
    await page.getByText(/names joined/).waitFor();
    await kept(page);
    await isAccessible(page, 'names');
    // Then people are found by name, sorted by surname, and marked with the network gone
    await context.setOffline(true);
    await page.addInitScript(() => {
      const seen = { shift: 0 };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    await page.locator('#check-in[data-ready]').waitFor();
    const shift = await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift);
    expect(shift).toBeLessThan(0.01);
    const name = await page.locator('[data-part="name"]').nth(1).innerText();
    const named = page.locator('[data-person]', { has: page.getByText(name, { exact: true }) });
    await page.getByLabel('Name or code').fill(name.toUpperCase());
    await page.getByText(`${name}: Enter marks as arrived.`).waitFor();
    await page.getByLabel('Name or code').press('Enter');
    await named.getByText('Arrived, waiting to send').waitFor();
    await context.setOffline(false);
    await allSent(page);
    expect(recordedAt(id)).toHaveLength(1);
    const secrets = persons.flat().filter((text) => text.length > 3);
    for (const line of sent) expect(secrets.filter((secret) => line.includes(secret))).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
