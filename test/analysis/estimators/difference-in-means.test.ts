/** Differences of means by design: against R (test/golden/designs.R), against formulas written out, and what is refused. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Design, differenceInMeans } from '../../../analysis/estimators/difference-in-means.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { categoryColumn } from './columns-fixture.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';

type Person = {
  readonly arm: string;
  readonly home: number;
  readonly pair: number;
  readonly block: string;
  readonly first: number;
  readonly days: number;
  readonly weight: number;
};
type Golden = {
  readonly people: readonly Person[];
  readonly records: readonly {
    readonly design: Design;
    readonly isWeighted: boolean;
    readonly estimate: number;
    readonly standardError: number;
    readonly df: number;
    readonly p: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
    readonly clusters?: number;
  }[];
};
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/designs.golden.json', import.meta.url), 'utf8'));
const arms = ['standard', 'letter'];
const level = 0.95;

describe('agrees with estimatr’s difference_in_means', () => {
  it.each(golden.records)('$design, weighted $isWeighted', (record) => {
    const { design, isWeighted } = record;
    const people = golden.people.filter(({ first }) => design !== 'matched-pair' || first === 1);
    const frame = frameOf(
      arms,
      'continuous',
      people.map((person) => ({
        arm: person.arm,
        outcome: person.days,
        ...(design.endsWith('clustered') ? { cluster: person.home } : {}),
        ...(isWeighted ? { weight: person.weight } : {}),
      })),
    );
    const block = categoryColumn(
      'block',
      people.map(({ pair, block: name }) => (design.startsWith('matched') ? pair : name)),
    );
    const ours = given(differenceInMeans(frame, [block], treatedAgainstReference, { design, level }));
    const [low, high] = bounds(ours.interval);
    for (const key of ['estimate', 'standardError', 'df'] as const) expectClosedForm(ours[key], record[key], key);
    expectClosedForm(low, record.low, 'lower bound');
    expectClosedForm(high, record.high, 'upper bound');
    expect(isSameTail(ours.p, ours.logP, record.p, Math.log(record.p))).toBe(true);
    expect([ours.n, ours.clusters, ours.warning]).toEqual([record.n, record.clusters, undefined]);
  });
});

type Placed = Row & { readonly block: string };

/** Two blocks; within each, clusters inside an arm. */
const placed: readonly Placed[] = [
  { arm: 'letter', outcome: 7, cluster: 'a', block: 'north' },
  { arm: 'standard', outcome: 2, cluster: 'c', block: 'north' },
  { arm: 'letter', outcome: 4, cluster: 'b', block: 'north' },
  { arm: 'standard', outcome: 5, cluster: 'd', block: 'north' },
  { arm: 'letter', outcome: 9, cluster: 'e', block: 'south' },
  { arm: 'standard', outcome: 3, cluster: 'd', block: 'north' },
  { arm: 'letter', outcome: 6, cluster: 'f', block: 'south' },
  { arm: 'standard', outcome: 8, cluster: 'g', block: 'south' },
  { arm: 'letter', outcome: 1, cluster: 'f', block: 'south' },
  { arm: 'standard', outcome: 4, cluster: 'h', block: 'south' },
];
const blocksOf = (rows: readonly Placed[]) =>
  categoryColumn(
    'block',
    rows.map(({ block }) => block),
  );
const of = (design: Design, rows: readonly Placed[] = placed, kind: 'continuous' | 'binary' = 'continuous') =>
  differenceInMeans(frameOf(arms, kind, rows), [blocksOf(rows)], treatedAgainstReference, { design, level });

describe('the formulas written out', () => {
  const neyman = (values: readonly number[]) => {
    const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
    return values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / (values.length - 1) / values.length;
  };

  it('blocked: each block’s difference and variance, weighted by its people', () => {
    const result = given(of('blocked'));
    const [north, south] = [neyman([7, 4]) + neyman([2, 5, 3]), neyman([9, 6, 1]) + neyman([8, 4])];
    expectClosedForm(result.estimate, 0.5 * (5.5 - 10 / 3) + 0.5 * (16 / 3 - 6), 'estimate');
    expectClosedForm(result.standardError, Math.sqrt(0.25 * north + 0.25 * south), 'standard error');
    expect([result.df, result.n, result.warning]).toEqual([6, 10, 'ignores-clustering']);
  });

  it('simple: Welch', () => {
    const [letter, standard] = [neyman([7, 4, 9, 6, 1]), neyman([2, 5, 3, 8, 4])];
    const result = given(of('simple'));
    expectClosedForm(result.standardError, Math.sqrt(letter + standard), 'standard error');
    expectClosedForm(result.df, (letter + standard) ** 2 / (letter ** 2 / 4 + standard ** 2 / 4), 'df');
  });

  it('clusters within blocks: CR2 within each, df the clusters less two a block', () => {
    const result = given(of('blocked-clustered'));
    const northLetter = 1.5 ** 2 / (2 * 1) + 1.5 ** 2 / (2 * 1);
    const northStandard = (4 / 3) ** 2 / (3 * 2) + (4 / 3) ** 2 / (3 * 1);
    const southLetter = (11 / 3) ** 2 / (3 * 2) + (11 / 3) ** 2 / (3 * 1);
    const southStandard = 2 ** 2 / 2 + 2 ** 2 / 2;
    const expected = Math.sqrt(0.25 * (northLetter + northStandard) + 0.25 * (southLetter + southStandard));
    expectClosedForm(result.standardError, expected, 'standard error');
    expect([result.df, result.clusters]).toEqual([4, 8]);
  });

  it('pairs: the spread of their differences', () => {
    const pairs: readonly Placed[] = [
      { arm: 'letter', outcome: 5, block: '1' },
      { arm: 'standard', outcome: 3, block: '2' },
      { arm: 'standard', outcome: 1, block: '1' },
      { arm: 'letter', outcome: 8, block: '3' },
      { arm: 'letter', outcome: 4, block: '2' },
      { arm: 'standard', outcome: 8, block: '3' },
    ];
    const result = given(of('matched-pair', pairs));
    const mean = 5 / 3;
    const spread = ((4 - mean) ** 2 + (1 - mean) ** 2 + (0 - mean) ** 2) / (3 * 2);
    expectClosedForm(result.estimate, mean, 'estimate');
    expectClosedForm(result.standardError, Math.sqrt(spread), 'standard error');
    expect(result.df).toBe(2);
  });
});

