/** A registrar signs in, sees today, and signs out; the first attempt goes wrong. With JavaScript and without. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { openSite } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of signing in. ${opened.whyNot}`);
const site = await openSite();

afterAll(async () => {
  await site.close();
  if ('browser' in opened) await opened.browser.close();
});

describe.skipIf('whyNot' in opened)('signing in', () => {
  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s', async (_name, javaScriptEnabled) => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);

    // Given a registrar who follows the first door without being signed in
    await page.goto(site.origin);
    await page.getByRole('link', { name: 'See today’s ceremonies' }).click();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.getByRole('link', { name: 'Sign in with a training token' }).click();

    // When the token is mistyped, the error leads to the field
    await page.getByLabel('Access token', { exact: true }).fill('token-regstrar');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toBe('Error: Sign in with a training token - Pledge');
    await page.getByRole('alert').getByRole('link').click();
    if (javaScriptEnabled) {
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('token');
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations).toEqual([]);
    }
    expect(await page.content()).not.toContain('token-regstrar');
    if (process.env.PLEDGE_SHOTS !== undefined && javaScriptEnabled) {
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/sign-in-error-390.png`, fullPage: true });
    }

    // And when it is right, today's page opens, under a cookie that no script can read
    await page.getByLabel('Access token', { exact: true }).fill('token-registrar');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/today');
    expect(await page.locator('h1').innerText()).toBe('Today, Tuesday 3 March 2026');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });

    // Then signing out ends it
    if (javaScriptEnabled) await page.getByRole('button', { name: 'Menu' }).click();
    if (process.env.PLEDGE_SHOTS !== undefined) {
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/menu-${javaScriptEnabled}-390.png` });
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${site.origin}/`);
    expect(await context.cookies()).toEqual([]);
    await page.goto(`${site.origin}/today`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await context.close();
  });
});

describe.skipIf('whyNot' in opened)('printing', () => {
  test('a training page says so on paper', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const page = await opened.browser.newPage();
    await page.goto(`${site.origin}/trials/welcome-pack`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.app-training').isVisible()).toBe(true);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('page'))).toBe(
      'training',
    );
    if (process.env.PLEDGE_SHOTS !== undefined)
      await page.pdf({ path: `${process.env.PLEDGE_SHOTS}/trial.pdf`, format: 'A4' });
    await page.close();
  });
});
