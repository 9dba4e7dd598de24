/** Randomisation inference from plan to results.json and report: keys, the scheme that is taken, and what is refused. */
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../analysis/plan/parse-plan.ts';
import { SourceRefused } from '../../analysis/plan/source-refused.ts';
import { analyse } from '../../analysis/run.ts';

const plan = {
  title: 'Three arms',
  arm: { column: 'arm', reference: 'control' },
  cluster: 'home',
  strata: ['city'],
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary' },
    { name: 'days', column: 'days', kind: 'continuous' },
  ],
  contrasts: 'each-against-reference',
  multiplicity: { method: 'holm' },
};
/** Homes of one to three people, alternately in two cities; some outcomes missing. */
const lines = Array.from({ length: 36 }, (_, home) =>
  Array.from({ length: 1 + (home % 3) }, (_, one) => {
    const arm = ['control', 'letter', 'visit'][(home >> 1) % 3];
    const days = home === 5 && one === 0 ? 'NA' : ((home * 7 + one * 5) % 23) / 10;
    return [arm, home, ['Bath', 'Wells'][home % 2], (home * home + 2 * one) % 7 < 3 ? 1 : 0, days].join();
  }),
).flat();
const data = new TextEncoder().encode(`arm,home,city,voted,days\n${lines.join('\n')}\n`);

type Entry = Readonly<Record<string, unknown>>;

const inference = { id: 'i', method: 'randomisation-inference', draws: 500 };

async function run(own: object, more: object = {}, rows: Uint8Array = data) {
  const { files } = await analyse({
    planText: JSON.stringify({ ...plan, ...more, estimators: [{ ...inference, ...own }] }),
    data: rows,
    engineVersion: '1.2.3',
  });
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
  // A run's own results.json.
  const results = (JSON.parse(text('results.json')) as { readonly results: readonly Entry[] }).results;
  return { results, report: text('report.html') };
}

function problems(own: object, more: object = {}): string {
  const parsed = parsePlan(JSON.stringify({ ...plan, ...more, estimators: [{ ...inference, ...own }] }));
  return parsed.ok ? '' : parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

const common = 'id method outcome contrast quantity estimate standardError statistic distribution p logP pAdjusted';

describe('the keys of a result', () => {
  it('stand in the order of the others, the method’s own at the end', async () => {
    const { results } = await run({ interval: true });
    expect(results.map(({ outcome, contrast }) => `${outcome} ${contrast}`)).toEqual([
      'voted letter,control',
      'voted visit,control',
      'days letter,control',
      'days visit,control',
    ]);
    for (const result of results) {
      expect(Object.keys(result).join(' ')).toBe(
        `${common} interval level n clusters null draws monteCarloError exact notes`,
      );
    }
    expect(results[2]).toMatchObject({
      quantity: 'mean-difference',
      n: 42,
      clusters: 24,
      null: 'pairwise',
      draws: 500,
    });
    // Homes of one, two, one, two, … people in control, of two, three, two, … in visit; one outcome is missing.
    expect(results[3]).toMatchObject({ n: 18 + 30 - 1, clusters: 24 });
  });

  it('without a standard error where nothing is studentised', async () => {
    const { results } = await run({ statistic: 'difference' }, { multiplicity: undefined });
    expect(Object.keys(results[0] ?? {})).not.toContain('standardError');
    expect(results[0]?.statistic).toBe(results[0]?.estimate);
  });
});

describe('the scheme', () => {
  const plain = { multiplicity: undefined };

  it('is the declared design where the estimator names none', async () => {
    const [own, named] = await Promise.all([run({}), run({ scheme: { kind: 'blocked-clustered', blocks: ['city'] } })]);
    expect(own.results).toEqual(named.results);
    const [clustered, alone] = await Promise.all([run({ strata: [] }), run({ scheme: { kind: 'clustered' } })]);
    expect(clustered.results).toEqual(alone.results);
  });

  it('by person, where the plan has clusters, carries the warning', async () => {
    const { results, report } = await run({ scheme: { kind: 'blocked' } }, plain);
    expect(results.map(({ warning, clusters }) => [warning, clusters])).toEqual(
      results.map(() => ['ignores-clustering', undefined]),
    );
    expect(report).toContain('blocked scheme by city');
  });

  it('a missing outcome takes its person out, and a cluster without people', async () => {
    const gone = new TextEncoder().encode(
      new TextDecoder().decode(data).replaceAll(/^(\w+,2,\w+,\d,)[\d.]+$/gm, '$1NA'),
    );
    const { results } = await run({}, plain, gone);
    expect(results.map(({ clusters }) => clusters)).toEqual([24, 24, 23, 24]);
  });
});

describe('max-T', () => {
  it('takes the place of the plan’s own adjustment', async () => {
    const { results, report } = await run({ maxT: true });
    for (const { p, pAdjusted } of results) expect(Number(pAdjusted)).toBeGreaterThanOrEqual(Number(p) - 0.08);
    const alone = await run({ maxT: true }, { multiplicity: undefined });
    expect(results.map(({ pAdjusted }) => pAdjusted)).toEqual(alone.results.map(({ pAdjusted }) => pAdjusted));
    expect(report).toContain('Adjusted p');
  });
});

describe('the report', () => {
  it('says how many allocations, the Monte Carlo error, and what an interval assumes', async () => {
    const { report } = await run({ interval: true });
    expect(report).toContain('500 drawn');
    expect(report).toContain('Monte Carlo error');
    expect(report).toContain('the effect is the same for everybody and adds to the outcome');
    const { report: global } = await run({ null: 'global' });
    expect(global).toContain('no arm changes anybody’s outcome');
  });
});

describe('a plan that contradicts itself is refused by name and path', () => {
  it.each([
    [{ scheme: { kind: 'clustered' }, cluster: null }, 'estimators[0].scheme: the scheme "clustered" needs a cluster'],
    [{ scheme: { kind: 'blocked' }, strata: [] }, 'estimators[0].scheme: the scheme "blocked" needs "blocks"'],
    [
      { scheme: { kind: 'complete', blocks: ['city'] } },
      'estimators[0].scheme.blocks: the scheme "complete" has no blocks',
    ],
    [{ interval: true, null: 'global' }, 'estimators[0].interval: an interval moves one arm'],
    [{ draws: 0 }, 'estimators[0].draws: '],
    [{ seed: 1.5 }, 'estimators[0].seed: must be a text or a whole number'],
    [{ scheme: { kind: 'minimisation' } }, 'estimators[0].scheme: must be { "kind"'],
  ])('%j', (own, problem) => {
    expect(problems(own)).toContain(problem);
  });

  it('the trial’s own scheme, where a file is all there is', async () => {
    await expect(run({ scheme: 'protocol' })).rejects.toThrow(
      'estimators[0].scheme: a file does not say how its trial was drawn',
    );
  });

  it('a block that the data lack', async () => {
    await expect(run({ scheme: { kind: 'blocked', blocks: ['town'] } })).rejects.toThrow(SourceRefused);
  });
});
