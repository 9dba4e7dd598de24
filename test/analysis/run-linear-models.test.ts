/** Linear models through whole runs: how covariates are read from the file, and the references of real trials. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { expectClosedForm } from './numbers/tolerance.ts';
import { sharedFile } from './shared-file.ts';

type Figures = { readonly [key: string]: unknown };
type Entry = Figures & {
  readonly id: string;
  readonly terms?: readonly (Figures & { readonly term: string })[];
  readonly notEstimable?: { readonly code: string; readonly reason: string };
};

async function run(plan: object, data: Uint8Array | string) {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const { files } = await analyse({ planText: JSON.stringify(plan), data: bytes, engineVersion: '1.2.3' });
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  const results: readonly Entry[] = JSON.parse(text('results.json')).results;
  return { results, report: text('report.html') };
}

const lines = Array.from({ length: 60 }, (_, row) => {
  const arm = ['control', 'letter', 'control', 'visit'][(row * 7) % 4];
  const age = row % 11 === 0 ? 'NA' : String(20 + ((row * 37) % 50));
  const ward = ['9', '10', '2'][(row * 5) % 3];
  return `${arm},${row % 17},${((row * 29) % 23) / 4},${age},${ward},${['true', 'FALSE'][Math.floor(row / 3) % 2]}`;
});
const table = `arm,home,days,age,ward,member\n${lines.join('\n')}\n`;
const small = {
  title: 'Covariates',
  arm: { column: 'arm', reference: 'control' },
  cluster: 'home',
  outcomes: [{ name: 'days', column: 'days', kind: 'continuous', primary: true }],
  contrasts: 'each-against-reference',
  covariates: ['age', { column: 'ward', as: 'category' }],
};

describe('covariates from a file', () => {
  it('uses the rows that have them all, and names terms and levels in R’s order', async () => {
    const { results, report } = await run(
      { ...small, estimators: [{ id: 'main', method: 'linear', adjust: 'interacted' }] },
      table,
    );
    expect(results[0]?.n).toBe(54);
    expect(results[0]?.terms?.map(({ term }) => term)).toEqual([
      ...['(intercept)', 'arm=letter', 'arm=visit', 'age', 'ward=9', 'ward=10'],
      ...['arm=letter:age', 'arm=visit:age', 'arm=letter:ward=9', 'arm=visit:ward=9'],
      ...['arm=letter:ward=10', 'arm=visit:ward=10'],
    ]);
    expect(report).toContain('days, main: linear model, CR2, adjusted within arms for age and ward');
    expect(Object.keys(results[0] ?? {})).toEqual([
      ...['id', 'method', 'outcome', 'contrast', 'quantity', 'estimate', 'standardError', 'statistic', 'distribution'],
      ...['df', 'p', 'logP', 'interval', 'level', 'n', 'clusters', 'terms'],
    ]);
  });

  it('takes a column without numbers as categories, and an estimator’s own covariates in place of the plan’s', async () => {
    const { results } = await run(
      { ...small, estimators: [{ id: 'main', method: 'linear', adjust: 'additive', covariates: ['member'] }] },
      table,
    );
    expect(results[0]?.terms?.map(({ term }) => term)).toEqual([
      ...['(intercept)', 'arm=letter', 'arm=visit', 'member=true'],
    ]);
  });

  const refusals = [
    [
      'a column that is partly numbers',
      { covariates: ['age'] },
      /line 3, .*column age: "old" is no number, though other/,
    ],
    [
      'a text where a number is asked for',
      { covariates: [{ column: 'age', as: 'number' }] },
      /line 3, .*"old" is none/,
    ],
    ['a covariate that the file lacks', { covariates: ['height'] }, /covariates\[0\]: the data has no column "height"/],
    ['an adjustment for nothing', { covariates: [] }, /estimators\[0\]\.adjust: "additive" needs covariates/],
    [
      'an effect that the file lacks',
      { fixedEffects: ['street'] },
      /fixedEffects\[0\]: the data has no column "street"/,
    ],
  ] as const;
  it.each(refusals)('refuses %s', async (_, options, problem) => {
    const estimators = [{ id: 'main', method: 'linear', adjust: 'additive', ...options }];
    const old = table.replace(lines[1] ?? '', (lines[1] ?? '').replace(/,\d+,(\d+),(\w+)$/, ',old,$1,$2'));
    await expect(run({ ...small, estimators }, old)).rejects.toThrow(problem);
  });
});

describe('joint tests, subgroups and designs', () => {
  it('take their model, and stand in the results and in the report', async () => {
    const estimators = [
      { id: 'main', method: 'linear', adjust: 'additive', outcomes: ['days'], level: 0.9 },
      { id: 'equal', method: 'wald-joint', of: 'main', test: 'HTZ' },
      { id: 'wards', method: 'subgroup', by: 'ward', errors: 'HC2' },
    ];
    const { results, report } = await run({ ...small, estimators }, table);
    const [, , equal, letter, visit] = results;
    expect([results.length, equal?.n, letter?.n]).toEqual([5, 54, 60]);
    expect(Object.keys(equal ?? {})).toEqual([
      ...[
        'id',
        'method',
        'outcome',
        'quantity',
        'statistic',
        'distribution',
        'df1',
        'df2',
        'p',
        'logP',
        'n',
        'clusters',
      ],
    ]);
    expect(Object.keys(visit ?? {})).toEqual([
      ...['id', 'method', 'outcome', 'contrast', 'quantity', 'measure', 'level', 'n', 'warning', 'rows', 'interaction'],
    ]);
    expect(visit).toMatchObject({
      warning: 'ignores-clustering',
      rows: [{ level: '2' }, { level: '9' }, { level: '10' }],
    });
    expect(report).toContain('days, equal: joint test of all arms, HTZ test under main');
    expect(report).toContain('letter against control: the test that the difference is the same in every ward gives p');
  });

  const joint = { id: 'equal', method: 'wald-joint', of: 'main' };
  const byDesign = { id: 'd', method: 'difference-in-means' };
  it.each([
    ['a model that is not there', { ...joint, of: 'other' }, /estimators\[1\]\.of: no estimator has the id "other"/],
    ['a model that is not linear', { ...joint, of: 'equal' }, /estimators\[1\]\.of: "equal" is no linear model/],
    ['a text that was received', { id: 't', method: 'two-stage-least-squares', received: 'arm' }, /"\w+" is none/],
    ['blocks that nobody named', { ...byDesign, design: 'blocked' }, /"blocked" needs "blocks", or the "strata"/],
    ['a design of no clusters', { ...byDesign, design: 'clustered', cluster: null }, /"clustered" needs a cluster/],
    ['blocks of a design without', { ...byDesign, blocks: ['ward'] }, /blocks: the design "simple" has no blocks/],
    ['rows of its own', { ...joint, rows: [] }, /estimators\[1\]\.rows: a joint test takes its model from "main"/],
    [
      'HTZ without CR2',
      { ...joint, test: 'HTZ' },
      /estimators\[1\]\.test: HTZ goes with CR2 errors, and "main" has HC2/,
    ],
    [
      'clustered errors without a cluster',
      { id: 's', method: 'subgroup', by: 'ward', errors: 'CR2', cluster: null },
      /CR2 needs/,
    ],
    [
      'a column that is not there',
      { id: 's', method: 'subgroup', by: 'street' },
      /estimators\[1\]\.by: the data has no column/,
    ],
  ])('refuse %s', async (_, estimator, problem) => {
    const estimators = [{ id: 'main', method: 'linear', errors: 'HC2' }, estimator];
    await expect(run({ ...small, estimators }, table)).rejects.toThrow(problem);
  });
});

type Reference = { readonly id: string; readonly values: Figures };
type Case = {
  readonly dataset: string;
  readonly id: string;
  readonly file: string;
  readonly plan: object;
  readonly estimator: object;
  /** Our term to R's. */
  readonly terms: Readonly<Record<string, string>>;
};

