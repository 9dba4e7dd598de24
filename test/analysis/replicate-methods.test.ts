/**
 * replicate.R covers every method that R computes: it agrees on a made-up trial with all of them, and stops at each figure that is
 * changed by three times the accuracy it is held to, and at whatever else is edited.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { tampering } from './replicate-tampering.ts';
import { sharedFile } from './shared-file.ts';

const packages = ['jsonlite', 'estimatr', 'clubSandwich', 'metafor', 'geepack', 'survival'];
const asked = packages.map((name) => `requireNamespace("${name}", quietly = TRUE)`).join(' && ');
const hasR = spawnSync('Rscript', ['-e', `quit(status = if (${asked}) 0 else 1)`]).status === 0;
if (!hasR) process.stdout.write(`SKIPPED: replicate.R, all methods: R with ${packages.join(', ')} is not here.\n`);

/** Numbers in [0, 1) that look like chance and are always the same. */
function* chance(): Generator<number, never> {
  for (let state = 20181; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const arms = ['Kontrolle', 'brev "å"', 'visit'];

function madeUpTrial(): string {
  const numbers = chance();
  const next = () => numbers.next().value;
  const whole = (below: number) => Math.floor(next() * below);
  const lines = Array.from({ length: 240 }, (_, row) => {
    const home = whole(60);
    const arm = home % 5 < 2 ? 0 : home % 5 < 4 ? 1 : 2;
    const level = (home % 7) / 7 + arm / 4;
    const time = 1 + whole(60);
    const cells = [
      `"${(arms[arm] ?? '').replaceAll('"', '""')}"`,
      `h${home}`,
      `s${row % 5}`,
      ['öst', 'north', 'south'][whole(3)],
      18 + whole(60),
      row % 23 === 0 ? 'NA' : Number(next() < 0.2 + level / 3),
      row % 31 === 0 ? '' : (20 + 3 * level + 9 * next()).toFixed(2),
      whole(4) + Math.floor(level * 2),
      1 + whole(4),
      Math.min(time, 45),
      Number(time <= 45),
      Number(next() < (arm === 0 ? 0.1 : 0.7)),
      (next() - 0.5).toFixed(3),
      `p${row}`,
    ];
    return cells.join(',');
  });
  const names = 'arm,home,site,region,age,voted,days,visits,grade,time,event,received,logexp,pair';
  return `${names}\n${lines.join('\n')}\n`;
}

const of = (method: string, options: object = {}, outcomes: readonly string[] = ['voted']) => ({
  ...{ method, ...options, outcomes },
});
const each = <T>(values: readonly T[], made: (value: T) => object) => values.map(made);
const designs = [
  { method: 'balance', covariates: ['age', 'region'] },
  { method: 'sample-ratio', ratio: { Kontrolle: 2, 'brev "å"': 2, visit: 1 } },
];
const twoArms = [
  ...each(['newcombe', 'newcombe-continuity', 'agresti-caffo', 'miettinen-nurminen'], (interval) =>
    of('risk-difference', { interval }),
  ),
  ...[of('risk-ratio'), of('odds-ratio'), of('fisher-exact', { alternative: 'less', midP: true })],
  ...[
    of('fisher-exact', { midP: true }),
    of('fisher-exact', { over: 'all-arms' }),
    of('equivalence', { margin: 0.1 }, ['voted', 'days']),
  ],
  ...each(['odds-ratio', 'risk-ratio', 'risk-difference'], (measure) =>
    of('mantel-haenszel', { measure, strata: ['site'], continuity: measure === 'odds-ratio' }),
  ),
  ...[
    of('t-test', {}, ['days']),
    of('linear', { adjust: 'interacted', covariates: ['age', 'region'] }),
    of('t-test', { variances: 'equal' }, ['days']),
  ],
  ...[of('rank-sum', {}, ['grade', 'days']), of('rank-sum', { continuity: true }, ['days']), of('attrition')],
  ...each(['risk-difference', 'risk-ratio', 'odds-ratio', 'mean-difference'], (measure) =>
    of('sites', { by: 'site', measure, model: 'reml', knappHartung: true, leaveOneOut: true }, [
      measure === 'mean-difference' ? 'days' : 'voted',
    ]),
  ),
  ...each(['fixed', 'dersimonian-laird'], (model) => of('sites', { by: 'site', model })),
];
const models = [
  ...each(['model', 'HC0', 'CR1'], (errors) =>
    of('logistic', { errors, adjust: 'additive', covariates: ['age', 'region'] }),
  ),
  of('logistic', { errors: 'CR1', report: 'standardised', adjust: 'additive', covariates: ['age', 'region'] }),
  ...each(['model', 'HC0', 'CR1'], (errors) => of('poisson', { errors }, ['visits', 'voted'])),
  of('poisson', { errors: 'HC0', offset: 'logexp' }, ['visits']),
  ...[of('gee', { working: 'exchangeable', link: 'logit' }), of('gee', { link: 'log' }, ['visits'])],
  of('gee', { working: 'exchangeable', link: 'identity' }, ['days']),
  ...each(['HC2', 'CR1S', 'CR2'], (errors) => of('subgroup', { by: 'region', errors }, ['voted', 'days'])),
  of('icc', {}, ['voted', 'days']),
  of('two-stage-least-squares', { received: 'received', andersonRubin: true }, ['voted', 'days']),
];
const times = [
  ...each(['log', 'log-log'], (interval) => of('kaplan-meier', { interval }, ['registered'])),
  ...[of('log-rank', {}, ['registered']), of('log-rank', { over: 'all-arms', strata: ['region'] }, ['registered'])],
  ...each(['efron', 'breslow'], (ties) => of('cox', { ties, strata: ['region'] }, ['registered'])),
  ...[of('cox', { errors: 'CR0' }, ['registered']), of('restricted-mean', { horizon: 30 }, ['registered'])],
];

const plan = {
  title: 'Every method',
  arm: { column: 'arm', reference: 'Kontrolle' },
  cluster: 'home',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', primary: true },
    { name: 'days', column: 'days', kind: 'continuous' },
    { name: 'visits', column: 'visits', kind: 'count' },
    { name: 'grade', column: 'grade', kind: 'ordinal' },
    { name: 'registered', kind: 'time-to-event', time: 'time', event: 'event' },
  ],
  contrasts: 'all-pairs',
  estimators: [...designs, ...twoArms, ...models, ...times].map((estimator, index) => ({
    id: `e${index}`,
    ...estimator,
  })),
};

describe.runIf(hasR)('replicate.R', { timeout: 480_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-methods-'));
  const runR = (file: string, cwd = folder) =>
    promisify(execFile)('Rscript', [file], { cwd, env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1e8 });

  beforeAll(async () => {
    const data = new TextEncoder().encode(madeUpTrial());
    const { files } = await analyse({ planText: JSON.stringify(plan), data, engineVersion: '1.2.3' });
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('computes every method again, in the C locale', async () => {
    const { stdout } = await runR('replicate.R');
    expect(stdout).not.toContain('Not checked');
    expect(Number(/^(\d+) figures computed again in R/m.exec(stdout)?.[1])).toBeGreaterThan(2_000);
  });

  it('stops at every edit', async () => {
    writeFileSync(join(folder, 'tampering.R'), tampering);
    const { stdout } = await runR('tampering.R');
    const [tried = '', ...passed] = stdout.trim().split('\n');
    expect(Number.parseInt(tried, 10)).toBeGreaterThan(5_000);
    expect(passed).toEqual([]);
  });
});

/** Real trials, each with the methods that its design asks for. */
const real = [
  {
    file: 'strep_tb.csv',
    plan: {
      title: 'Streptomycin for tuberculosis, 1948',
      arm: { column: 'arm', reference: 'Control' },
      outcomes: [
        { name: 'improved', column: 'improved', kind: 'binary', primary: true },
        { name: 'grade', column: 'rad_num', kind: 'ordinal' },
      ],
      contrasts: 'each-against-reference',
      covariates: ['gender', 'baseline_esr'],
      estimators: [
        { id: 'rates', method: 'proportions', interval: 'wilson', outcomes: ['improved'] },
        { id: 'main', method: 'linear' },
        { id: 'adjusted', method: 'linear', adjust: 'additive' },
        { id: 'odds', method: 'logistic', adjust: 'additive', covariates: ['gender'], outcomes: ['improved'] },
        { id: 'exact', method: 'fisher-exact', outcomes: ['improved'] },
        { id: 'pooled', method: 'mantel-haenszel', strata: ['baseline_condition'], outcomes: ['improved'] },
        { id: 'grades', method: 'rank-sum', outcomes: ['grade'] },
        { id: 'balance', method: 'balance' },
      ],
    },
  },
  {
    file: 'achievement_awards.csv',
    plan: {
      title: 'Achievement awards, cash for matriculation',
      arm: { column: 'treated', reference: '0' },
      rows: [{ column: 'year', op: '=', value: 2001 }],
      cluster: 'school_id',
      outcomes: [{ name: 'certificate', column: 'Bagrut_status', kind: 'binary', primary: true }],
      contrasts: 'each-against-reference',
      covariates: ['siblings', 'immigrant'],
      estimators: [
        { id: 'main', method: 'linear' },
        { id: 'adjusted', method: 'linear', adjust: 'additive', errors: 'CR1S' },
        { id: 'odds', method: 'logistic', errors: 'CR1', adjust: 'additive' },
        { id: 'equations', method: 'gee', working: 'exchangeable', link: 'logit' },
        { id: 'icc', method: 'icc' },
        { id: 'girls', method: 'subgroup', by: 'sex' },
        { id: 'lost', method: 'attrition' },
      ],
    },
  },
] as const;

describe.runIf(hasR)('replicate.R of a real trial', { timeout: 120_000 }, () => {
  it.each(real)('$file', async ({ file, plan: declared }) => {
    const data = sharedFile(`data/${file}`, `replicate.R of ${file}`);
    if (data === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'pledge-real-'));
    const { files, results } = await analyse({
      ...{ planText: JSON.stringify(declared), data: new Uint8Array(data), engineVersion: '1.2.3' },
    });
    expect(results.rows.filter(({ figures }) => 'notEstimable' in figures)).toEqual([]);
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
    const { stdout } = await promisify(execFile)('Rscript', ['replicate.R'], { cwd: folder });
    expect(stdout).not.toContain('Not checked');
    expect(Number(/^(\d+) figures computed again in R/m.exec(stdout)?.[1])).toBeGreaterThan(40);
    rmSync(folder, { recursive: true });
  });
});
