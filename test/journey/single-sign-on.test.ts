/**
 * A registrar signs in through their borough: from the button to Today, in a real browser and against a real provider on another site
 * (127.0.0.1, while Pledge is at localhost), so that a cookie which other sites cannot send would stay behind.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseBoroughProviders, providerId } from '../../src/access/borough-providers.ts';
import {
  clientId,
  clientSecret,
  type Person,
  type RunningProvider,
  startProvider,
} from '../access/borough-provider.ts';
import { brent, newham, openService, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of single sign-on. ${opened.whyNot}`);

describe.skipIf('whyNot' in opened)('signing in through a borough', () => {
  let service: Service;
  let site: Site;
  let provider: RunningProvider;
  let origin = '';

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    // The provider knows where it sends people back, and Pledge where the provider is: the site is there first.
    site = await openSiteOf((request) => service.fetch(request));
    origin = site.origin.replace('127.0.0.1', 'localhost');
    provider = await startProvider(`${origin}/api/auth/callback/${providerId({ borough: newham })}`);
    const own = { borough: newham, issuer: provider.issuer, clientId, clientSecret, secondFactor: { amr: ['mfa'] } };
    // Nobody listens at this port.
    const down = { ...own, borough: brent, issuer: 'http://127.0.0.1:1' };
    service = await openService(sqlite, { providers: parseBoroughProviders(JSON.stringify([own, down])) });
    service.setClock(new Date().toISOString());
  });
  afterAll(async () => {
    await site?.close();
    await provider?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  async function goes(who: Partial<Person>, javaScriptEnabled = true, name = 'Newham') {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    provider.signInAs({
      subject: 'subject-1',
      email: 'registrar@pledge.example',
      emailVerified: true,
      amr: [],
      ...who,
    });
    const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${origin}/ceremonies/new`);
    await page.getByRole('link', { name: `Sign in through ${name}` }).click();
    return { page, context };
  }

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('opens the page that was asked for, %s', async (_, javaScriptEnabled) => {
    const { page, context } = await goes({ amr: ['pwd', 'mfa'] }, javaScriptEnabled);
    await page.waitForURL(`${origin}/ceremonies/new`);
    expect(await page.locator('h1').innerText()).toContain('ceremony');
    const session = (await context.cookies()).find(({ name }) => name === 'pledge-session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    await context.close();
  });

  test.each([
    ['no second factor', { amr: ['pwd'] }, 'did not ask you for a second factor'],
    [
      'somebody who was not invited',
      { subject: 's2', email: 'stranger@pledge.example', amr: ['mfa'] },
      'asked you to join',
    ],
    [
      'somebody of another borough',
      { subject: 's3', email: 'other-registrar@pledge.example', amr: ['mfa'] },
      'another borough',
    ],
  ])('says why not: %s', async (_, who, words) => {
    const { page, context } = await goes(who);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain(words);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect((await context.cookies()).some(({ name }) => name === 'pledge-session')).toBe(false);
    await context.close();
  });

  test('takes no way back that nobody set out on', async () => {
    const back = `${origin}/api/auth/callback/${providerId({ borough: newham })}?code=x&state=y`;
    const answer = await fetch(back.replace('localhost', '127.0.0.1'), { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/sign-in\?error=/);
    expect((await fetch(`${site.origin}/api/auth/callback/borough-E09000001?code=x`)).status).toBe(404);
  });

  test('says that a provider which is down did not work, and lets everybody else in', async () => {
    const { page, context } = await goes({}, false, 'Brent');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('through your borough did not work');
    expect(await page.getByLabel('Password', { exact: true }).isVisible()).toBe(true);
    await context.close();
  });
});
