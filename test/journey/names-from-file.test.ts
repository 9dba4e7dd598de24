/** On the day, in a browser that has the key: the list is chosen again, and its people are known by the hashes that were sent. */
import { afterAll, describe, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import type * as KeyStore from '../../src/web/client/linkage-key-store.ts';
import type * as NamesFromFile from '../../src/web/client/names-from-file.ts';
import { messyCsv, messyWorkbook, persons } from '../borough/messy-lists.ts';
import { openBrowser } from './browser.ts';
import { openModules } from './module-page.ts';

const opened = await openBrowser();
if ('whyNot' in opened) console.warn(`Skipping names from a file in a browser. ${opened.whyNot}`);
const site = await openModules(['src/web/client/names-from-file.ts', 'src/web/client/linkage-key-store.ts']);

afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
  await site.close();
});

declare const window: { readonly tried: typeof NamesFromFile & typeof KeyStore };

describe.skipIf('whyNot' in opened)('names read again', () => {
  test('come under the hashes of the service, also from a list with faults in other columns', async () => {
    if ('whyNot' in opened) throw new Error(opened.whyNot);
    const page = await opened.browser.newPage();
    await page.goto(site.origin);
    await page.waitForFunction(() => 'tried' in window);
    const read = (bytes: Uint8Array) =>
      page.evaluate(
        async (numbers) => {
          const answer = await window.tried.namesFromFile(Uint8Array.from(numbers), '2026-12-10');
          return answer.ok ? [...answer.names] : answer.kind;
        },
        [...bytes],
      );
    const faulty = messyCsv(',').replace('25/03/1990', 'no day at all');
    expect(await read(new TextEncoder().encode(faulty))).toBe('no-key');
    expect(await page.evaluate((text) => window.tried.holdKey(text), '5a'.repeat(32))).toEqual([]);
    const key = new Uint8Array(32).fill(0x5a);
    const expected = persons.map(([reference, , surname, forenames]) => [
      referenceHash(key, reference),
      { name: `${forenames} ${surname}`, sortAs: `${surname} ${forenames}` },
    ]);
    expect(await read(new TextEncoder().encode(faulty))).toEqual(expected);
    expect(await read(await messyWorkbook())).toEqual(expected);
    expect(await read(new TextEncoder().encode('nothing,here'))).toBe('no-list');
  });
});
