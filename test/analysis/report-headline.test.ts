/** What a report says first: whose figures stand there, by their right name, and that a reason stands where no figure can. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';

const lines = Array.from({ length: 240 }, (_, row) => {
  const arm = ['control', 'letter', 'visit'][row % 3];
  const voted = Number((row * 13) % 7 < 2 + (row % 3));
  const [days, registered] = [1 + ((row * 17) % 40), Number(row % 5 > 0)];
  const [age, received] = [row === 5 ? '' : 20 + (row % 50), Number(row % 3 > 0 && row % 4 > 0)];
  return [arm, `w${row % 4}`, Math.floor(row / 6), voted, days, registered, age, received, row % 6].join(',');
});
const data = new TextEncoder().encode(`arm,ward,hall,voted,days,registered,age,received,visits\n${lines.join('\n')}\n`);

const voted = { name: 'voted', column: 'voted', kind: 'binary', primary: true };
const registered = { name: 'registered', kind: 'time-to-event', time: 'days', event: 'registered', primary: true };
const visits = { name: 'visits', column: 'visits', kind: 'count', primary: true };
const nobody = [{ column: 'ward', op: '=', value: 'w9' }];
const difference = { id: 'second', method: 'risk-difference' };

async function page(outcome: object, estimators: readonly object[], more: object = {}): Promise<string> {
  const plan = {
    title: 'A head',
    arm: { column: 'arm', reference: 'control' },
    outcomes: [outcome],
    contrasts: 'each-against-reference',
    ...more,
    estimators,
  };
  const { files } = await analyse({ planText: JSON.stringify(plan), data, engineVersion: '1.2.3' });
  return new TextDecoder()
    .decode(files.find(({ name }) => name === 'report.html')?.bytes)
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
}

async function head(outcome: object, estimators: readonly object[], more: object = {}): Promise<string> {
  const text = await page(outcome, estimators, more);
  const from = text.indexOf('The question and the answer');
  expect(from).toBeGreaterThan(-1);
  return text.slice(from, text.indexOf(' The plan '));
}

describe('the first analysis of the plan stands at the head by its right name', () => {
  it.each([
    ['logistic', {}, 'Odds ratio', 'odds ratio'],
    ['poisson', { errors: 'HC0' }, 'Risk ratio', 'risk ratio'],
    ['mantel-haenszel', { strata: ['ward'] }, 'Odds ratio', 'pooled over ward'],
    ['risk-ratio', {}, 'Risk ratio', 'ratio of the shares'],
    ['odds-ratio', {}, 'Odds ratio', 'ratio of the odds'],
    ['fisher-exact', {}, 'Odds ratio', 'ratio of the odds'],
    ['sites', { by: 'ward' }, 'Difference in percentage points', 'pooled over ward'],
    ['two-stage-least-squares', { received: 'received' }, 'Effect of what was received', 'those who receive more'],
    ['rank-sum', {}, 'Shift of the outcome', 'Hodges-Lehmann'],
    ['randomisation-inference', { draws: 50 }, 'Difference in percentage points', 'difference of the shares'],
  ] as const)('%s', async (method, options, column, words) => {
    const text = await head(voted, [{ id: 'first', method, ...options }, difference]);
    expect(text).toContain(`Estimated by first: `);
    expect(text).toContain(column);
    expect(text).toContain(words);
    expect(text).not.toContain('What stands here');
  });

  it('estimating equations: the coefficient on the scale of their link', async () => {
    const gee = { id: 'first', method: 'gee', link: 'logit' };
    const text = await head(voted, [gee, difference], { cluster: 'hall' });
    expect(text).toContain('Coefficient (logit link)');
    expect(text).toContain('log of the odds ratio');
  });

  it('standardised: the difference, with its own ratio beside it', async () => {
    const text = await head(voted, [{ id: 'first', method: 'logistic', report: 'standardised' }]);
    expect(text).toContain('Difference in percentage points');
    expect(text).toMatch(/letter against control [+\u2212]\d+\.\d\d .*? risk ratio \d\.\d+ \(.*?\), \d+ people/);
    expect(text).not.toContain('not estimable');
  });

  it('equivalence: whether the interval lies within the margin, not whether it leaves out nought', async () => {
    const text = await head(voted, [{ id: 'first', method: 'equivalence', margin: 0.9 }, difference]);
    expect(text).toContain('90% interval');
    expect(text.match(/The interval lies within the margin of 90\.00 percentage points/g)).toHaveLength(2);
    expect(text).not.toMatch(/leaves out|do not tell this apart/);
    const narrow = await head(voted, [{ id: 'first', method: 'equivalence', margin: 0.001 }]);
    expect(narrow.match(/reaches beyond the margin .*? that they are alike is not shown/g)).toHaveLength(2);
  });

  it('a ratio has the difference beside it', async () => {
    const text = await head(voted, [{ id: 'first', method: 'risk-ratio' }, difference]);
    expect(text).toContain('Absolute effect');
    expect(text).toMatch(/Absolute effects are those of second \(risk difference\)/);
  });

  it('an exact test without an interval says so', async () => {
    const text = await head(voted, [{ id: 'first', method: 'randomisation-inference', draws: 50 }]);
    expect(text).toContain('No interval was asked for.');
  });

  it('a test that gives no size of the effect says its p and whose figures stand in its place', async () => {
    const text = await head(voted, [{ id: 'first', method: 'chi-squared' }, difference]);
    expect(text).toMatch(/first \(chi-squared test\) comes before in the plan and tests without an estimate: letter/);
    expect(text).toMatch(/letter against control, p = \d\.\d{3}; visit against control, p/);
    expect(text).toContain('What stands here is second');
  });

  it('a test alone is the head', async () => {
    const text = await head(registered, [{ id: 'first', method: 'log-rank' }]);
    expect(text).toContain('log-rank test');
    expect(text).toContain('It gives no size of the difference.');
    expect(text).not.toContain('not estimable');
  });
});

describe('a first analysis that was refused', () => {
  it.each([
    ['logistic', {}],
    ['poisson', { errors: 'HC0' }],
    ['risk-ratio', {}],
    ['odds-ratio', {}],
    ['mantel-haenszel', { strata: ['ward'] }],
    ['sites', { by: 'ward' }],
    ['equivalence', { margin: 0.1 }],
    ['two-stage-least-squares', { received: 'received' }],
    ['rank-sum', {}],
    ['chi-squared', {}],
  ] as const)('%s is named with its reason, and whose figures stand in its place', async (method, options) => {
    const text = await head(voted, [{ id: 'first', method, ...options, rows: nobody }, difference]);
    expect(text).toMatch(/first \([^)]*\) comes before in the plan and could not be computed: [A-Z]/);
    expect(text).toContain('What stands here is second');
  });

  it('the log-rank test too, of a time to an event', async () => {
    const text = await head(registered, [
      { id: 'first', method: 'log-rank', rows: nobody },
      { id: 'second', method: 'cox' },
    ]);
    expect(text).toMatch(/first \(log-rank test\) comes before in the plan and could not be computed: [A-Z]/);
  });

  it('and nothing else to show: the question stays, with the reason', async () => {
    const text = await head(voted, [
      { id: 'rates', method: 'proportions' },
      { id: 'first', method: 'linear', rows: nobody },
      { ...difference, rows: nobody },
    ]);
    for (const term of ['Population', 'Arms compared', 'Outcome voted', 'Measure', 'Estimated by first']) {
      expect(text).toContain(term);
    }
    expect(text).toContain('Measure difference of the shares');
    expect(text).toContain('not estimable');
    expect(text).toMatch(/No analysis in the plan gives an answer/);
    expect(text).toContain('Arms compared each arm against control');
    expect(text).toMatch(/Answer not estimable\. .*? first \(linear model\) could not be computed: No row/);
    expect(text).toMatch(/second \(risk difference\) could not be computed/);
  });
});

describe('times to an event', () => {
  const horizon = 30;
  it('count people until they are last seen', async () => {
    const text = await head(registered, [{ id: 'first', method: 'cox' }]);
    expect(text).toContain('count until they were last seen');
    expect(text).not.toContain('whoever has no outcome on record is left out');
  });

  it('name the measure, p and the horizon in their sentences', async () => {
    const cox = await head(registered, [{ id: 'first', method: 'cox' }]);
    expect(cox).toMatch(/letter against control: hazard ratio \d\.\d+ \(95% interval: \d\.\d+ to \d\.\d+; p [=<] \d/);
    const mean = await head(registered, [{ id: 'first', method: 'restricted-mean', horizon }]);
    expect(mean).toMatch(
      /letter against control: difference of restricted mean time up to 30 \(days\) \S+ \(95% interval: [^)]*; p [=<] \d/,
    );
    const test = await head(registered, [{ id: 'first', method: 'log-rank' }]);
    expect(test).toMatch(/letter against control: log-rank test, p [=<] \d/);
  });

  it('and in the tables below', async () => {
    const text = await page(registered, [
      { id: 'means', method: 'restricted-mean', horizon },
      { id: 'test', method: 'log-rank' },
      { id: 'hazards', method: 'cox' },
    ]);
    const below = text.slice(text.indexOf('Outcome: registered'));
    expect(below).toMatch(
      /Up to 30 \(days\), people in letter had \d+\.\d+ (more|less) time without "registered" than in control/,
    );
    expect(below).toMatch(
      /letter against control: the log-rank test that the arms have the same times gives p [=<] \d/,
    );
    expect(below).toMatch(
      /The hazard of the outcome [^.]*\.\d+ times that in control \(95% interval: [^)]*; p [=<] \d/,
    );
  });
});

describe('beside the answer', () => {
  it('every relative effect has its kind and its people', async () => {
    const text = await head(voted, [difference, { id: 'ratio', method: 'odds-ratio' }]);
    expect(text).toMatch(/odds ratio \d\.\d+ \([^)]*\), 160 people/);
    expect(text).toMatch(/Relative effects are those of ratio \(odds ratio\): odds ratio, 95% interval/);
  });

  it('ratios of several kinds are named as such', async () => {
    const text = await head(voted, [
      difference,
      { id: 'one', method: 'risk-ratio', contrasts: [['letter', 'control']] },
      { id: 'other', method: 'odds-ratio', contrasts: [['visit', 'control']] },
    ]);
    expect(text).toContain('Relative effects are those of one (risk ratio): risk ratio');
    expect(text).toContain('other (odds ratio): odds ratio');
    expect(text).toContain('are ratios of different kinds, not to be compared with each other');
  });

  it('an estimate that takes people of one cluster as independent says so where it stands', async () => {
    const estimators = [
      { id: 'first', method: 'linear' },
      { id: 'ratio', method: 'risk-ratio' },
    ];
    const text = await head(voted, estimators, { cluster: 'hall' });
    expect(text).toMatch(/240 people in 40 clusters/);
    expect(text).toMatch(/ratio takes people of one cluster as independent/);
    expect(text).not.toMatch(/first takes people of one cluster/);
    expect(text).toContain('CR2, clusters by hall voted');
    const classical = [{ id: 'first', method: 'linear', errors: 'classical' }];
    const ignoring = await head(voted, classical, { cluster: 'hall' });
    expect(ignoring).toContain('classical, clusters by hall not taken into account');
  });

  it('rows without what a model needs are said to be left out', async () => {
    const linear = { id: 'first', method: 'linear', adjust: 'additive', covariates: ['age'] };
    expect(await head(voted, [linear])).toContain('whoever has no outcome or no age on record is left out');
    expect(await head(visits, [{ id: 'first', method: 'poisson' }])).toContain('Rate ratio');
  });

  it('says which of several primary outcomes stands at the head, and where none is', async () => {
    const two = { outcomes: [voted, { ...visits, name: 'visits' }] };
    const linear = [{ id: 'first', method: 'linear' }];
    expect(await head(voted, linear, two)).toContain('the first of 2 primary outcomes');
    const none = { outcomes: [{ ...voted, primary: false }] };
    expect(await head(voted, linear, none)).toContain('the plan names no primary outcome');
  });
});

describe('the tables below the head', () => {
  it('of one model that reports several measures have a caption each', async () => {
    const text = await page(voted, [{ id: 'model', method: 'logistic', report: 'standardised' }]);
    for (const measure of ['risk difference', 'risk ratio', 'odds ratio']) {
      expect(text.split(`model errors, standardised, ${measure} Comparison`)).toHaveLength(2);
    }
    expect(await page(voted, [{ id: 'model', method: 'logistic' }])).toContain(
      'logistic regression, model errors Comparison',
    );
    expect(text).toMatch(/The odds of the outcome "voted" in letter were \d\.\d+ times those in control/);
  });

  it('give a difference its sign and a range its unit, by site too', async () => {
    const text = await page(voted, [{ id: 'wards', method: 'sites', by: 'ward', model: 'reml' }]);
    expect(text).toMatch(/visit against control: pooled \+\d+\.\d\d /);
    expect(text).toMatch(/is expected within \S+ to \S+ percentage points\./);
    const strata = [{ id: 'wards', method: 'mantel-haenszel', measure: 'risk-difference', strata: ['ward'] }];
    expect(await page(voted, strata)).toMatch(/Strata People letter against control \+\d+\.\d\d /);
  });
});
