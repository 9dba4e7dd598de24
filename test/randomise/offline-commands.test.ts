/**
 * The four offline commands as a person uses them: files on disk, words on a line, an exit code, and sentences that name file,
 * line and column.
 */
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { protocolCheckCommand } from '../../src/cli/commands/protocol-check.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { verifyLedgerCommand } from '../../src/cli/commands/verify-ledger.ts';
import { commitmentOf } from '../../src/randomise/seed.ts';
import { entryHash, genesisHash } from '../../src/trial/ledger.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { runCommand } from '../cli/run-command.ts';
import { seedOf } from './design-fixture.ts';
import { ceremonyUnits, householdUnits } from './units-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'pledge-offline-'));
let files = 0;

/** Puts contents into a new file and gives its path. */
function fileOf(contents: string | Uint8Array): string {
  files++;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, contents);
  return path;
}

const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const pack = fileURLToPath(new URL('../../trials/welcome-pack/protocol.json', import.meta.url));
const seed = seedOf(11);

function protocolOf(path: string) {
  const parsed = parseProtocol(readFileSync(path, 'utf8'));
  if (!parsed.ok) throw new Error(`${path} does not parse`);
  return parsed.value;
}

const offerUnits = ceremonyUnits(protocolOf(offer), 60);
const packUnits = householdUnits(protocolOf(pack), 90);

/** What is said of a units file. */
async function drawing(protocol: string, units: string | Uint8Array, ...more: readonly string[]) {
  return runCommand(drawCommand, '--protocol', protocol, '--units', fileOf(units), '--seed', seed, ...more);
}

