/**
 * A ceremony's delivery log, its history, a partner's rota, a borough's agreements and what is held about one person, in a browser at
 * the service itself: without JavaScript, on a telephone and on a screen, each page without a violation (axe).
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { addAccount } from '../../src/actions/accounts.ts';
import { build } from '../../src/web/build.ts';
import { ceremonyWith, hashOf, newham, openService, openTrial } from '../api/service.ts';
import { ceremonyTrial } from '../api/trials.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { openSiteOf } from './site.ts';

await build();
const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the pages of the desk. ${opened.whyNot}`);
const [sqlite] = engines;
if (sqlite === undefined) throw new Error('no engine');
const service = await openService(sqlite);
await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4);
await service.post('borough-lead', '/trials/ceremony-offer/organisations', {
  ...{ code: 'newham-volunteers', name: 'Newham Volunteer Centre', kind: 'volunteer-centre', borough: newham },
});
await addAccount(service.deps, {
  ...{ id: 'p1', name: 'Partner', role: 'volunteer-partner', borough: null, organisation: 'newham-volunteers' },
  ...{ isTraining: false, validDays: 400 },
});
await service.deps.signIn?.memory.addSignIns([
  {
    account: 'p1',
    name: 'Partner',
    email: 'p1@pledge.example',
    passwordHash: null,
    now: service.deps.clock().getTime(),
  },
]);

const { origin, close } = await openSiteOf(service.fetch);

afterAll(async () => {
  await close();
  await service.close();
  if ('browser' in opened) await opened.browser.close();
});

/** A session lasts a working day: whoever moves the clock further opens another. */
async function openSession(page: Page, account: string): Promise<void> {
  const value = (await service.deps.signIn?.openSession(account, 'provider')) ?? '';
  await page.context().addCookies([{ name: 'pledge-session', value, url: origin, httpOnly: true }]);
}

async function signedIn(account: string, javaScriptEnabled = false): Promise<Page> {
  if ('whyNot' in opened) throw new Error(opened.whyNot);
  const context = await opened.browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await openSession(page, account);
  await page.goto(`${origin}/today`);
  return page;
}

