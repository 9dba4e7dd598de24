/**
 * The trial's office in a browser at the service itself: two people amend the protocol, the statistician signs a release after the administrator, the GLA takes a file
 * of it, a partner records by code, a lead's pages of people. Each page on a telephone, at the width of 200% zoom and on a screen,
 * without a violation (axe), with valid HTML, one first heading and no sideways scrolling.
 */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { codeHash, linkHash, shownCode } from '../../src/trial/follow-up-code.ts';
import { type As, ceremonyWith, cohort, openService, openTrial, protocolText, type Service } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { openBrowser } from './browser.ts';
import { pageFor, readsWell } from './reads-well.ts';
import { openSiteOf, type Site } from './site.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the journey of the office. ${opened.whyNot}`);

const slug = 'ceremony-offer';
const widths = [390, 640, 1280];
describe.skipIf('whyNot' in opened)('the office', () => {
  let service: Service;
  let site: Site;
  let code = '';

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-03-05', 6);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-03-05T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    const sign = signerOfBytes(new Uint8Array(32).fill(9));
    const made = await Promise.all(
      cohort(`${slug}-2026-03-05-14:00`, 6).map(async ({ reference_hash }) => ({
        reference_hash,
        ...(await followUpCodes(sign, { trial: slug, referenceHash: reference_hash, version: 1 })),
      })),
    );
    const codes = made.map((one) => ({
      ...{
        reference_hash: one.reference_hash,
        version: 1,
        code_hash: codeHash(one.code),
        link_hash: linkHash(one.token),
      },
    }));
    await service.post('registrar', `/ceremonies/${ceremony}/codes`, { codes });
    code = shownCode(made[0]?.code ?? '');
    site = await openSiteOf(service.fetch);
  });
  afterAll(async () => {
    await site?.close();
    await service?.close();
    if ('browser' in opened) await opened.browser.close();
  });

  const pageOf = (as: As): Promise<Page> =>
    pageFor(opened, { service, origin: site.origin }, as, { acceptDownloads: true });
  const holds = (page: Page, called: string): Promise<void> => readsWell(page, called, widths);

  test.each([
    ['nobody', '/join/unknown'],
    ['borough-lead', '/staff'],
    ['borough-lead', '/staff/invite'],
    ['borough-lead', '/staff/registrar/link'],
    ['borough-lead', '/staff/registrar/remove'],
    ['borough-lead', '/account/confirm'],
    ['volunteer-partner', '/follow-ups'],
    ['gla', `/trials/${slug}/release`],
  ] as const)('%s at %s', async (as, path) => {
    const page = await pageOf(as);
    await page.goto(`${site.origin}${path}`);
    await holds(page, path.replaceAll('/', '_'));
    await page.context().close();
  });

  test('a partner records by the code on a card, after a slip of the pen', async () => {
    // Given a partner with a card's code, typed with a symbol wrong
    const page = await pageOf('volunteer-partner');
    await page.goto(`${site.origin}/follow-ups`);
    const slip = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    await page.getByLabel('Code on the card').fill(slip);
    await page.getByLabel('Volunteered for the first time').check();
    for (const [label, value] of [
      ['Day', '5'],
      ['Month', '3'],
      ['Year', '2026'],
    ] as const)
      await page.getByLabel(label).fill(value);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Record this' }).click();
    // Then the page says so, and has kept the other answers
    await page
      .getByRole('link', { name: 'The code: this is no code: check each letter and number on the card' })
      .waitFor();
    expect(await page.getByLabel('Volunteered for the first time').isChecked()).toBe(true);
    // When it is typed as it stands there, small
    await page.getByLabel('Code on the card').fill(code.toLowerCase());
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(code).waitFor();
    await page.getByRole('button', { name: 'Record this' }).click();
    await page.getByText('One record is kept.').waitFor();
    await page.context().close();
  });

  test('an amendment is proposed by one, read and signed by the other, and stands on the public page', async () => {
    const file = (change: (text: string) => string) => ({
      ...{ name: 'protocol.json', mimeType: 'application/json', buffer: Buffer.from(change(protocolText(slug))) },
    });
    // Given the statistician, who chooses a file that would change a lead time that was used
    const page = await pageOf('trial-statistician');
    await page.goto(`${site.origin}/trials/${slug}`);
    await page.getByRole('link', { name: 'Amend the protocol' }).click();
    await holds(page, 'amendments-none');
    await page.getByRole('button', { name: 'Propose an amendment' }).click();
    await holds(page, 'amend');
    const drawn = file((text) => text.replace(/"leadTimeWorkingDays": \d+/, '"leadTimeWorkingDays": 3'));
    const fill = async (chosen: typeof drawn, weight: string) => {
      await page.getByLabel('The amended protocol').setInputFiles(chosen);
      await page.getByRole('radio', { name: weight }).check();
      await page.getByLabel('Why it is amended').fill('The register is published two weeks earlier.');
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('link', { name: 'Choose the file of the amended protocol' }).waitFor();
    await fill(drawn, 'Major');
    // Then the page names the place; and a window is no minor matter
    await page.getByRole('link', { name: /leadTimeWorkingDays: cannot be changed/ }).waitFor();
    expect(await page.getByLabel('Why it is amended').inputValue()).toContain('two weeks earlier');
    const window = file((text) => text.replace('"windowDays": 90', '"windowDays": 75'));
    await fill(window, 'Minor');
    await page.getByRole('link', { name: 'Select major: something that it changes is' }).waitFor();
    await fill(window, 'Major');
    await page.getByRole('cell', { name: '75', exact: true }).waitFor();
    if (process.env.PLEDGE_SHOTS !== undefined)
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/amendment-check.png`, fullPage: true });
    await page.getByRole('button', { name: 'Propose and sign' }).click();
    await page.getByText('You have proposed and signed the amendment.').waitFor();
    await holds(page, 'amendments-proposed');
    await page.context().close();

    // When the administrator reads what changes and signs
    const other = await pageOf('trial-administrator');
    await other.goto(`${site.origin}/today`);
    await other.getByText(/Sign an amendment\./).waitFor();
    await other.goto(`${site.origin}/trials/${slug}/amendments`);
    await other.getByRole('link', { name: /Version 2, major/ }).click();
    await holds(other, 'amendment-to-sign');
    await other.getByRole('button', { name: 'Sign this amendment' }).click();
    await other.getByText('Version 2 is in force.').waitFor();
    await holds(other, 'protocol-version-2');
    await other.context().close();

    // Then anybody reads both versions
    const anybody = await pageOf('nobody');
    await anybody.goto(`${site.origin}/trials/${slug}`);
    await anybody.getByText('The register is published two weeks earlier.').waitFor();
    await holds(anybody, 'trial-amended');
    await anybody.getByRole('link', { name: 'Version 1' }).click();
    await anybody.getByText('This version is not in force. Version 2 is.').waitFor();
    await holds(anybody, 'protocol-version-1');
    await anybody.getByText('Within 90 days of the ceremony').first().waitFor();
    await anybody.context().close();
  }, 60_000);

  test('a release is signed by the second person on its page, and the GLA takes a file of it', async () => {
    service.setClock('2026-08-01T09:00:00.000Z');
    await service.post('trial-administrator', `/trials/${slug}/close`, {});
    await service.post('trial-statistician', `/trials/${slug}/analysis`, {});
    await service.post('auditor', `/trials/${slug}/publish-seed`, {});
    await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {});
    await service.post('trial-administrator', `/trials/${slug}/release`, {});
    const page = await pageOf('trial-statistician');
    await page.goto(`${site.origin}/trials/${slug}`);
    await page.getByRole('link', { name: 'Release of figures' }).click();
    await page.getByText('Trial administrator has signed.').waitFor();
    await holds(page, 'release-to-sign');
    // What is signed is what was read: other figures are refused
    const others = await page.request.post(`${site.origin}/trials/${slug}/release`, {
      form: { key: crypto.randomUUID(), figuresHash: '0'.repeat(64) },
      headers: { origin: site.origin },
    });
    expect([others.status(), await others.text()]).toEqual([409, expect.stringContaining('not those that you read')]);
    await page.getByRole('button', { name: 'Sign these figures' }).click();
    await page.getByText('Your signature is recorded.').waitFor();
    await page.context().close();

    const gla = await pageOf('gla');
    await gla.goto(`${site.origin}/trials/${slug}/release`);
    await holds(gla, 'release-taken');
    const coming = gla.waitForEvent('download');
    await gla.getByRole('link', { name: 'guidance.html' }).click();
    const guidance = await (await coming).path();
    const text = readFileSync(guidance, 'utf8');
    expect(text).toContain('Guidance for local authorities');
    await gla.goto(`file://${guidance}`);
    await gla.setContent(text);
    const { violations } = await new AxeBuilder({ page: gla }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await gla.setViewportSize({ width: 390, height: 900 });
    expect(await gla.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await gla.context().close();

    // When the administrator begins a correction, without a reason first, and the statistician signs it
    const begins = await pageOf('trial-administrator');
    await begins.goto(`${site.origin}/trials/${slug}/release`);
    await begins.getByRole('link', { name: 'Correct this release' }).click();
    await holds(begins, 'release-to-correct');
    await begins.getByRole('button', { name: 'Sign these figures' }).click();
    await begins.getByRole('link', { name: 'Choose why the release is corrected' }).click();
    await begins.getByRole('radio').first().check();
    await begins.getByRole('button', { name: 'Sign these figures' }).click();
    await begins.getByText('Your signature is recorded.').waitFor();
    await begins.getByText('This is release 1.').waitFor();
    await begins.context().close();
    const ends = await pageOf('trial-statistician');
    await ends.goto(`${site.origin}/trials/${slug}/release/correct`);
    await ends.getByText('Trial administrator has signed, because').waitFor();
    expect(await ends.getByRole('radio').first().isChecked()).toBe(true);
    await ends.getByRole('button', { name: 'Sign these figures' }).click();
    // Then it is release 2, and the first says so
    await ends.getByText('This is release 2.').waitFor();
    await ends.goto(`${site.origin}/trials/${slug}/release?number=1`);
    await ends.getByText('Superseded by release 2. Use that one instead.').waitFor();
    await holds(ends, 'release-superseded');
    await ends.context().close();
  }, 120_000);
});
