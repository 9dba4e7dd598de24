/**
 * A borough lead asks a registrar to join; the registrar opens the link in a browser of their own, chooses a password, sets up an
 * authenticator app, keeps the recovery codes and works; after a while a list asks for the password again; and when the lead ends
 * their access the next page is the sign-in. On a phone's screen, with JavaScript and without.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticatorCode } from '../access/authenticator.ts';
import { ceremonyWith, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of joining. ${opened.whyNot}`);

const password = 'three random words';

describe.skipIf('whyNot' in opened)('joining', () => {
  let service: Service;
  let site: Site;
  let ceremony = '';

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-12', 4);
    site = await openSiteOf(service.fetch);
  });
  afterAll(async () => {
    await site?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])(
    'from the invitation to the end of access, %s',
    async (_, javaScriptEnabled) => {
      if ('whyNot' in opened) throw new Error(opened.whyNot);
      const visitor = async () => {
        const context = await opened.browser.newContext({
          javaScriptEnabled,
          viewport: { width: 390, height: 900 },
        });
        context.setDefaultTimeout(10_000);
        return { context, page: await context.newPage() };
      };
      const shots = process.env.PLEDGE_SHOTS;
      const person = javaScriptEnabled ? 'Ana Lima' : 'Olu Ade';
      service.setClock('2026-03-02T09:00:00.000Z');
      const lead = await visitor();
      const shoot = async (page: typeof lead.page, name: string) => {
        if (javaScriptEnabled) {
          const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
          expect(violations.map(({ id, nodes }) => `${name} ${id} ${nodes[0]?.html}`)).toEqual([]);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-390.png`, fullPage: true });
      };

      // Given a borough lead, who asks a registrar to join
      const [name = '', value = ''] = (await service.cookieOf('borough-lead')).split('=');
      await lead.context.addCookies([{ name, value, url: site.origin }]);
      await lead.page.goto(`${site.origin}/staff`);
      await lead.page.getByRole('button', { name: 'Ask somebody to join' }).click();
      await lead.page.getByRole('button', { name: 'Make a link' }).click();
      await lead.page.getByRole('link', { name: 'Enter their full name, up to 200 characters' }).waitFor();
      await lead.page.getByLabel('Full name').fill(person);
      await lead.page.getByLabel('Email address').fill(`${person.slice(0, 3).toLowerCase()}@newham.example`);
      await lead.page.getByLabel('Role').selectOption('Borough registrar');
      await shoot(lead.page, 'staff-invite');
      await lead.page.getByRole('button', { name: 'Make a link' }).click();
      const link = await lead.page.locator('code').innerText();
      await shoot(lead.page, 'staff-link');

      // When the registrar follows it in a browser of their own
      const registrar = await visitor();
      const { page } = registrar;
      await page.goto(link);
      await shoot(page, 'join');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByLabel('The same password again', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
      const secret = /key into the app: ([A-Z2-7]+)/.exec(await page.locator('main').innerText())?.[1] ?? '';
      await page.getByRole('button', { name: 'Continue' }).click();
      expect(await page.locator('main li code').count()).toBeGreaterThan(4);
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByLabel('Six-digit code').fill(authenticatorCode(secret, 0));
      await page.getByRole('button', { name: 'Confirm and sign in' }).click();
      await page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();
      expect(await page.locator('main').innerText()).toContain('Borough registrar');

      // And the link is spent
      await page.goto(link);
      await page.getByRole('heading', { name: 'This link does not work' }).waitFor();

      // Then closing a list asks for the password once it was given long ago, and leads back
      const { results } = await service.db
        .prepare('select max(created_at) as at from sign_in_session')
        .all<{ at: number }>();
      service.setClock(new Date((results[0]?.at ?? 0) + 11 * 60_000).toISOString());
      await page.goto(`${site.origin}/ceremonies/${ceremony}/close`);
      await page.getByRole('heading', { name: 'Enter your password again' }).waitFor();
      await shoot(page, 'confirm');
      await page.getByLabel('Password', { exact: true }).fill('something else');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('link', { name: 'Enter your password as it is now' }).waitFor();
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL(`**/ceremonies/${ceremony}/close`);

      // And when the lead ends their access, the next page is the sign-in
      const [again = '', fresh = ''] = (await service.cookieOf('borough-lead')).split('=');
      await lead.context.addCookies([{ name: again, value: fresh, url: site.origin }]);
      await lead.page.goto(`${site.origin}/staff`);
      await shoot(lead.page, 'staff');
      await lead.page.getByRole('link', { name: `End access: ${person}` }).click();
      await shoot(lead.page, 'staff-remove');
      await lead.page.getByRole('button', { name: 'End access' }).click();
      await lead.page.getByText('Their access has ended.').waitFor();
      await page.goto(`${site.origin}/today`);
      expect(new URL(page.url()).pathname).toBe('/sign-in');
      if (shots !== undefined) {
        await lead.page.setViewportSize({ width: 1280, height: 900 });
        await lead.page.screenshot({ path: `${shots}/staff-1280.png`, fullPage: true });
      }
    },
    60_000,
  );
});
