/** Data that give no answer, and data at the edge that do: never NaN, null, 0 or p = 1 in place of a figure. */
import { describe, expect, it } from 'vitest';
import { chiSquared } from '../../../analysis/estimators/chi-squared.ts';
import type { DifferenceInterval, LinearErrors, ProportionInterval } from '../../../analysis/estimators/estimator.ts';
import { icc } from '../../../analysis/estimators/icc.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import { frameOf, frameOfCounts, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';

const level = 0.95;
const arms = ['standard', 'letter', 'visit'];
const contrasts = [treatedAgainstReference, { treated: 2, reference: 0 }];
const errors: readonly LinearErrors[] = ['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'];
const robust = errors.filter((kind) => kind.startsWith('HC'));
const clusterRobust = errors.filter((kind) => kind.startsWith('CR'));
const linearOf = (rows: readonly Row[], kind: LinearErrors, of = arms) =>
  linear(frameOf(of, 'continuous', rows), contrasts.slice(0, of.length - 1), { errors: kind, level });

/** Two ceremonies of two in each of the arms named. */
const people = (...named: readonly string[]): readonly Row[] =>
  named.flatMap((arm) => [1, 2, 4, 8].map((outcome, index) => ({ arm, outcome, cluster: `${arm} ${index % 2}` })));

describe('linear', () => {
  it.each(errors)('%s: an arm without people refuses its contrast, the other stands', (kind) => {
    const [letter, visit] = linearOf(people('standard', 'visit'), kind);
    expect(codeOf(letter)).toBe('empty-arm');
    const { terms, n } = given(visit);
    expect(n).toBe(8);
    expect(terms.map((term) => ('notEstimable' in term ? term.notEstimable.code : term.term))).toEqual([
      '(intercept)',
      'empty-arm',
      'arm=visit',
    ]);
  });

  it.each(errors)('%s: without a reference arm two others can still be compared', (kind) => {
    const frame = frameOf(arms, 'continuous', [
      ...people('letter', 'visit'),
      { arm: 'visit', outcome: 3, cluster: 'visit 0' },
    ]);
    const [between, against] = linear(frame, [{ treated: 2, reference: 1 }, treatedAgainstReference], {
      errors: kind,
      level,
    });
    expect(given(between).terms.map(({ term }) => term)).toHaveLength(3);
    expect(codeOf(against)).toBe('empty-arm');
  });

  it.each(robust)('%s: one person in an arm has leverage one', (kind) => {
    const rows = [...people('standard', 'visit'), { arm: 'letter', outcome: 5, cluster: 'alone' }];
    const [letter, visit] = linearOf(rows, kind);
    expect(codeOf(letter)).toBe('one-person-in-arm');
    expect(given(visit).n).toBe(9);
  });

  it('classical errors pool, so one person in an arm is enough', () => {
    const [letter] = linearOf(
      [...people('standard', 'visit'), { arm: 'letter', outcome: 5, cluster: 'alone' }],
      'classical',
    );
    expect(given(letter).estimate).toBe(5 - 15 / 4);
  });

  it.each(clusterRobust)('%s: one cluster in an arm, however large', (kind) => {
    const alone = [3, 5, 9].map((outcome) => ({ arm: 'letter', outcome, cluster: 'the only one' }));
    const [letter, visit] = linearOf([...people('standard', 'visit'), ...alone], kind);
    expect(codeOf(letter)).toBe('one-cluster-in-arm');
    expect(given(visit).clusters).toBe(5);
  });

  it.each(clusterRobust)('%s: a single cluster, or none declared', (kind) => {
    const together = people('standard', 'letter', 'visit').map((row) => ({ ...row, cluster: 'all' }));
    const alone = together.map(({ arm, outcome }) => ({ arm, outcome }));
    expect(linearOf(together, kind).map(codeOf)).toEqual(['one-cluster', 'one-cluster']);
    expect(linearOf(alone, kind).map(codeOf)).toEqual(['no-cluster', 'no-cluster']);
  });

  it.each(errors)('%s: no more people than arms', (kind) => {
    const rows = arms.map((arm, index) => ({ arm, outcome: index, cluster: arm }));
    const code = kind.startsWith('CR') ? 'one-cluster-in-arm' : 'no-degrees-of-freedom';
    expect(linearOf(rows, kind).map(codeOf)).toEqual([code, code]);
  });

  it.each(errors)('%s: outcomes equal within arms, though a third is no exact number', (kind) => {
    const rows = people('standard', 'letter').map((row) => ({ ...row, outcome: row.arm === 'letter' ? 0.1 : 1 / 3 }));
    expect(linearOf(rows, kind, ['standard', 'letter']).map(codeOf)).toEqual(['no-variation']);
  });

  it.each(clusterRobust)('%s: clusters alike but for rounding', (kind) => {
    const alike = ['standard', 'letter'].flatMap((arm) =>
      ['x', 'y', 'z'].flatMap((name) =>
        [0.1, 0.2, 0.7 + (arm === 'letter' ? 0.1 : 0)].map((outcome) => ({ arm, outcome, cluster: arm + name })),
      ),
    );
    expect(linearOf(alike, kind, ['standard', 'letter']).map(codeOf)).toEqual(['no-variation']);
  });

  it.each(robust)('%s: one arm without variation leaves the other’s', (kind) => {
    const rows = people('standard', 'letter').map((row) => (row.arm === 'letter' ? { ...row, outcome: 3 } : row));
    const [letter] = linearOf(rows, kind, ['standard', 'letter']);
    expect(given(letter).standardError).toBeGreaterThan(0.5);
    expect(given(letter).terms.map(codeOrTerm)).toEqual(['(intercept)', 'arm=letter']);
  });

  it('an outcome near the largest double', () => {
    const rows = people('standard', 'letter').map((row) => ({ ...row, outcome: row.outcome * 1e306 }));
    expect(linearOf(rows, 'HC2', ['standard', 'letter']).map(codeOf)).toEqual(['overflow']);
  });

  it.each(errors)('%s: outcomes whose squares are infinite do not count as outcomes that do not vary', (kind) => {
    const rows = people('standard', 'letter').map((row) => ({ ...row, outcome: row.outcome * 1e160 }));
    expect(linearOf(rows, kind, ['standard', 'letter']).map(codeOf)).toEqual(['overflow']);
    const frame = frameOf(['standard', 'letter'], 'continuous', rows);
    expect(codeOf(icc(frame, { level: 0.95 }))).toEqual('overflow');
  });

  it('equal means are an estimate of 0 with p = 1, which is the answer', () => {
    const [letter] = linearOf(people('standard', 'letter'), 'HC2', ['standard', 'letter']);
    expect(given(letter)).toMatchObject({ estimate: 0, statistic: 0, p: 1, logP: 0 });
  });

  it('errors without clusters warn where there are clusters', () => {
    expect(linearOf(people(...arms), 'HC2').map((result) => given(result).warning)).toEqual([
      'ignores-clustering',
      'ignores-clustering',
    ]);
    const clustered = linearOf(people(...arms), 'CR1S').map(given);
    expect(clustered.map(({ warning, clusters }) => [warning, clusters])).toEqual([
      [undefined, 6],
      [undefined, 6],
    ]);
    const unclustered = people(...arms).map(({ arm, outcome }) => ({ arm, outcome }));
    expect(linearOf(unclustered, 'HC2').map((result) => given(result).warning)).toEqual([undefined, undefined]);
  });
});

