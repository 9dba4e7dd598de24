/**
 * The people who run a trial, on its pages alone and without JavaScript: the administrator and the statistician lock it, the
 * administrator opens, pauses and closes it, the statistician runs the locked analysis, the administrator and the auditor publish the
 * seed. Each page on a telephone, at the width of 200% zoom and on a screen.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreeEverywhere, ceremonyWith, openService, protocolText, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { pageFor, readsWell } from './reads-well.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of those who run a trial. ${opened.whyNot}`);

const slug = 'ceremony-offer';

describe.skipIf('whyNot' in opened)('those who run a trial', () => {
  let service: Service;
  let site: Site;
  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    await service.post('researcher', '/trials', protocolText(slug));
    site = await openSiteOf(service.fetch);
  });
  afterAll(async () => {
    await site?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  type Runner = 'trial-administrator' | 'trial-statistician' | 'auditor' | 'researcher';

  const pageOf = (as: Runner, javaScriptEnabled = false): Promise<Page> =>
    pageFor(opened, { service, origin: site.origin }, as, { javaScriptEnabled });

  /** From Today to the step, as somebody goes who knows no address; what the page says once it is done. */
  async function takes(
    as: Runner,
    link: string,
    button: string,
    type?: (page: Page) => Promise<void>,
  ): Promise<string> {
    const page = await pageOf(as);
    await page.goto(`${site.origin}/today`);
    await page
      .locator('main')
      .getByRole('link', { name: /^(?!See the trials)/ })
      .first()
      .click();
    await page.getByRole('link', { name: link }).click();
    await type?.(page);
    await page.getByRole('button', { name: button }).click();
    const told = await page.locator('.govuk-notification-banner__content').innerText();
    await page.context().close();
    return told.trim();
  }

  async function holds(as: Runner, path: string): Promise<void> {
    const page = await pageOf(as, true);
    await page.goto(`${site.origin}${path}`);
    await readsWell(page, path, [390, 640, 1280]);
    await page.context().close();
  }

  test('take it from a draft to its published seed', async () => {
    // Given a draft: its pages read well, and a researcher sees whose signatures are missing
    const steps = `/trials/${slug}/steps`;
    await holds('trial-administrator', steps);
    await holds('trial-administrator', `${steps}/lock`);
    await holds('trial-administrator', `${steps}/stop-arm`);
    await holds('trial-statistician', '/today');
    const reader = await pageOf('researcher');
    await reader.goto(`${site.origin}${steps}`);
    await reader.getByText('Waits for the trial administrator and the trial statistician').waitFor();
    expect(await reader.getByRole('link', { name: 'Lock the protocol' }).count()).toBe(0);
    await reader.context().close();

    // When both sign, then it is locked, and can be opened, paused with a reason, resumed
    expect(await takes('trial-administrator', 'Lock the protocol', 'Sign the lock')).toBe(
      'Your signature of the lock is recorded.',
    );
    await takes('trial-statistician', 'Lock the protocol', 'Sign the lock');
    expect((await service.get('nobody', `/trials/${slug}`)).body.status).toBe('locked');
    await agreeEverywhere(service.deps, slug);
    expect(await takes('trial-administrator', 'Open the trial', 'Open the trial')).toBe('The trial is open.');
    const page = await pageOf('trial-administrator');
    await page.goto(`${site.origin}${steps}/pause`);
    await page.getByRole('button', { name: 'Pause the trial' }).click();
    await page.getByRole('link', { name: 'Say why, in at most 500 characters' }).waitFor();
    await page.getByLabel('Why').fill('The town hall is flooded.');
    await page.getByRole('button', { name: 'Pause the trial' }).click();
    await page.getByText('The trial is paused.').waitFor();
    await page.context().close();
    const resumed = await takes('trial-administrator', 'Resume the trial', 'Resume the trial', (resuming) =>
      resuming.getByLabel('Why').fill('The hall is dry.'),
    );
    expect(resumed).toBe('The trial goes on.');

    // When a ceremony was held, and the windows are over, then the trial closes; before, the page says when it can
    const ceremony = await ceremonyWith(service, slug, '2026-03-05', 6);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-08-01T09:00:00.000Z');
    await takes('trial-administrator', 'Close the trial and freeze its data', 'Close the trial');
    expect(await takes('trial-statistician', 'Run the locked analysis', 'Run the locked analysis')).toBe(
      'The locked analysis has run.',
    );
    await takes('trial-administrator', 'Publish the seed of the draw', 'Sign the publication');
    await takes('auditor', 'Publish the seed of the draw', 'Sign the publication');
    const ended = await service.get('nobody', `/trials/${slug}`);
    expect(ended.body.status).toBe('seed-published');
    await holds('trial-statistician', steps);
    await holds('auditor', `${steps}/publish-seed`);
  }, 90_000);

  test('find an arm stopped only with a reason, and a step that was taken explained', async () => {
    const page = await pageOf('trial-administrator');
    await page.goto(`${site.origin}/trials/${slug}/steps/close`);
    await page.getByText('only an open or paused trial can be closed').waitFor();
    expect(await page.getByRole('button', { name: 'Close the trial' }).count()).toBe(0);
    await page.context().close();
  });
});
