/** Comparisons of arms from plan to results.json and report: keys in the contract's order, and a table for every method. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';

const plan = {
  title: 'Two arms',
  arm: { column: 'arm', reference: 'control' },
  cluster: 'home',
  strata: ['city'],
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary' },
    { name: 'days', column: 'days', kind: 'continuous' },
    { name: 'gone', column: 'gone', kind: 'binary' },
    { name: 'grade', column: 'grade', kind: 'ordinal' },
  ],
  contrasts: 'each-against-reference',
  multiplicity: { method: 'holm' },
};

const lines = Array.from({ length: 120 }, (_, row) => {
  const arm = ['control', 'letter', 'visit'][row % 3];
  const voted = Number((row * 7) % 11 < (arm === 'visit' ? 7 : 4));
  return [
    arm,
    row >> 1,
    ['Bath', 'Wells'][row % 2],
    voted,
    (row * 37) % 23,
    (row * 5) % 4,
    row % 7 ? row % 2 : '',
  ].join();
});
const data = new TextEncoder().encode(`arm,home,city,voted,days,grade,gone\n${lines.join('\n')}\n`);

type Entry = Readonly<Record<string, unknown>>;

async function run(estimators: readonly object[], more: object = {}) {
  const { files } = await analyse({
    planText: JSON.stringify({ ...plan, ...more, estimators }),
    data,
    engineVersion: '1.2.3',
  });
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  // A run's own results.json.
  const results = (JSON.parse(text('results.json')) as { readonly results: readonly Entry[] }).results;
  return { results, report: text('report.html'), script: text('replicate.R') };
}

const ratio = 'quantity estimate logEstimate logStandardError statistic distribution p logP pAdjusted interval level n';
const cases: readonly (readonly [estimator: object, outcome: string, keys: string])[] = [
  [{ method: 'risk-ratio' }, 'voted', ratio],
  [{ method: 'odds-ratio' }, 'voted', ratio],
  [
    { method: 'fisher-exact', midP: true },
    'voted',
    'quantity estimate p logP pAdjusted interval level n warning midP alternative',
  ],
  [{ method: 'fisher-exact', over: 'all-arms' }, 'grade', 'quantity p logP pAdjusted n'],
  [{ method: 'mantel-haenszel', continuity: true }, 'voted', `${ratio} warning test homogeneity strataUsed`],
  [
    { method: 'mantel-haenszel', measure: 'risk-difference', strata: ['city', 'grade'] },
    'voted',
    'quantity estimate standardError statistic distribution p logP pAdjusted interval level n warning test homogeneity strataUsed',
  ],
  [
    { method: 't-test' },
    'days',
    'quantity estimate standardError statistic distribution df p logP pAdjusted interval level n',
  ],
  [{ method: 'rank-sum', continuity: true }, 'grade', 'quantity estimate statistic p logP pAdjusted interval level n'],
  [
    { method: 'equivalence', margin: 0.1 },
    'voted',
    'quantity estimate standardError p logP pAdjusted interval level n warning lower upper',
  ],
  [
    { method: 'sites', by: 'city', model: 'reml', leaveOneOut: true },
    'voted',
    'quantity estimate standardError statistic distribution p logP pAdjusted interval level n warning warnings tau2 i2 heterogeneity predictionInterval rows leaveOneOut',
  ],
  [
    { method: 'sites', by: 'city', measure: 'odds-ratio', model: 'dersimonian-laird', knappHartung: true },
    'voted',
    'quantity estimate logEstimate logStandardError statistic distribution df p logP pAdjusted interval level n warning warnings tau2 i2 heterogeneity predictionInterval rows',
  ],
  [{ method: 'attrition' }, 'gone', 'quantity n warning test rows manski'],
  [{ method: 'logistic', adjust: 'additive', covariates: ['days'] }, 'voted', `${ratio} warning terms`],
  [{ method: 'poisson', errors: 'HC0' }, 'voted', `${ratio} warning terms`],
];

describe('a comparison in results.json and the report', () => {
  it.each(cases)('%j of %s', async (estimator, outcome, keys) => {
    const { results, report, script } = await run([{ id: 'e', outcomes: [outcome], ...estimator }]);
    const [entry] = results;
    const head = entry !== undefined && 'contrast' in entry ? 'id method outcome contrast' : 'id method outcome';
    expect(Object.keys(entry ?? {}).filter((key) => !key.startsWith('warning') || keys.includes(key))).toEqual(
      `${head} ${keys}`.split(' '),
    );
    expect(entry?.warning).toBe('ignores-clustering');
    expect(results.filter((row) => 'notEstimable' in row)).toEqual([]);
    expect(report).toContain(`${outcome}, e: `);
    expect(report).not.toContain('not computed');
    expect(script).toMatch(/^check_[a-z_]+\("e/m);
  });

  it('Mantel-Haenszel without strata is refused with the plan', async () => {
    await expect(run([{ id: 'e', method: 'mantel-haenszel', strata: [] }])).rejects.toThrow('name their columns');
  });

  it('a standardised model gives three results for each contrast, each measure adjusted by itself', async () => {
    const { results, report } = await run([
      { id: 'e', method: 'logistic', report: 'standardised', errors: 'CR1', outcomes: ['voted'] },
    ]);
    expect(results.map(({ quantity, contrast }) => [quantity, contrast])).toEqual(
      ['letter', 'visit'].flatMap((arm) =>
        ['risk-difference', 'risk-ratio', 'odds-ratio'].map((quantity) => [quantity, [arm, 'control']]),
      ),
    );
    // Holm over two contrasts: the smaller p doubled, the larger at least that.
    const [letter, visit] = [results[0], results[3]].map((row) => [Number(row?.p), Number(row?.pAdjusted)] as const);
    if (letter === undefined || visit === undefined) throw new Error('there are two contrasts');
    const [smaller, larger] = letter[0] < visit[0] ? [letter, visit] : [visit, letter];
    expect(smaller[1]).toBe(Math.min(1, 2 * smaller[0]));
    expect(larger[1]).toBe(Math.max(smaller[1], larger[0]));
    expect(results[0]).toMatchObject({ clusters: 60 });
    expect(results[0]).not.toHaveProperty('warning');
    expect(report).toContain('Risk ratio');
    expect(report).toContain('Difference in percentage points');
  });

  it('a model is refused with the plan where it lacks what it needs', async () => {
    await expect(run([{ id: 'e', method: 'logistic', adjust: 'additive' }])).rejects.toThrow('needs covariates');
    await expect(run([{ id: 'e', method: 'poisson', errors: 'CR1', cluster: null }])).rejects.toThrow(
      'CR1 needs a cluster',
    );
    await expect(run([{ id: 'e', method: 'poisson', offset: 'log' }])).rejects.toThrow('no column "log"');
  });

  it('estimating equations know their clusters, and are refused with the plan where there are none', async () => {
    const estimator = { id: 'e', method: 'gee', working: 'exchangeable', link: 'logit', outcomes: ['voted'] };
    const { results, report } = await run([estimator]);
    expect(Object.keys(results[0] ?? {})).toEqual(
      'id method outcome contrast quantity estimate standardError statistic distribution p logP pAdjusted interval level n clusters terms workingCorrelation'.split(
        ' ',
      ),
    );
    expect(report).toContain('logit link, exchangeable');
    await expect(run([{ ...estimator, cluster: null }])).rejects.toThrow('need a cluster');
  });

  describe('a time to an event', () => {
    const outcomes = [{ name: 'until', kind: 'time-to-event', time: 'days', event: 'voted' }];
    const shown: readonly (readonly [estimator: object, keys: string])[] = [
      [{ method: 'kaplan-meier' }, 'quantity level n warning rows medians numbersAtRisk'],
      [{ method: 'log-rank' }, 'contrast quantity statistic distribution df p logP pAdjusted n warning rows'],
      [
        { method: 'log-rank', over: 'all-arms', strata: [] },
        'quantity statistic distribution df p logP pAdjusted n warning rows',
      ],
      [{ method: 'cox' }, `contrast ${ratio} warning terms`],
      [
        { method: 'restricted-mean', horizon: 12 },
        'contrast quantity estimate standardError statistic distribution p logP pAdjusted interval level n warning warnings',
      ],
    ];
    it.each(shown)('%j', async (estimator, keys) => {
      const { results, report } = await run([{ id: 'e', ...estimator }], { outcomes });
      expect(results[0]).not.toHaveProperty('notEstimable');
      expect(Object.keys(results[0] ?? {})).toEqual(`id method outcome ${keys}`.split(' '));
      expect(report).toContain('until, e: ');
      expect(report).not.toContain('not computed');
    });

    it('is refused where it means nothing, and other outcomes by these methods', async () => {
      const mixed = [...outcomes, { name: 'voted', column: 'voted', kind: 'binary' }];
      const { results } = await run(
        [
          { id: 'k', method: 'kaplan-meier' },
          { id: 't', method: 't-test' },
        ],
        { outcomes: mixed },
      );
      const codes = results.map((row) => [
        row.outcome,
        JSON.stringify(row.notEstimable ?? '').includes('outcome-kind'),
      ]);
      expect(codes).toEqual([
        ['until', false],
        ['voted', true],
        ['until', true],
        ['until', true],
        ['voted', false],
        ['voted', false],
      ]);
    });

    it('a horizon that is missing is refused with the plan', async () => {
      await expect(run([{ id: 'e', method: 'restricted-mean' }], { outcomes })).rejects.toThrow('needs a "horizon"');
    });
  });

  it('pairs that are none are refused, and a column of pairs that is not there', async () => {
    const { results } = await run([{ id: 'e', method: 't-test', pairs: 'city', outcomes: ['days'] }]);
    expect(results[0]).toMatchObject({ notEstimable: { code: 'not-pairs' } });
    await expect(run([{ id: 'e', method: 't-test', pairs: 'couple' }])).rejects.toThrow('no column "couple"');
  });

  it('the ratio of the arms is checked once, over clusters, before any outcome', async () => {
    const ratio = { control: 1, letter: 1, visit: 1 };
    const own = { id: 'srm', method: 'sample-ratio', ratio };
    const { results, report } = await run([
      own,
      { ...own, id: 'row', unit: 'row' },
      { ...own, id: 'two', ratio: { control: 1, letter: 1 } },
    ]);
    const [homes, people, unnamed] = results;
    expect(Object.keys(people ?? {})).toEqual(
      'id method quantity statistic distribution df p logP n warning rows'.split(' '),
    );
    expect(people).toMatchObject({ n: 120, statistic: 0, p: 1, warning: 'ignores-clustering' });
    expect(homes).toMatchObject({ notEstimable: { code: 'cluster-in-two-arms' } });
    expect(unnamed).toMatchObject({ notEstimable: { code: 'arm-without-ratio' } });
    expect(report).toContain('<h2>The design</h2>');
    expect(report).toContain('row: sample ratio');
  });

  it('an outcome of another kind is refused, not left out', async () => {
    const { results } = await run([{ id: 'e', method: 'risk-ratio', outcomes: ['days'] }]);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({ notEstimable: { code: 'not-binary' } });
  });
});
