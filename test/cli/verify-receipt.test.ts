/** `pledge verify receipt` in the hands of somebody who was given a receipt and trusts nothing else; and seeds that stand in a file. */
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { verifyReceiptCommand } from '../../src/cli/commands/verify-receipt.ts';
import { entryHash, genesisHash, type LedgerEntry } from '../../src/trial/ledger.ts';
import { protocolHash } from '../../src/trial/protocol.ts';
import { type Receipt, receiptNumber } from '../../src/trial/receipt.ts';
import { seedOf } from '../randomise/design-fixture.ts';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'pledge-receipt-'));
let files = 0;

function fileOf(contents: string): string {
  files++;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, contents);
  return path;
}

const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const seed = seedOf(21);
const units = fileOf('unit,borough\nc1,E09000005\nc2,E09000005\nc3,E09000030\n');
const drawn = await runCommand(drawCommand, '--protocol', offer, '--units', units, '--seed', seed);
const [, stratum = '', position = '', arm = ''] = drawn.out.split('\n')[2]?.split(',') ?? [];

/** A chain of three entries, the second of which is the draw. */
const ledger: LedgerEntry[] = [];
for (const [seq, act] of ['open-trial', 'close-list-and-draw', 'unseal-arm'].entries()) {
  const entry = {
    ...{ trial: 'ceremony-offer', seq, at: `2026-03-0${seq + 2}T09:00:00.000Z`, actor: 'a1', act, subject: 'c2' },
    ...{ payloadHash: 'a'.repeat(64), previousHash: ledger.at(-1)?.hash ?? genesisHash },
  };
  ledger.push({ ...entry, hash: entryHash(entry) });
}
const ledgerFile = fileOf(`${ledger.map((entry) => JSON.stringify(entry)).join('\n')}\n`);

const receipt: Receipt = {
  format: 'pledge-receipt/1',
  trial: 'ceremony-offer',
  protocolVersion: 1,
  protocolHash: protocolHash(readFileSync(offer, 'utf8')),
  unitHash: 'b'.repeat(64),
  stratum,
  position: Number(position),
  arm,
  ledgerEntry: ledger[1]?.hash ?? '',
};
const held = (change: Partial<Receipt> = {}) => fileOf(JSON.stringify({ ...receipt, ...change }, null, 2));
const verify = (...words: readonly string[]) => runCommand(verifyReceiptCommand, ...words);
const whole = ['--ledger', ledgerFile, '--protocol', offer, '--seed', seed, '--number', receiptNumber(receipt)];

