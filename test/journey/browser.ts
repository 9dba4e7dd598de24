/**
 * A browser for journeys without a system package: the Chromium inside @sparticuz/chromium, else Debian's. Where neither
 * starts, the reason comes back so that tests can say plainly why they were skipped.
 */
import { type Browser, chromium } from 'playwright-core';

export type Opened = { readonly browser: Browser } | { readonly whyNot: string };

export async function openBrowser(): Promise<Opened> {
  const failures: string[] = [];
  for (const [name, find] of candidates) {
    try {
      return {
        browser: await chromium.launch({ executablePath: await find(), args: ['--no-sandbox'], headless: true }),
      };
    } catch (error) {
      const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
      failures.push(`${name}: ${firstLine}`);
    }
  }
  return { whyNot: `No browser starts on this machine. ${failures.join('; ')}` };
}

const candidates: readonly (readonly [name: string, find: () => Promise<string>])[] = [
  ['@sparticuz/chromium', async () => (await import('@sparticuz/chromium')).default.executablePath()],
  ['/usr/bin/chromium', async () => '/usr/bin/chromium'],
];