describe('pledge draw', () => {
  test('writes unit, stratum, position and arm in file order, the same into a file', async () => {
    const { code, out } = await drawing(offer, offerUnits);
    expect(code).toBe(0);
    const [header, ...rows] = out.trimEnd().split('\n');
    expect(header).toBe('unit,stratum,position,arm');
    expect(rows.map((row) => row.split(',').slice(0, 3).join())).toEqual(
      offerUnits
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row, index) => `${row},${Math.floor(index / 6)}`),
    );
    const path = join(folder, 'allocations.csv');
    const written = await drawing(offer, offerUnits, '--out', path);
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toBe(out);
  });

  test('reads CRLF, a byte order mark, UTF-16 and other columns in another order as the same list', async () => {
    const { out } = await drawing(offer, offerUnits);
    const [, ...rows] = offerUnits.trimEnd().split('\n');
    const reordered = ['note,borough,unit', ...rows.map((row) => `"a, b",${row.split(',').reverse().join()}`)].join(
      '\n',
    );
    const sameLists = [
      offerUnits.replaceAll('\n', '\r\n'),
      `\uFEFF${offerUnits}`,
      new Uint8Array(Buffer.from(`\uFEFF${offerUnits}`, 'utf16le')),
      offerUnits.trimEnd(),
      reordered,
    ];
    for (const same of sameLists) expect(await drawing(offer, same)).toEqual({ code: 0, out, err: '' });
  });

  test('keeps ids and strata that look false: "0", "false", a comma and a quotation mark', async () => {
    const { code, out } = await drawing(offer, 'unit,borough\n0,E09000005\nfalse,E09000005\n"a,""b""",E09000005\n');
    expect(code).toBe(0);
    expect(
      out
        .split('\n')
        .slice(1, 4)
        .map((row) => row.split(',E0')[0]),
    ).toEqual(['0', 'false', '"a,""b"""']);
  });

  test.each<[string, string, string | Uint8Array, string]>([
    ['an empty file', offer, '', 'line 1, column 1: the file is empty'],
    ['only a header', offer, 'unit,borough\n', 'line 2, column 1: the file has a header and no rows'],
    ['a missing column', offer, 'unit,place\na,b\n', 'line 1, column 1: column borough: is not in the header'],
    [
      'a missing ceremony column',
      pack,
      'unit,borough,group_size\na,E09000005,1\n',
      'column ceremony: is not in the header',
    ],
    ['a NUL byte', offer, 'unit,borough\na\u0000,E09000005\n', 'line 2, column 2: a NUL byte'],
    [
      'a repeated unit',
      offer,
      'unit,borough\na,E09000005\nb,E09000005\na,E09000005\n',
      'line 4, column 1: column unit: the unit "a"',
    ],
    ['an empty unit', offer, 'unit,borough\n,E09000005\n', 'line 2, column 1: column unit: is empty'],
    [
      'a borough outside the protocol',
      offer,
      'unit,borough\na,E09000033\n',
      'line 2, column 3: column borough: "E09000033" is not one of',
    ],
    [
      'a group size that is no band',
      pack,
      'unit,ceremony,borough,group_size\na,c,E09000005,3\n',
      'line 2, column 15: column group_size: "3"',
    ],
    [
      'a list in two pieces',
      pack,
      'unit,ceremony,borough,group_size\na,c,E09000005,1\nb,d,E09000005,1\ne,c,E09000005,1\n',
      'line 4, column 3: column ceremony: the list of "c"',
    ],
    ['a short row', offer, 'unit,borough\na\n', 'line 2'],
    ['a quotation mark left open', offer, 'unit,borough\n"a,E09000005\n', 'line 2, column 1'],
  ])('refuses %s', async (_, protocol, units, sentence) => {
    const { code, out, err } = await drawing(protocol, units);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).toContain(join(folder, 'file-'));
  });

  test('refuses a seed that is not one, that was not committed, and a protocol that is none', async () => {
    const units = fileOf(offerUnits);
    const words = ['--protocol', offer, '--units', units, '--seed'];
    expect(await runCommand(drawCommand, ...words, '0xAB')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--seed: the seed starts with "0x"'),
    });

    const locked = JSON.stringify({ ...JSON.parse(readFileSync(offer, 'utf8')), seed: commitmentOf(seedOf(12)) });
    const other = await runCommand(drawCommand, '--protocol', fileOf(locked), '--units', units, '--seed', seed);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('this is another seed') });
    const right = await runCommand(drawCommand, '--protocol', fileOf(locked), '--units', units, '--seed', seedOf(12));
    expect(right.code).toBe(0);

    const typo = fileOf('{\n  "slug": "a",,\n}');
    const none = await runCommand(drawCommand, '--protocol', typo, '--units', units, '--seed', seed);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining(`${typo}: line 2, column 15`) });
    const absent = await runCommand(drawCommand, '--protocol', 'nowhere.json', '--units', units, '--seed', seed);
    expect(absent).toEqual({ code: 2, out: '', err: 'nowhere.json: there is no such file\n' });
  });

  test('asks for the beacon’s output exactly where the protocol names a beacon', async () => {
    const beacon = { source: 'drand', round: 4_000_000 };
    const protocol = fileOf(JSON.stringify({ ...JSON.parse(readFileSync(offer, 'utf8')), beacon }));
    expect(await drawing(protocol, offerUnits)).toMatchObject({
      code: 2,
      err: expect.stringContaining('round 4000000 of drand'),
    });
    expect(await drawing(protocol, offerUnits, '--beacon', 'ABC')).toMatchObject({
      code: 2,
      err: expect.stringContaining('lower-case'),
    });
    const one = await drawing(protocol, offerUnits, '--beacon', 'ab12');
    const two = await drawing(protocol, offerUnits, '--beacon', 'ab13');
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.out).not.toBe(two.out);
    expect(await drawing(offer, offerUnits, '--beacon', 'ab12')).toMatchObject({
      code: 2,
      err: expect.stringContaining('names no beacon'),
    });
  });

  test('never writes over the protocol or the units, by whatever name or link', async () => {
    const protocol = fileOf(readFileSync(offer, 'utf8'));
    const units = fileOf(offerUnits);
    const words = ['--protocol', protocol, '--units', units, '--seed', seed, '--out'];
    const link = join(folder, 'link.csv');
    symlinkSync(units, link);
    const cases: readonly (readonly [string, string])[] = [
      [units, '--units'],
      [link, '--units'],
      [join(folder, '.', units.slice(folder.length)), '--units'],
      [protocol, '--protocol'],
    ];
    for (const [out, option] of cases) {
      const { code, err } = await runCommand(drawCommand, ...words, out);
      expect(code).toBe(2);
      expect(err).toContain(`is the file given as ${option}`);
    }
    expect(readFileSync(units, 'utf8')).toBe(offerUnits);
    expect(readFileSync(protocol, 'utf8')).toBe(readFileSync(offer, 'utf8'));
  });

  test('words: unknown, missing, twice', async () => {
    const { code, err } = await runCommand(
      drawCommand,
      '--protocol',
      offer,
      '--protocol',
      offer,
      '--colour',
      'red',
      '--seed',
    );
    expect(code).toBe(2);
    for (const sentence of [
      '--protocol: is given twice',
      '--colour: is not an option',
      '--seed: needs a value',
      '--units: is missing',
      'Usage: pledge draw',
    ]) {
      expect(err).toContain(sentence);
    }
  });
});