describe('a receipt', () => {
  test('holds to everything that it is held to', async () => {
    const { code, out, err } = await verify(held(), ...whole);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      `The receipt’s number is ${receiptNumber(receipt)}; it is the one given.\n` +
        'Its draw is entry 1 of the ledger, whose chain is whole, made 2026-03-03T09:00:00.000Z; entries after it: 1.\n' +
        'It names the protocol given.\nThe seed gives its arm.\n',
    );
    expect(JSON.parse((await verify(held(), ...whole, '--json')).out)).toMatchObject({ ok: true, draw: 'repeats' });
  });

  test('alone gives its number, and says what was not looked at', async () => {
    const { code, out } = await verify(held());
    expect(code).toBe(0);
    expect(out).toContain('compare it with the one kept');
    expect(out).toContain('No ledger was given');
    expect(out).toContain('No seed was given');
  });

  test.each([
    ['another arm', { arm: arm === 'standard' ? 'behavioural' : 'standard' }, 'the seed gives'],
    ['another place', { position: 26 }, ''],
    ['another protocol', { protocolHash: 'c'.repeat(64) }, 'it was drawn under the protocol cccc'],
    ['an entry that is no draw', { ledgerEntry: ledger[2]?.hash ?? '' }, 'its entry, number 2, is no draw'],
    ['an entry of no ledger', { ledgerEntry: 'd'.repeat(64) }, 'the ledger holds no entry with the hash dddd'],
    ['another trial', { trial: 'welcome-pack' }, 'is one of the trial "ceremony-offer"'],
  ])('with %s differs, by its number already and by what it says', async (_, change, reason) => {
    const changed = held(change);
    const numbered = await verify(changed, ...whole);
    expect(numbered.code).toBe(1);
    expect(numbered.out).toContain('not to the number given');
    const unnumbered = await verify(changed, ...whole.slice(0, -2));
    if (reason === '') return;
    expect(unnumbered.code).toBe(1);
    expect(unnumbered.out).toMatch(new RegExp(reason));
  });

  test('differs where the chain of the ledger is broken', async () => {
    const broken = fileOf(readFileSync(ledgerFile, 'utf8').replace('open-trial', 'open-trail'));
    const { code, out } = await verify(held(), '--ledger', broken);
    expect(code).toBe(1);
    expect(out).toContain('the chain of the ledger is broken at entry 1');
  });

  test('of a scheme that draws no arm alone is left to the whole draw', async () => {
    const text = readFileSync(offer, 'utf8').replace(/"scheme": \{[^}]*\}/, '"scheme": { "kind": "simple" }');
    const simple = fileOf(text);
    const { code, out } = await verify(
      held({ protocolHash: protocolHash(text) }),
      '--protocol',
      simple,
      '--seed',
      seed,
    );
    expect(code).toBe(0);
    expect(out).toContain('repeat the whole draw');
  });

  test.each([
    ['no JSON', '{"format": ', /line 1, column/],
    ['no receipt', '{"format":"pledge-receipt/1"}', /trial/],
    ['a member too many', JSON.stringify({ ...receipt, note: 'x' }), /note/],
    ['a position that is none', JSON.stringify({ ...receipt, position: -1 }), /position/],
  ])('that is %s is refused', async (_, text, message) => {
    const { code, err } = await verify(fileOf(text));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test.each([
    [['--number', 'ABC'], /--number: .*64/],
    [['--seed', seed], /--protocol: is missing/],
    [['--protocol', offer, '--seed', 'abc'], /--seed: /],
    [['--protocol', offer, '--beacon', 'f0'], /--seed: is missing/],
    [['--protocol', offer, '--seed', seed, '--beacon', 'f0'], /--beacon: is given, and the protocol names no beacon/],
    [['--ledger', join(folder, 'nothing')], /nothing: there is no such file/],
  ])('held to %j is refused', async (words, message) => {
    const { code, err } = await verify(held(), ...words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('a seed in a file', () => {
  const list = ['--protocol', offer, '--units', units];

  test('draws and verifies as the same seed given as a word', async () => {
    for (const end of ['', '\n', '\r\n']) {
      const file = ['--seed-file', fileOf(`${seed}${end}`)];
      expect(await runCommand(drawCommand, ...list, ...file)).toEqual({ code: 0, out: drawn.out, err: '' });
      const verified = await runCommand(verifyDrawCommand, ...list, ...file, '--allocations', fileOf(drawn.out));
      expect(verified.code).toBe(0);
      expect((await verify(held(), '--protocol', offer, ...file)).out).toContain('The seed gives its arm.');
    }
  });

  test.each([
    ['with a space before it', ` ${seed}`, /--seed-file/],
    ['in capitals', seed.toUpperCase(), /--seed-file/],
    ['twice', `${seed}\n${seed}\n`, /--seed-file/],
    ['that is empty', '', /--seed-file/],
  ])('%s is refused, and not repeated', async (_, text, message) => {
    const { code, err } = await runCommand(drawCommand, ...list, '--seed-file', fileOf(text));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('is given once, in one way, and is not overwritten', async () => {
    const file = fileOf(seed);
    const both = await runCommand(drawCommand, ...list, '--seed', seed, '--seed-file', file);
    expect(both).toMatchObject({ code: 2, err: '--seed-file: is given beside --seed; give one of the two\n' });
    const neither = await runCommand(drawCommand, ...list);
    expect(neither).toMatchObject({ code: 2, err: '--seed: is missing; give it, or a file with --seed-file\n' });
    const missing = await runCommand(drawCommand, ...list, '--seed-file', join(folder, 'none'));
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('there is no such file');
    const lost = await runCommand(drawCommand, ...list, '--seed-file', file, '--out', file);
    expect(lost.err).toContain('is the file given as --seed-file, which would be lost');
    expect(readFileSync(file, 'utf8')).toBe(seed);
  });
});

test('what a draw writes is its owner’s alone to read, and a file that was there keeps its own rights', async () => {
  const out = join(folder, 'allocations.csv');
  const write = () => runCommand(drawCommand, '--protocol', offer, '--units', units, '--seed', seed, '--out', out);
  await write();
  expect(statSync(out).mode & 0o777).toBe(0o600);
  chmodSync(out, 0o640);
  expect((await write()).code).toBe(0);
  expect(statSync(out).mode & 0o777).toBe(0o640);
});