const turnout = {
  arm: { column: 'treatment', reference: 'Control' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary' }],
};
const voters = {
  'arm=Civic Duty': 'armCivic Duty',
  'arm=Hawthorne': 'armHawthorne',
  'arm=Neighbors': 'armNeighbors',
  'arm=Self': 'armSelf',
};
const first200 = [{ column: 'cluster', op: '<=', value: 200 }];
const twoArms = [{ column: 'treatment', op: 'in', value: ['Control', 'Neighbors'] }];
const histories = ['g2000', 'g2002', 'p2000', 'p2002', 'p2004'];
const social = (id: string, estimator: object, terms: Case['terms'] = voters, plan = {}): Case => ({
  ...{ dataset: 'ggl2008', file: 'ggl2008.csv.gz', id, estimator, terms },
  plan: { ...turnout, ...plan },
});
const tests = (id: string, estimator: object, terms: Case['terms'] = { 'arm=1': 'any' }): Case => ({
  ...{ dataset: 'thornton_hiv', file: 'thornton_hiv.csv', id, terms },
  estimator: { ...estimator, cluster: 'villnum', covariates: ['distvct', 'age', 'hiv2004'] },
  plan: { arm: { column: 'any', reference: '0' }, outcomes: [{ name: 'got', column: 'got', kind: 'binary' }] },
});
const canvass = (id: string, estimator: object, terms: Case['terms']): Case => ({
  ...{ dataset: 'ggn2003', file: 'ggn2003.csv', id, estimator, terms },
  plan: { arm: { column: 'treat', reference: '0' }, outcomes: [{ name: 'voted', column: 'voted01', kind: 'binary' }] },
});
const senate = (id: string, estimator: object): Case => ({
  ...{ dataset: 'titiunik2010', file: 'titiunik2010.csv', id, estimator, terms: { 'arm=1': 'short_term' } },
  plan: {
    arm: { column: 'short_term', reference: '0' },
    outcomes: [{ name: 'bills', column: 'bills_intro', kind: 'count' }],
  },
});
const stations = (id: string, errors: string): Case => ({
  ...{ dataset: 'kenya_registration', file: 'kenya_registration.csv', id },
  estimator: { errors, fixedEffects: ['block'] },
  terms: { 'arm=SMS': 'armSMS', 'arm=canvass': 'armcanvass', 'arm=local': 'armlocal' },
  plan: {
    arm: { column: 'treatment', reference: 'control' },
    outcomes: [{ name: 'registered', column: 'reg_byrv13', kind: 'continuous' }],
  },
});
const workers = (id: string, adjust: string): Case => ({
  ...{ dataset: 'nsw_dw', file: 'nsw_dw.csv', id, terms: { 'arm=1': 'treat' } },
  estimator: {
    ...{ errors: 'HC2', adjust },
    covariates: ['age', 'educ', 'black', 'hisp', 'marr', 'nodegree', 're74', 're75'],
  },
  plan: { arm: { column: 'treat', reference: '0' }, outcomes: [{ name: 're78', column: 're78', kind: 'continuous' }] },
});

const cases: readonly Case[] = [
  social('ols.covariates.HC2', { errors: 'HC2', adjust: 'additive', covariates: [...histories, 'female', 'yob'] }),
  ...['CR2', 'stata', 'HC1'].map((kind) =>
    social(`sub200.fe.${kind}`, {
      errors: kind === 'stata' ? 'CR1S' : kind,
      ...(kind === 'HC1' ? {} : { cluster: 'hh_id' }),
      ...{ rows: first200, fixedEffects: ['cluster'] },
    }),
  ),
  social(
    'lin.hh_stata',
    { errors: 'CR1S', cluster: 'hh_id', rows: twoArms, adjust: 'interacted', covariates: histories },
    { '(intercept)': '(Intercept)', 'arm=Neighbors': 'neighbors' },
  ),
  social(
    'lin.HC2',
    { errors: 'HC2', rows: twoArms, adjust: 'interacted', covariates: histories },
    { 'arm=Neighbors': 'neighbors' },
  ),
  tests(
    'adj.stata',
    { errors: 'CR1S', adjust: 'additive' },
    { '(intercept)': '(Intercept)', 'arm=1': 'any', age: 'age' },
  ),
  tests('lin.CR2', { errors: 'CR2', adjust: 'interacted' }, { '(intercept)': '(Intercept)', 'arm=1': 'any' }),
  ...['HC0', 'HC1', 'HC2', 'HC3'].map((errors) =>
    canvass(
      `fe_city.${errors}`,
      { errors, adjust: 'additive', covariates: [{ column: 'city', as: 'category' }] },
      { 'arm=1': 'treat' },
    ),
  ),
  canvass('fe_city.absorbed.HC2', { errors: 'HC2', fixedEffects: ['city'] }, { 'arm=1': 'treat' }),
  ...['CR0', 'stata', 'CR2'].map((kind) =>
    canvass(
      `fe_city.cl_turf.${kind}`,
      {
        ...{ errors: kind === 'stata' ? 'CR1S' : kind, cluster: ['city', 'turf'], adjust: 'additive' },
        covariates: [{ column: 'city', as: 'category' }],
      },
      { 'arm=1': 'treat' },
    ),
  ),
  ...['classical', 'HC1', 'HC2'].map((errors) => stations(`fe.${errors}`, errors)),
  workers('adj.HC2', 'additive'),
  workers('lin.HC2', 'interacted'),
  ...['classical', 'HC1', 'HC2', 'HC3'].map((errors) => senate(`fe.${errors}`, { errors, fixedEffects: ['year'] })),
];

function referenceOf(dataset: string, id: string): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return valuesOf(dataset, id).terms as Readonly<Record<string, Readonly<Record<string, number>>>>; // lm_robust's records
}