describe('whatever the data', () => {
  const sample = fc
    .array(
      fc.record({
        outcome: fc.integer({ min: -400, max: 900 }).map((value) => value / 7),
        weight: fc.integer({ min: 1, max: 3 }),
        cluster: fc.integer({ min: 0, max: 11 }),
      }),
      { minLength: 30, maxLength: 60 },
    )
    .map((rows) =>
      rows.map(
        (row): Placed => ({ ...row, arm: arms[row.cluster % 2] ?? '', block: row.cluster < 6 ? 'one' : 'other' }),
      ),
    );
  const designs: readonly Design[] = ['simple', 'blocked', 'clustered', 'blocked-clustered'];
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  const isSame = (left: ReturnType<typeof of>, right: ReturnType<typeof of>, sign = 1) => {
    if ('notEstimable' in left || 'notEstimable' in right) return codeOf(left) === codeOf(right);
    const figures = [left.estimate - sign * right.estimate, left.standardError - right.standardError, left.n - right.n];
    return figures.every((apart) => close(apart, 0)) && close(left.df, right.df);
  };

  it('a weight is so many rows, their order does not matter, and swapping the arms turns the sign', () => {
    fc.assert(
      fc.property(sample, (rows) =>
        designs.every((design) => {
          const people = expanded(rows) as readonly Placed[]; // copies of rows, which have their block
          const swapped = differenceInMeans(
            frameOf(arms, 'continuous', rows),
            [blocksOf(rows)],
            { treated: 0, reference: 1 },
            { design, level },
          );
          return (
            isSame(of(design, rows), of(design, people)) &&
            isSame(of(design, rows), of(design, rows.toReversed())) &&
            isSame(of(design, rows), swapped, -1)
          );
        }),
      ),
      { numRuns: 60, seed: 2012 },
    );
  });

  it('clustered, it is the linear model with CR2', () => {
    fc.assert(
      fc.property(sample, (rows) => {
        const [model] = linear(frameOf(arms, 'continuous', rows), [treatedAgainstReference], { errors: 'CR2', level });
        const design = of('clustered', rows);
        if (model === undefined || 'notEstimable' in model || 'notEstimable' in design) return 'notEstimable' in design;
        return close(design.standardError, model.standardError) && close(design.df, model.df);
      }),
      { numRuns: 60, seed: 2012 },
    );
  });
});

describe('what the design does not allow is refused', () => {
  const changed = (index: number, change: Partial<Placed>) =>
    placed.map((row, place) => (place === index ? { ...row, ...change } : row));

  it('a block without one of the arms, or with one person or cluster in it', () => {
    expect(codeOf(of('blocked', changed(0, { block: 'south' })))).toBe('one-person-in-arm');
    expect(codeOf(of('blocked', [...placed, { arm: 'letter', outcome: 1, cluster: 'x', block: 'west' }]))).toBe(
      'empty-arm',
    );
    expect(codeOf(of('blocked-clustered', changed(0, { cluster: 'b' })))).toBe('one-cluster-in-arm');
  });

  it('a cluster in both arms, or in two blocks', () => {
    expect(codeOf(of('clustered', changed(0, { cluster: 'c' })))).toBe('cluster-spans-arms');
    expect(codeOf(of('blocked-clustered', changed(0, { cluster: 'e' })))).toBe('cluster-spans-blocks');
    expect(given(of('clustered', changed(0, { cluster: 'e' }))).clusters).toBe(7);
  });

  it('a block that is no pair, and a single pair', () => {
    expect(codeOf(of('matched-pair'))).toBe('not-a-pair');
    expect(codeOf(of('matched-pair-clustered'))).toBe('not-a-pair');
    expect(codeOf(of('matched-pair', placed.slice(0, 2)))).toBe('one-pair');
  });

  it.each(['simple', 'blocked', 'clustered', 'blocked-clustered'] as const)(
    '%s: outcomes that do not vary',
    (design) => {
      const third = placed.map((row) => ({ ...row, outcome: row.arm === 'letter' ? 1 / 3 : 0.1 }));
      expect(codeOf(of(design, third))).toBe('no-variation');
    },
  );

  it('pairs with the same difference each', () => {
    const pairs = ['1', '2', '3'].flatMap((block, index): readonly Placed[] => [
      { arm: 'letter', outcome: 0.1 * index + 0.2, block },
      { arm: 'standard', outcome: 0.1 * index, block },
    ]);
    expect(codeOf(of('matched-pair', pairs))).toBe('no-variation');
  });
});
