/** The whole demo as it is typed: 26 weeks, six boroughs, both trials, held to what was assumed of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCommand } from '../../src/cli/commands/demo.ts';
import { assumptions } from '../../src/cli/demo/assumptions.ts';
import { boroughHabits } from '../../src/cli/demo/borough-habits.ts';
import { agreementOf, mean } from './agreement.ts';
import { type CsvRow, filesIn, rowsOf, temporaryFolder } from './demo-folder.ts';
import { type Ran, runCommand } from './run-command.ts';

const folder = temporaryFolder();
const out = join(folder.path, 'demo');
let ran: Ran;

beforeAll(async () => {
  ran = await runCommand(demoCommand, '--out', out, '--seed', 'c3'.repeat(32), '--json');
}, 600_000);

afterAll(folder.remove);

const read = (name: string) => readFileSync(join(out, name), 'utf8');
const dataset = (slug: string) => rowsOf(read(`${slug}/dataset.csv`));
const allocations = (slug: string) => rowsOf(read(`${slug}/allocations.csv`));

test('it ends well, says what it is, and verified all it wrote', () => {
  expect(ran.code).toBe(0);
  const { simulated, trials } = JSON.parse(ran.out);
  expect(simulated).toMatch(/^SIMULATED/);
  const checks = trials.flatMap(({ checks: ofTrial }: { checks: readonly { of: string; ok: boolean }[] }) => ofTrial);
  expect(checks.map(({ of, ok }: { of: string; ok: boolean }) => [of, ok])).toEqual([
    ...[
      ['ledger', true],
      ['draw', true],
      ['run', true],
    ],
    ...[
      ['ledger', true],
      ['draw', true],
      ['run', true],
    ],
  ]);
});

describe('ceremony-offer', () => {
  test('draws 26 ceremonies in each borough, nine or eight to an arm: one block of 27', () => {
    const byBorough = Map.groupBy(allocations('ceremony-offer'), ({ stratum }) => stratum ?? '');
    expect([...byBorough.keys()].toSorted()).toEqual(Object.keys(boroughHabits));
    for (const rows of byBorough.values()) {
      const counts = [...Map.groupBy(rows, ({ arm }) => arm).values()].map(({ length }) => length);
      expect(counts.toSorted()).toEqual([8, 9, 9]);
    }
  });

  test('has everybody of a ceremony in its one arm', () => {
    for (const rows of Map.groupBy(dataset('ceremony-offer'), ({ ceremony }) => ceremony).values()) {
      expect(new Set(rows.map(({ arm }) => arm)).size).toBe(1);
    }
  });
});

describe('welcome-pack', () => {
  test('has everybody of a household in one arm, and arms of nearly one size', () => {
    for (const rows of Map.groupBy(dataset('welcome-pack'), ({ household }) => household).values()) {
      expect(new Set(rows.map(({ arm }) => arm)).size).toBe(1);
    }
    const counts = [...Map.groupBy(allocations('welcome-pack'), ({ arm }) => arm).values()].map(({ length }) => length);
    expect(counts).toHaveLength(3);
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.1);
  });
});

/** Known outcomes with the arm's own mean taken off, so that effects do not count as agreement. */
function withinArms(rows: readonly CsvRow[], cluster: (row: CsvRow) => string) {
  const known = rows.filter(({ registered }) => registered !== '');
  const byArm = Map.groupBy(known, ({ arm }) => arm);
  const means = new Map([...byArm].map(([arm, own]) => [arm, mean(own.map(({ registered }) => Number(registered)))]));
  return known.map((row) => ({ cluster: cluster(row), value: Number(row.registered) - (means.get(row.arm) ?? 0) }));
}

describe('the simulated outcomes', () => {
  test('agree within ceremonies as assumed, within three standard errors', () => {
    const rows = ['ceremony-offer', 'welcome-pack'].flatMap((slug) =>
      withinArms(dataset(slug), (row) => row.ceremony ?? ''),
    );
    const { icc, standardError, clusters } = agreementOf(rows);
    expect(clusters).toBe(312);
    expect(Math.abs(icc - assumptions.ceremonyIcc.value)).toBeLessThan(3 * standardError);
  });

  test('agree strongly within households', () => {
    const several = dataset('welcome-pack').filter(({ group_size }) => group_size !== '1');
    const { icc, standardError } = agreementOf(withinArms(several, (row) => row.household ?? ''));
    expect(Math.abs(icc - assumptions.householdAgreement.value)).toBeLessThan(3 * standardError + 0.02);
  });

  test('have the base rate in the standard arms, within four standard errors of a clustered mean', () => {
    const standard = ['ceremony-offer', 'welcome-pack'].flatMap((slug) =>
      dataset(slug).filter(({ arm, registered }) => arm === 'standard' && registered !== ''),
    );
    const rates = [...Map.groupBy(standard, ({ ceremony }) => ceremony).values()].map((rows) =>
      mean(rows.map(({ registered }) => Number(registered))),
    );
    const average = mean(rates);
    const deviation = Math.sqrt(mean(rates.map((rate) => (rate - average) ** 2)));
    expect(Math.abs(average - 0.4)).toBeLessThan((4 * deviation) / Math.sqrt(rates.length));
  });

  test('are missing for the few who could not be matched, and lie in their window', () => {
    for (const slug of ['ceremony-offer', 'welcome-pack']) {
      const rows = dataset(slug);
      const unknown = rows.filter(({ registered }) => registered === '').length / rows.length;
      expect(unknown).toBeGreaterThan(0.02);
      expect(unknown).toBeLessThan(0.07);
      const days = rows.flatMap(({ registered, registered_days: day }) => (registered === '1' ? [Number(day)] : []));
      expect(Math.min(...days)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...days)).toBeLessThanOrEqual(90);
    }
  });
});

test('every act of a trial is in its ledger, refused ones are not', () => {
  const acts = Map.groupBy(
    read('ceremony-offer/ledger.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    ({ act }) => act,
  );
  const count = (act: string) => acts.get(act)?.length ?? 0;
  for (const once of [
    'lock',
    'start-baseline',
    'open',
    'pause',
    'resume',
    'close',
    'run-locked-analysis',
    'publish-seed',
  ])
    expect(count(once), once).toBe(1);
  for (const once of ['cancel-ceremony', 'move-ceremony', 'merge-ceremony', 'export-summary', 'export-dataset'])
    expect(count(once), once).toBe(1);
  expect(count('close-list-and-draw')).toBe(156);
  expect(count('close-list')).toBe(48);
  expect(count('unseal-arm')).toBe(156);
  expect(count('rebook')).toBeGreaterThan(0);
  expect(count('withdraw')).toBeGreaterThan(0);
});

test('no file holds a reference of anybody', () => {
  for (const [name, text] of filesIn(out)) expect(text, name).not.toMatch(/SIM[0-9]{9}/);
});
