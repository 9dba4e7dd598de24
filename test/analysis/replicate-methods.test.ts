/**
 * replicate.R covers every method that R computes: it agrees on a made-up trial with all of them, and stops at each figure that is
 * changed by three times the accuracy it is held to, and at whatever else is edited.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { madeUpTrial } from './made-up-trial.ts';
import { hasPackages } from './replicate-packages.ts';
import { tampering } from './replicate-tampering.ts';

const hasR = hasPackages(['estimatr', 'clubSandwich', 'metafor', 'geepack', 'survival'], 'replicate.R, all methods');

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
