/**
 * What is done about people of a ceremony, errors of its draw and partners asked to come, in a browser at the service itself, without
 * JavaScript; then each page at both widths, at 200% zoom's width, without a violation (axe), valid HTML and no layout shift.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { build } from '../../src/web/build.ts';
import { ceremonyWith, newham, openService, openTrial } from '../api/service.ts';
import { ceremonyTrial } from '../api/trials.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf } from './site.ts';
import { htmlFaults } from './valid-html.ts';

await build();
const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the pages about people. ${opened.whyNot}`);
const [sqlite] = engines;
if (sqlite === undefined) throw new Error('no engine');
const service = await openService(sqlite);
const slug = 'ceremony-offer';
await openTrial(service, slug, ceremonyTrial({}));
const open = await ceremonyWith(service, slug, '2026-03-09', 4);
const other = await ceremonyWith(service, slug, '2026-03-16', 2);
const centre = {
  code: 'newham-volunteers',
  name: 'Newham Volunteer Centre',
  kind: 'volunteer-centre',
  borough: newham,
};
await service.post('borough-lead', `/trials/${slug}/organisations`, centre);

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
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const problems = (page: Page) => page.getByRole('alert').getByRole('link').allInnerTexts();

describe.skipIf('whyNot' in opened)('what is done about people', () => {
  test('a registrar rebooks somebody, records an objection, reports an error and asks a partner', async () => {
    const page = await registrar(false);

    // Given an open list, somebody is booked into another ceremony
    await page.goto(`${origin}/ceremonies/${open}`);
    await page.getByRole('link', { name: 'People: book into another ceremony' }).click();
    expect(await page.locator('h1').innerText()).toBe('People on the list: 4 people');
    await page.getByRole('link', { name: 'Book into another ceremony' }).first().click();
    await press(page, 'Book them into it');
    expect(await problems(page)).toEqual(['Choose the ceremony that they come to instead', 'Choose a reason']);
    await page.getByLabel('Monday 16 March 2026').check();
    await page.getByLabel('They asked for another date').check();
    await press(page, 'Book them into it');
    expect(await main(page)).toContain('They are booked into the other ceremony.');
    expect(await page.locator('h1').innerText()).toBe('People on the list: 3 people');

    // When somebody objects, the answers are shown before they are kept
    await page.getByRole('link', { name: 'Leaves or objects' }).nth(1).click();
    await page.getByRole('link', { name: 'They stay in the trial and only want no more messages' }).click();
    await press(page, 'Record it');
    expect(await main(page)).toContain('They are sent nothing more and stay in the trial.');
    await page.getByRole('link', { name: 'Leaves or objects' }).first().click();
    await press(page, 'Continue');
    expect(await problems(page)).toEqual(['Choose a reason', 'Choose what happens to their data']);
    await page.getByLabel('They object to taking part').check();
    await page.getByLabel('Take their outcomes out of the figures').check();
    await press(page, 'Continue');
    expect(await main(page)).toContain('This cannot be undone.');
    await press(page, 'Record it');
    expect(await main(page)).toContain('Nothing more is recorded about this person.');

    // And once the list is closed, the page says why nobody is rebooked, and errors of the draw are reported
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [open] });
    await page.goto(`${origin}/ceremonies/${open}/people`);
    expect(await main(page)).toContain('The list of this ceremony is closed, so its people stay on it.');
    await page.goto(`${origin}/ceremonies/${open}/errors`);
    await press(page, 'Continue');
    expect(await problems(page)).toEqual(['Choose what went wrong']);
    await page.getByLabel('Arm not delivered as drawn').check();
    await press(page, 'Continue');
    await page.getByLabel('Nothing of any arm').check();
    await press(page, 'Continue');
    await press(page, 'Report it');
    expect(await problems(page)).toEqual([expect.stringContaining('The arm of this unit is sealed')]);
    await page.goto(`${origin}/ceremonies/${open}/errors/new?kind=duplicate-enrolment`);
    await page.getByLabel('Who?').selectOption({ index: 1 });
    await page.getByLabel('Code of the other enrolment').fill('abc');
    await press(page, 'Continue');
    expect(await problems(page)).toEqual(['Nobody on a list of your borough in this trial has this code']);
    const { body } = await service.get('registrar', `/ceremonies/${other}/list`);
    const [first] = body as readonly { readonly trial_id: string }[]; // the service's own answer
    await page.getByLabel('Code of the other enrolment').fill(first?.trial_id.slice(0, 10) ?? '');
    await press(page, 'Continue');
    expect(await page.locator('h1').innerText()).toBe('Check the report');
    await press(page, 'Report it');
    expect(await main(page)).toContain('The error is reported. What was drawn stays as it is.');
    await page.getByRole('link', { name: 'Take back' }).click();
    await page.getByLabel('It was reported by mistake').check();
    await press(page, 'Take it back');
    expect(await main(page)).toContain('Taken back: it was reported by mistake');

    // And a partner is asked to come, and not any more
    await page.goto(`${origin}/ceremonies/${open}`);
    await page.getByRole('link', { name: 'Ask a partner to come' }).click();
    expect(await page.getByLabel('Monday 9 March 2026').isChecked()).toBe(true);
    await press(page, 'Ask them to come');
    expect(await problems(page)).toEqual(['Choose an organisation']);
    await page.getByLabel('Which organisation?').selectOption('newham-volunteers');
    await press(page, 'Ask them to come');
    expect(await main(page)).toContain('Newham Volunteer Centre: Monday 9 March 2026, 2pm');
    await page.getByRole('link', { name: 'Do not ask them any more' }).click();
    await press(page, 'Do not ask them');
    expect(await main(page)).toContain('No partner is asked to come.');
  }, 60_000);

  test('each page reads at every width, is valid and does not shift', async () => {
    const { body } = await service.get('registrar', `/ceremonies/${other}/list`);
    const [first] = body as readonly { readonly trial_id: string }[]; // the service's own answer
    const person = `/ceremonies/${other}/people/${first?.trial_id}`;
    const paths = [
      ...[`/ceremonies/${open}/people`, `${person}/rebook`, `${person}/withdraw`, `/ceremonies/${open}/errors`],
      ...[`/ceremonies/${open}/errors/new?kind=ineligible-found-later`, `/trials/${slug}/partners`],
      ...['/today', `/ceremonies/${open}`, `/ceremonies/${open}/check-in`],
    ];
    const page = await registrar(true);
    await page.addInitScript(() => {
      new PerformanceObserver((seen) => {
        for (const entry of seen.getEntries()) {
          const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean }; // layout-shift
          if (!hadRecentInput)
            document.documentElement.dataset.shift = String(
              Number(document.documentElement.dataset.shift ?? 0) + value,
            );
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const path of paths) {
      // 640 CSS pixels are a screen of 1280 at 200% zoom.
      for (const width of [390, 640, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${path} at ${width}`).toBeLessThanOrEqual(0);
        const shift = await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0));
        expect(shift, `layout shift of ${path} at ${width}`).toBeLessThan(0.1);
        if (process.env.PLEDGE_SHOTS !== undefined && width !== 640) {
          const name = path.replaceAll(/[^a-z]+/g, '-');
          await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/${name}-${width}.png`, fullPage: true });
        }
      }
      expect(await page.locator('h1').count(), path).toBe(1);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations, path).toEqual([]);
      const html = await (await page.request.get(`${origin}${path}`)).text();
      expect(await htmlFaults(html), path).toEqual([]);
    }
  }, 120_000);
});
