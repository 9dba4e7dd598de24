/** The page of checks: what can be pasted, what each answer says, and that requests from elsewhere or too large are refused. */
import { describe, expect, test } from 'vitest';
import { receiptNumber } from '../../src/trial/receipt.ts';
import { checkPage } from '../../src/web/pages/check.ts';
import { readHashText, readReceiptText } from '../../src/web/pasted.ts';
import { ceremonyOffer, sampleReceipt } from './sample-reads.ts';
import { sampleWeb } from './sample-web.ts';

const text = JSON.stringify(sampleReceipt);
const number = receiptNumber(sampleReceipt);

describe('what is pasted', () => {
  test('is a receipt however it is laid out, or its number', () => {
    expect(readReceiptText(`\n ${JSON.stringify(sampleReceipt, null, 4)} `)).toEqual({
      ok: true,
      value: { receipt: sampleReceipt },
    });
    expect(readReceiptText(` ${number.toUpperCase()}\n`)).toEqual({ ok: true, value: { number } });
  });

  test.each([
    ['', 'Paste a receipt, or enter its number'],
    [' \n', 'Paste a receipt, or enter its number'],
    [text.slice(0, -1), 'Paste the whole receipt, from { to }'],
    [number.slice(1), 'Paste the whole receipt, from { to }'],
    ['[]', 'This is something else'],
    ['null', 'This is something else'],
    ['{}', '“format” is missing'],
    [JSON.stringify({ ...sampleReceipt, position: -1 }), '“position” is not as in any receipt'],
    [JSON.stringify({ ...sampleReceipt, note: 'x' }), 'something that no receipt holds'],
    [JSON.stringify({ ...sampleReceipt, unitHash: undefined }), '“unitHash” is missing'],
    [' '.repeat(9) + 'x'.repeat(5_000), 'longer than any receipt'],
  ])('%.30j is refused in words', (pasted, message) => {
    const read = readReceiptText(pasted);
    expect(read.ok ? '' : read.message).toContain(message);
  });

  test('is a hash of 64 digits, with spaces and capitals forgiven', () => {
    expect(readHashText(` ${'AB'.repeat(32)} `)).toEqual({ ok: true, value: 'ab'.repeat(32) });
    expect(readHashText('')).toMatchObject({ message: 'Enter the hash that you kept' });
    expect(readHashText('xyz')).toMatchObject({ message: expect.stringContaining('64 characters') });
  });
});

describe('the answer', () => {
  const genuine = (draw: Parameters<typeof answerOf>[0]) => answerOf(draw);
  function answerOf(
    draw: { kind: 'seed-secret'; alone: boolean } | { kind: 'not-alone' } | { kind: 'drawn'; arm: string },
  ) {
    const entry = { seq: 4, at: '2026-07-02T23:30:00.000Z', entriesSince: 1_204 };
    const page = checkPage(ceremonyOffer, {
      kind: 'receipt',
      verdict: { kind: 'genuine', receipt: sampleReceipt, entry, draw },
    });
    if (page.view !== 'check' || page.model.answer === null) throw new Error('no answer');
    return page.model.answer;
  }

  test('names the entry, the London time of the draw and how much came after', () => {
    const { heading, isGood, rows } = genuine({ kind: 'seed-secret', alone: true });
    expect([heading, isGood]).toEqual(['This receipt is genuine', true]);
    expect(rows.map(({ value }) => value.text)).toEqual([
      'registration prompt',
      'Brent, 3-plus',
      '5 (the first is 0)',
      '4',
      '3 July 2026, 12:30am',
      '1,204',
    ]);
  });

  test('says what the seed gives, where it is published and gives one arm alone', () => {
    const words = (draw: Parameters<typeof answerOf>[0]) => genuine(draw).paragraphs.join(' ');
    expect(words({ kind: 'seed-secret', alone: true })).toContain(
      'this page also says whether the seed gives this arm',
    );
    expect(words({ kind: 'seed-secret', alone: false })).toContain('can repeat the draw');
    expect(words({ kind: 'not-alone' })).toContain('repeat the whole draw');
    expect(words({ kind: 'drawn', arm: 'registration prompt' })).toContain('gives the same arm');
  });

  test('is no good news where the seed gives another arm', () => {
    const { heading, isGood, paragraphs } = genuine({ kind: 'drawn', arm: 'standard pack' });
    expect([heading, isGood]).toEqual(['This receipt is genuine, but its arm is not what the seed gives', false]);
    expect(paragraphs.join()).toContain('gives “standard pack”, and the receipt says “registration prompt”');
  });
});

describe('the form', () => {
  const post = (body: string | URLSearchParams, origin = 'https://pledge.example') =>
    sampleWeb().request('https://pledge.example/trials/welcome-pack/check', {
      method: 'POST',
      body,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    });
  const asked = async (fields: Record<string, string>) => {
    const response = await post(new URLSearchParams(fields));
    return { status: response.status, text: await response.text(), cache: response.headers.get('cache-control') };
  };

  test('answers each kind of receipt on the page, and keeps it out of every cache', async () => {
    const { status, text: page, cache } = await asked({ receipt: text });
    expect([status, cache]).toEqual([200, 'no-store']);
    expect(page).toContain('This receipt is genuine');
    expect(page).toContain(
      '<title>This receipt is genuine: Check a receipt or the ledger: Welcome pack - Pledge</title>',
    );
    expect((await asked({ receipt: number })).text).toContain('This receipt number is genuine');
    expect((await asked({ receipt: JSON.stringify({ ...sampleReceipt, arm: 'x' }) })).text).toContain(
      'says something else',
    );
    const other = { ...sampleReceipt, trial: '<b>' };
    expect((await asked({ receipt: JSON.stringify(other) })).text).toContain('names the trial “&lt;b&gt;”');
    expect((await asked({ receipt: 'a'.repeat(64) })).text).toContain('never issued it');
    expect((await asked({ hash: '8'.repeat(64) })).text).toContain('This hash is in the ledger');
    expect((await asked({ hash: '9'.repeat(64) })).text).toContain('not in the ledger of this trial');
  });

  test('shows what could not be read again, as text, with the error in the summary and beside the field', async () => {
    const { status, text: page } = await asked({ receipt: '</textarea><script>alert(1)</script>' });
    expect(status).toBe(422);
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;/textarea&gt;');
    expect(page).toContain('href="#receipt"');
    expect(page.split('Paste the whole receipt')).toHaveLength(3);
    const hash = await asked({ hash: 'short' });
    expect([hash.status, hash.text.includes('href="#hash"')]).toEqual([422, true]);
  });

  test('refuses other sites, oversized bodies and trials that are not there', async () => {
    expect((await post(new URLSearchParams({ receipt: text }), 'https://evil.example')).status).toBe(403);
    const large = await post(new URLSearchParams({ receipt: 'x'.repeat(20_000) }));
    expect(large.status).toBe(422);
    expect(await large.text()).toContain('longer than any receipt');
    const nowhere = await sampleWeb().request('https://pledge.example/trials/none/check');
    expect(nowhere.status).toBe(404);
  });
});
