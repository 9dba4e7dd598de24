/** A registrar at the real service on a real database: no arm on any page before it is unsealed, the arm afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { startNode } from '../../src/node.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the registrar's journey at the real service. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-journey-'));
const lines: Readonly<Record<string, string | number>>[] = [];
const running = await startNode({
  port: 0,
  hostname: '127.0.0.1',
  database: join(folder, 'pledge.sqlite'),
  isLive: false,
  environment: {},
  log: (line) => lines.push(line),
});

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const tokenOf = (role: string) => running.signIns.find((one) => one.role === role)?.token ?? '';
const armNames = ['standard', 'volunteering', 'behavioural'];

async function unsealFirst(): Promise<string> {
  const headers = {
    authorization: `Bearer ${tokenOf('registrar')}`,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  };
  const list = await fetch(`${running.address}/api/v1/trials/ceremony-offer/ceremonies`, { headers });
  const [first] = (await list.json()) as readonly { id: string }[];
  const unsealed = await fetch(`${running.address}/api/v1/ceremonies/${first?.id}/unseal`, {
    method: 'POST',
    headers,
    body: '{}',
  });
  expect(unsealed.status).toBe(200);
  const seen = await fetch(`${running.address}/api/v1/ceremonies/${first?.id}/arms`, { headers });
  const { arms } = (await seen.json()) as { arms: readonly { arm: string }[] };
  return arms[0]?.arm ?? '';
}

describe.skipIf('whyNot' in opened)('a registrar at the real service', () => {
  test('sees own ceremonies, and an arm only once it is unsealed', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const page = await opened.browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);

    // Given a registrar who signs in with the token that the start printed
    await page.goto(`${running.address}/sign-in/training`);
    await page.getByLabel('Access token', { exact: true }).fill(tokenOf('registrar'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/today');

    // Then today's page names the three ceremonies of the borough, marked as training, and no arm
    const text = await page.locator('main').innerText();
    expect(text.match(/town-hall|Town hall/gi)?.length).toBe(3);
    expect(await page.locator('.app-training').isVisible()).toBe(true);
    expect(text.match(/Arm still sealed/g)?.length).toBe(1);
    expect(text.match(/No arm drawn yet/g)?.length).toBe(2);
    expect(text).not.toContain('Arm: ');

    // When the arm of the first is unsealed
    const arm = await unsealFirst();
    expect(armNames).toContain(arm);

    // Then the page shows it
    await page.reload();
    expect(await page.locator('main').innerText()).toContain(`Arm: ${arm}`);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations).toEqual([]);
    if (process.env.PLEDGE_SHOTS !== undefined)
      await page.screenshot({ path: `${process.env.PLEDGE_SHOTS}/real-today.png`, fullPage: true });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
