/**
 * A registrar's ceremony from the diary to the day, on the real service, with JavaScript and without: entered with slips of the pen, its
 * list closed, its arm seen when the lead time has begun and not before, moved, and another one cancelled.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { startNode } from '../../src/node.ts';
import { addDays, londonDate } from '../../src/trial/calendar.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the registrar's ceremonies. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-ceremonies-'));
const lines: Readonly<Record<string, string | number>>[] = [];
const running = await startNode({
  port: 0,
  hostname: '127.0.0.1',
  database: join(folder, 'pledge.sqlite'),
  isLive: false,
  environment: {},
  log: (line) => lines.push(line),
});
const token = running.signIns.find(({ role }) => role === 'registrar')?.token ?? '';
async function sessionCookie() {
  const body = new URLSearchParams({ token });
  const headers = { origin: running.address };
  const response = await fetch(`${running.address}/sign-in/training`, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  });
  const value = /pledge-session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '';
  return { name: 'pledge-session', value, url: running.address, httpOnly: true };
}
const today = londonDate(new Date().toISOString());

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

async function fillSlot(page: Page, date: string, time: string, venue: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Month').fill(month);
  await page.getByLabel('Year').fill(year);
  await page.getByLabel('Time it starts').fill(time);
  await page.getByLabel('Room or building').fill(venue);
}

async function enrol(id: string, count: number, prefix: string): Promise<void> {
  const hash = (index: number, kind: string) => `${kind}${prefix}${index}`.padEnd(64, '0');
  const attendees = Array.from({ length: count }, (_, index) => ({
    reference_hash: hash(index, 'a'),
    household_hash: hash(index, 'b'),
    group_size: 1,
    age_band: 'unknown',
    prior_franchise: 'unknown',
    registered_at_baseline: 'unknown',
    eligible: 'yes',
    reason: null,
  }));
  const response = await fetch(`${running.address}/api/v1/ceremonies/${id}/cohort`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ attendees }),
  });
  expect(response.status).toBe(201);
}

const idIn = (page: Page): string => /\/ceremonies\/([0-9a-f]{20})/.exec(page.url())?.[1] ?? '';

/** axe is a script itself, so it looks at the page of whoever has JavaScript. */
async function expectAccessible(page: Page, javaScriptEnabled: boolean): Promise<void> {
  if (!javaScriptEnabled) return;
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
}

