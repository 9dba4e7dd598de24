/**
 * `pledge draw` and `pledge verify draw` on lists with more columns than strata (factors, covariates, households, the lists
 * of ceremonies) and with names nobody would choose: drawn as redraw.py draws them, or refused with line and column.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { seedOf } from '../randomise/design-fixture.ts';
import { runCommand } from './run-command.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Not compared with redraw.py: there is no python3 here.');
const redraw = fileURLToPath(new URL('../randomise/redraw.py', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'pledge-columns-'));
const seed = seedOf(31);
let files = 0;

function fileOf(contents: string | Uint8Array): string {
  files++;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, contents);
  return path;
}

/** A trial's protocol with some keys replaced. */
function protocolWith(slug: string, changes: object): string {
  const path = fileURLToPath(new URL(`../../trials/${slug}/protocol.json`, import.meta.url));
  return fileOf(JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
}

const offer = (scheme: object) => protocolWith('ceremony-offer', { scheme });
const people = (scheme: object, strata: readonly string[] = ['borough']) =>
  protocolWith('welcome-pack', { unit: 'attendee', scheme, strata });

const draw = (protocol: string, units: string | Uint8Array, ...more: readonly string[]) =>
  runCommand(drawCommand, '--protocol', protocol, '--units', fileOf(units), '--seed', seed, ...more);

/** Draws, has the draw verified and, where python3 is there, drawn again by the second implementation. Gives the lines. */
async function drawnAlike(protocol: string, units: string): Promise<readonly string[]> {
  const path = fileOf(units);
  const words = ['--protocol', protocol, '--units', path, '--seed', seed];
  const { code, out, err } = await runCommand(drawCommand, ...words);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^(The list was drawn .* until its criterion was met.*\n)?$/),
  });
  const verified = await runCommand(verifyDrawCommand, ...words, '--allocations', fileOf(out));
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('The draw repeats') });
  if (hasPython) {
    const theirs = spawnSync('python3', [redraw, 'draw', protocol, path, seed], { encoding: 'utf8' });
    expect(theirs.stderr).toBe('');
    expect(out).toBe(theirs.stdout);
  }
  return out.trimEnd().split('\n').slice(1);
}

const boroughs = ['E09000005', 'E09000030'];
const inBoroughs = (count: number, rest: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `c${index},${boroughs[index % 2]},${rest(index)}\n`).join('');

describe('each scheme, over more rows than are drawn at once', () => {
  test.each([
    ['big-stick', { kind: 'big-stick', limit: 2 }],
    ['minimisation', { kind: 'minimisation', factors: ['hall', { name: 'weekday', weight: 3 }], randomShare: 0.3 }],
    ['minimisation by variance', { kind: 'minimisation', factors: ['hall'], imbalance: 'variance', randomShare: 0 }],
    [
      'rerandomised',
      { kind: 'rerandomised', covariates: ['booked', { column: 'hall', as: 'category' }], threshold: 3 },
    ],
    ['complete', { kind: 'complete' }],
    ['blocks', { kind: 'blocks', blockSizes: [3, 6] }],
    ['cohort of ceremonies', { kind: 'cohort' }],
  ])('%s', async (_, scheme) => {
    const rows = inBoroughs(
      1234,
      (i) => `"hall ""${i % 4}""",${i % 5},${20 + ((7 * i) % 31)}.50,list ${Math.floor(i / 9)}`,
    );
    const lines = await drawnAlike(offer(scheme), `unit,borough,hall,weekday,booked,list\n${rows}`);
    expect(lines).toHaveLength(1234);
  });
});

describe('people of one household', () => {
  const rows = ['a,h1,c1', 'b,h2,c1', 'c,h1,c1', 'd,h3,c2', 'e,h2,c2', 'f,h3,c2', 'g,h1,c2'];
  const units = `unit,household,ceremony,borough\n${rows.map((row) => `${row},E09000005\n`).join('')}`;

  test.each([
    ['simple', { kind: 'simple' }],
    ['complete', { kind: 'complete' }],
    ['cohort', { kind: 'cohort' }],
    ['blocks', { kind: 'blocks', blockSizes: [6] }],
  ])('follow the first of them: %s', async (_, scheme) => {
    const cells = (await drawnAlike(people(scheme), units)).map((line) => line.split(','));
    expect(cells.map(([, , position]) => position)).toEqual(['0', '1', '', '2', '', '', '']);
    const armOf = (unit: string) => cells.find(([name]) => name === unit)?.[3];
    expect([armOf('c'), armOf('g'), armOf('e'), armOf('f')]).toEqual([armOf('a'), armOf('a'), armOf('b'), armOf('d')]);
  });

  test('a follower with a position, or another arm than the household’s, is a difference', async () => {
    const protocol = people({ kind: 'simple' });
    const { out } = await draw(protocol, units);
    const verdict = async (allocations: string) => {
      const words = ['--protocol', protocol, '--units', fileOf(units), '--seed', seed];
      return runCommand(verifyDrawCommand, ...words, '--allocations', fileOf(allocations));
    };
    const placed = await verdict(out.replace('c,E09000005,,', 'c,E09000005,2,'));
    expect(placed).toMatchObject({ code: 1, out: expect.stringContaining('its position is "2"; the draw gives ""') });
    const other = await verdict(out.replace(/^(c,.*,).*$/m, '$1other'));
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('line 4: unit "c": its arm is "other"') });
  });

  test('many households, over more rows than are drawn at once', async () => {
    const row = (i: number) =>
      `p${i},h${(i * 7) % 500},c${Math.floor(i / 30)},E09000005,${['18-24', '25-34'][i % 2]}\n`;
    const many = `unit,household,ceremony,borough,age_band\n${Array.from({ length: 1400 }, (_, i) => row(i)).join('')}`;
    const lines = await drawnAlike(people({ kind: 'blocks', blockSizes: [6] }, ['borough', 'age_band']), many);
    expect(lines.filter((line) => line.includes(',,'))).toHaveLength(900);
  });
});

