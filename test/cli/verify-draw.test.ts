/**
 * `pledge verify draw` in the hands of an auditor who trusts neither the seed nor the list of units: commitments that do not
 * fit, households and ceremonies that were changed, and what the verdict says it did not look at.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { commitmentOf } from '../../src/randomise/seed.ts';
import { seedOf } from '../randomise/design-fixture.ts';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'pledge-verify-'));
let files = 0;

function fileOf(contents: string): string {
  files++;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, contents);
  return path;
}

const pack = fileURLToPath(new URL('../../trials/welcome-pack/protocol.json', import.meta.url));
const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const seed = seedOf(21);
const commitment = commitmentOf(seed);

/** Households as the service exports them: two ceremonies in two boroughs. */
const households = [
  'unit,household,ceremony,borough,group_size',
  'h1,h1,c1,E09000005,1',
  'h2,h2,c1,E09000005,2',
  'h3,h3,c1,E09000005,1',
  'h4,h4,c2,E09000030,3-plus',
  'h5,h5,c2,E09000030,1',
];

/** Draws `units` and verifies the draw, the units changed in between where `changed` is given. */
async function drawnAndVerified(
  { protocol = pack, units, changed = units }: { protocol?: string; units: string; changed?: string },
  ...more: readonly string[]
) {
  const { out } = await runCommand(drawCommand, '--protocol', protocol, '--units', fileOf(units), '--seed', seed);
  const words = ['--protocol', protocol, '--units', fileOf(changed), '--seed', seed, '--allocations', fileOf(out)];
  return runCommand(verifyDrawCommand, ...words, ...more);
}

const units = `${households.join('\n')}\n`;

describe('the seed and its commitment', () => {
  test('the commitment is always printed; given, it is held to', async () => {
    const alone = await drawnAndVerified({ units });
    expect(alone.code).toBe(0);
    expect(alone.out).toContain(`commitment is ${commitment}; none was given`);
    const held = await drawnAndVerified({ units }, '--commitment', commitment);
    expect(held.code).toBe(0);
    expect(held.out).toContain(`commitment is ${commitment}; it is the one held`);
    const json = await drawnAndVerified({ units }, '--commitment', commitment, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, commitment, isCommitmentHeld: true });
  });

  test('another seed than the committed one is a difference', async () => {
    const other = commitmentOf(seedOf(22));
    const verdict = await drawnAndVerified({ units }, '--commitment', other);
    expect(verdict.code).toBe(1);
    expect(verdict.out).toContain(commitment);
    expect(verdict.out).toContain(other);
    const json = await drawnAndVerified({ units }, '--commitment', other, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, commitment });
  });

  test('also where the protocol file holds the commitment', async () => {
    const document = JSON.parse(readFileSync(pack, 'utf8'));
    const withSeed = (held: string) => fileOf(JSON.stringify({ ...document, seed: held }));
    const words = [
      '--units',
      fileOf(units),
      '--allocations',
      fileOf('unit,stratum,position,arm\nh1,x,0,y\n'),
      '--seed',
      seed,
    ];
    const wrong = await runCommand(verifyDrawCommand, '--protocol', withSeed(commitmentOf(seedOf(22))), ...words);
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('this is another seed') });
    const right = await drawnAndVerified({ protocol: withSeed(commitment), units });
    expect(right).toMatchObject({ code: 0, out: expect.stringContaining('it is the one held') });
  });

  test('a commitment that is none is refused', async () => {
    const { code, err } = await drawnAndVerified({ units }, '--commitment', 'ABC');
    expect(code).toBe(2);
    expect(err).toContain('--commitment: the commitment has 3 characters');
  });
});

describe('what a list of households says of itself', () => {
  const at = (line: number, change: (row: string) => string) =>
    `${households.map((row, index) => (index === line - 1 ? change(row) : row)).join('\n')}\n`;

  test.each<[string, string, string]>([
    [
      'another household',
      at(3, (row) => row.replace('h2,h2', 'h2,h9')),
      'line 3, column 4: column household: "h9" is not "h2"',
    ],
    ['no household', at(3, (row) => row.replace('h2,h2', 'h2,')), 'line 3, column 4: column household: "" is not "h2"'],
    ['no ceremony', at(4, (row) => row.replace('c1', '')), 'line 4, column 7: column ceremony: is empty'],
    [
      'one ceremony in two boroughs',
      at(4, (row) => row.replace('E09000005', 'E09000030')),
      'line 4, column 10: column borough: the ceremony "c1" is in "E09000005" above and in "E09000030" here',
    ],
  ])('%s is refused by line', async (_, changed, sentence) => {
    const { code, err } = await drawnAndVerified({ units, changed });
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  test('the column may be left out: it says what the unit says', async () => {
    const without = households.map((row) => row.split(',').toSpliced(1, 1).join()).join('\n');
    expect((await drawnAndVerified({ units, changed: without })).code).toBe(0);
  });
});

describe('columns that nothing was held to', () => {
  test('are named; the columns of the service’s own export are all held to', async () => {
    expect((await drawnAndVerified({ units })).out).not.toContain('Nothing was held to');
    const noted = households.map((row, index) => `${row},${index === 0 ? 'note' : index}`).join('\n');
    expect((await drawnAndVerified({ units, changed: noted })).out).toContain('Nothing was held to "note" of');
    const json = await drawnAndVerified({ units, changed: noted }, '--json');
    expect(JSON.parse(json.out).notUsed).toEqual({ units: ['note'], allocations: [] });
  });

  test('the ceremony of a household where the scheme does not read it; the household of an attendee is read', async () => {
    const document = JSON.parse(readFileSync(pack, 'utf8'));
    const complete = fileOf(JSON.stringify({ ...document, scheme: { kind: 'complete' } }));
    const json = await drawnAndVerified({ protocol: complete, units }, '--json');
    expect(JSON.parse(json.out).notUsed.units).toEqual(['ceremony']);
    const attendees = fileOf(JSON.stringify({ ...document, unit: 'attendee' }));
    const people = await drawnAndVerified({ protocol: attendees, units }, '--json');
    expect(JSON.parse(people.out).notUsed.units).toEqual([]);
  });

  test('further columns of the allocations', async () => {
    const list = 'unit,borough\na,E09000005\nb,E09000005\n';
    const { out } = await runCommand(drawCommand, '--protocol', offer, '--units', fileOf(list), '--seed', seed);
    const [header, ...rows] = out.trimEnd().split('\n');
    const extended = [`${header},at`, ...rows.map((row) => `${row},now`)].join('\n');
    const words = ['--protocol', offer, '--units', fileOf(list), '--seed', seed, '--allocations', fileOf(extended)];
    expect((await runCommand(verifyDrawCommand, ...words)).out).toContain('Nothing was held to "at" of');
  });
});
