/** A ledger that somebody tampers with, in each of the ways one can. */
import { describe, expect, test } from 'vitest';
import { entryHash, genesisHash, type LedgerEntry, payloadHash, verifyLedger } from '../../src/trial/ledger.ts';

const salt = '00112233445566778899aabbccddeeff';

function chain(length: number, trial = 'ceremony-offer'): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let seq = 0; seq < length; seq++) {
    const entry = {
      trial,
      seq,
      at: `2026-09-01T09:00:${String(seq).padStart(2, '0')}.000Z`,
      actor: 'account-1',
      act: 'enrol-cohort',
      subject: `ceremony-${seq}`,
      payloadHash: payloadHash(salt, { seq }),
      previousHash: entries.at(-1)?.hash ?? genesisHash,
    };
    entries.push({ ...entry, hash: entryHash(entry) });
  }
  return entries;
}

const entries = chain(6);
const head = entries[5]?.hash ?? '';

function changed(at: number, change: Partial<LedgerEntry>): readonly LedgerEntry[] {
  return entries.map((entry, index) => (index === at ? { ...entry, ...change } : entry));
}

test('a whole chain verifies, with and without the head somebody kept', () => {
  expect(verifyLedger(entries)).toEqual({ ok: true, head, entries: 6 });
  expect(verifyLedger(entries, head)).toEqual({ ok: true, head, entries: 6 });
  expect(verifyLedger([])).toEqual({ ok: true, head: genesisHash, entries: 0 });
});

test('the hash of an entry is that of its canonical JSON', () => {
  const { hash, ...entry } = chain(1)[0] ?? { hash: '' };
  // Both hashes were computed with Python: hashlib and hmac over json.dumps(…, sort_keys=True, separators=(',', ':')).
  expect(Object.keys(entry)).toHaveLength(8);
  expect(hash).toBe('9c05dd10be71b3dd25715dabbd14fb23f1a175875e66604f39eb7a3b66b20a2b');
  expect(payloadHash(salt, { seq: 0 })).toBe('6cc4f973e958996e89406b47368268369aada13d10240eb77b83a5d38dee8dfe');
});

describe('each field of an entry is covered', () => {
  const other = 'f'.repeat(64);
  test.each([
    { at: '2026-09-02T00:00:00.000Z' },
    { actor: 'account-2' },
    { act: 'withdraw' },
    { subject: 'ceremony-9' },
    { payloadHash: other },
    { hash: other },
  ])('%o', (change) => {
    expect(verifyLedger(changed(3, change))).toMatchObject({
      ok: false,
      at: 4,
      reason: expect.stringContaining('it was changed'),
    });
  });

  test('previous hash', () => {
    expect(verifyLedger(changed(3, { previousHash: other }))).toMatchObject({ ok: false, at: 4 });
  });

  test('trial', () => {
    expect(verifyLedger(changed(3, { trial: 'welcome-pack' }))).toMatchObject({ ok: false, at: 4 });
  });
});

test('an entry changed and hashed anew breaks the link of the next one', () => {
  const forged = changed(3, { actor: 'account-2' });
  const rehashed = forged.map((entry, index) => (index === 3 ? { ...entry, hash: entryHash(entry) } : entry));
  expect(verifyLedger(rehashed)).toMatchObject({
    ok: false,
    at: 5,
    reason: expect.stringContaining('the hash before it'),
  });
});

test('left out, doubled, swapped', () => {
  const swapped = [entries[0], entries[2], entries[1]];
  expect(verifyLedger(entries.toSpliced(2, 1))).toMatchObject({ ok: false, at: 3 });
  expect(verifyLedger(entries.toSpliced(2, 0, ...entries.slice(2, 3)))).toMatchObject({ ok: false, at: 4 });
  expect(verifyLedger(swapped)).toMatchObject({ ok: false, at: 2 });
});

describe('against the head somebody kept', () => {
  test('a shortened ledger is noticed', () => {
    expect(verifyLedger(entries.slice(0, 4))).toMatchObject({ ok: true });
    expect(verifyLedger(entries.slice(0, 4), head)).toMatchObject({
      ok: false,
      at: 5,
      reason: expect.stringContaining('shortened'),
    });
    expect(verifyLedger([], head)).toMatchObject({ ok: false, at: 1 });
  });

  test('a ledger that goes on past it is told apart', () => {
    expect(verifyLedger(chain(8), head)).toMatchObject({
      ok: false,
      at: 9,
      reason: expect.stringContaining('goes on past'),
    });
  });
});

test('what is no entry is named, not passed over', () => {
  expect(verifyLedger([...entries.slice(0, 2), 'x'])).toMatchObject({ ok: false, at: 3 });
  expect(verifyLedger([{ ...entries[0], note: 'more' }])).toMatchObject({
    ok: false,
    at: 1,
    reason: expect.stringContaining('note'),
  });
  expect(verifyLedger([{ ...entries[0], seq: '0' }])).toMatchObject({
    ok: false,
    at: 1,
    reason: expect.stringContaining('seq'),
  });
});

test('the chain is walked one entry at a time', () => {
  let read = 0;
  function* counted() {
    for (const entry of changed(1, { actor: 'account-2' })) {
      read++;
      yield entry;
    }
  }
  expect(verifyLedger(counted()).ok).toBe(false);
  expect(read).toBe(2);
});
