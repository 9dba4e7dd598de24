/** Interim looks from plan to results.json and report: whose statistic is looked at, and what a plan may not ask. */
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../analysis/distributions/normal.ts';
import { parsePlan } from '../../analysis/plan/parse-plan.ts';
import { describeProblem } from '../../analysis/plan/problem.ts';
import { analyse } from '../../analysis/run.ts';
import { hasReferences, valuesOf } from './estimators/references.ts';
import { expectClosedForm } from './numbers/tolerance.ts';

const plan = {
  title: 'A trial under way',
  arm: { column: 'arm', reference: 'control' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary' }],
  contrasts: 'each-against-reference',
};

/** 100 people an arm, of whom so many voted. */
function rows(voted: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(voted).flatMap(([arm, count]) =>
    Array.from({ length: 100 }, (_, person) => [arm, Number(person < count), person >> 1, person % 7].join()),
  );
}

type Entry = Readonly<Record<string, unknown>>;

async function run(estimators: readonly object[], lines: readonly string[], more: object = {}) {
  const { files } = await analyse({
    planText: JSON.stringify({ ...plan, ...more, estimators }),
    data: new TextEncoder().encode(`arm,voted,home,days\n${lines.join('\n')}\n`),
    engineVersion: '0',
  });
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  return { entries: JSON.parse(text('results.json')).results as readonly Entry[], html: text('report.html') }; // results.json as it stands
}

const twoLooks = { id: 'look', method: 'interim', looks: [0.5, 1], alpha: 0.025, sided: 1 };
const weak = rows({ control: 40, letter: 42 });
const strong = rows({ control: 40, letter: 70 });

describe('an interim look', () => {
  it('has the boundaries of its design and a decision at the last of its looks', async () => {
    const { entries, html } = await run([twoLooks], weak);
    expect(entries).toHaveLength(1);
    const [entry = {}] = entries;
    expect(Object.keys(entry)).toEqual(
      ['id', 'method', 'outcome', 'contrast', 'quantity', 'statistic', 'distribution', 'n', 'spending', 'alpha'].concat(
        ['sided', 'look', 'looks', 'boundaries', 'alphaSpent', 'decision'],
      ),
    );
    expect(entry).toMatchObject({ contrast: ['letter', 'control'], look: 2, n: 200, decision: 'do-not-reject' });
    const [first, last] = entry.boundaries as readonly number[]; // two finite boundaries
    expectClosedForm(first ?? 0, 2.962588042728, 'first boundary');
    expect(last).toBeGreaterThan(1.96);
    expect(html).toContain('look 2 of 2 looks');
    expect(html).toContain('the boundary is not crossed');
  });

  it('goes on, or stops, at the look that the plan names', async () => {
    const early = { ...twoLooks, look: 1 };
    expect((await run([early], weak)).entries[0]).toMatchObject({ look: 1, decision: 'continue' });
    expect((await run([early], strong)).entries[0]).toMatchObject({ look: 1, decision: 'reject' });
  });

  it('of one side stops in its own direction only', async () => {
    const fewer = rows({ control: 70, letter: 40 });
    expect((await run([twoLooks], fewer)).entries[0]).toMatchObject({ decision: 'do-not-reject' });
    expect((await run([{ ...twoLooks, direction: 'less' }], fewer)).entries[0]).toMatchObject({ decision: 'reject' });
    expect((await run([{ ...twoLooks, sided: 2 }], fewer)).entries[0]).toMatchObject({ decision: 'reject' });
  });

  it('takes the linear model where nothing else is named: its t as the z with the same p', async () => {
    const { entries } = await run([{ id: 'main', method: 'linear' }, twoLooks], weak);
    const [main = {}, look = {}] = entries;
    expectClosedForm(Number(look.statistic), normalQuantile(Number(main.p) / 2), 'z');
    const clustered = { cluster: 'home' };
    const byHome = await run([{ id: 'main', method: 'linear' }, twoLooks], weak, clustered);
    expectClosedForm(
      Number(byHome.entries[1]?.statistic),
      normalQuantile(Number(byHome.entries[0]?.p) / 2),
      'z by home',
    );
    expect(byHome.entries[1]?.clusters).toBe(byHome.entries[0]?.clusters);
  });

  it('takes the z of the estimator named, with that one’s rows and warning', async () => {
    const named = [{ id: 'main', method: 'risk-difference', rows: [{ column: 'days', op: '<', value: 6 }] }];
    const { entries } = await run([...named, { ...twoLooks, of: 'main' }], strong, { cluster: 'home' });
    expect(entries[1]).toMatchObject({
      statistic: entries[0]?.statistic,
      n: entries[0]?.n,
      warning: 'ignores-clustering',
    });
  });

  it('needs no planned looks after the present one, and leaves the level’s alpha to one side or two', async () => {
    const looks = [
      { id: 'two', method: 'interim', looks: [0.5] },
      { id: 'one', method: 'interim', looks: [0.5], sided: 1 },
      { id: 'wide', method: 'interim', looks: [0.5], level: 0.9, spending: 'pocock' },
    ];
    const { entries } = await run(looks, weak);
    expect(entries.map(({ alpha }) => alpha)).toEqual([0.05, 0.025, 0.1]);
    expect(entries.map(({ decision }) => decision)).toEqual(['continue', 'continue', 'continue']);
  });

  it('of a time to an event is at the test of the model named, and says so where none is', async () => {
    const outcomes = [{ name: 'registered', kind: 'time-to-event', time: 'days', event: 'voted' }];
    const cox = { id: 'main', method: 'cox' };
    const { entries } = await run([cox, { ...twoLooks, of: 'main' }, { ...twoLooks, id: 'alone' }], weak, { outcomes });
    const [main = {}, look = {}, alone = {}] = entries;
    expect(Number(look.statistic)).toBe(main.statistic);
    expect(alone.boundaries).toEqual(look.boundaries);
    expect(alone.decision).toMatchObject({ notEstimable: { code: 'outcome-kind' } });
  });

  it('of imputed data is at the pooled test', async () => {
    const sets = [weak, strong].flatMap((lines, set) => lines.map((line) => `${line},${set + 1}`));
    const { files } = await analyse({
      planText: JSON.stringify({
        ...plan,
        imputations: { column: 'set' },
        estimators: [
          { id: 'main', method: 'linear' },
          { ...twoLooks, of: 'main' },
        ],
      }),
      data: new TextEncoder().encode(`arm,voted,home,days,set\n${sets.join('\n')}\n`),
      engineVersion: '0',
    });
    const bytes = files.find(({ name }) => name === 'results.json')?.bytes;
    const [main = {}, look = {}]: readonly Entry[] = JSON.parse(new TextDecoder().decode(bytes)).results;
    expect(main.imputations).toMatchObject({ sets: 2 });
    expectClosedForm(Number(look.statistic), normalQuantile(Number(main.p) / 2), 'z of the pooled test');
  });

  it('has its boundaries even where the test cannot be computed', async () => {
    const { entries, html } = await run([twoLooks], rows({ control: 0, letter: 0 }));
    const [entry = {}] = entries;
    expect(entry.boundaries).toHaveLength(2);
    expect(entry).not.toHaveProperty('statistic');
    expect(entry.decision).toMatchObject({ notEstimable: { code: 'no-variation' } });
    expect(html).toContain('not computed');
  });
});

/** Two looks at a trial of 602 people; rpact's z has the pooled variance, the score's has N/(N − 1) of it. */
describe.runIf(hasReferences)('two looks at a real trial, against rpact', () => {
  const counts = (stages: readonly string[]) => {
    const { [stages[0] ?? '']: first, [stages[1] ?? '']: second } = valuesOf(
      'design_group_sequential',
      'analysis.indo',
    );
    return [first, second].flatMap((stage) => (Array.isArray(stage) ? [stage.map(Number)] : []));
  };

  it.each([1, 2])('look %d', async (look) => {
    const seen = counts(['stage1', 'stage2']).slice(0, look);
    const total = (place: number) => seen.reduce((sum, stage) => sum + (stage[place] ?? 0), 0);
    const people = (arm: string, yes: number, all: number) =>
      Array.from({ length: all }, (_, person) => `${arm},${Number(person < yes)},0,0`);
    const lines = [...people('letter', total(0), total(1)), ...people('control', total(2), total(3))];
    const score = { id: 'score', method: 'risk-difference', interval: 'miettinen-nurminen' };
    const { entries } = await run([score, { ...twoLooks, look, direction: 'less', of: 'score' }], lines);
    const { overallTestStatistics: z, actions } = valuesOf('design_group_sequential', 'analysis.indo');
    const [theirs, action] = [z, actions].map((list) => (Array.isArray(list) ? list[look - 1] : null));
    const all = total(1) + total(3);
    expectClosedForm(Number(entries[1]?.statistic), Number(theirs) * Math.sqrt((all - 1) / all), 'z');
    expect(entries[1]?.decision).toBe(action);
  });
});

describe('what a plan may not ask of a look', () => {
  const at = (look: object, others: readonly object[] = []) => {
    const estimators = [...others, { id: 'look', method: 'interim', looks: [0.5, 1], ...look }];
    const parsed = parsePlan(JSON.stringify({ ...plan, estimators }));
    return parsed.ok ? [] : parsed.problems.map(describeProblem);
  };

  it.each<[string, object, string]>([
    ['the same look twice', { looks: [0.5, 0.5] }, 'looks[1]: must be above the look before it, 0.5'],
    ['a look back in time', { looks: [0.5, 1, 0.7] }, 'looks[2]: must be above the look before it, 1'],
    ['more information than there is', { looks: [0.5, 1.2] }, 'looks[1]: must be a share of the planned information'],
    ['no information', { looks: [0, 1] }, 'looks[0]: must be a share of the planned information'],
    ['no looks', { looks: [] }, 'must hold at least one look'],
    ['no alpha', { alpha: 0 }, 'alpha: must lie between 0 and 0.5'],
    ['a coin’s alpha', { alpha: 0.5 }, 'alpha: must lie between 0 and 0.5'],
    ['a level that leaves no alpha', { level: 0.4 }, 'level: leaves an alpha of a half or more'],
    ['three sides', { sided: 3 }, 'sided: must be 1 or 2'],
    ['a direction of two sides', { direction: 'less' }, 'direction: goes with "sided": 1'],
    ['a look after the last', { look: 3 }, 'look: must be at most 2, the number of looks'],
    ['an estimator that is not there', { of: 'main' }, 'of: no estimator has the id "main"'],
    [
      'a thousand looks',
      { looks: Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000) },
      'looks: must hold at most 50',
    ],
  ])('%s', (_, look, problem) => {
    expect(at(look).join('\n')).toContain(problem);
  });

  it('an estimator without a sign, or its settings beside those of the estimator named', () => {
    const named = (of: string, more: object = {}) => at({ of, ...more }, others).join('\n');
    const others = [
      { id: 'table', method: 'chi-squared' },
      { id: 'main', method: 'linear' },
      { id: 'three', method: 'logistic', report: 'standardised' },
    ];
    expect(named('table')).toContain('"table" is of the method chi-squared; a look needs one test with a sign');
    expect(named('three')).toContain('"three" reports several measures');
    expect(named('main', { rows: [] })).toContain('rows: the look takes its test from "main", with that one\'s rows');
    expect(named('main')).toBe('');
  });
});
