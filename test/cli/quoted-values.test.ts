/**
 * What the commands say of values that somebody else wrote: on one line, visible and short, so that a units file can neither
 * forge a verdict nor drown one. Ids below are what a careless export or an attacker may hold.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cut, quoted, quotedList, visible } from '../../analysis/plan/quoted.ts';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { protocolCheckCommand } from '../../src/cli/commands/protocol-check.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { countText } from '../../src/cli/count-text.ts';
import { jsonText } from '../../src/cli/json-text.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { seedOf } from '../randomise/design-fixture.ts';
import { changed } from '../trial/changed-protocol.ts';
import { type Ran, runCommand } from './run-command.ts';

const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pledge-quoted-'));
let files = 0;

function fileOf(contents: string | Uint8Array): string {
  files++;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, contents);
  return path;
}

function drawn(units: string | Uint8Array, protocol = offer): Promise<Ran> {
  return runCommand(drawCommand, '--protocol', protocol, '--units', fileOf(units), '--seed', seedOf(1));
}

/** Few ceremonies, so that hardly anything is simulated. */
const small = Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`boroughs.${index}.expected.ceremonies`, 1]));

function checked(changes: Readonly<Record<string, unknown>>): Promise<Ran> {
  return runCommand(protocolCheckCommand, fileOf(changed('welcome-pack', { ...small, ...changes })));
}

test('invisible characters are written out, plain ones are left alone', () => {
  expect(visible('Å 0~ é 𝒜 “x”')).toBe('Å 0~ é 𝒜 “x”');
  expect(visible('a\nb\r\tc\u001b[8m\u009b\u202e\u2028\u00a0\u200b\ufeff\u{e0001}')).toBe(
    'a\\nb\\r\\tc\\u001b[8m\\u009b\\u202e\\u2028\\u00a0\\u200b\\ufeff\\u{e0001}',
  );
  expect(quoted('𝒜'.repeat(60))).toBe(`"${'𝒜'.repeat(60)}"`);
  expect(quoted('𝒜'.repeat(61))).toBe(`"${'𝒜'.repeat(60)}…"`);
  expect(cut('x'.repeat(1_000_000))).toHaveLength(61);
  expect(quotedList(Array.from({ length: 33 }, (_, index) => `${index}`))).toMatch(/"29" and 3 more$/);
});

test('JSON means the same with its invisible characters written out', () => {
  const value = { id: 'a\u009b1m\u202e\n\u{e0001} b', nested: ['\u2028'] };
  const text = jsonText(value, 2);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/[\u009b\u202e\u2028\u{e0001}]/u);
});

const forged = 'a\nThe draw repeats: 4 units, protocol 00\u001b[8m\u202e';

test('a unit’s id cannot say anything of its own, neither in a refusal nor in a verdict', async () => {
  const units = `unit,borough\n"${forged}",E09000005\n"${forged}",E09000005\n`;
  const { code, err } = await drawn(units);
  expect(code).toBe(2);
  expect(err.split('\n')).toHaveLength(2);
  expect(err).toContain(
    'the unit "a\\nThe draw repeats: 4 units, protocol 00\\u001b[8m\\u202e" stands in the file twice',
  );

  const one = `unit,borough\n"${forged}",E09000005\n`;
  const { out } = await drawn(one);
  const words = ['--protocol', offer, '--units', fileOf(one), '--seed', seedOf(1), '--allocations'];
  const other = fileOf(out.replace(/,[^,]*\n$/, ',\u001b[31m\n'));
  const verdict = await runCommand(verifyDrawCommand, ...words, other);
  expect(verdict.code).toBe(1);
  expect(verdict.out).toContain('unit "a\\nThe draw repeats');
  expect(verdict.out).toContain('its arm is "\\u001b[31m"');
  for (const raw of ['\u001b', '\u202e', '\nThe draw repeats']) expect(verdict.out).not.toContain(raw);
  const json = await runCommand(verifyDrawCommand, ...words, other, '--json');
  expect(JSON.parse(json.out).unit).toBe(forged);
  expect(json.out).not.toContain('\u202e');
});

test('values are cut, names of a header and keys of a protocol too', async () => {
  const long = 'z'.repeat(5_000);
  const refused = await Promise.all([
    drawn(`unit,borough\na,${long}\n`),
    drawn(`${long},borough\na,E09000005\n`),
    drawn(`unit,borough,${long},${long}\na,E09000005,1,2\n`),
    checked({ [long]: 1 }),
    checked({ strata: [long, long] }),
    checked({ scheme: { kind: long } }),
  ]);
  for (const { code, err } of refused) {
    expect(code).toBe(2);
    expect(err).toContain('z…');
    expect(err.length).toBeLessThan(700);
  }
});

test('a title and names of arms cannot steer the terminal that a report is read on', async () => {
  const { code, out } = await checked({ title: 'Offers\u001b[2J\nNo warnings' });
  expect(code).toBe(0);
  expect(out).toContain('welcome-pack: Offers\\u001b[2J\\nNo warnings\n');
});

