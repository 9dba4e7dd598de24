/** What a report says first: whose figures stand there, by their right name, and that a reason stands where no figure can. */
import { describe, expect, it } from 'vitest';
import { difference, head, nobody, registered, voted } from './report-words.ts';

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
    expect(text).toContain('p, two one-sided tests');
    expect(text).toMatch(
      /letter against control: [^.]*\.\d (more|fewer) of every 100 people .*?; two one-sided tests, p [=<] /,
    );
    expect(text).toContain('and whether it lies within 90.00 percentage points either way');
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

describe('a plan that compares no arms', () => {
  it('has a head that says so, and where its figures are', async () => {
    const text = await head(voted, [{ id: 'shares', method: 'proportions' }]);
    expect(text).toContain('Answer none. This plan estimates no difference between arms in "voted".');
    expect(text).toContain('What it has is below: shares (proportions).');
  });

  it('of an interim look alone says the decision first', async () => {
    const text = await head(voted, [{ id: 'early', method: 'interim', looks: [0.5, 1], look: 1 }]);
    expect(text).toMatch(/Looked at early, look 1 of 2 looks, at 50\.0% of the information, obrien-fleming spending/);
    expect(text).toMatch(
      /letter against control: the boundary is (not )?crossed.*?\(z .?\d\.\d{3}, boundary ±2\.963\)/,
    );
    expect(text).toContain('Answer none.');
    expect(text).not.toContain('Intervals and p below');
  });
});

it('figures of a trial that is looked at several times stand beside the look, with a caution', async () => {
  const look = { id: 'early', method: 'interim', of: 'second', looks: [0.5, 1], look: 1 };
  const text = await head(voted, [difference, look]);
  expect(text).toContain('Estimated by second');
  expect(text).toContain('look 1 of 2 looks');
  expect(text).toContain('Intervals and p below are those of one look alone: they allow for no other.');
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