describe('what the new columns are refused for', () => {
  const booked = { kind: 'rerandomised', covariates: ['booked'], threshold: 1 };
  const levels = { kind: 'minimisation', factors: ['age_band'], randomShare: 0.1 };
  const [head, row] = ['unit,household,ceremony,borough', 'a,h,c,E09000005'];

  test.each<[string, string, string, string]>([
    [
      'a covariate in words',
      offer(booked),
      'unit,borough,booked\na,E09000005,many\n',
      'line 2, column 13: column booked: "many" is not a decimal number',
    ],
    ['a decimal comma', offer(booked), 'unit,borough,booked\na,E09000005,"1,5"\n', 'column booked: "1,5"'],
    ['a number with spaces', offer(booked), 'unit,borough,booked\na,E09000005, 5\n', 'column booked: " 5"'],
    ['an empty covariate', offer(booked), 'unit,borough,booked\na,E09000005,\n', 'column booked: ""'],
    ['digits of another script', offer(booked), 'unit,borough,booked\na,E09000005,٣٤\n', 'column booked: "٣٤"'],
    [
      'no column of a factor',
      offer({ ...levels, factors: ['hall'] }),
      'unit,borough\na,E09000005\n',
      'column hall: is not in the header',
    ],
    [
      'no column of lists',
      offer({ kind: 'cohort' }),
      'unit,borough\na,E09000005\n',
      'column list: is not in the header',
    ],
    [
      'an empty list',
      offer({ kind: 'cohort' }),
      'unit,borough,list\na,E09000005,\n',
      'line 2, column 13: column list: is empty',
    ],
    [
      'a list in two pieces',
      offer({ kind: 'cohort' }),
      'unit,borough,list\na,E09000005,x\nb,E09000005,y\nc,E09000005,x\n',
      'line 4, column 13: column list: the list of "x"',
    ],
    [
      'a factor outside its vocabulary',
      people(levels),
      `${head},age_band\n${row},35\n`,
      'column age_band: "35" is not one of',
    ],
    [
      'nobody’s household',
      people({ kind: 'simple' }),
      `${head}\na,,c,E09000005\n`,
      'line 2, column 3: column household: is empty',
    ],
  ])('%s', async (_, protocol, units, sentence) => {
    const { code, out, err } = await draw(protocol, units);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  test('a list that is wrong at its end leaves nothing behind, and a file given with --out as it was', async () => {
    const out = fileOf('what stood here\n');
    const rows = inBoroughs(5000, (index) => (index === 4999 ? 'ten' : '10'));
    const refused = await draw(offer(booked), `unit,borough,booked\n${rows}`, '--out', out);
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('line 5001, column 17') });
    expect(readFileSync(out, 'utf8')).toBe('what stood here\n');
  });

  test('a list whose criterion no try met is drawn all the same, and says so', async () => {
    const scheme = { ...booked, threshold: 1e-9, maximumTries: 20 };
    const rows = inBoroughs(12, (index) => `${index * index}`);
    const { code, err } = await draw(offer(scheme), `unit,borough,booked\n${rows}`);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/^None of 20 tries met the criterion; the best/),
    });
    const constant = await draw(offer({ ...booked }), `unit,borough,booked\n${inBoroughs(12, () => '7')}`);
    expect(constant.err).toContain('Not balanced on "booked": constant on this list');
  });

  test('every problem of a long list is named up to the tenth, a repeated id far from its first as well', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `c${index % 2990},E09000005\n`);
    const { code, err } = await draw(offer({ kind: 'simple' }), `unit,borough\n${rows.join('')}`);
    expect(code).toBe(2);
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(0)).toContain('line 2992, column 1: column unit: the unit "c0" stands in the file twice');
    expect(lines.at(9)).toContain('line 3001, column 1: column unit: the unit "c9"');
  });
});