describe('pledge verify draw', () => {
  const units = fileOf(packUnits);

  async function verifying(allocations: string, ...more: readonly string[]) {
    const words = ['--protocol', pack, '--units', units, '--seed', seed, '--allocations', fileOf(allocations)];
    return runCommand(verifyDrawCommand, ...words, ...more);
  }

  async function drawn(): Promise<readonly string[]> {
    const { out } = await runCommand(drawCommand, '--protocol', pack, '--units', units, '--seed', seed);
    return out.trimEnd().split('\n');
  }

  test('the draw repeats', async () => {
    const lines = await drawn();
    expect(await verifying(lines.join('\n'))).toMatchObject({ code: 0, out: expect.stringContaining('90 units') });
    const json = await verifying(lines.join('\r\n'), '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, units: 90 });
  });

  test.each<[string, (lines: readonly string[]) => readonly string[], string]>([
    [
      'another arm',
      (lines) => lines.map((line, at) => (at === 7 ? line.replace(/[^,]*$/, 'other') : line)),
      'line 8: unit "household-6": its arm is "other"',
    ],
    [
      'another position',
      (lines) => lines.map((line, at) => (at === 7 ? line.replace(/,(\d+),/, ',99,') : line)),
      'line 8: unit "household-6": its position is "99"',
    ],
    [
      'another stratum',
      (lines) => lines.map((line, at) => (at === 7 ? line.replace('E09', 'E08') : line)),
      'line 8: unit "household-6": its stratum is',
    ],
    [
      'a unit left out',
      (lines) => lines.toSpliced(7, 1),
      'line 8: unit "household-6": it is missing; "household-7" stands in its place',
    ],
    [
      'a unit added',
      (lines) => lines.toSpliced(7, 0, 'stranger,E09000005/1,0,standard'),
      'line 8: unit "stranger": it is added',
    ],
    ['a unit twice', (lines) => lines.toSpliced(7, 0, lines[3] ?? ''), 'line 8: unit "household-2": it stands twice'],
    [
      'rows swapped',
      (lines) => lines.with(7, lines[8] ?? '').with(8, lines[7] ?? ''),
      'line 8: unit "household-7": the rows are in another order',
    ],
    ['the last row cut off', (lines) => lines.slice(0, -1), 'line 91: unit "household-89": it is missing'],
    [
      'a row after the end',
      (lines) => [...lines, 'stranger,E09000005/1,0,standard'],
      'line 92: unit "stranger": it is added',
    ],
  ])('names the first difference: %s', async (_, change, sentence) => {
    const { code, out } = await verifying(change(await drawn()).join('\n'));
    expect(out).toContain(sentence);
    expect(code).toBe(1);
  });

  test('notices another seed and another protocol', async () => {
    const allocations = fileOf((await drawn()).join('\n'));
    const words = ['--units', units, '--allocations', allocations];
    const otherSeed = await runCommand(verifyDrawCommand, ...words, '--protocol', pack, '--seed', seedOf(12));
    const renamed = fileOf(JSON.stringify({ ...JSON.parse(readFileSync(pack, 'utf8')), title: 'Another' }));
    const otherProtocol = await runCommand(verifyDrawCommand, ...words, '--protocol', renamed, '--seed', seed);
    expect([otherSeed.code, otherProtocol.code]).toEqual([1, 1]);
  });

  test('refuses allocations it cannot read', async () => {
    expect(await verifying('unit,arm\na,b\n')).toMatchObject({
      code: 2,
      err: expect.stringContaining('column stratum'),
    });
    expect((await verifying('')).code).toBe(2);
  });
});

describe('pledge verify ledger', () => {
  const lines: string[] = [];
  let previousHash = genesisHash;
  for (let seq = 0; seq < 5; seq++) {
    const entry = {
      trial: 't',
      seq,
      at: '2026-09-01T09:00:00.000Z',
      actor: 'a',
      act: 'open',
      subject: 't',
      payloadHash: seedOf(seq),
      previousHash,
    };
    previousHash = entryHash(entry);
    lines.push(JSON.stringify({ ...entry, hash: previousHash }));
  }
  const head = previousHash;
  const text = `${lines.join('\n')}\n`;

  test('a whole chain', async () => {
    expect(await runCommand(verifyLedgerCommand, fileOf(text), '--head', head)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`5 entries, head ${head}`),
    });
    const json = await runCommand(verifyLedgerCommand, fileOf(text), '--json');
    expect(JSON.parse(json.out)).toEqual({ ok: true, head, entries: 5 });
  });

  test.each<[string, string, readonly string[], number, string]>([
    ['a value changed', text.replace('"seq":2', '"seq":7'), [], 1, 'entry 3 (number 2)'],
    [
      'an actor changed',
      lines.with(3, lines[3]?.replace('"actor":"a"', '"actor":"b"') ?? '').join('\n'),
      [],
      1,
      'line 4',
    ],
    ['shortened, with the head at hand', lines.slice(0, 3).join('\n'), ['--head', head], 1, 'entry 4'],
    ['shortened after a blank line', `${lines[0]}\n\n${lines[1]}\n`, ['--head', head], 1, 'entry 3 (number 2), '],
    [
      'the line after the last entry',
      `${lines.slice(0, 3).join('\n')}\n`,
      ['--head', head],
      1,
      ', line 4: the ledger ends',
    ],
    [
      'the same without a last line end',
      lines.slice(0, 3).join('\n'),
      ['--head', head],
      1,
      ', line 4: the ledger ends',
    ],
    [
      'the same after blank lines',
      `${lines.slice(0, 3).join('\n')}\n\n\n`,
      ['--head', head],
      1,
      ', line 4: the ledger ends',
    ],
    ['nothing left of it', '\n', ['--head', head], 1, ', line 1: the ledger ends'],
    ['not JSON', lines.with(2, '{"trial":').join('\n'), [], 2, 'line 3'],
    ['empty', '', [], 2, 'the file is empty'],
    ['a head that is none', text, ['--head', 'abc'], 2, '--head'],
  ])('%s', async (_, contents, words, code, sentence) => {
    const answer = await runCommand(verifyLedgerCommand, fileOf(contents), ...words);
    expect(answer.code).toBe(code);
    expect(code === 1 ? answer.out : answer.err).toContain(sentence);
  });
});

