/** The page a stranger draws from shows the same vectors that the tests use. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../src/trial/canonical.ts';
import { receiptNumber, unitHashOf } from '../../src/trial/receipt.ts';

const page = readFileSync(new URL('../../docs/randomisation.md', import.meta.url), 'utf8');
const golden = JSON.parse(readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'));

const shownDraws = [
  'simple',
  'blocks of 27',
  'complete',
  'cohort',
  'cohort of ceremonies',
  'big stick, three arms',
  'minimisation 2:1',
  'rerandomised, two arms, a number',
  'cohort of attendees',
];

test('hashes, key, numbers and protocol hashes stand in docs/randomisation.md', () => {
  const shown: readonly string[] = [
    golden.canonical.hash,
    golden.seed,
    golden.commitment,
    golden.beacon.key,
    ...golden.stream.numbers.slice(0, 4).map(String),
    ...shownDraws.map((name) => golden.draws[name].protocolHash),
    String(golden.draws['rerandomised, two arms, a number'].rerandomised.imbalance),
  ];
  for (const text of shown) expect(page).toContain(text);
});

test('the receipt of the page has the number that stands there', () => {
  const unitHash = unitHashOf('000102030405060708090a0b0c0d0e0f', 'c2');
  const number = receiptNumber({
    ...{
      format: 'pledge-receipt/1',
      trial: 'ceremony-offer',
      protocolVersion: 1,
      protocolHash: 'a'.repeat(64),
      unitHash,
    },
    ...{ stratum: 'E09000005', position: 1, arm: 'standard', ledgerEntry: 'b'.repeat(64) },
  });
  expect(page).toContain(`\`${unitHash}\``);
  expect(page).toContain(`\`${number}\``);
});

type Line = readonly [unit: string, stratum: string, position: number | null, arm: string];

test.each<[string, (line: Line) => boolean]>([
  ['blocks of 27', ([, stratum]) => stratum === 'E09000005'],
  ['cohort of ceremonies', ([unit, stratum]) => unit.startsWith('spring') && stratum === 'E09000005'],
  ['big stick, three arms', () => true],
  ['minimisation 2:1', () => true],
  ['rerandomised, two arms, a number', () => true],
  ['cohort of attendees', ([unit]) => unit.startsWith('c1')],
])('the arms of "%s" stand there in order, with a mark where somebody follows', (name, isShown) => {
  const lines: readonly Line[] = golden.draws[name].allocations;
  const letters = lines
    .filter(isShown)
    .map(([, , position, arm]) => `${arm.charAt(0).toUpperCase()}${position === null ? "'" : ''}`);
  expect(page).toContain(`| ${letters.join(' ')} |`);
});

test('the whole protocol and the people of one vector stand there, so that a reader can repeat its hash and its draw', () => {
  const { document, protocolHash, rows } = golden.draws['cohort of attendees'];
  const shown =
    page
      .split('\n')
      .find((line) => line.startsWith('      {"arms"'))
      ?.trim() ?? '';
  expect(JSON.parse(shown)).toEqual(document);
  expect(sha256Hex(shown)).toBe(protocolHash);
  const people = rows.filter(([, list]: readonly string[]) => list === 'c1');
  const lines = people.map(([unit, list, stratum, household]: readonly string[]) =>
    [unit, household, list, stratum].join(),
  );
  const indented = ['unit,household,ceremony,borough', ...lines].map((line) => `      ${line}\n`).join('');
  expect(page).toContain(indented);
});

test('the second implementation reads and writes files as section 5 says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-page-'));
  const [protocol, units] = [join(folder, 'protocol.json'), join(folder, 'units.csv')];
  const source = readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8');
  const list = 'unit,borough\r\r\n\na,E09000005\r2"x,E09000005\r\n\n"3,""\r\n",E09000005\n e\u0301 ,E09000030';
  const program = fileURLToPath(new URL('redraw.py', import.meta.url));
  const inEach = ['utf8', 'utf16le'] as const;
  for (const encoding of inEach) {
    writeFileSync(protocol, `\ufeff${source}`, encoding);
    writeFileSync(units, `\ufeff${list}`, encoding);
    const drawn = runPledge('draw', '--protocol', protocol, '--units', units, '--seed', golden.seed);
    const again = spawnSync('python3', [program, 'draw', protocol, units, golden.seed], { encoding: 'utf8' });
    expect(again).toMatchObject({ status: 0, stdout: drawn });
    expect(drawn).toMatch(/^unit,stratum,position,arm\na,E09000005,0,[a-z]+\n"2""x",E09000005,1,/);
  }
});

test('a blank line takes no place in a list of one column either, and an id in quotation marks that is empty is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-page-'));
  const units = join(folder, 'units.csv');
  const protocol = join(folder, 'protocol.json');
  const document = JSON.parse(
    readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8'),
  );
  const { boroughs, analysis } = document;
  const one = { ...document, strata: [], boroughs: boroughs.slice(0, 1), analysis: { ...analysis, strata: [] } };
  writeFileSync(protocol, JSON.stringify({ ...one, scheme: { kind: 'simple' } }));
  writeFileSync(units, 'unit\na\n\nb\n\n');
  const words = ['draw', '--protocol', protocol, '--units', units, '--seed', golden.seed];
  expect(runPledge(...words)).toMatch(/^unit,stratum,position,arm\na,,0,[a-z]+\nb,,1,[a-z]+\n$/);
  writeFileSync(units, 'unit\na\n""\n');
  expect(runPledge(...words)).toBe('');
});

function runPledge(...words: readonly string[]): string {
  const pledge = fileURLToPath(new URL('../../src/cli/pledge.ts', import.meta.url));
  return spawnSync(process.execPath, [pledge, ...words], { encoding: 'utf8' }).stdout;
}
