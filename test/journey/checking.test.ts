/** Somebody with a receipt and a ledger hash checks both; the first attempts go wrong. With JavaScript and without. */
import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleReceipt } from '../web/sample-reads.ts';
import { openBrowser } from './browser.ts';
import { openSite } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of checking a receipt. ${opened.whyNot}`);
const site = await openSite();

afterAll(async () => {
  await site.close();
  if ('browser' in opened) await opened.browser.close();
});

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off', 'require-sri': 'off' },
});

async function fits(page: Page, isScripted: boolean, name: string): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  expect(await page.locator('h1').count()).toBe(1);
  if (process.env.PLEDGE_SHOTS !== undefined) {
    await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/${name}-${isScripted}.png`, fullPage: true });
  }
  if (!isScripted) return;
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations).toEqual([]);
  const { results } = await validator.validateString(await page.content());
  // A page read back from a browser has its own ways of writing attributes: only what is wrong in the document counts here.
  const serialised = [
    'attribute-boolean-style',
    'attribute-empty-style',
    'void-style',
    'doctype-style',
    'no-inline-style',
  ];
  const messages = results.flatMap((result) => result.messages).filter(({ ruleId }) => !serialised.includes(ruleId));
  expect(messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
}

describe.skipIf('whyNot' in opened)('checking a receipt and a hash', () => {
  test.each([
    ['with JavaScript at 1280 pixels', true, 1280],
    ['without JavaScript at 390 pixels', false, 390],
  ])('%s', async (_name, javaScriptEnabled, width) => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const answer = page.locator('.app-answer');
    const check = async (text: string) => {
      await page.getByLabel('Receipt', { exact: true }).fill(text);
      await page.getByRole('button', { name: 'Check the receipt' }).click();
    };

    // Given somebody who comes from the trial's page with a receipt
    await page.goto(`${site.origin}/trials/welcome-pack`);
    await page.getByRole('link', { name: 'Check a receipt, or a hash of the ledger' }).click();
    expect(await page.locator('h1').innerText()).toBe('Check a receipt or the ledger');

    // When half of it is pasted, the error leads to the field, which still holds what was pasted
    await check('{ "format": "pledge-receipt/1", ');
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toContain('Error: Check a receipt');
    await page.getByRole('alert').getByRole('link').click();
    expect(await page.getByLabel('Receipt', { exact: true }).inputValue()).toContain('pledge-receipt/1');
    await fits(page, javaScriptEnabled, `check-error-${width}`);

    // When the whole of it is pasted, the page says that it is genuine, and since when
    await check(JSON.stringify(sampleReceipt, null, 2));
    await answer.waitFor();
    expect(await answer.locator('h2').innerText()).toBe('This receipt is genuine');
    expect(await answer.innerText()).toContain('Brent, 3-plus');
    expect(await answer.innerText()).toContain('2 March 2026, 2:30pm');
    expect(await page.title()).toMatch(/^This receipt is genuine: /);
    await fits(page, javaScriptEnabled, `check-genuine-${width}`);

    // When its arm was changed, the page says that it is not, and why
    await check(JSON.stringify({ ...sampleReceipt, arm: 'standard pack' }));
    await page.getByRole('heading', { name: 'This receipt is not genuine' }).waitFor();
    expect(await answer.innerText()).toContain('it says something else');
    await fits(page, javaScriptEnabled, `check-differs-${width}`);

    // And the hash that they noted is in the ledger
    await page.getByLabel('Hash', { exact: true }).fill(` ${'8'.repeat(64)} `);
    await page.getByRole('button', { name: 'Check the hash' }).click();
    await page.getByRole('heading', { name: 'This hash is in the ledger' }).waitFor();
    expect(await answer.innerText()).toContain('104');
    await fits(page, javaScriptEnabled, `check-hash-${width}`);
    await context.close();
  });
});
