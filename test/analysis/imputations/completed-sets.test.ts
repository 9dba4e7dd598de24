/** Completed data sets: Rubin's rules by hand, what a file of several sets must hold, and what is not combined. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pool } from '../../../analysis/imputations/rubin.ts';
import { InputRefused } from '../../../analysis/plan/problem.ts';
import { analyse } from '../../../analysis/run.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';

type Person = { readonly id: number; readonly arm: string; readonly ward: string; readonly voted: (number | string)[] };

/** Two completed sets and, before them, the data: two people's outcomes were not observed. */
const people: readonly Person[] = [
  { id: 1, arm: 'letter', ward: 'east', voted: ['NA', 1, 0] },
  { id: 2, arm: 'standard', ward: 'west', voted: [0, 0, 0] },
  { id: 3, arm: 'letter', ward: 'west', voted: [1, 1, 1] },
  { id: 4, arm: 'standard', ward: 'east', voted: ['NA', 0, 1] },
  { id: 5, arm: 'letter', ward: 'east', voted: [0, 0, 0] },
  { id: 6, arm: 'standard', ward: 'west', voted: [0, 0, 0] },
  { id: 7, arm: 'standard', ward: 'east', voted: [1, 1, 1] },
  { id: 8, arm: 'letter', ward: 'west', voted: [1, 1, 1] },
];
const rowsOf = (...sets: readonly number[]) =>
  sets.flatMap((set) => people.map(({ id, arm, ward, voted }) => [set, id, arm, ward, voted[set] ?? ''].join()));

const plan = {
  title: 'Completed',
  arm: { column: 'arm', reference: 'standard' },
  strata: ['ward'],
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  imputations: { column: '.imp' },
};
const difference = { id: 'main', method: 'risk-difference' };

async function run(rows: readonly string[], estimators: readonly object[], changes: object = {}) {
  const { files } = await analyse({
    planText: JSON.stringify({ ...plan, ...changes, estimators }),
    data: new TextEncoder().encode(`.imp,.id,arm,ward,voted\n${rows.join('\n')}\n`),
    engineVersion: '0',
  });
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  return { ...JSON.parse(text('results.json')), report: text('report.html'), script: text('replicate.R') };
}

async function refusal(rows: readonly string[], changes: object = {}): Promise<string> {
  try {
    await run(rows, [difference], changes);
  } catch (error) {
    if (error instanceof InputRefused) return error.message;
    throw error;
  }
  return 'not refused';
}

