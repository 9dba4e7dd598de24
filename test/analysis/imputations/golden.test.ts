/** Estimates combined over completed data sets, through whole runs: against R (test/golden/imputations.R) and against mice. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compute } from '../../../analysis/compute.ts';
import type { PooledResult } from '../../../analysis/imputations/pooled-result.ts';
import { hasReferences, numberAt, valuesOf } from '../estimators/references.ts';
import { expectClosedForm, expectFit, isSameTail } from '../numbers/tolerance.ts';
import { sharedFile } from '../shared-file.ts';

type Record = Readonly<{
  outcome: string;
  estimator: Readonly<{ [option: string]: unknown }>;
  isLog: boolean;
  isFit: boolean;
  /** A coefficient; else the estimate of the contrast. */
  term?: string;
  estimate: number;
  standardError: number;
  df: number;
  statistic: number;
  p: number;
  low: number;
  high: number;
  within: number;
  between: number;
  missingInformation: number;
}>;
type Golden = { readonly rows: readonly (readonly (string | number)[])[]; readonly records: readonly Record[] };
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/imputations.golden.json', import.meta.url), 'utf8'),
);

const header = '.imp,.id,arm,home,borough,age,days,voted,received,seen,registered';
const data = new TextEncoder().encode(`${header}\n${golden.rows.map((row) => row.join()).join('\n')}\n`);
const plan = {
  title: 'Completed data sets',
  arm: { column: 'arm', reference: 'standard' },
  cluster: 'home',
  strata: ['borough'],
  outcomes: [
    { name: 'days', column: 'days', kind: 'continuous' },
    { name: 'voted', column: 'voted', kind: 'binary' },
    { name: 'registered', kind: 'time-to-event', time: 'seen', event: 'registered' },
  ],
  contrasts: 'each-against-reference',
  covariates: ['age'],
  imputations: { column: '.imp' },
};

async function pooledBy(estimator: object, outcome: string): Promise<PooledResult> {
  const planText = JSON.stringify({ ...plan, estimators: [{ id: 'main', outcomes: [outcome], ...estimator }] });
  const { results } = await compute({ planText, data, engineVersion: '0' });
  return results.rows[0]?.figures as PooledResult; // what the test then looks at is absent from any other
}

describe('agrees with Rubin’s rules over R’s fits', () => {
  it.each(golden.records.map((record) => ({ ...record, name: JSON.stringify(record.estimator) })))(
    '$outcome by $name',
    async (record) => {
      const found = await pooledBy(record.estimator, record.outcome);
      const term = found.terms?.find((row) => row.term === record.term);
      const ours = term === undefined || !('estimate' in term) ? found : term;
      const isClose = record.isFit ? expectFit : expectClosedForm;
      const estimate = 'logEstimate' in ours ? ours.logEstimate : ours.estimate;
      const standardError = 'logStandardError' in ours ? ours.logStandardError : ours.standardError;
      expect('logEstimate' in ours).toBe(record.isLog);
      isClose(estimate ?? Number.NaN, record.estimate, 'estimate');
      isClose(standardError ?? Number.NaN, record.standardError, 'standard error');
      isClose('df' in ours ? ours.df : Number.NaN, record.df, 'degrees of freedom');
      isClose(ours.statistic, record.statistic, 'statistic');
      isClose(ours.p, record.p, 'p');
      const [low, high] = ours.interval.map((bound) => (record.isLog ? Math.log(Number(bound)) : Number(bound)));
      isClose(low ?? Number.NaN, record.low, 'lower bound');
      isClose(high ?? Number.NaN, record.high, 'upper bound');
      expect(ours.imputations.sets).toBe(4);
      isClose(ours.imputations.within, record.within, 'within');
      isClose(ours.imputations.between, record.between, 'between');
      isClose(ours.imputations.missingInformation, record.missingInformation, 'missing information');
    },
  );
});

it('pools the differences of subgroups level by level, and not their interaction', async () => {
  const found: object = await pooledBy({ method: 'subgroup', by: 'borough', errors: 'HC2' }, 'days');
  const alone = await pooledBy(
    { method: 'linear', errors: 'HC2', cluster: null, rows: [{ column: 'borough', op: '=', value: 'B' }] },
    'days',
  );
  // With HC2 and a mean for each arm in each borough, a borough's difference is the one it has by itself.
  expect(found).toMatchObject({
    quantity: 'subgroup-differences',
    rows: [{ level: 'A' }, { level: 'B' }, { level: 'C' }],
    interaction: { notEstimable: { code: 'not-pooled' } },
  });
  const { rows }: { rows?: readonly { readonly estimate: number; readonly standardError: number }[] } = found;
  expectClosedForm(rows?.[1]?.estimate ?? Number.NaN, alone.estimate, 'estimate');
  expectClosedForm(rows?.[1]?.standardError ?? Number.NaN, alone.standardError ?? Number.NaN, 'standard error');
});

const depression = sharedFile('data/bthe_b_mi.csv', 'mice::pool');

describe.skipIf(depression === null || !hasReferences)(
  'agrees with mice::pool over the imputed trial of a treatment of depression',
  () => {
    const terms = ['(Intercept)', 'btheb', 'bdi_pre', 'drug', 'long'];

    it.each(terms.map((name, place) => ({ name, place })))('$name', async ({ name, place }) => {
      const planText = JSON.stringify({
        ...plan,
        arm: { column: 'btheb', reference: '0' },
        cluster: undefined,
        strata: undefined,
        outcomes: [{ name: 'bdi', column: 'bdi_8m', kind: 'continuous' }],
        covariates: ['bdi_pre', 'drug', 'long'],
        estimators: [{ id: 'main', method: 'linear', errors: 'classical', adjust: 'additive' }],
      });
      const { results } = await compute({ planText, data: depression ?? data, engineVersion: '0' });
      const term = (results.rows[0]?.figures as PooledResult | undefined)?.terms?.[place]; // a linear model has terms
      if (term === undefined || !('estimate' in term)) throw new Error(`no term for ${name}`);
      const pool = valuesOf('bthe_b', 'mi.pool');
      expect(numberAt(pool, 'pooled', place, 'm')).toBe(term.imputations.sets);
      const values = (key: string) => numberAt(pool, 'pooled', place, key);
      expectClosedForm(term.estimate, values('estimate'), 'estimate');
      expectClosedForm(term.standardError * term.standardError, values('t'), 'total variance');
      expectClosedForm(term.imputations.within, values('ubar'), 'within');
      expectClosedForm(term.imputations.between, values('b'), 'between');
      expectClosedForm(term.imputations.missingInformation, values('fmi'), 'missing information');
      expectClosedForm('df' in term ? term.df : Number.NaN, values('df'), 'degrees of freedom');
      const p = numberAt(pool, 'summary', place, 'p.value');
      expect(isSameTail(term.p, term.logP, p, Math.log(p))).toBe(true);
    });
  },
);
