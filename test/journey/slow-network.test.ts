/**
 * A registrar by keyboard alone on a slow network, at the service itself: a ceremony is put into a trial, moved, its list closed by a
 * button pressed twice, its arm unsealed. Every page can be used before its scripts have come, and nothing on it shifts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cohort, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey on a slow network. ${opened.whyNot}`);

const slug = 'ceremony-offer';
/** Bytes a second and milliseconds: what is left of a mobile network in a town hall. */
const slow = { offline: false, latency: 300, downloadThroughput: 60_000, uploadThroughput: 25_000 };

describe.skipIf('whyNot' in opened)('a registrar on a slow network', () => {
  let service: Service;
  let site: Site;
  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    await openTrial(service, slug);
    site = await openSiteOf(service.fetch);
  });
  afterAll(async () => {
    await site?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  async function registrar(): Promise<Page> {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const [name = '', value = ''] = (await service.cookieOf('registrar')).split('=');
    await context.addCookies([{ name, value, url: site.origin }]);
    await context.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { hadRecentInput, value: shift } = entry as PerformanceEntry & {
            hadRecentInput: boolean;
            value: number;
          };
          if (!hadRecentInput)
            document.documentElement.dataset.shift = String(
              Number(document.documentElement.dataset.shift ?? 0) + shift,
            );
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const page = await context.newPage();
    await (await context.newCDPSession(page)).send('Network.emulateNetworkConditions', slow);
    return page;
  }

  /** Presses Tab until what has the focus is called so; fails where it never comes. */
  async function tabTo(page: Page, called: string | RegExp): Promise<void> {
    // The words are there; scripts may still be on their way.
    await page.waitForFunction(() => document.readyState !== 'loading' && document.querySelector('footer') !== null);
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!(focused instanceof HTMLElement)) return '';
        const label = focused.id === '' ? null : document.querySelector(`label[for="${focused.id}"]`);
        return (label?.textContent ?? focused.innerText ?? '').trim();
      });
      if (typeof called === 'string' ? name === called : called.test(name)) return;
    }
    throw new Error(`No press of Tab came to ${called}.`);
  }

  async function stayedStill(page: Page): Promise<void> {
    await page.waitForLoadState('load');
    // Below 0.1 is what Web Vitals calls good.
    expect(Number(await page.evaluate(() => document.documentElement.dataset.shift ?? '0'))).toBeLessThan(0.1);
  }

  test('takes a ceremony to its arm by keyboard', async () => {
    const page = await registrar();
    await page.goto(`${site.origin}/today`, { waitUntil: 'commit' });
    await tabTo(page, 'Put a ceremony into a trial');
    await stayedStill(page);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ceremonies/new', { waitUntil: 'commit' });
    await tabTo(page, /^A group ceremony/);
    await page.keyboard.press('Space');
    for (const [label, value] of [
      ['Day', '5'],
      ['Month', '3'],
      ['Year', '2026'],
    ] as const) {
      await tabTo(page, label);
      await page.keyboard.type(value);
    }
    await tabTo(page, 'Time it starts');
    await page.keyboard.type('14:00');
    await tabTo(page, 'Room or building');
    await page.keyboard.type('town-hall');
    await stayedStill(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ceremonies\/(?!new)/, { waitUntil: 'commit' });
    const ceremony = new URL(page.url()).pathname.split('/')[2] ?? '';
    await service.post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees: cohort('slow', 4) });

    await page.reload({ waitUntil: 'commit' });
    await tabTo(page, /^Close the list/);
    await stayedStill(page);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/close', { waitUntil: 'commit' });
    await tabTo(page, /^Close the list/);
    // Pressed twice, since nothing seems to happen
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL('**?done=closed');
    await page.getByText('The list is closed and the draw is made.').waitFor();
    await stayedStill(page);
    const history = await service.get('auditor', `/trials/${slug}/ledger`);
    const acts: readonly { act: string }[] = history.body.entries;
    expect(acts.filter(({ act }) => act === 'close-list-and-draw').length).toBe(1);

    service.setClock('2026-03-05T08:00:00.000Z');
    const [name = '', value = ''] = (await service.cookieOf('registrar')).split('=');
    await page.context().addCookies([{ name, value, url: site.origin }]);
    await page.reload({ waitUntil: 'commit' });
    await tabTo(page, /^Unseal/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/unseal', { waitUntil: 'commit' });
    await tabTo(page, /^Unseal/);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/ceremonies/${ceremony}(?:\\?|$)`));
    const { body } = await service.get('registrar', `/ceremonies/${ceremony}/arms`);
    const text = await page.locator('main').innerText();
    expect(text).toContain(body.arms[0].arm);
    await stayedStill(page);
    await page.context().close();
  }, 90_000);
});
