/** Names in a browser: there for the tab that read them, gone with it, and kept for the day only where that was asked for. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type * as LocalList from '../../src/web/client/local-list.ts';
import { openBrowser } from './browser.ts';
import { openModules } from './module-page.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the local list in a browser. ${opened.whyNot}`);
const site = await openModules(['src/web/client/local-list.ts']);

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await site.close();
});

declare const window: { readonly tried: typeof LocalList };

const [ceremony, other] = ['ceremony-1', 'ceremony-2'];
const [today, yesterday] = ['2999-01-01', '2020-01-01'];

async function newTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => 'tried' in window);
  return page;
}

function hold(page: Page, id: string, until: string, stay: LocalList.Stay, name: string): Promise<void> {
  return page.evaluate(
    ([id, until, stay, name]) =>
      window.tried.holdNames(id, until, new Map([[`hash of ${name}`, { name, sortAs: name }]]), stay),
    [id, until, stay, name] as const,
  );
}

function namesIn(page: Page, id: string): Promise<readonly string[]> {
  return page.evaluate(async (id) => [...(await window.tried.namesOf(id)).values()].map(({ name }) => name), id);
}

describe.skipIf('whyNot' in opened)('names of a ceremony', () => {
  test('live as long as the tab, survive its reload, and are nothing to another tab', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext();
    const page = await newTab(context);
    expect(await namesIn(page, ceremony)).toEqual([]);
    await hold(page, ceremony, today, 'tab', 'Ada Quillfeather');
    await hold(page, ceremony, today, 'tab', 'Zoë Zanzottera');
    expect(await namesIn(page, ceremony)).toEqual(['Ada Quillfeather', 'Zoë Zanzottera']);
    expect(await namesIn(page, other)).toEqual([]);
    await page.reload();
    await page.waitForFunction(() => 'tried' in window);
    expect(await namesIn(page, ceremony)).toHaveLength(2);
    await page.close();
    expect(await namesIn(await newTab(context), ceremony)).toEqual([]);
    await context.close();
  });

  test('stay for the day where the registrar asks, take along what the tab knew, and can be forgotten', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext();
    const page = await newTab(context);
    await hold(page, ceremony, today, 'tab', 'Ada Quillfeather');
    await hold(page, ceremony, today, 'day', 'Zoë Zanzottera');
    await hold(page, ceremony, today, 'tab', 'Late Comer');
    await page.close();
    const next = await newTab(context);
    expect(await namesIn(next, ceremony)).toEqual(['Ada Quillfeather', 'Zoë Zanzottera', 'Late Comer']);
    expect(await next.evaluate((id) => window.tried.stayOf(id), ceremony)).toBe('day');
    await next.evaluate((id) => window.tried.forgetNames(id), ceremony);
    expect(await namesIn(next, ceremony)).toEqual([]);
    await context.close();
  });

  test('are gone once the day is over, and are never on the disk in clear, nor is a key that can be read out', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext();
    const page = await newTab(context);
    await hold(page, other, yesterday, 'day', 'Gone Already');
    await hold(page, ceremony, today, 'day', 'Ada Quillfeather');
    expect(await namesIn(page, other)).toEqual([]);
    const kept = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('pledge-borough');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      type Stored = { ceremony: string; sealed: ArrayBuffer; key: CryptoKey };
      const records = await new Promise<Stored[]>((resolve) => {
        const request = database.transaction('lists').objectStore('lists').getAll();
        request.onsuccess = () => resolve(request.result as Stored[]);
      });
      return records.map(({ ceremony, sealed, key }) => ({
        ceremony,
        text: new TextDecoder('latin1').decode(sealed),
        extractable: key.extractable,
      }));
    });
    expect(kept.map(({ ceremony, extractable }) => [ceremony, extractable])).toEqual([[ceremony, false]]);
    expect(kept[0]?.text).not.toContain('Quillfeather');
    await context.close();
  });
});