/** As somebody sees it, at both widths: nothing that axe finds, one h1, nothing wider than the page. */
async function looksRight(account: string, path: string): Promise<void> {
  const page = await signedIn(account, true);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${origin}${path}`);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations).toEqual([]);
  }
  await page.context().close();
}

describe.skipIf('whyNot' in opened)('the pages of the desk', () => {
  test('a registrar logs the delivery of a ceremony, and corrects what was left out', async () => {
    // Given a ceremony whose list is closed and whose arm is unsealed, on its day
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    const page = await signedIn('registrar');
    await page.goto(`${origin}/ceremonies/${ceremony}/delivery`);
    expect(await page.locator('main').innerText()).toContain('its delivery can be logged from that day on');
    service.setClock('2026-03-09T16:00:00.000Z');
    await openSession(page, 'registrar');

    // When the form goes out empty, each field says what it asks for
    await page.goto(`${origin}/ceremonies/${ceremony}/delivery`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.title()).toContain('Error: Delivery log');
    expect(await page.getByRole('alert').getByRole('link').count()).toBe(5);

    // And when it is filled in
    await page.getByLabel('Newham Volunteer Centre').check();
    await page.getByRole('group', { name: 'Was the volunteering service present?' }).getByLabel('Yes').check();
    await page.getByRole('group', { name: 'Was help with forms offered?' }).getByLabel('No').check();
    await page.getByLabel('How many minutes did it take?').fill('45');
    await page.getByLabel('It was cut short').check();
    await page.getByRole('button', { name: 'Continue' }).click();

    // Then the answers are shown before they are kept
    expect(await page.locator('h1').innerText()).toBe('Check the delivery log');
    expect(await page.locator('main').innerText()).toContain('It was cut short');
    await page.getByRole('button', { name: 'Log it' }).click();
    await page.waitForURL('**/delivery?logged=1');
    expect(await page.locator('main').innerText()).toContain('The delivery was logged');
    const { body } = await service.get('registrar', `/ceremonies/${ceremony}/delivery`);
    expect(body).toMatchObject([{ version: 1, servicePresent: true, formHelp: false, deviations: ['shortened'] }]);

    // And the history tells it, without an arm
    await page.goto(`${origin}/ceremonies/${ceremony}/history`);
    const told = await page.locator('main').innerText();
    expect(told).toContain('The delivery was logged.');
    expect(told).not.toMatch(/volunteering|behavioural|standard/);
    await looksRight('registrar', `/ceremonies/${ceremony}/delivery`);
    await looksRight('registrar', `/ceremonies/${ceremony}/history`);
  }, 60_000);

  test('a partner sees where to be, and no arm', async () => {
    await service.post('registrar', `/trials/ceremony-offer/boroughs/${newham}/partners`, {
      ...{ organisation: 'newham-volunteers', to: { kind: 'ceremony', ceremony } },
    });
    const page = await signedIn('p1');
    await page.getByRole('link', { name: 'Rota' }).click();
    const text = await page.locator('main').innerText();
    expect(text).toContain('Monday 9 March 2026, 2pm');
    expect(text).toContain('Newham');
    expect(text).not.toMatch(/behavioural|standard/);
    await looksRight('p1', '/rota');
  }, 60_000);

  test('a borough lead records an agreement and a target; a registrar only reads them', async () => {
    const page = await signedIn('borough-lead');
    await page.goto(`${origin}/trials/ceremony-offer/borough`);
    await page.getByRole('button', { name: 'Record the agreement' }).click();
    expect(await page.getByRole('alert').getByRole('link').count()).toBe(3);
    await page.getByLabel('Data sharing agreement').check();
    await page.getByLabel('Reference').fill('DSA 12');
    const until = page.getByRole('group', { name: 'Last day on which it holds' });
    await until.getByLabel('Day').fill('31');
    await until.getByLabel('Month').fill('3');
    await until.getByLabel('Year').fill('2027');
    await page.getByRole('button', { name: 'Record the agreement' }).click();
    await page.waitForURL('**/borough?saved=1');
    expect(await page.locator('main').innerText()).toContain('DSA 12, until Wednesday 31 March 2027');

    const from = page.getByRole('group', { name: 'First day of the period' });
    const to = page.getByRole('group', { name: 'Last day of the period' });
    for (const [field, values] of [
      [from, ['1', '3', '2026']],
      [to, ['31', '3', '2026']],
    ] as const) {
      await field.getByLabel('Day').fill(values[0]);
      await field.getByLabel('Month').fill(values[1]);
      await field.getByLabel('Year').fill(values[2]);
    }
    await page.getByLabel('People to be reached').fill('40');
    await page.getByRole('button', { name: 'Set the target' }).click();
    await page.waitForURL('**/borough?saved=1');
    expect(await page.locator('main').innerText()).toMatch(/40 people\s+4 people/);

    await page.getByLabel('Name of the organisation').fill('Stratford Befrienders');
    await page.getByLabel('Code').fill('stratford');
    await page.getByRole('button', { name: 'Register the organisation' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Select what the organisation is');
    await page.getByLabel('Voluntary group').check();
    await page.getByRole('button', { name: 'Register the organisation' }).click();
    await page.waitForURL('**/borough?saved=1');
    expect(await page.locator('main').innerText()).toMatch(/Stratford Befrienders\s+Voluntary group\s+stratford/);

    const reader = await signedIn('registrar');
    await reader.goto(`${origin}/trials/ceremony-offer/borough`);
    expect(await reader.getByRole('button', { name: 'Set the target' }).count()).toBe(0);
    await looksRight('borough-lead', '/trials/ceremony-offer/borough');
    await looksRight('borough-lead', '/trials/ceremony-offer/register');
    await looksRight('electoral-services', '/trials/ceremony-offer/match-results');
  }, 60_000);

  test('a borough lead reads what is held about one person, by reference hash', async () => {
    const page = await signedIn('borough-lead');
    await page.goto(`${origin}/trials/ceremony-offer/subject-access`);
    await page.getByLabel('Reference hash').fill(hashOf('nobody'));
    await page.getByRole('button', { name: 'Read what is held' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Nobody with this reference hash');
    const hash = hashOf('ceremony-offer-2026-03-09-14:00-0');
    await page.getByLabel('Reference hash').fill(hash);
    await page.getByRole('button', { name: 'Read what is held' }).click();
    await page.waitForURL('**/subject-access/*');
    expect(page.url()).not.toContain(hash);
    expect(await page.locator('main').innerText()).toContain('Age band'.toLowerCase());
    await looksRight('borough-lead', new URL(page.url()).pathname);
    await looksRight('borough-lead', '/trials/ceremony-offer/subject-access');
  }, 60_000);
});
