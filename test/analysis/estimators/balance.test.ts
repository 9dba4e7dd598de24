/** Balance of covariates from the plan: longhand, against R on made-up data and real trials, and at the edges. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compute } from '../../../analysis/compute.ts';
import type { BalanceRow } from '../../../analysis/estimators/balance.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { sharedFile } from '../shared-file.ts';
import { codeOf } from './given.ts';
import { numberAt, valuesOf } from './references.ts';

async function balance(data: Uint8Array, arm: string, reference: string, outcome: string, more: object) {
  const plan = {
    title: 'Balance',
    arm: { column: arm, reference },
    outcomes: [{ name: 'y', column: outcome, kind: 'continuous' }],
    contrasts: 'each-against-reference',
    estimators: [{ id: 'b', method: 'balance' }],
    ...more,
  };
  const { results } = await compute({ planText: JSON.stringify(plan), data, engineVersion: '1.2.3' });
  const [row] = results.rows;
  if (row === undefined || !('quantity' in row.figures) || row.figures.quantity !== 'balance') {
    throw new Error(`no balance: ${JSON.stringify(row)}`);
  }
  expect(row).toMatchObject({ outcome: null, contrast: null });
  return row.figures;
}
const csv = (text: string) => new TextEncoder().encode(text);
const lineOf = (rows: readonly BalanceRow[], covariate: string, arm: string) => {
  const line = rows.find((row) => row.covariate === covariate && row.arm === arm);
  if (line === undefined) throw new Error(`no line for ${covariate}, ${arm}`);
  return line;
};

type Expected = {
  readonly covariate: string;
  readonly arm: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly difference: number;
};

function expectLine(line: BalanceRow, { covariate, arm, n, mean, sd, difference }: Expected): void {
  if (!('sd' in line)) throw new Error(`no sd of ${covariate}`);
  expect(line.n).toBe(n);
  expectClosedForm(line.mean, mean, `${covariate} ${arm}, mean`);
  expectClosedForm(line.sd, sd, `${covariate} ${arm}, sd`);
  if (arm === 'standard') {
    expect(line).not.toHaveProperty('standardisedDifference');
    return;
  }
  if (!('standardisedDifference' in line)) throw new Error('no difference');
  expectClosedForm(line.standardisedDifference ?? 0, difference, `${covariate} ${arm}, difference`);
}

describe('balance', () => {
  it('longhand: ages 20, 30, 40 against 25, 45 and one unknown', async () => {
    const data = csv('arm,age,y\na,25,1\nb,30,1\na,,1\nb,20,\na,45,1\nb,40,1\n');
    const { rows, n } = await balance(data, 'arm', 'a', 'y', { covariates: ['age'] });
    expect(rows).toEqual([
      { covariate: 'age', arm: 'a', n: 2, mean: 35, sd: Math.sqrt(200) },
      { covariate: 'age', arm: 'b', n: 3, mean: 30, sd: 10, standardisedDifference: -5 / Math.sqrt(150) },
    ]);
    expect(n).toBe(6);
  });

  it('against R, plain and weighted', async () => {
    const golden = JSON.parse(readFileSync(new URL('../../golden/comparisons.golden.json', import.meta.url), 'utf8'));
    const columns = ['arm', 'age', 'region', 'days', 'weight'];
    const lines = golden.people.map((person: Record<string, unknown>) =>
      columns.map((name) => person[name] ?? '').join(),
    );
    const data = csv(`${columns.join()}\n${lines.join('\n')}\n`);
    const covariates = ['age', { column: 'region', as: 'category' }];
    for (const isWeighted of [false, true]) {
      const weight = isWeighted ? { weight: 'weight' } : {};
      const { rows } = await balance(data, 'arm', 'standard', 'days', { covariates, ...weight });
      const expected = golden.balance.filter((one: { isWeighted: boolean }) => one.isWeighted === isWeighted);
      expect(rows).toHaveLength(expected.length);
      for (const one of expected) expectLine(lineOf(rows, one.covariate, one.arm), one);
    }
  });

  const trials = [
    {
      ...{ dataset: 'nsw_dw', id: 'balance', file: 'nsw_dw.csv', arm: 'treat', reference: '0', outcome: 're78' },
      covariates: ['age', 'educ', 'black', 'hisp', 'marr', 'nodegree', 're74', 're75'],
    },
    {
      ...{ dataset: 'ggl2008', id: 'balance.smd', file: 'ggl2008.csv.gz', arm: 'treatment', reference: 'Control' },
      outcome: 'voted',
      covariates: ['yob', 'g2000', 'g2002', 'p2000', 'p2002', 'p2004', 'hh_size'],
    },
  ];
  it.each(trials)('$dataset', async ({ dataset, id, file, arm, reference, outcome, covariates }) => {
    const data = sharedFile(`data/${file}`, `balance of ${dataset}`);
    if (data === null) return;
    const { rows } = await balance(new Uint8Array(data), arm, reference, outcome, { covariates });
    const values = valuesOf(dataset, id);
    for (const line of rows) {
      if (line.arm === reference) continue;
      const expected =
        dataset === 'nsw_dw' ? numberAt(values, line.covariate) : numberAt(values, line.covariate, line.arm);
      if (!('standardisedDifference' in line)) throw new Error(`no difference of ${line.covariate}`);
      expectClosedForm(line.standardisedDifference ?? 0, expected, `${line.covariate} ${line.arm}`);
    }
  });

  it('one person, nobody, no variation, and no reference arm', async () => {
    const data = csv('arm,age,same,y\na,25,1,1\na,35,1,2\nb,30,1,1\nc,,1,1\n');
    const { rows } = await balance(data, 'arm', 'a', 'y', { covariates: ['age', 'same'] });
    expect(codeOf(lineOf(rows, 'age', 'b'))).toBe('one-person-in-arm');
    expect(codeOf(lineOf(rows, 'age', 'c'))).toBe('empty-arm');
    const pairs = csv('arm,same,y\na,1,1\na,1,2\nb,1,1\nb,1,1\n');
    expect(codeOf(lineOf((await balance(pairs, 'arm', 'a', 'y', { covariates: ['same'] })).rows, 'same', 'b'))).toBe(
      'no-variation',
    );
    const rest = { covariates: ['age'], rows: [{ column: 'arm', op: '!=', value: 'a' }] };
    expect(
      codeOf(lineOf((await balance(csv('arm,age,y\na,1,1\nb,2,1\nb,3,1\n'), 'arm', 'a', 'y', rest)).rows, 'age', 'b')),
    ).toBe('no-reference');
  });

  it('without covariates the plan is refused', async () => {
    await expect(balance(csv('arm,y\na,1\nb,1\n'), 'arm', 'a', 'y', {})).rejects.toThrow('balance is of covariates');
  });
});
