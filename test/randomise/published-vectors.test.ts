/** The page a stranger draws from shows the same vectors that the tests use. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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