describe('Rubin’s rules', () => {
  it('by hand: three estimates with standard errors and 20 degrees of freedom', () => {
    const found = pool([
      { estimate: 1, standardError: 0.5, df: 20 },
      { estimate: 2, standardError: 0.6, df: 20 },
      { estimate: 1.5, standardError: 0.4, df: 20 },
    ]);
    const within = (0.25 + 0.36 + 0.16) / 3;
    const between = (0.25 + 0.25 + 0) / 2;
    const total = within + (4 / 3) * between;
    const share = ((4 / 3) * between) / total;
    const old = 2 / share ** 2;
    const observed = (21 / 23) * 20 * (1 - share);
    const df = (old * observed) / (old + observed);
    const increase = ((4 / 3) * between) / within;
    expectClosedForm(found.estimate, 1.5, 'estimate');
    expectClosedForm(found.standardError, Math.sqrt(total), 'standard error');
    expectClosedForm(found.df, df, 'degrees of freedom');
    expectClosedForm(found.missingInformation, (increase + 2 / (df + 3)) / (1 + increase), 'missing information');
  });

  it('take the mean of complete-data degrees of freedom that differ, and 1987’s where there is no limit', () => {
    const of = (...dfs: readonly number[]) =>
      pool(dfs.map((df, index) => ({ estimate: index, standardError: 1, df }))).df;
    expect(of(10, 30)).toBe(of(20, 20));
    const share = 0.75 / 1.75;
    expectClosedForm(of(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY), 1 / share ** 2, 'degrees of freedom');
  });

  it('never narrow what the mean set says, whatever the order of the sets', () => {
    const set = fc.record({
      estimate: fc.double({ min: -5, max: 5, noNaN: true }),
      standardError: fc.double({ min: 0.1, max: 3, noNaN: true }),
      df: fc.integer({ min: 3, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(set, { minLength: 2, maxLength: 8 }), (sets) => {
        const one = pool(sets);
        const other = pool(sets.toReversed());
        expectClosedForm(other.standardError, one.standardError, 'standard error');
        expect(one.standardError ** 2).toBeGreaterThan(one.within * (1 - 1e-12));
        expect(one.df).toBeLessThanOrEqual(Math.max(...sets.map(({ df }) => df)));
      }),
      { numRuns: 300, seed: 1987 },
    );
  });
});

describe('a file of completed data sets', () => {
  it('leaves the data before imputation out and counts people once', async () => {
    const { data, arms, results, report } = await run(rowsOf(0, 1, 2), [difference]);
    expect(data).toMatchObject({
      rows: 24,
      used: 16,
      excluded: [{ reason: 'before-imputation', column: '.imp', rows: 8 }],
      imputations: { column: '.imp', sets: 2 },
    });
    expect(arms).toEqual([
      { arm: 'standard', n: 4 },
      { arm: 'letter', n: 4 },
    ]);
    // 3/4 − 1/4 in set 1, 2/4 − 2/4 in set 2.
    expect(results[0]).toMatchObject({
      estimate: 0.25,
      distribution: 't',
      n: 8,
      imputations: { sets: 2, between: 0.125 },
    });
    expect(report).toContain('combined over 2 completed data sets');
    expect(report).toContain('The missing values were filled in 2 times');
  });

  it('may have its rows in any order', async () => {
    const sorted = await run(rowsOf(1, 2), [difference]);
    const mixed = await run(
      rowsOf(1, 2).map((_, index, all) => all[(index * 5) % 16] ?? ''),
      [difference],
    );
    expect(mixed.results).toEqual(sorted.results);
  });

  const changed = (set: number, id: number, change: (line: string) => string) =>
    rowsOf(1, 2).map((line) => (line.startsWith(`${set},${id},`) ? change(line) : line));

  it.each([
    ['one set', rowsOf(0, 1), 'column .imp: holds one completed data set'],
    ['no set', rowsOf(0), 'column .imp: holds no completed data set'],
    [
      'a set without number',
      changed(2, 3, (line) => line.replace('2,', 'x,')),
      'line 12, column 1: column .imp: numbers',
    ],
    ['a person too few', rowsOf(1, 2).slice(0, -1), 'the number of rows is 8, where it is 2 it is 7'],
    [
      'a person under another arm',
      changed(2, 1, (line) => line.replace('letter', 'standard')),
      'column arm: every completed data set must hold the same people under the same arms; where .imp is 1 the number of rows with "letter" here is 4, where it is 2 it is 3',
    ],
    ['another stratum', changed(2, 2, (line) => line.replace('west', 'east')), 'column ward: every completed'],
    ['another person', changed(2, 8, (line) => line.replace('2,8', '2,9')), 'column .id: every completed'],
    [
      'two people’s arms exchanged',
      changed(2, 1, (line) => line.replace('letter', 'standard')).map((line) =>
        line.startsWith('2,4,') ? line.replace('standard', 'letter') : line,
      ),
      'rows that have what this one has in arm',
    ],
    [
      'a value still missing',
      changed(2, 5, (line) => line.replace(/0$/, 'NA')),
      'the number of rows with a value here is 8, where it is 2 it is 7',
    ],
  ])('is refused with %s', async (_, rows, message) => {
    const stratified = { estimators: [], strata: ['ward'] };
    const estimators = [difference, { id: 'pooled', method: 'mantel-haenszel' }];
    const said = await run(rows, estimators, stratified).then(
      () => 'not refused',
      (error: unknown) => (error instanceof InputRefused ? error.message : String(error)),
    );
    expect(said).toContain(message);
  });

  it('is refused where a row filter keeps other people in another set', async () => {
    const rows = [{ column: 'voted', op: '=', value: 1 }];
    expect(await refusal(rowsOf(1, 2), { rows })).toContain('rows that have what this one has in arm, .id, voted');
  });
});

describe('what Rubin’s rules do not combine', () => {
  const estimators = [
    { id: 'test', method: 'chi-squared' },
    { id: 'score', method: 'risk-difference', interval: 'newcombe' },
    { id: 'lost', method: 'attrition' },
    { id: 'ratio', method: 'sample-ratio', ratio: { letter: 1, standard: 1 } },
  ];

  it('is refused with its reason, or stands where nothing in it was imputed', async () => {
    const { results, script } = await run(rowsOf(1, 2), estimators);
    const codes = results.map(({ id, notEstimable, p }: Readonly<Record<string, { code?: string }>>) => [
      id,
      notEstimable?.code ?? p,
    ]);
    expect(codes).toEqual([
      ['test', 'not-pooled'],
      ['score', 'not-pooled'],
      ['lost', 'not-pooled'],
      ['ratio', 1],
    ]);
    expect(script).toMatch(/^not_given\(2, "score"/m);
    expect(script).toContain('check_each(check_sample_ratio, "ratio:"');
  });

  it('names the figures of a method that are left out', async () => {
    const { results, report } = await run(rowsOf(1, 2), [{ id: 'pooled', method: 'mantel-haenszel' }]);
    expect(results[0].imputations.notPooled).toEqual(['test', 'homogeneity']);
    expect(results[0].test).toBeUndefined();
    expect(report).toContain('Not combined over the completed data sets: the common test, the test of homogeneity.');
  });

  it('refuses sets between which no degrees of freedom are left', async () => {
    const apart = [1, 2].flatMap((set) =>
      [0, 1, 2, 3].map((id) =>
        [set, id, id % 2 === 0 ? 'letter' : 'standard', 'east', (id % 2) * 1e7 * set + id].join(),
      ),
    );
    const outcomes = [{ name: 'voted', column: 'voted', kind: 'continuous' }];
    const { results } = await run(apart, [{ id: 'main', method: 'linear' }], { outcomes });
    expect(results[0].notEstimable.code).toBe('sets-too-far-apart');
  });

  it('gives a ratio whose upper bound leaves double precision an infinite one', async () => {
    const sites = { id: 'main', method: 'sites', by: 'ward', measure: 'odds-ratio', model: 'reml', knappHartung: true };
    const { results } = await run(rowsOf(1, 2), [sites]);
    expect(results[0].interval[1]).toBe('Infinity');
    expect(results[0].logStandardError).toBeGreaterThan(0);
  });

  it('says in which set a figure could not be had', async () => {
    const none = rowsOf(1, 2).map((line) =>
      line.startsWith('2,') && line.includes('standard') ? line.replace(/.$/, '0') : line,
    );
    const { results } = await run(none, [{ id: 'ratio', method: 'odds-ratio' }]);
    expect(results[0].notEstimable.reason).toContain('In the completed data set 2 of 2: ');
  });
});

it('adjusts the pooled p-values, not those of the sets', async () => {
  const third = people.map(({ id }) => id % 3);
  const rows = rowsOf(1, 2).map((line, index) =>
    third[index % 8] === 0 ? line.replace(/letter|standard/, 'visit') : line,
  );
  const { results } = await run(rows, [{ id: 'main', method: 'linear' }], { multiplicity: { method: 'bonferroni' } });
  for (const { p, pAdjusted } of results) expect(pAdjusted).toBe(Math.min(1, 2 * p));
});
