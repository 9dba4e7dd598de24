/**
 * The list page's speed in a real browser at the real service: from the click on "Read the list" to the table of what will be sent,
 * with everything between (read, check, hash, ask who is known, derive, show the first 250), for lists of 500 and of 5,000 people as XLSX and as CSV.
 * The ratio of the two sizes says whether anything grows faster than the list. Run: node bench/list.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { build } from '../src/web/build.ts';
import { openBrowser } from '../test/journey/browser.ts';

const headings = [
  'Home Office Ref',
  'Lead case identifier',
  'Surname',
  'Forenames',
  'Date of birth',
  'Address',
  'Postcode',
  'Nationality',
];
const countries = ['Nigeria', 'India', 'Poland', 'France', 'Brazil', 'Türkiye', 'Ghana'];

function rowsOf(people: number): CellValue[][] {
  return Array.from({ length: people }, (_, at) => [
    `B${String(1_000_000 + at)}`,
    `B${String(1_000_000 + (at - (at % 3)))}`,
    `Surname${at % 900}`,
    `Forename${at % 700}`,
    new Date(Date.UTC(1940 + (at % 60), at % 12, 1 + (at % 28))),
    `${at} Example Street, London`,
    `N${at % 20} ${at % 10}AA`,
    countries[at % countries.length] ?? '',
  ]);
}

function csvOf(rows: readonly (readonly CellValue[])[]): string {
  const line = (cells: readonly CellValue[]) =>
    cells
      .map((cell) => `"${cell instanceof Date ? cell.toLocaleDateString('en-GB', { timeZone: 'UTC' }) : String(cell)}"`)
      .join(',');
  return [headings, ...rows].map(line).join('\r\n');
}

/** Milliseconds from the click to the table, the quickest of three. */
async function timeOf(page: Page, address: string, file: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    await page.goto(address);
    await page.locator('#list-file').setInputFiles(file);
    const took = await page.evaluate(async () => {
      const [button, step] = [document.getElementById('file-read'), document.getElementById('step-check')];
      if (button === null || step === null) throw new Error('the page has no such step');
      const start = performance.now();
      const shown = new Promise<void>((resolve) => {
        new MutationObserver(() => (step.hidden ? undefined : resolve())).observe(step, { attributes: true });
      });
      button.click();
      await shown;
      // Until the table is painted.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - start;
    });
    times.push(took);
  }
  return Math.min(...times);
}

const opened = await openBrowser();
if ('whyNot' in opened) {
  process.stdout.write(`${opened.whyNot}\n`);
  process.exit(0);
}
await build();
// The service reads what was built when it is loaded.
const { startNode } = await import('../src/node.ts');
const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
const at = (name: string) => join(folder, name);
const running = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database: at('pledge.sqlite'), isLive: false, environment: {}, log: () => {} },
});
try {
  const token = running.signIns.find(({ role }) => role === 'registrar')?.token ?? '';
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  };
  const place = `${running.address}/api/v1/trials/ceremony-offer/ceremonies`;
  // The service's own answers.
  const [first] = (await (await fetch(place, { headers })).json()) as readonly { borough: string }[];
  const heldOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const slot = JSON.stringify({ borough: first?.borough, heldOn, startsAt: '09:00', venue: 'town-hall' });
  const { id } = (await (await fetch(place, { method: 'POST', headers, body: slot })).json()) as { id: string };
  const address = `${running.address}/ceremonies/${id}/list`;

  const context = await opened.browser.newContext();
  await context.addCookies([{ name: 'pledge-session', value: token, url: running.address, httpOnly: true }]);
  const page = await context.newPage();
  await page.goto(address);
  writeFileSync(at('linkage.key'), `${'5a'.repeat(32)}\n`);
  await page.locator('#key-file').setInputFiles(at('linkage.key'));
  await page.locator('#key-hold').click();
  await page.locator('#step-file').waitFor({ state: 'visible' });
  for (const kind of ['xlsx', 'csv']) {
    const times: number[] = [];
    for (const people of [500, 5_000]) {
      const rows = rowsOf(people);
      const file = at(`list-${people}.${kind}`);
      writeFileSync(
        file,
        kind === 'csv' ? csvOf(rows) : await writeXlsx({ sheets: [{ name: 'List', rows: [headings, ...rows] }] }),
      );
      const time = await timeOf(page, address, file);
      times.push(time);
      process.stdout.write(
        `${`${people} people from ${kind}: read, checked, hashed and shown`.padEnd(64)} ${Math.round(time)} ms\n`,
      );
    }
    const [few = 1, many = 0] = times;
    process.stdout.write(`${'ten times the people take'.padEnd(64)} ${(many / few).toFixed(1)} times as long\n`);
  }
} finally {
  await opened.browser.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
}
