/** replicate.R of real trials, each with the methods that its design asks for: R computes every figure again. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { hasPackages } from './replicate-packages.ts';
import { sharedFile } from './shared-file.ts';

const hasR = hasPackages(['estimatr', 'clubSandwich', 'metafor', 'geepack'], 'replicate.R of real trials');

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