describe('pledge protocol check', () => {
  test('says each arm’s probability as a fraction and how many draws are possible', async () => {
    const { code, out } = await runCommand(protocolCheckCommand, offer);
    expect(code).toBe(0);
    expect(out).toContain('volunteering  ratio 1, probability 1/3, delivered in-room');
    expect(out).toContain('a block of 27: 227,873,431,500');
  });

  test('prints the same as JSON, a stopped arm without a probability', async () => {
    const changed = { ...JSON.parse(readFileSync(offer, 'utf8')), stoppedArms: ['volunteering'] };
    const { code, out } = await runCommand(protocolCheckCommand, fileOf(JSON.stringify(changed)), '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.arms.map(({ probability }: { probability: string }) => probability)).toEqual(['1/2', '0', '1/2']);
    expect(report.scheme).toEqual({ kind: 'blocks', blockSizes: [18] });
    expect(report.possibleDraws).toEqual([{ of: 'a block of 18', count: '48620', isAtMost: false }]);
  });

  test('refuses with file, line and column', async () => {
    const text = readFileSync(offer, 'utf8').replace('"leadTimeWorkingDays": 5', '"leadTimeWorkingDay": 5');
    const path = fileOf(text);
    const { code, err } = await runCommand(protocolCheckCommand, path);
    const line = text.split('\n').findIndex((content) => content.includes('"leadTimeWorkingDay"')) + 1;
    expect(code).toBe(2);
    expect(err).toContain(`${path}: line ${line}, column 3: leadTimeWorkingDay: unknown key`);
  });
});
