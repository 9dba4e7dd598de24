/**
 * The researcher's bench in a browser at the service itself: a draft is checked, the statistician runs another analysis, both are compared, a report is read
 * and the data set taken. Each page on a telephone and on a screen, without a violation (axe), with one first heading and no sideways scrolling.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ratesPlan } from '../api/rates-plan.ts';
import { type As, ceremonyWith, openService, openTrial, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { pageFor, readsWell } from './reads-well.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of the bench. ${opened.whyNot}`);

const trial = '/trials/ceremony-offer';
const protocolFile = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));

describe.skipIf('whyNot' in opened)('the bench', { timeout: 90_000 }, () => {
  let service: Service;
  let site: Site;

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    await openTrial(service, 'ceremony-offer');
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 12);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-07-01T09:00:00.000Z');
    await service.post('trial-administrator', `${trial}/close`, {});
    await service.post('trial-statistician', `${trial}/analysis`, {});
    site = await openSiteOf(service.fetch);
  });
  afterAll(async () => {
    await site?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  const pageOf = (as: As): Promise<Page> =>
    pageFor(opened, { service, origin: site.origin }, as, { acceptDownloads: true });
  const holds = (page: Page, called: string): Promise<void> => readsWell(page, called, [390, 1280]);

  test('a researcher checks a draft whole', async () => {
    const page = await pageOf('researcher');
    await page.goto(`${site.origin}/today`);
    await page.getByRole('link', { name: 'Check a draft protocol' }).click();
    await page.getByLabel('A protocol (protocol.json)').setInputFiles(protocolFile);
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByRole('heading', { name: 'What the trial can see' }).waitFor();
    await holds(page, 'draft-checked');
    await page.context().close();
  });

  test('the statistician runs another analysis, which stands apart and is compared', async () => {
    const page = await pageOf('trial-statistician');
    await page.goto(`${site.origin}${trial}`);
    await page.getByRole('link', { name: /^Analyses/ }).click();
    const file = { name: 'plan.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(ratesPlan)) };
    await page.getByLabel('A plan (plan.json)').setInputFiles(file);
    await page.getByRole('button', { name: 'Run it on the frozen data' }).click();
    await page.getByText('The exploratory analysis has run.').waitFor();
    await page.getByRole('heading', { name: 'Exploratory analysis 1' }).waitFor();
    await holds(page, 'runs');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('What differs between them: plan.').waitFor();
    await holds(page, 'runs-compared');
    await page.context().close();
  });

  test('a researcher reads the report in its own style, and takes the data set for a reason', async () => {
    const page = await pageOf('researcher');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${site.origin}${trial}/runs`);
    await page.getByRole('link', { name: /Read the report.*Exploratory analysis 1/ }).click();
    await page.getByText('EXPLORATORY', { exact: true }).first().waitFor();
    expect(await page.locator('.stamp').evaluate((one) => getComputedStyle(one).borderTopWidth)).toBe('3px');
    expect(complaints.filter((words) => words.includes('Content Security Policy'))).toEqual([]);
    await page.goto(`${site.origin}${trial}/data`);
    await holds(page, 'take-data');
    await page.getByRole('button', { name: 'Keep my reason' }).click();
    await page.getByRole('link', { name: 'Enter why you need it, in 10 to 500 characters' }).click();
    await page.getByLabel('Why you need it').fill('To repeat the analysis in R');
    await page.getByRole('button', { name: 'Keep my reason' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download dataset.csv' }).click();
    expect((await download).suggestedFilename()).toBe('dataset.csv');
    await page.context().close();
  });
});