describe('names nobody would choose', () => {
  const names = [
    '\u03a9',
    '\u2126',
    '\u00c5',
    'A\u030a',
    '\u212b',
    '\u00e9',
    'e\u0301',
    '👩‍👩‍👧',
    '\u202eאבג\u202c',
    'مرحبا',
    '\u200b',
    '\ufeffx',
    '\u00a0',
    ' ',
    '  a  ',
    'a\tb',
    'line\none',
    'line\r\ntwo',
    'say "so"',
    '"',
    '""',
    ',',
    "'=1+1",
    '=1+1',
    '%2F',
    'a/b',
    '|',
    'NULL',
    'null',
    '0',
    '-0',
    'false',
    '__proto__',
    'constructor',
    '\ud83c\udfdb',
    '\u{10ffff}',
    '\uffff',
    '\u0001',
    '\u0085',
    '\u2028',
    'İ',
    'ß',
    'SS',
    'x'.repeat(10_000),
    'é'.repeat(10_000),
    'x'.repeat(100_000),
  ];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const withHall = names.map(
    (name, index) => `${cell(name)},${boroughs[index % 2]},${cell(names[(index * 5) % names.length] ?? '')}\n`,
  );
  const units = `unit,borough,hall\n${withHall.join('')}`;

  test.each([
    ['simple', { kind: 'simple' }, []],
    ['blocks, as strata', { kind: 'blocks', blockSizes: [3] }, ['hall']],
    ['minimisation, as levels', { kind: 'minimisation', factors: ['hall'], randomShare: 0.2 }, []],
    [
      'rerandomised, as categories',
      {
        kind: 'rerandomised',
        covariates: [{ column: 'hall', as: 'category' }],
        criterion: 'standardised-difference',
        threshold: 2,
      },
      [],
    ],
  ])('are drawn as the second implementation draws them: %s', async (_, scheme, strata) => {
    const protocol = protocolWith('ceremony-offer', { scheme, strata: ['borough', ...strata] });
    await drawnAlike(protocol, units);
  });

  test('are no different after another list, in another file or in UTF-16', async () => {
    const protocol = offer({ kind: 'minimisation', factors: ['hall'], randomShare: 0.2 });
    const { out } = await draw(protocol, units);
    const wide = new Uint8Array(Buffer.from(`\ufeff${units}`, 'utf16le'));
    expect((await draw(protocol, wide)).out).toBe(out);
    expect((await draw(protocol, units)).out).toBe(out);
  });

  test.each<[string, Uint8Array, string]>([
    [
      'a NUL',
      new TextEncoder().encode('unit,borough\nok,E09000005\na\u0000b,E09000005\n'),
      'line 3, column 2: a NUL byte',
    ],
    [
      'half a surrogate pair in UTF-8',
      new Uint8Array([...Buffer.from('unit,borough\n'), 0xed, 0xa0, 0x80, ...Buffer.from(',E09000005\n')]),
      'line 2, column 1: a byte that is not valid UTF-8',
    ],
    [
      'half a surrogate pair in UTF-16',
      new Uint8Array(Buffer.from('\ufeffunit,borough\n\ud800,E09000005\n', 'utf16le')),
      'a byte that is not valid UTF-16LE',
    ],
    [
      'an overlong slash',
      new Uint8Array([...Buffer.from('unit,borough\na'), 0xc0, 0xaf, ...Buffer.from(',E09000005\n')]),
      'line 2, column 2: a byte that is not valid UTF-8',
    ],
    [
      'Latin-1',
      new Uint8Array(Buffer.from('unit,borough\ncaf\u00e9,E09000005\n', 'latin1')),
      'line 2, column 4: a byte that is not valid UTF-8',
    ],
    [
      'a character cut off at the end',
      new Uint8Array([...Buffer.from('unit,borough\na,E09000005\nb,E09000005'), 0xe2, 0x82]),
      'line 3, column 12: a byte that is not valid UTF-8',
    ],
    [
      'text after a closing quotation mark',
      new TextEncoder().encode('unit,borough\n"a"b,E09000005\n'),
      'line 2, column 4: after the closing quotation mark',
    ],
  ])('are refused where they are no text: %s', async (_, bytes, sentence) => {
    const { code, out, err } = await draw(offer({ kind: 'simple' }), bytes);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  test('composed and decomposed letters are two units, as their bytes are', async () => {
    const list = (second: string) => `unit,borough\n\u00e9,E09000005\n${second},E09000005\n`;
    expect((await draw(offer({ kind: 'simple' }), list('e\u0301'))).code).toBe(0);
    expect(await draw(offer({ kind: 'simple' }), list('\u00e9'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('twice'),
    });
  });
});