function valuesOf(dataset: string, id: string): Figures {
  const bytes = sharedFile(`reference/${dataset}.json`, `the reference ${id}`);
  const records: readonly Reference[] = bytes === null ? [] : JSON.parse(bytes.toString()).results;
  const record = records.find((one) => one.id === id);
  if (record === undefined) throw new Error(`${dataset} has no reference ${id}`);
  return record.values;
}

const hasReferences = sharedFile('reference/INDEX.md', 'references of linear models') !== null;

describe.runIf(hasReferences)('agrees with lm_robust and lm_lin on real trials', () => {
  it.each(cases)('$dataset $id', async ({ dataset, id, file, plan, estimator, terms }) => {
    const data = sharedFile(`data/${file}`, id);
    if (data === null) throw new Error(`${file} is not beside its reference`);
    const estimators = [{ id: 'main', method: 'linear', ...estimator }];
    const { results } = await run({ title: id, contrasts: 'each-against-reference', ...plan, estimators }, data);
    const reference = referenceOf(dataset, id);
    for (const [ours, theirs] of Object.entries(terms)) {
      const term = results[0]?.terms?.find((one) => one.term === ours);
      const expected = reference[theirs];
      if (term === undefined || expected === undefined) throw new Error(`no ${ours}: ${JSON.stringify(results[0])}`);
      for (const [key, value] of [
        ['estimate', expected.estimate],
        ['standardError', expected.se],
        ['df', expected.df],
      ] as const) {
        expectClosedForm(Number(term[key]), value ?? Number.NaN, `${ours}, ${key}`);
      }
      const [low, high] = term.interval as readonly [number, number]; // a finite interval of t
      expectClosedForm(low, expected.ci_low ?? Number.NaN, `${ours}, lower bound`);
      expectClosedForm(high, expected.ci_high ?? Number.NaN, `${ours}, upper bound`);
    }
  });

  const design = (source: Case, id: string, options: object) => ({ ...source, id, options });
  const neighbours = { cluster: 'hh_id', contrasts: [['Neighbors', 'Control']] };
  it.each([
    design(social('', {}), 'dim.simple', { contrasts: [['Neighbors', 'Control']] }),
    design(social('', {}), 'sub200.dim.cluster', { ...neighbours, rows: first200, design: 'clustered' }),
    design(social('', {}), 'sub200.dim.block_cluster', {
      ...{ ...neighbours, rows: first200, design: 'blocked-clustered', blocks: ['cluster'] },
    }),
    design(senate('', {}), 'dim.blocked', { design: 'blocked', strata: ['year'] }),
    design(canvass('', {}, {}), 'dim.blocked_city', { design: 'blocked', blocks: ['city'] }),
  ])('$dataset $id', async ({ dataset, id, file, plan, options }) => {
    const data = sharedFile(`data/${file}`, id);
    if (data === null) throw new Error(`${file} is not beside its reference`);
    const estimators = [{ id: 'main', method: 'difference-in-means', ...options }];
    const { results } = await run({ title: id, contrasts: 'each-against-reference', ...plan, estimators }, data);
    const expected = valuesOf(dataset, id);
    for (const [ours, theirs] of [
      ['estimate', 'estimate'],
      ['standardError', 'se'],
      ['df', 'df'],
      ['n', 'nobs'],
    ] as const) {
      expectClosedForm(Number(results[0]?.[ours]), Number(expected[theirs]), ours);
    }
  });

  const precincts = {
    ...{ dataset: 'arceneaux2005', file: 'arceneaux2005.csv' },
    plan: { arm: { column: 'z', reference: '0' }, outcomes: [{ name: 'voted', column: 'voted03', kind: 'binary' }] },
  };
  const texts = {
    ...{ dataset: 'outvote2018', file: 'outvote2018.csv.gz' },
    plan: {
      arm: { column: 'Z', reference: '0' },
      outcomes: [{ name: 'voted', column: 'Y', kind: 'binary' }],
      rows: [
        { column: 'M', op: '=', value: 1 },
        { column: 'Q', op: '<=', value: 103 },
      ],
    },
  };
  it.each([
    {
      ...precincts,
      id: 'iv.stata',
      r: 'contact',
      options: { errors: 'CR1S', cluster: 'precinct', received: 'contact' },
    },
    { ...precincts, id: 'iv.CR2', r: 'contact', options: { errors: 'CR2', cluster: 'precinct', received: 'contact' } },
    ...['classical', 'HC0', 'HC1', 'HC2', 'HC3'].map((errors) => {
      return { ...texts, id: `refined.iv.${errors}`, r: 'D', options: { errors, received: 'D' } };
    }),
  ])('$dataset $id', async ({ dataset, id, file, plan, r, options }) => {
    const data = sharedFile(`data/${file}`, id);
    if (data === null) throw new Error(`${file} is not beside its reference`);
    const estimators = [{ id: 'main', method: 'two-stage-least-squares', ...options }];
    const { results } = await run({ title: id, contrasts: 'each-against-reference', ...plan, estimators }, data);
    const expected = referenceOf(dataset, id)[r];
    for (const [ours, theirs] of Object.entries({ estimate: 'estimate', standardError: 'se', df: 'df' })) {
      expectClosedForm(Number(results[0]?.[ours]), expected?.[theirs] ?? Number.NaN, ours);
    }
  });

  it('ggl2008 subgroup.interaction', async () => {
    const data = sharedFile('data/ggl2008.csv.gz', 'subgroups');
    if (data === null) throw new Error('the file is not beside its reference');
    const estimators = [{ id: 'main', method: 'subgroup', by: 'p2004', errors: 'HC2', rows: twoArms }];
    const { results } = await run(
      { title: 'By history', contrasts: 'each-against-reference', ...turnout, estimators },
      data,
    );
    const { neighbors, 'neighbors:p2004': product } = referenceOf('ggl2008', 'subgroup.interaction');
    const rows = results[0]?.rows as readonly Readonly<Record<string, number>>[]; // one per level, all with figures
    const interaction = results[0]?.interaction as Readonly<Record<string, number>> | undefined; // figures, as above
    expectClosedForm(rows[0]?.estimate ?? Number.NaN, neighbors?.estimate ?? 0, 'who had not voted');
    expectClosedForm(rows[0]?.standardError ?? Number.NaN, neighbors?.se ?? 0, 'its standard error');
    expectClosedForm(interaction?.statistic ?? Number.NaN, (product?.t ?? 0) ** 2, 'F is t²');
    expect([interaction?.df1, interaction?.df2]).toEqual([1, product?.df]);
  });
});
