/** A new citizen with a phone: types the code of their card, says what they have done, answers, and leaves; with axe on each page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { startNode } from '../../src/node.ts';
import { codeHash, linkHash, shownCode } from '../../src/trial/follow-up-code.ts';
import { openBrowser } from './browser.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping the attendee's page on a phone. ${opened.whyNot}`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-attendee-'));
const lines: Readonly<Record<string, string | number>>[] = [];
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database: join(folder, 'pledge.sqlite'), isLive: false, environment: {} },
  log: (line) => lines.push(line),
});
afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const token = running.signIns.find(({ role }) => role === 'registrar')?.token ?? '';

/** A walk-in of the training trial's first ceremony, with a card. */
async function personWithCard() {
  const referenceHash = '5'.repeat(64);
  const send = async (path: string, body: unknown) => {
    const response = await fetch(`${running.address}/api/v1${path}`, {
      ...(body === null ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        'idempotency-key': crypto.randomUUID(),
      },
    });
    // Each test below knows the shape of the reply it asked for.
    return { status: response.status, body: (await response.json()) as readonly { id: string }[] };
  };
  const [first] = (await send('/trials/ceremony-offer/ceremonies', null)).body;
  const place = `/ceremonies/${first?.id}`;
  expect((await send(`${place}/unseal`, {})).status).toBe(200);
  const row = { reference_hash: referenceHash, household_hash: '6'.repeat(64), group_size: 1, age_band: '25-34' };
  const rest = { prior_franchise: 'none', registered_at_baseline: 'unknown', eligible: 'yes', reason: null };
  const joined = await send(`${place}/late-joiners`, { kind: 'walk-in', attendees: [{ ...row, ...rest }] });
  expect(joined.status).toBe(201);
  const sign = signerOfBytes(new Uint8Array(32).fill(1));
  const made = await followUpCodes(sign, { trial: 'ceremony-offer', referenceHash, version: 1 });
  const hashes = { code_hash: codeHash(made.code), link_hash: linkHash(made.token) };
  const codes = [{ reference_hash: referenceHash, version: 1, ...hashes }];
  expect((await send(`${place}/codes`, { codes })).status).toBe(201);
  return made;
}

describe.skipIf('whyNot' in opened)('the attendee’s page on a phone', { timeout: 90_000 }, () => {
  test('is opened by a code, without JavaScript or cookies, and takes every answer', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const card = await personWithCard();
    const context = await opened.browser.newContext({
      viewport: { width: 390, height: 800 },
      javaScriptEnabled: false,
    });
    const scripted = await opened.browser.newContext({ viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const looked = async (name: string) => {
      const other = await scripted.newPage();
      await other.goto(page.url());
      expect((await new AxeBuilder({ page: other }).setLegacyMode(true).analyze()).violations).toEqual([]);
      expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      if (process.env.PLEDGE_SHOTS !== undefined)
        await other.screenshot({ path: `${process.env.PLEDGE_SHOTS}/me-${name}.png`, fullPage: true });
      await other.close();
    };

    // Given somebody who types their code wrongly, then rightly
    await page.goto(`${running.address}/code`);
    await looked('code');
    await page.getByLabel('Code from your card or letter').fill('7K3M9-QXB2S');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('There is a problem').waitFor();
    await page.getByLabel('Code from your card or letter').fill(shownCode(card.code).toLowerCase());
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Your page' }).waitFor();
    await looked('start');
    const start = page.url();

    // When they say what they have done
    await page.getByRole('link', { name: 'Say what you have done since the ceremony' }).click();
    await looked('say');
    await page
      .getByRole('group', { name: /register to vote/ })
      .getByLabel('No')
      .check();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your answer is recorded.').waitFor();
    await looked('sent');

    // And answer the questions, and leave
    await page.goto(`${start}/survey`);
    await looked('survey');
    await page.getByLabel('Very easy').check();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your answer is recorded.').waitFor();
    await page.goto(`${start}/stop`);
    await looked('stop');
    await page.getByLabel(/do not use what is recorded/).check();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your answer is recorded.').waitFor();

    // Then neither the code nor the link on the card opens anything, no cookie was set, and no log holds either
    const gone = await page.goto(`${running.address}/me/${card.token}`);
    expect(gone?.status()).toBe(404);
    expect(await context.cookies()).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain(card.token);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    await context.close();
    await scripted.close();
  });
});
