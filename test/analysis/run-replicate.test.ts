/** replicate.R really runs: it recomputes a run's figures in R, and stops when one of them is not what R computes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { hasPackages } from './replicate-packages.ts';
import { tampering } from './replicate-tampering.ts';

const hasR = hasPackages(['estimatr', 'clubSandwich'], 'replicate.R');

type Entry = Record<string, unknown>;

const plan = {
  title: 'Checked in R',
  arm: { column: 'arm', reference: 'contrôle' },
  rows: [
    { column: 'age', op: '>=', value: 18 },
    { column: 'city', op: 'in', value: ['Łódź', 'B"x'] },
    { column: 'note', op: '!=', value: 'out' },
  ],
  cluster: ['city', 'home'],
  weight: 'people',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', success: 'oui' },
    { name: 'days', column: 'days', kind: 'continuous' },
  ],
  contrasts: 'all-pairs',
  multiplicity: { method: 'by' },
  estimators: [
    ...['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'].map((interval) => ({
      id: `rate-${interval}`,
      method: 'proportions',
      interval,
    })),
    { id: 'wald', method: 'risk-difference' },
    { id: 'newcombe', method: 'risk-difference', interval: 'newcombe', level: 0.9 },
    { id: 'pairs', method: 'chi-squared', continuity: true },
    { id: 'arms', method: 'chi-squared', over: 'all-arms' },
    ...['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'].map((errors) => ({
      id: errors,
      method: 'linear',
      errors,
    })),
    { id: 'homes', method: 'linear', errors: 'CR1S', cluster: 'home', rows: [{ column: 'days', op: 'notMissing' }] },
    { id: 'additive', method: 'linear', errors: 'CR2', adjust: 'additive', covariates: ['age', 'city'] },
    { id: 'within', method: 'linear', errors: 'HC2', adjust: 'interacted', covariates: ['age'] },
    { id: 'effects', method: 'linear', errors: 'CR1S', fixedEffects: ['city'] },
    {
      id: 'both',
      method: 'linear',
      errors: 'HC3',
      adjust: 'additive',
      covariates: [
        { column: 'home', as: 'category' },
        { column: 'age', as: 'number' },
      ],
      fixedEffects: ['city'],
    },
    { id: 'all-equal', method: 'wald-joint', of: 'CR2', test: 'HTZ' },
    { id: 'all-equal-f', method: 'wald-joint', of: 'within' },
    { id: 'all-equal-effects', method: 'wald-joint', of: 'effects' },
    { id: 'received', method: 'two-stage-least-squares', received: 'visited', andersonRubin: true },
    { id: 'received-hc', method: 'two-stage-least-squares', received: 'visited', errors: 'HC2' },
    {
      ...{ id: 'received-at', method: 'two-stage-least-squares', received: 'visited', errors: 'CR1S' },
      ...{ adjust: 'additive', covariates: ['age'], fixedEffects: ['city'] },
    },
    { id: 'simple', method: 'difference-in-means' },
    { id: 'blocked', method: 'difference-in-means', design: 'blocked', blocks: ['city'] },
    { id: 'cities', method: 'subgroup', by: 'city' },
    { id: 'icc', method: 'icc' },
  ],
};

const lines = Array.from({ length: 90 }, (_, row) => {
  const arm = ['contrôle', 'a "letter", sent', 'visit', 'contrôle', ''][row % 5] ?? '';
  const cells = [
    arm.replaceAll('"', '""'),
    ['Łódź', 'B""x', 'elsewhere'][row % 3],
    String(row % 17),
    (row * 7) % 4 < 2 ? 'oui' : row % 29 === 0 ? 'NA' : 'non',
    row % 13 === 0 ? '' : String(((row * 37) % 23) / 7),
    String(row % 11 === 0 ? 17 : 20 + row),
    String(row % 4),
    row % 19 === 0 ? 'out' : 'in\nside',
    (row * 13) % 7 < 2 + (row % 5) ? 'true' : 'FALSE',
  ];
  return cells.map((cell) => `"${cell}"`).join(',');
});
const table = `arm,city,home,voted,days,age,people,note,visited\n${lines.join('\n')}\n`;

describe.runIf(hasR)('replicate.R', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pledge-replicate-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(data: Uint8Array): Promise<void> {
    const { files } = await analyse({ planText: JSON.stringify(plan), data, engineVersion: '1.2.3' });
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  }
  const runR = (locale: string, script = 'replicate.R') =>
    promisify(execFile)('Rscript', [script], { cwd: folder, env: { ...process.env, LC_ALL: locale } });

  it.each([
    ['UTF-8', 'C.UTF-8', Buffer.from(table)],
    ['UTF-8 in the C locale', 'C', Buffer.from(table)],
    ['a byte order mark', 'C.UTF-8', Buffer.from(`\ufeff${table}`)],
    ['UTF-16', 'C.UTF-8', Buffer.from(`\ufeff${table}`, 'utf16le')],
  ])('agrees with results.json to 1e-9, from %s', async (_, locale, data) => {
    await write(new Uint8Array(data));
    const { stdout } = await runR(locale);
    const [, count] =
      /^(\d+) figures computed again in R, all within the accuracy of their kind\.$/m.exec(stdout) ?? [];
    expect(Number(count)).toBeGreaterThan(300);
    expect(stdout).not.toContain('Not checked');
  });

  it('stops at every edit', { timeout: 240_000 }, async () => {
    await write(new Uint8Array(Buffer.from(table)));
    await writeFile(join(folder, 'tampering.R'), tampering);
    const { stdout } = await runR('C.UTF-8', 'tampering.R');
    const [tried = '', ...passed] = stdout.trim().split('\n');
    expect(Number.parseInt(tried, 10)).toBeGreaterThan(5_000);
    expect(passed).toEqual([]);
  });

  it.each<[string, (results: Entry[]) => void, string]>([
    [
      'an estimate',
      ([, , , , , , , , , , wald]) => Object.assign(wald ?? {}, { estimate: 0.5 }),
      'estimate: results.json has 0.5',
    ],
    [
      'an adjusted p',
      ([, , , , , , , , , , wald]) => Object.assign(wald ?? {}, { pAdjusted: 0.5 }),
      'pAdjusted: results.json has',
    ],
    ['a result that is missing', (results) => results.pop(), 'results, the plan gave'],
    ['two results in each other’s place', (results) => results.reverse(), 'is not that of'],
    [
      'a result that is taken back',
      ([, , , , , , , , , , wald]) =>
        Object.assign(wald ?? {}, { notEstimable: { code: 'no-contrast', message: 'None.' } }),
      'is no longer given',
    ],
  ])('stops at results.json with %s', async (_, change, message) => {
    await write(new Uint8Array(Buffer.from(table)));
    const path = join(folder, 'results.json');
    const document = JSON.parse(await readFile(path, 'utf8'));
    change(document.results);
    await writeFile(path, JSON.stringify(document));
    await expect(runR('C.UTF-8')).rejects.toMatchObject({ stderr: expect.stringContaining(message) });
  });
});
