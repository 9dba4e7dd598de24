/** Warnings on results and plans: which carry them, in results.json, in the report and on a terminal. */
import { describe, expect, it } from 'vitest';
import { compute } from '../../analysis/compute.ts';
import { summaryLines } from '../../analysis/report/summary-lines.ts';
import { analyse } from '../../analysis/run.ts';

/** 24 ceremonies in three boroughs, two households of two at each; arms by ceremony, whole households of one person too. */
const rows = Array.from({ length: 96 }, (_, person) => {
  const ceremony = Math.floor(person / 4);
  const household = Math.floor(person / 2);
  const borough = ceremony % 3;
  const arm = ceremony % 2 === 0 ? 'letter' : 'standard';
  return [arm, ceremony, household, borough, (person * 7 + ceremony * 3) % 11, (person * 5) % 3 === 0 ? 1 : 0].join();
});
const header = 'arm,ceremony,household,borough,days,voted';

const plan = {
  title: 'Warnings',
  arm: { column: 'arm', reference: 'standard' },
  cluster: 'ceremony',
  strata: ['borough'],
  outcomes: [{ name: 'days', column: 'days', kind: 'continuous', primary: true }],
  contrasts: 'each-against-reference',
};
type Entry = { readonly id: string; readonly warning?: string; readonly warnings?: readonly string[] };

async function warned(estimators: readonly object[], changes: object = {}, people: readonly string[] = rows) {
  const input = {
    planText: JSON.stringify({ ...plan, ...changes, estimators }),
    data: new TextEncoder().encode(`${header}\n${people.join('\n')}\n`),
    engineVersion: '0',
  };
  const { files } = await analyse(input);
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  const parsed: { readonly warnings?: readonly object[]; readonly results: readonly Entry[] } = JSON.parse(
    text('results.json'),
  );
  const { results } = await compute(input);
  return {
    planned: parsed.warnings,
    results: parsed.results,
    of: (id: string) => parsed.results.find((entry) => entry.id === id)?.warnings ?? [],
    ignores: (id: string) => parsed.results.find((entry) => entry.id === id)?.warning === 'ignores-clustering',
    report: text('report.html'),
    lines: summaryLines(results).join('\n'),
  };
}

describe('clusters of an estimator’s own', () => {
  const model = { method: 'linear', errors: 'CR2' };

  it('are warned of where they cut through those that were drawn', async () => {
    const { of, ignores, report } = await warned([
      { id: 'drawn', ...model },
      { id: 'same', ...model, cluster: ['ceremony'] },
      { id: 'finer', ...model, cluster: 'household' },
      { id: 'within', ...model, cluster: ['ceremony', 'household'] },
      { id: 'none', method: 'linear', errors: 'HC2', cluster: null },
    ]);
    expect(['drawn', 'same', 'finer', 'within', 'none'].map(ignores)).toEqual([false, false, true, true, true]);
    expect([of('drawn'), of('finer')]).toEqual([[], []]);
    expect(report).toContain('take people of one cluster as independent of each other: finer, within, none.');
  });

  it('may hold several of those that were drawn', async () => {
    const { ignores } = await warned([{ id: 'coarser', ...model, cluster: 'ceremony' }], { cluster: 'household' });
    expect(ignores('coarser')).toBe(false);
  });
});

describe('few clusters', () => {
  const estimators = [
    { id: 'model', method: 'linear' },
    { id: 'design', method: 'difference-in-means', design: 'clustered' },
    { id: 'equations', method: 'gee' },
    { id: 'people', method: 'linear', errors: 'HC2' },
  ];

  it('are warned of from nine in an arm down, where errors are by cluster', async () => {
    const nine = rows.filter((_, person) => Math.floor(person / 4) < 19);
    const enough = await warned(estimators);
    expect(enough.of('model')).toEqual([]);
    const { of, ignores, report, lines } = await warned(estimators, {}, nine);
    for (const id of ['model', 'design', 'equations']) expect(of(id)).toEqual(['few-clusters']);
    expect([of('people'), ignores('people')]).toEqual([[], true]);
    const words = 'An arm has fewer than 10 clusters';
    expect(report).toContain(words);
    expect(lines).toContain(`Warning: ${words}`);
  });

  it('stand beside the warning of ignored clusters', async () => {
    const { results } = await warned([{ id: 'main', method: 'linear', cluster: ['borough', 'household'] }], {}, [
      ...rows.slice(0, 32),
    ]);
    // 8 ceremonies, 16 households: 8 in each arm.
    expect(results[0]).toMatchObject({
      warning: 'ignores-clustering',
      warnings: ['ignores-clustering', 'few-clusters'],
    });
  });
});

describe('boroughs and strata as clusters', () => {
  it('are warned of at the head of results and report', async () => {
    const { planned, report } = await warned([{ id: 'main', method: 'linear', cluster: 'borough' }]);
    expect(planned).toEqual([expect.objectContaining({ code: 'boroughs-as-clusters', path: 'estimators[0].cluster' })]);
    expect(report).toContain('Six boroughs are fixed effects, never clusters');
  });

  it('are told apart from other strata', async () => {
    const { planned } = await warned([{ id: 'main', method: 'linear' }], { strata: ['ceremony', 'borough'] });
    expect(planned).toEqual([expect.objectContaining({ code: 'strata-as-clusters', path: 'cluster' })]);
    expect((await warned([{ id: 'main', method: 'linear' }])).planned).toBeUndefined();
  });
});

describe('a random-effects mean over few sites', () => {
  const sites = { method: 'sites', by: 'borough', measure: 'mean-difference' };

  it('is warned of without Knapp and Hartung’s interval', async () => {
    const { of, report } = await warned(
      [
        { id: 'reml', ...sites, model: 'reml' },
        { id: 'moments', ...sites, model: 'dersimonian-laird' },
        { id: 'hartung', ...sites, model: 'reml', knappHartung: true },
        { id: 'fixed', ...sites },
      ],
      { cluster: undefined },
    );
    expect([of('reml'), of('moments'), of('hartung'), of('fixed')]).toEqual([
      ['few-sites'],
      ['few-sites'],
      ['few-sites-prediction'],
      [],
    ]);
    expect(report).toContain('With fewer than 10 sites these intervals are too narrow');
    expect(report).toContain('less often than it says: hartung.');
  });
});

describe('a difference under normal theory', () => {
  const difference = 'risk-difference';
  const asked = [
    { id: 'wald', method: difference },
    { id: 'score', method: difference, interval: 'miettinen-nurminen' },
    { id: 'pooled', method: 'mantel-haenszel', measure: difference },
    { id: 'odds', method: 'mantel-haenszel' },
    { id: 'standardised', method: 'logistic', report: 'standardised' },
    { id: 'linear', method: 'linear', errors: 'HC2' },
  ];
  const voted = [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }];
  const changes = { cluster: undefined, outcomes: voted };

  it('is warned of in small arms, and not in larger ones or where theory is of small samples', async () => {
    const { results, report, lines } = await warned(asked, changes);
    const small = results.filter(({ warnings }) => warnings?.includes('small-arms')).map(({ id }) => id);
    expect([...new Set(small)]).toEqual(['wald', 'pooled', 'standardised']);
    const words = 'An arm has fewer than 50 people';
    expect([report, lines].every((text) => text.includes(words))).toBe(true);
    const larger = await warned(asked, changes, [...rows, ...rows]);
    expect(larger.results.filter(({ warnings }) => warnings !== undefined)).toEqual([]);
  });
});
