/** The page a stranger draws from shows the same vectors that the tests use. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/randomisation.md', import.meta.url), 'utf8');
const golden = JSON.parse(readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'));

test('hashes, key, numbers and protocol hashes stand in docs/randomisation.md', () => {
  const shown: readonly string[] = [
    golden.canonical.hash,
    golden.seed,
    golden.commitment,
    golden.beacon.key,
    ...golden.stream.numbers.slice(0, 4).map(String),
    ...['simple', 'blocks of 27', 'complete', 'cohort'].map((name) => golden.draws[name].protocolHash),
  ];
  for (const text of shown) expect(page).toContain(text);
});

test('the arms of one list of 27 stand there in order', () => {
  const letters: Readonly<Record<string, string>> = { standard: 'S', volunteering: 'V', behavioural: 'B' };
  const rows: readonly (readonly [string, string, number, string])[] = golden.draws['blocks of 27'].allocations;
  const first = rows.filter(([, stratum]) => stratum === 'E09000005').map(([, , , arm]) => letters[arm]);
  expect(page).toContain(`| ${first.join(' ')} |`);
});
