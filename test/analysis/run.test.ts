/** Whole runs: what stands in results.json, what may not matter (row order), and what must turn with the labels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineVersion } from '../../analysis/engine-version.ts';
import { analyse } from '../../analysis/run.ts';
import packageJson from '../../package.json' with { type: 'json' };

const plan = {
  title: 'A small trial',
  arm: { column: 'arm', reference: 'control' },
  cluster: 'home',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', primary: true },
    { name: 'days', column: 'days', kind: 'count' },
  ],
  contrasts: 'all-pairs',
  multiplicity: { method: 'holm' },
  estimators: [
    { id: 'rates', method: 'proportions', interval: 'wilson' },
    { id: 'difference', method: 'risk-difference', interval: 'newcombe' },
    { id: 'test', method: 'chi-squared', over: 'all-arms' },
    { id: 'model', method: 'linear', errors: 'CR1S' },
    { id: 'alone', method: 'linear', errors: 'HC2', cluster: null, outcomes: ['days'] },
    { id: 'alike', method: 'icc' },
  ],
};

type Person = { readonly arm: string; readonly home: number; readonly voted: number; readonly days: number };

// Unequal arms and homes, unsorted.
const people: readonly Person[] = [
  { arm: 'visit', home: 7, voted: 1, days: 3 },
  { arm: 'control', home: 2, voted: 0, days: 9 },
  { arm: 'letter', home: 4, voted: 1, days: 0 },
  { arm: 'control', home: 1, voted: 1, days: 12 },
  { arm: 'letter', home: 5, voted: 0, days: 5 },
  { arm: 'control', home: 2, voted: 1, days: 8 },
  { arm: 'visit', home: 6, voted: 0, days: 2 },
  { arm: 'control', home: 3, voted: 0, days: 20 },
  { arm: 'letter', home: 4, voted: 1, days: 1 },
  { arm: 'control', home: 3, voted: 0, days: 31 },
  { arm: 'visit', home: 7, voted: 1, days: 4 },
  { arm: 'visit', home: 8, voted: 1, days: 6 },
];

function csv(rows: readonly Person[]): Uint8Array {
  const lines = rows.map(({ arm, home, voted, days }) => `${arm},${home},${voted},${days}`);
  return new TextEncoder().encode(`arm,home,voted,days\n${lines.join('\n')}\n`);
}

type Entry = {
  readonly id: string;
  readonly outcome: string;
  readonly contrast?: readonly [string, string];
  readonly estimate?: number;
  readonly standardError?: number;
  readonly statistic?: number;
  readonly p?: number;
  readonly pAdjusted?: number;
  readonly interval?: readonly [number, number];
  readonly warning?: string;
  readonly notEstimable?: { readonly code: string; readonly reason: string };
};

async function resultsOf(rows: readonly Person[] | Uint8Array, changes: object = {}) {
  const { files } = await analyse({
    planText: JSON.stringify({ ...plan, ...changes }),
    data: rows instanceof Uint8Array ? rows : csv(rows),
    engineVersion: '1.2.3',
  });
  const text = new TextDecoder().decode(files.find(({ name }) => name === 'results.json')?.bytes);
  const parsed: { readonly results: readonly Entry[] } = JSON.parse(text);
  return { text, ...parsed };
}

const nameOf = ({ id, outcome, contrast }: Entry) => `${id} ${outcome} ${contrast?.join(' - ') ?? 'all'}`;

describe('results.json', () => {
  it('has its keys in the order of the contract', async () => {
    const { text } = await resultsOf(people);
    const document: { readonly results: readonly object[] } = JSON.parse(text);
    expect(Object.keys(document)).toEqual(['format', 'plan', 'data', 'engine', 'arms', 'results']);
    const model = document.results.find((entry) => 'id' in entry && entry.id === 'model');
    expect(Object.keys(model ?? {})).toEqual([
      ...['id', 'method', 'outcome', 'contrast', 'quantity', 'estimate', 'standardError', 'statistic', 'distribution'],
      ...['df', 'p', 'logP', 'pAdjusted', 'interval', 'level', 'n', 'clusters', 'warnings', 'terms'],
    ]);
  });

  it('answers everything the plan asks, outcome by outcome, contrast by contrast', async () => {
    const { results } = await resultsOf(people);
    const pairs = ['letter - control', 'visit - control', 'visit - letter'];
    expect(results.map(nameOf)).toEqual([
      ...['rates voted all', 'rates days all'],
      ...['voted', 'days'].flatMap((outcome) => pairs.map((pair) => `difference ${outcome} ${pair}`)),
      ...['test voted all', 'test days all'],
      ...['voted', 'days'].flatMap((outcome) => pairs.map((pair) => `model ${outcome} ${pair}`)),
      ...pairs.map((pair) => `alone days ${pair}`),
      ...['alike voted all', 'alike days all'],
    ]);
  });

  it('says why where a method has no meaning for an outcome', async () => {
    const { results } = await resultsOf(people);
    const refused = results.filter(({ notEstimable }) => notEstimable !== undefined);
    expect(refused.map(nameOf)).toEqual([
      'rates days all',
      ...results.map(nameOf).filter((name) => name.startsWith('difference days')),
    ]);
    for (const { notEstimable } of refused) expect(notEstimable?.code).toBe('not-binary');
  });

  it('warns wherever the cluster is not heeded, and nowhere else', async () => {
    const { results } = await resultsOf(people);
    const warned = results.filter(({ warning }) => warning === 'ignores-clustering').map(({ id }) => id);
    expect([...new Set(warned)]).toEqual(['rates', 'difference', 'test', 'alone']);
  });

  it('adjusts p over the contrasts of one outcome and one estimator', async () => {
    const { results } = await resultsOf(people);
    const family = results.filter(({ id, outcome }) => id === 'model' && outcome === 'days');
    const sorted = family.map(({ p }) => p ?? Number.NaN).sort((a, b) => a - b);
    const smallest = family.find(({ p }) => p === sorted[0]);
    expect(smallest?.pAdjusted).toBe(Math.min(1, 3 * (sorted[0] ?? Number.NaN)));
  });

  it('answers for an arm whose outcomes are all missing, and leaves the other comparisons as they are', async () => {
    const text = 'arm,home,voted,days\ncontrol,1,0,1\ncontrol,2,1,4\nletter,3,1,2\nletter,4,1,7\nvisit,5,NA,\n';
    const { results } = await resultsOf(new TextEncoder().encode(text));
    const model = results.filter(({ id, outcome }) => id === 'model' && outcome === 'days');
    expect(model.map((entry) => entry.notEstimable?.code)).toEqual([undefined, 'empty-arm', 'empty-arm']);
  });

  it('gives the same for a row of weight 3 as for three rows', async () => {
    const tripled = people.flatMap((person) => [person, person, person]);
    const lines = new TextDecoder().decode(csv(people)).trimEnd().split('\n');
    const weighted = lines.map((line, index) => `${line},${index === 0 ? 'people' : 3}`).join('\n');
    const [expanded, compact] = [
      await resultsOf(tripled),
      await resultsOf(new TextEncoder().encode(weighted), { weight: 'people' }),
    ];
    const close = (entries: readonly Entry[]) =>
      entries.map(({ estimate, standardError, p }) =>
        [estimate, standardError, p].map((value) => value?.toPrecision(12)),
      );
    expect(close(compact.results)).toEqual(close(expanded.results));
  });
});

describe('the engine', () => {
  it('has the version of the package', () => {
    expect(engineVersion).toBe(packageJson.version);
  });
});

describe('what a run must not depend on', () => {
  it('the order of the rows', async () => {
    const { results } = await resultsOf(people);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...people], { minLength: people.length }), async (shuffled) => {
        const again = await resultsOf(shuffled);
        expect(again.results.map(nameOf)).toEqual(results.map(nameOf));
        for (const [index, { estimate, standardError, p }] of results.entries()) {
          const other = again.results[index];
          for (const [left, right] of [
            [estimate, other?.estimate],
            [standardError, other?.standardError],
            [p, other?.p],
          ]) {
            if (left === undefined) expect(right).toBeUndefined();
            else
              expect(Math.abs((right ?? Number.NaN) - left)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(left)));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('whether the file came compressed', async () => {
    const stream = new Blob([csv(people) as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new CompressionStream('gzip'));
    const compressed = new Uint8Array(await new Response(stream).arrayBuffer());
    expect((await resultsOf(compressed)).text).toBe((await resultsOf(people)).text);
  });
});

describe('swapping the labels of two arms', () => {
  it('turns the sign and the bounds, and keeps the p-value', async () => {
    const swap: Readonly<Record<string, string>> = { control: 'visit', visit: 'control' };
    const swapped = people.map((person) => ({ ...person, arm: swap[person.arm] ?? person.arm }));
    const [before, after] = [await resultsOf(people), await resultsOf(swapped)];
    for (const id of ['difference', 'model']) {
      const find = (entries: readonly Entry[]) =>
        entries.find(
          (entry) => entry.id === id && entry.outcome === 'voted' && entry.contrast?.join() === 'visit,control',
        );
      const [one, other] = [find(before.results), find(after.results)];
      expect(other?.estimate).toBeCloseTo(-(one?.estimate ?? Number.NaN), 13);
      expect(other?.interval?.[0]).toBeCloseTo(-(one?.interval?.[1] ?? Number.NaN), 13);
      if (one?.p !== undefined) expect(other?.p).toBeCloseTo(one.p, 13);
    }
  });
});
