/** A registrar prints seat cards at the real service: codes made in the browser, hashes registered, sheets of eight. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { startNode } from '../../src/node.ts';
import { readCode } from '../../src/trial/follow-up-code.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the printing of cards. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-cards-'));
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database: join(folder, 'pledge.sqlite'), isLive: false, environment: {} },
  log: () => {},
});
afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const token = running.signIns.find(({ role }) => role === 'registrar')?.token ?? '';
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

describe.skipIf('whyNot' in opened)('seat cards', { timeout: 60_000 }, () => {
  test('are made from the linkage key, registered by hash, and open the page of the person', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const page = await opened.browser.newPage();
    page.setDefaultTimeout(10_000);

    // Given an unsealed ceremony and a browser with the linkage key
    const listed = await fetch(`${running.address}/api/v1/trials/ceremony-offer/ceremonies`, { headers });
    const [first, second] = (await listed.json()) as readonly { id: string }[];
    const place = `${running.address}/ceremonies/${first?.id}`;
    const unsealed = await fetch(`${running.address}/api/v1/ceremonies/${first?.id}/unseal`, {
      ...{ method: 'POST', headers: { ...headers, 'idempotency-key': 'unseal-the-first' }, body: '{}' },
    });
    expect(unsealed.status).toBe(200);
    await page.goto(`${running.address}/sign-in/training`);
    await page.getByLabel('Access token', { exact: true }).fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/today');
    await page.goto(`${place}/cards`);
    await page.getByText('This browser has no linkage key yet.').waitFor();
    await page.goto(`${running.address}/ceremonies/${second?.id}/list`);
    const key = { name: 'linkage.key', mimeType: 'text/plain', buffer: Buffer.from('ab'.repeat(32)) };
    await page.setInputFiles('#key-file', key);
    await page.getByRole('button', { name: 'Keep the key in this browser' }).click();
    await page.getByText('Take the key off this browser').waitFor({ state: 'attached' });

    // When the codes are registered
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await page.goto(`${place}/cards`);
    await page.getByRole('button', { name: 'Register these codes' }).click();
    await page.getByRole('button', { name: 'Print', exact: true }).waitFor();

    // Then every card has a code that nobody was told, a QR code, and the sheets hold eight
    const codes = await page.locator('#cards-sheet [data-code]').allInnerTexts();
    expect(codes).toHaveLength(18);
    for (const code of codes) {
      expect(readCode(code)?.length).toBe(10);
      expect(sent.join()).not.toContain(code.replace('-', ''));
    }
    expect(await page.locator('#cards-sheet svg').count()).toBe(18);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);

    // And they are the same when printed again; a lost card gets another
    await page.reload();
    await page.getByRole('button', { name: 'Print', exact: true }).waitFor();
    await page.locator('#cards-sheet svg').last().waitFor();
    expect(await page.locator('#cards-sheet [data-code]').allInnerTexts()).toEqual(codes);
    await page.getByText('Somebody has lost their card').click();
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await page.waitForFunction((old) => !document.body.innerText.includes(old), codes[0] ?? '');
    await page.goto(`${place}/run-sheet`);
    await page.getByText(codes[1] ?? '').waitFor();
    await page.close();
  });
});
