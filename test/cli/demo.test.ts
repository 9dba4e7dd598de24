/**
 * `pledge demo` in a short form, three weeks instead of 26: the same seed gives the same bytes, what it writes verifies, and
 * one changed value in any file is found. The whole demo is in demo-whole.test.ts.
 */
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCommand } from '../../src/cli/commands/demo.ts';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { verifyLedgerCommand } from '../../src/cli/commands/verify-ledger.ts';
import { verifyRunCommand } from '../../src/cli/commands/verify-run.ts';
import { markFile, whyNotInto } from '../../src/cli/demo/out-folder.ts';
import { reportText } from '../../src/cli/demo/print.ts';
import { type DemoResult, demoTrials, runDemo } from '../../src/cli/demo/run-demo.ts';
import { verifyTrial } from '../../src/cli/demo/verify.ts';
import { hasPackages } from '../analysis/replicate-packages.ts';
import { filesIn, temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const seed = '1f'.repeat(32);
const folder = temporaryFolder();
const out = (name: string) => join(folder.path, name);
let first: DemoResult;
let heads: ReadonlyMap<string, string>;

const demo = (name: string, from = seed) => runDemo({ seed: from, out: out(name), weeks: 3, onDay: () => {} });

beforeAll(async () => {
  first = await demo('first');
  await demo('again');
  await demo('other', '2e'.repeat(32));
  heads = new Map(demoTrials.map((slug) => [slug, headOf(out('first'), slug)]));
}, 300_000);

afterAll(folder.remove);

/** The hash of the newest entry. */
function headOf(demoFolder: string, slug: string): string {
  const lines = readFileSync(join(demoFolder, slug, 'ledger.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return JSON.parse(lines.at(-1) ?? '').hash;
}

const expectedFiles = [
  ...['allocations.csv', 'consort.svg', 'dataset.csv', 'guidance.html', 'ledger.jsonl', 'protocol.json'],
  ...[
    'LICENCE.txt',
    'arms.csv',
    'boroughs.csv',
    'codebook.md',
    'consort.svg',
    'csv-metadata.json',
    'datapackage.json',
  ].map((name) => `release/${name}`),
  ...['dataset.jsonld', 'effects.csv', 'forest.svg', 'methods.md', 'tables.ods'].map((name) => `release/${name}`),
  ...['run/data.csv', 'run/manifest.json', 'run/plan.json', 'run/replicate.R', 'run/report.html', 'run/results.json'],
  ...['seed.txt', 'summary.json', 'units.csv'],
];

const hasR = hasPackages(['estimatr'], 'replicate.R of the demo');

describe.runIf(hasR)('the runs, computed again in R', () => {
  test.each(demoTrials)('%s', (slug) => {
    const cwd = join(out('first'), slug, 'run');
    const { status, stdout, stderr } = spawnSync('Rscript', ['replicate.R'], { cwd, encoding: 'utf8' });
    expect({ status, stderr: stderr.replaceAll(/^(Registered| {2}).*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
    expect(Number(/^(\d+) figures computed again in R/m.exec(stdout)?.[1])).toBeGreaterThan(50);
  });
});

describe('the files', () => {
  test('are those of the contract, for both trials', () => {
    const expected = demoTrials.flatMap((slug) => expectedFiles.map((name) => `${slug}/${name}`));
    expect([...filesIn(out('first')).keys()]).toEqual([markFile, ...expected]);
  });

  test('are the same byte for byte under the same seed', () => {
    expect(filesIn(out('again'))).toEqual(filesIn(out('first')));
  });

  test('are of another draw under another seed', () => {
    const [a, b] = [filesIn(out('first')), filesIn(out('other'))];
    for (const slug of demoTrials) {
      expect(a.get(`${slug}/protocol.json`)).toBe(b.get(`${slug}/protocol.json`));
      for (const name of ['seed.txt', 'allocations.csv', 'dataset.csv', 'ledger.jsonl', 'run/results.json']) {
        expect(a.get(`${slug}/${name}`), `${slug}/${name}`).not.toBe(b.get(`${slug}/${name}`));
      }
    }
    const arms = (files: ReadonlyMap<string, string>) =>
      (files.get('ceremony-offer/allocations.csv') ?? '').split('\n').map((line) => line.split(',').at(-1));
    expect(arms(a)).not.toEqual(arms(b));
  });

  test.each(demoTrials)('of %s hold the seed that follows from the demo’s', (slug) => {
    const expected = createHmac('sha256', Buffer.from(seed, 'hex')).update(slug).digest('hex');
    expect(readFileSync(join(out('first'), slug, 'seed.txt'), 'utf8')).toBe(`${expected}\n`);
  });

  test('all say SIMULATED where they have a title', () => {
    const files = filesIn(out('first'));
    for (const slug of demoTrials) {
      for (const name of ['protocol.json', 'summary.json', 'run/plan.json', 'run/report.html']) {
        expect(files.get(`${slug}/${name}`), `${slug}/${name}`).toContain('SIMULATED: ');
      }
    }
    expect(files.get(markFile)).toContain(seed);
  });

  test('hold no reference of anybody, hashed or not', () => {
    for (const [name, text] of filesIn(out('first'))) {
      expect(text, name).not.toMatch(/SIM[0-9]{9}/);
      if (name.endsWith('.csv')) expect(text, name).not.toMatch(/[0-9a-f]{64}/);
    }
  });

  test('of the run hold the data set that was given out', () => {
    const files = filesIn(out('first'));
    for (const slug of demoTrials) expect(files.get(`${slug}/run/data.csv`)).toBe(files.get(`${slug}/dataset.csv`));
  });
});

describe('what is printed', () => {
  test('is headed SIMULATED and has every arm, contrast and check', () => {
    const text = reportText(first.reports);
    expect(text).toMatch(/^SIMULATED\. /);
    for (const line of ['People randomised', 'Attended', 'Outcome known', 'adjusted p', 'behavioural − volunteering'])
      expect(text).toContain(line);
    expect(text.match(/Verified: (ledger|draw|run)/g)).toHaveLength(6);
    expect(text).not.toContain('NOT VERIFIED');
  });

  test('counts what was simulated: three weeks, six boroughs, and what befell three ceremonies', () => {
    for (const { flow } of first.reports) {
      expect(flow.ceremonies).toMatchObject({ drawn: 18, cancelled: 1, moved: 1, merged: 1 });
      const people = flow.arms.reduce((sum, one) => sum + one.people, 0);
      expect(flow.enrolled - flow.ineligible).toBe(people);
    }
    const [offer, pack] = first.reports;
    expect(offer?.flow.ceremonies.baseline).toBe(18);
    expect(pack?.flow.baseline).toBeNull();
  });
});

describe('the verify commands', () => {
  const verifyDraw = (dir: string) => {
    const file = (name: string) => join(dir, name);
    const seedText = readFileSync(file('seed.txt'), 'utf8').trim();
    const files = [
      'protocol',
      file('protocol.json'),
      'units',
      file('units.csv'),
      'allocations',
      file('allocations.csv'),
    ];
    const words = files.map((word, index) => (index % 2 === 0 ? `--${word}` : word));
    return runCommand(verifyDrawCommand, ...words, '--seed', seedText);
  };
  const verifyLedger = (dir: string, slug: string) =>
    runCommand(verifyLedgerCommand, join(dir, 'ledger.jsonl'), '--head', heads.get(slug) ?? '');
  const verifyRun = (dir: string) => runCommand(verifyRunCommand, join(dir, 'run'));

  test.each(demoTrials)('pass on %s', async (slug) => {
    const dir = join(out('first'), slug);
    const verdicts = [await verifyDraw(dir), await verifyLedger(dir, slug), await verifyRun(dir)];
    expect(verdicts.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  /** A copy of a trial's folder with one change in one file, and the line of the first one that was changed. */
  function tampered(slug: string, name: string, change: (text: string) => string): string {
    const dir = join(out('tampered'), slug);
    mkdirSync(dir, { recursive: true });
    cpSync(join(out('first'), slug), dir, { recursive: true });
    const text = readFileSync(join(dir, name), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(join(dir, name), changed);
    return dir;
  }

  /** The arm of the fifth unit becomes another. */
  const anotherArm = (text: string) => {
    const lines = text.split('\n');
    const cells = (lines[5] ?? '').split(',');
    const arms = new Set(lines.slice(1, -1).map((line) => line.split(',').at(-1) ?? ''));
    const other = [...arms].find((arm) => arm !== cells.at(-1)) ?? '';
    lines[5] = [...cells.slice(0, -1), other].join(',');
    return lines.join('\n');
  };
  const fifthUnit = (slug: string) =>
    readFileSync(join(out('first'), slug, 'allocations.csv'), 'utf8')
      .split('\n')[5]
      ?.split(',')[0] ?? '';

  test.each(demoTrials)('name the first unit of %s whose arm was changed', async (slug) => {
    const { code, out: said } = await verifyDraw(tampered(slug, 'allocations.csv', anotherArm));
    expect(code).toBe(1);
    expect(said).toContain(fifthUnit(slug));
    expect(said).toContain('line 6');
  });

  test('name the first unit when a stratum of the units was changed', async () => {
    const elsewhere = (text: string) => {
      const lines = text.split('\n');
      const line = lines[5] ?? '';
      lines[5] = line.endsWith('E09000005')
        ? line.replace('E09000005', 'E09000019')
        : line.replace(/E09\d+$/, 'E09000005');
      return lines.join('\n');
    };
    const { code, out: said } = await verifyDraw(tampered('ceremony-offer', 'units.csv', elsewhere));
    expect(code).toBe(1);
    expect(said).toContain(fifthUnit('ceremony-offer'));
  });

  test('find another seed and another protocol', async () => {
    const flip = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`);
    expect((await verifyDraw(tampered('welcome-pack', 'seed.txt', flip))).code).toBe(1);
    const retitled = (text: string) => text.replace('What a new citizen', 'What any new citizen');
    expect((await verifyDraw(tampered('welcome-pack', 'protocol.json', retitled))).code).toBe(1);
  });

  test('name the entry of the ledger that was changed, and notice a shortened one', async () => {
    const slug = 'ceremony-offer';
    const changed = tampered(slug, 'ledger.jsonl', (text) => text.replace('"act":"start-baseline"', '"act":"open"'));
    const line = readFileSync(join(changed, 'ledger.jsonl'), 'utf8')
      .split('\n')
      .findIndex((entry) => entry.includes('"act":"open"'));
    const verdict = await verifyLedger(changed, slug);
    expect(verdict.code).toBe(1);
    expect(verdict.out).toContain(`entry ${line + 1} `);
    const shortened = tampered(slug, 'ledger.jsonl', (text) => text.trimEnd().split('\n').slice(0, -1).join('\n'));
    const shorter = await verifyLedger(shortened, slug);
    expect(shorter.code).toBe(1);
    expect(shorter.out).toContain('shortened');
  });

  test.each([
    ['data.csv', (text: string) => text.replace(',1,', ',0,')],
    ['plan.json', (text: string) => text.replace('0.95', '0.9')],
    ['results.json', (text: string) => text.replace(/"estimate": -?[0-9.e-]+/, '"estimate": 0.5')],
    ['report.html', (text: string) => text.replace('SIMULATED', 'Measured')],
    ['replicate.R', (text: string) => `${text}\n`],
    ['manifest.json', (text: string) => text.replace(/"bytes": \d/, '"bytes": 9')],
  ])('name the changed file of a run: %s', async (name, change) => {
    const { code, out: said } = await verifyRun(tampered('welcome-pack', `run/${name}`, change));
    expect(code).toBe(1);
    expect(said).toContain(name);
  });

  test('are what the demo itself ends with: a changed file is a failed check', async () => {
    const slug = 'welcome-pack';
    const dir = tampered(slug, 'allocations.csv', anotherArm);
    const checks = await verifyTrial(dir, heads.get(slug) ?? '');
    expect(checks.map(({ of, ok }) => [of, ok])).toEqual([
      ['ledger', true],
      ['draw', false],
      ['run', true],
    ]);
    expect(checks[1]?.sentence).toContain(fifthUnit(slug));
  });
});

describe('the folder it writes to', () => {
  test('has a name: exit 2', async () => {
    expect((await runCommand(demoCommand, '--out=', '--seed', seed)).code).toBe(2);
  });

  test('may be new, empty, or an earlier demo', async () => {
    mkdirSync(out('empty'));
    for (const name of ['none-yet', 'empty', 'again']) expect(await whyNotInto(out(name), demoTrials)).toBeNull();
  });

  test('is left alone when it holds anything else: exit 2', async () => {
    mkdirSync(out('thesis'));
    writeFileSync(out('thesis/chapter-1.txt'), 'Five years of work.');
    const { code, err } = await runCommand(demoCommand, '--out', out('thesis'), '--seed', seed);
    expect(code).toBe(2);
    expect(err).toContain('holds "chapter-1.txt"');
    expect([...filesIn(out('thesis')).keys()]).toEqual(['chapter-1.txt']);
  });

  test('is left alone when folders in it have the names of trials and no demo made them', async () => {
    mkdirSync(out('own/ceremony-offer'), { recursive: true });
    writeFileSync(out('own/ceremony-offer/protocol.json'), '{}');
    expect((await runCommand(demoCommand, '--out', out('own'), '--seed', seed)).code).toBe(2);
    expect(existsSync(out('own/ceremony-offer/protocol.json'))).toBe(true);
  });

  test('cannot be a file: exit 2', async () => {
    writeFileSync(out('file'), '');
    expect((await runCommand(demoCommand, '--out', out('file'), '--seed', seed)).code).toBe(2);
  });
});

const digits = '64 lower-case hexadecimal digits';

test.each([
  ['', '--seed: needs a value'],
  ['abc', digits],
  ['F'.repeat(64), digits],
  [`${'1'.repeat(64)} `, digits],
])('the seed %j is refused: exit 2', async (text, message) => {
  const { code, err } = await runCommand(demoCommand, '--out', out('unused'), `--seed=${text}`);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(existsSync(out('unused'))).toBe(false);
});
