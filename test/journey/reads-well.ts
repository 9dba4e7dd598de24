/** A page as somebody opens it: signed in at the service, and held to what every page must be. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { As, Service } from '../api/service.ts';
import { htmlFaults } from './valid-html.ts';

type Opened = { readonly browser: Browser } | { readonly whyNot: string };
type At = { readonly service: Service; readonly origin: string };

/** A fresh context with a session of its own; nobody has none. */
export async function pageFor(
  opened: Opened,
  { service, origin }: At,
  as: As,
  options: BrowserContextOptions = {},
): Promise<Page> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const [name = '', value = ''] = (await service.cookieOf(as)).split('=');
  if (as !== 'nobody') await context.addCookies([{ name, value, url: origin }]);
  return context.newPage();
}

/** No violation that axe finds, valid HTML, one first heading, no sideways scrolling at these widths. */
export async function readsWell(page: Page, called: string, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(`${called} at ${width}: ${sideways > 0}`).toBe(`${called} at ${width}: false`);
    if (process.env.PLEDGE_SHOTS !== undefined) {
      const name = `${called.replaceAll('/', '_')}-${width}.png`;
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/${name}`, fullPage: true });
    }
  }
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${called}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  const faults = await htmlFaults(await (await page.request.get(page.url())).text());
  expect(faults.map((fault) => `${called}: ${fault}`)).toEqual([]);
  expect(await page.locator('h1').count()).toBe(1);
}