function codeOrTerm(term: { readonly term: string } | { readonly term: string; readonly notEstimable: object }) {
  return 'notEstimable' in term ? codeOf(term) : term.term;
}

describe('proportions', () => {
  const intervals: readonly ProportionInterval[] = ['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'];

  it.each(intervals)('%s: none and all', (interval) => {
    const { rows } = given(proportions(frameOfCounts(12, 12, 0, 7), { interval, level }));
    const [none, all] = rows.map((row) => bounds(given(row).interval));
    if (interval !== 'agresti-coull') {
      expect(none?.[0]).toBe(0);
      expect(all?.[1]).toBe(1);
    } else {
      expect(none?.[0]).toBeLessThan(0);
      expect(all?.[1]).toBeGreaterThan(1);
    }
    if (interval === 'wald')
      expect([none, all]).toEqual([
        [0, 0],
        [1, 1],
      ]);
    else expect([none?.[1], all?.[0]].every((bound) => bound !== undefined && bound > 0.1 && bound < 0.9)).toBe(true);
  });

  it('an empty arm says so in its row; another outcome is refused', () => {
    const frame = frameOf(arms, 'binary', [{ arm: 'visit', outcome: 1, cluster: 'a' }]);
    const result = given(proportions(frame, { interval: 'wilson', level }));
    expect(result.rows.map((row) => ('count' in row ? row.count : codeOf(row)))).toEqual(['empty-arm', 'empty-arm', 1]);
    expect(result.warning).toBe('ignores-clustering');
    const days = frameOf(arms, 'continuous', people(...arms));
    expect(codeOf(proportions(days, { interval: 'wilson', level }))).toBe('not-binary');
  });
});