describe.skipIf('whyNot' in opened).each([
  { name: 'with JavaScript', javaScriptEnabled: true, prefix: '1', room: 'Room 2' },
  { name: 'without JavaScript', javaScriptEnabled: false, prefix: '2', room: 'Room 3' },
])('a registrar $name', ({ javaScriptEnabled, prefix, room }) => {
  test('takes a ceremony from the diary to its arm', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ javaScriptEnabled });
    await context.addCookies([await sessionCookie()]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);

    // Given today's page, from which a ceremony is put into the trial
    await page.goto(`${running.address}/today`);
    await page.getByRole('button', { name: 'Put a ceremony into a trial' }).click();

    // When the form is sent with everything wrong, then each slip is named, linked to its field, and nothing typed is lost
    await page.getByLabel('A private ceremony').check();
    await fillSlot(page, '2027-02-31', 'half past two', '');
    await page.getByRole('button', { name: 'Put it into the trial' }).click();
    const summary = page.getByRole('alert');
    expect(await summary.getByRole('link').allInnerTexts()).toEqual([
      'Only group ceremonies held in person are in a trial. Hold this one as usual and do not enter it here',
      'The date of the ceremony must be a real date, such as 27 3 2027',
      'The time must be a time of day, such as 2:30pm or 14:30',
      'Enter the room or building',
    ]);
    expect(await page.title()).toContain('Error: ');
    expect(await page.getByLabel('Time it starts').inputValue()).toBe('half past two');
    for (const href of await summary
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))) {
      expect(await page.locator(href ?? '').count(), href ?? '').toBe(1);
    }
    await expectAccessible(page, javaScriptEnabled);

    // When it is right, then the ceremony has its page, and the next thing is its list
    await page.getByLabel('A group ceremony, in person').check();
    await fillSlot(page, addDays(today, 30), '2.30pm', `Town Hall, ${room}`);
    await page.getByRole('button', { name: 'Put it into the trial' }).click();
    expect(await page.locator('.govuk-notification-banner').innerText()).toContain('Put people on its list next');
    expect(await page.locator('main').innerText()).toContain(`Town hall ${room.toLowerCase()}`);
    const id = idIn(page);

    // When people are on the list and it is closed, after a check
    await enrol(id, 4, prefix);
    await page.reload();
    await page.getByRole('button', { name: 'Close the list and draw' }).click();
    await expectAccessible(page, javaScriptEnabled);
    expect(await page.locator('main').innerText()).toContain('4, in 4 households');
    await page.getByRole('button', { name: 'Close the list and draw' }).click();

    // Then it is drawn, its arm is on no page, and the page says from when it can be seen
    const closed = await page.locator('main').innerText();
    expect(closed).toContain('The list is closed and the draw is made');
    expect(closed).toContain('Drawn and sealed, to be unsealed from');
    expect((await page.request.get(`${running.address}/ceremonies/${id}/run-sheet`)).status()).toBe(409);
    await page.goto(`${running.address}/ceremonies/${id}/unseal`);
    expect(await page.locator('main').innerText()).toContain('5 working days before');
    expect(await page.getByRole('button', { name: 'Unseal the arm' }).count()).toBe(0);

    // When it is brought forward to tomorrow, then the arm can be unsealed, after a check
    await page.goto(`${running.address}/ceremonies/${id}/move`);
    expect(await page.getByLabel('Time it starts').inputValue()).toBe('2:30pm');
    await page.getByRole('button', { name: 'Move the ceremony' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Choose a reason');
    await fillSlot(page, addDays(today, 1), '14:30', room);
    await page.getByLabel('The room is not available').check();
    await page.getByRole('button', { name: 'Move the ceremony' }).click();
    expect(await page.locator('.govuk-notification-banner').innerText()).toContain('The ceremony has moved');
    await page.getByRole('button', { name: 'Unseal the arm' }).click();
    await page.getByRole('button', { name: 'Unseal the arm' }).click();
    expect(await page.locator('.govuk-summary-list').innerText()).toMatch(/Arm\s+(Standard|Volunteering|Behavioural)/);
    await expectAccessible(page, javaScriptEnabled);

    // And the run sheet tells what to prepare, and names nobody whom this browser does not know
    await page.getByRole('button', { name: 'Run sheet' }).click();
    const sheet = await page.locator('main').innerText();
    expect(sheet).toMatch(/(Standard|Volunteering|Behavioural)\s+4\s+4/);
    expect(await page.locator('[data-reference]').allInnerTexts()).toEqual(['', '', '', '']);
    await page.emulateMedia({ media: 'print' });
    const printed = await page.locator('.app-scroll').evaluate((box) => {
      const { overflowY, maxHeight } = getComputedStyle(box);
      return { overflowY, maxHeight };
    });
    expect(printed).toEqual({ overflowY: 'visible', maxHeight: 'none' });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('sends a form twice and acts once, and cancels a ceremony', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ javaScriptEnabled });
    await context.addCookies([await sessionCookie()]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);

    // Given a form whose answer was lost, when it is sent again from the page that is still open
    await page.goto(`${running.address}/ceremonies/new`);
    await page.getByLabel('A group ceremony, in person').check();
    await fillSlot(page, addDays(today, 40), '10am', `Library ${room}`);
    const sent = new URLSearchParams(
      await page
        .locator('form[action="/ceremonies/new"]')
        .evaluate((form) => [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)])),
    );
    const first = await page.request.post(`${running.address}/ceremonies/new`, {
      headers: { origin: running.address, 'content-type': 'application/x-www-form-urlencoded' },
      data: sent.toString(),
    });
    expect(first.status()).toBe(200);
    await page.getByRole('button', { name: 'Put it into the trial' }).click();

    // Then both led to one and the same ceremony
    expect(page.url()).toBe(first.url());

    // When it is cancelled with a reason, then it says so and offers its history alone
    const id = idIn(page);
    await page.getByRole('link', { name: 'Cancel this ceremony' }).click();
    await page.getByLabel('An emergency').check();
    await page.getByRole('button', { name: 'Cancel the ceremony' }).click();
    expect(await page.locator('main').innerText()).toContain('Cancelled');
    expect(await page.locator('main ul.govuk-list a').allInnerTexts()).toEqual([
      'People: book into another ceremony, leave or object',
      'History of this ceremony',
    ]);
    await page.goto(`${running.address}/ceremonies/${id}/close`);
    expect(await page.locator('main').innerText()).toContain('This ceremony was cancelled');
  });
});
