/**
 * Every page in a real browser: WCAG 2.2 AA as far as axe can tell, one first heading, valid HTML, the same words without
 * JavaScript, no sideways scrolling on a phone, a desktop or at 200% zoom, nothing refused by the content security policy.
 */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleReads, trainingSample } from '../web/sample-reads.ts';
import { openBrowser } from './browser.ts';
import { openSite, type Visit, visits } from './site.ts';
import { htmlFaults } from './valid-html.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping journeys through pages. ${opened.whyNot}`);

const reads = sampleReads(trainingSample);
const site = await openSite(trainingSample, {
  reads: {
    ...reads,
    trial: async (slug, viewer) => {
      if (slug === 'faulty') throw new Error('the memory is gone');
      return reads.trial(slug, viewer);
    },
  },
  report: () => {},
});

const shots = process.env.PLEDGE_SHOTS;

afterAll(async () => {
  await site.close();
  if ('browser' in opened) await opened.browser.close();
});

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function open(browser: Browser, visit: Visit, width: number, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
  if (visit.as !== null) {
    await context.addCookies([{ name: 'pledge-session', value: visit.as, url: site.origin, httpOnly: true }]);
  }
  return context.newPage();
}

const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** The words of the page, without the button that a script adds to a password's field and without a request's id. */
async function wordsOf(page: Page): Promise<string> {
  const text = await page.locator('main').innerText();
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(' Show Continue', ' Continue')
    .replace(/[0-9a-f-]{36}/, 'ID');
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(wcag).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function photograph(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

describe.skipIf('whyNot' in opened)('pages in a browser', () => {
  test.each(visits)('$name is accessible, valid and fits, with JavaScript and without', async (visit) => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);

    const scripted = await open(opened.browser, visit, 1280, true);
    const complaints: string[] = [];
    scripted.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
    scripted.on('pageerror', (error) => complaints.push(error.message));
    const response = await scripted.goto(site.origin + visit.path);
    expect(await scripted.locator('h1').count()).toBe(1);
    expect(await scripted.locator('.app-training').innerText()).toBe('Training: nothing here is real');
    for (const summary of await scripted.locator('summary:visible').all()) await summary.click();
    // 640 is what is left of 1280 at 200% zoom.
    for (const width of [1280, 640, 390]) {
      await scripted.setViewportSize({ width, height: 900 });
      if (width !== 640) expect(await violationsOf(scripted)).toEqual([]);
      expect(await sidewaysPixels(scripted)).toBeLessThanOrEqual(0);
      await photograph(scripted, `${visit.name}-${width}`);
    }
    expect(complaints).toEqual([]);

    expect(await htmlFaults((await response?.text()) ?? '')).toEqual([]);

    const plain = await open(opened.browser, visit, 390, false);
    await plain.goto(site.origin + visit.path);
    for (const summary of await plain.locator('summary:visible').all()) await summary.click();
    expect(await sidewaysPixels(plain)).toBeLessThanOrEqual(0);
    if (visit.isLocal !== true) expect(await wordsOf(plain)).toBe(await wordsOf(scripted));
    else expect(await plain.locator('noscript').count()).toBe(1);

    await plain.context().close();
    await scripted.context().close();
  });
});