describe('risk difference', () => {
  const intervals: readonly DifferenceInterval[] = [
    'wald',
    'newcombe',
    'newcombe-continuity',
    'agresti-caffo',
    'miettinen-nurminen',
  ];
  const between = (x1: number, n1: number, x0: number, n0: number, interval: DifferenceInterval) =>
    riskDifference(frameOfCounts(x1, n1, x0, n0), treatedAgainstReference, { interval, level });

  it.each(intervals)('%s: an arm without people, another outcome', (interval) => {
    const options = { interval, level };
    const frame = frameOf(arms, 'binary', [{ arm: 'standard', outcome: 1 }]);
    expect(codeOf(riskDifference(frame, treatedAgainstReference, options))).toBe('empty-arm');
    expect(codeOf(riskDifference(frame, { treated: 0, reference: 2 }, options))).toBe('empty-arm');
    expect(codeOf(riskDifference(frameOf(arms, 'count', people(...arms)), treatedAgainstReference, options))).toBe(
      'not-binary',
    );
  });

  it.each(intervals)('%s: nobody, everybody, all against none', (interval) => {
    for (const counts of [
      [0, 10, 0, 20],
      [10, 10, 20, 20],
      [10, 10, 0, 20],
    ] as const) {
      const [x1, n1, x0, n0] = counts;
      const result = between(x1, n1, x0, n0, interval);
      if (interval === 'wald') {
        expect(codeOf(result)).toBe('no-variation');
        continue;
      }
      const { estimate, interval: bound } = given(result);
      const [low, high] = bounds(bound);
      expect(estimate).toBe(counts[0] / 10 - counts[2] / 20);
      expect(low).toBeLessThan(estimate);
      if (estimate === 1 && interval !== 'agresti-caffo') expect(high).toBe(1);
      else expect(high).toBeGreaterThan(interval === 'agresti-caffo' && estimate === 1 ? low : estimate);
    }
  });

  it('Miettinen-Nurminen has an interval but no p where nothing varies', () => {
    const result = given(between(0, 10, 0, 20, 'miettinen-nurminen'));
    expect('p' in result || 'statistic' in result).toBe(false);
    if (!('test' in result)) throw new Error('the test is not mentioned');
    expect(codeOf(result.test)).toBe('no-variation');
  });

  it('intervals are not cut to the possible range', () => {
    const [, high] = bounds(given(between(9, 10, 1, 10, 'wald')).interval);
    const [, caffo] = bounds(given(between(2, 2, 0, 10, 'agresti-caffo')).interval);
    expect(high).toBeGreaterThan(1);
    expect(caffo).toBeGreaterThan(1);
  });
});

describe('chi-squared', () => {
  it('refuses a zero margin, an empty arm and an outcome without categories', () => {
    const options = { continuity: true };
    expect(codeOf(chiSquared(frameOfCounts(0, 5, 0, 9), treatedAgainstReference, options))).toBe('zero-margin');
    expect(codeOf(chiSquared(frameOfCounts(5, 5, 9, 9), 'all-arms', options))).toBe('zero-margin');
    const frame = frameOf(arms, 'binary', [
      { arm: 'standard', outcome: 1 },
      { arm: 'visit', outcome: 0 },
    ]);
    expect(codeOf(chiSquared(frame, 'all-arms', options))).toBe('empty-arm');
    expect(codeOf(chiSquared(frame, treatedAgainstReference, options))).toBe('empty-arm');
    expect(given(chiSquared(frame, { treated: 2, reference: 0 }, { continuity: false })).statistic).toBe(2);
    expect(codeOf(chiSquared(frameOf(arms, 'continuous', people(...arms)), 'all-arms', options))).toBe(
      'not-categorical',
    );
  });

  it('a category that only a third arm has is no column of the contrast', () => {
    const rows: readonly Row[] = [
      ...people('standard', 'letter').map((row) => ({ ...row, outcome: row.outcome > 3 ? 1 : 0 })),
      { arm: 'visit', outcome: 2, cluster: 'v' },
    ];
    expect(given(chiSquared(frameOf(arms, 'ordinal', rows), treatedAgainstReference, { continuity: false })).df).toBe(
      1,
    );
  });
});

describe('intraclass correlation', () => {
  const of = (rows: readonly Row[]) => icc(frameOf(arms, 'continuous', rows), { level });

  it('refuses without clusters, with one per arm, with one person each, and without variation', () => {
    expect(codeOf(of(people(...arms).map(({ arm, outcome }) => ({ arm, outcome }))))).toBe('no-cluster');
    expect(codeOf(of(people(...arms).map((row) => ({ ...row, cluster: row.arm }))))).toBe('one-cluster-in-arm');
    expect(codeOf(of(people(...arms).map((row, index) => ({ ...row, cluster: index }))))).toBe('singleton-clusters');
    expect(codeOf(of(people(...arms).map((row) => ({ ...row, outcome: 1 / 3 }))))).toBe('no-variation');
  });

  it('is 1 with both bounds where members of a cluster are all alike', () => {
    const rows = people(...arms).map((row) => ({ ...row, outcome: row.cluster?.toString().endsWith('0') ? 0.1 : 0.7 }));
    const result = given(of(rows));
    expect([result.estimate, ...result.interval]).toEqual([1, 1, 1]);
  });

  it('may be negative', () => {
    const rows = people(...arms).map((row, index) => ({ ...row, outcome: index % 4 < 2 ? 1 : 5 }));
    expect(given(of(rows)).estimate).toBeLessThan(0);
  });
});
