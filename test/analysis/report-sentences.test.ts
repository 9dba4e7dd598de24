/** What a report says in words: of times to an event, of what stands beside an answer, and of the tables below the head. */
import { describe, expect, it } from 'vitest';
import { difference, head, page, registered, visits, voted } from './report-words.ts';

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

  it('a mean time has its horizon', async () => {
    const mean = { id: 'mean', method: 'restricted-mean', horizon: 30 };
    const text = await head(registered, [{ id: 'hazards', method: 'cox' }, mean]);
    expect(text).toMatch(/1\.\d+ difference of restricted mean time up to 30 \(days\) \S+ \([^)]*\), 160 people/);
    expect(text).toContain('restricted mean time up to 30 (days), 95% interval');
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
  it('write whole days as such', async () => {
    const text = await page(registered, [{ id: 'curves', method: 'kaplan-meier' }]);
    expect(text).toMatch(/Median time 95% interval control \d+ \d+ to \d+ /);
    expect(text).toMatch(/Share without the event 95% interval control \d+ \d+ \d+ \d/);
  });

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