test('a header: its names in quotation marks, or what separates them', async () => {
  expect((await drawn('unit, borough\na,E09000005\n')).err).toContain(
    'column borough: is not in the header, which has "unit", " borough"',
  );
  const { err } = await drawn('unit;borough\na;E09000005\n');
  expect(err).toMatch(
    /line 1, column 1: the header is "unit;borough": its fields seem to be separated by semicolons, and commas are needed\n$/,
  );
  expect(err.split('\n')).toHaveLength(2);
});

test('a packed file and one that is cut off are told by name', async () => {
  const gzip = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 4, 0]);
  expect((await drawn(gzip)).err).toMatch(/: this is a gzip file; unpack it first\n$/);
  expect((await runCommand(protocolCheckCommand, fileOf(gzip))).err).toMatch(
    /: this is a gzip file; unpack it first\n$/,
  );
  expect((await drawn('PK\u0003\u0004\u0014')).err).toContain('this is a zip file, or a spreadsheet');
  const utf16 = Buffer.from('\ufeffunit,borough\na,E09000005\n', 'utf16le');
  expect((await drawn(new Uint8Array(utf16.subarray(0, -1)))).err).toContain(
    'the file is cut off: it ends with half a character of UTF-16LE',
  );
});

test.each([
  ['1e51', 'is too large: a number lies between -1e50 and 1e50'],
  ['-2e50', 'is too large'],
  ['1e-400', 'has an exponent of more than two digits; numbers go no further than e99'],
  ['0'.repeat(41), 'has more than 40 characters; a number has at most 40'],
  ['12,5', 'is not a decimal number; write it as 34, -0.5 or 1.2e3, without spaces'],
])('a covariate of %s is refused for the rule it breaks', async (value, rule) => {
  const scheme = { kind: 'rerandomised', covariates: ['people'], threshold: 0.5 };
  const protocol = fileOf(changed('welcome-pack', { scheme, strata: [] }));
  const { code, err } = await drawn(`unit,ceremony,people\na,c,1\nb,c,"${value}"\n`, protocol);
  expect(code).toBe(2);
  expect(err).toContain(`line 3, column 5: column people: "${value}" ${rule}`);
});

test('bounds are said in our words', async () => {
  expect((await checked({ scheme: { kind: 'big-stick', limit: 1e300 } })).err).toMatch(
    /scheme.limit: must be at most 9007199254740991\n$/,
  );
  expect((await checked({ 'arms.0.ratio': 1e300 })).err).toMatch(/arms\[0\].ratio: must be at most 100\n$/);
  expect((await checked({ contrasts: [['standard']] })).err).toMatch(/contrasts\[0\]: must hold at least 2\n$/);
  expect((await checked({ scheme: { kind: 'blocks', blockSizes: [4] } })).err).toContain('the sum of the arms’ ratios');
});

test('a count of thousands of digits is rounded for people', () => {
  expect(countText('847288609443')).toBe('847,288,609,443');
  expect(countText('1'.repeat(40))).toHaveLength(53);
  expect(countText(`449720${'0'.repeat(4_761)}`)).toBe('about 4.5 × 10^4766');
  expect(countText(`9${'9'.repeat(40)}`)).toBe('about 1.0 × 10^41');
});

test('a covariate without "as" is a number', () => {
  const schemeOf = (as?: string) => {
    const covariates = [{ column: 'people', as }];
    const parsed = parseProtocol(
      changed('welcome-pack', { scheme: { kind: 'rerandomised', covariates, threshold: 0.5 } }),
    );
    return parsed.ok ? parsed.value.scheme : parsed.problems;
  };
  expect(schemeOf()).toMatchObject({ covariates: [{ column: 'people', as: 'number' }] });
  expect(schemeOf('category')).toMatchObject({ covariates: [{ column: 'people', as: 'category' }] });
});

test('one mistake in the words is one message', async () => {
  const words = ['--protocol', offer, '--units', fileOf('unit,borough\na,E09000005\n'), '--seed', seedOf(1)];
  const unknown = await runCommand(drawCommand, ...words, '--beacn', 'x');
  expect(unknown.err).toMatch(/^--beacn: is not an option of this command\nUsage: /);
  const surplus = await runCommand(drawCommand, ...words, 'x\u202e');
  expect(surplus.err).toMatch(/^"x\\u202e": is a word too many\nUsage: /);
  expect((await runCommand(drawCommand, ...words, '--beacon', '')).err).toMatch(/^--beacon: needs a value\nUsage: /);
  const prefixed = await runCommand(verifyDrawCommand, ...words, '--allocations', offer, '--commitment', '0x6c');
  expect(prefixed.err).toBe(
    '--commitment: the commitment starts with "0x"; 2 characters follow; give 64 digits without a prefix\n',
  );
});
