/** Every estimator against R on the made-up data of test/golden/estimators.R, plain and with frequency weights. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chiSquared } from '../../../analysis/estimators/chi-squared.ts';
import type {
  DifferenceInterval,
  LinearErrors,
  ProportionInterval,
  Term,
} from '../../../analysis/estimators/estimator.ts';
import { icc } from '../../../analysis/estimators/icc.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import { expectClosedForm, expectScoreBound, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, given } from './given.ts';

type Person = {
  readonly arm: string;
  readonly home: number;
  readonly walk: number;
  readonly days: number;
  readonly voted: number;
  readonly interest: number;
  readonly weight: number;
};
type Coefficient = {
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
};
type Pair = readonly [number, number];
type Golden = {
  readonly arms: readonly string[];
  readonly people: readonly Person[];
  readonly linear: readonly {
    readonly isWeighted: boolean;
    readonly outcome: 'days' | 'voted';
    readonly cluster: 'none' | 'home' | 'walk';
    readonly errors: LinearErrors;
    readonly level: number;
    readonly n: number;
    readonly clusters?: number;
    readonly terms: readonly Coefficient[];
    readonly contrasts: readonly Coefficient[];
  }[];
  readonly proportions: readonly ({ readonly x: number; readonly n: number; readonly level: number } & Readonly<
    Record<ProportionInterval, Pair>
  >)[];
  readonly differences: readonly ({
    readonly x1: number;
    readonly n1: number;
    readonly x0: number;
    readonly n0: number;
    readonly level: number;
    readonly estimate: number;
    readonly standardError?: number;
    readonly z?: number;
    readonly p?: number;
    readonly scoreZ?: number;
    readonly scoreP?: number;
  } & Readonly<Partial<Record<DifferenceInterval, Pair>>>)[];
  readonly chiSquared: readonly {
    readonly outcome: 'voted' | 'interest';
    readonly over: 'all-arms' | 'contrast';
    readonly continuity: boolean;
    readonly statistic: number;
    readonly df: number;
    readonly p: number;
  }[];
  readonly icc: {
    readonly plain: Intraclass;
    readonly weighted: Intraclass;
    readonly oneArm: { readonly estimate: number };
  };
};
type Intraclass = {
  readonly level: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly clusters: number;
  readonly n: number;
  readonly meanSize: number;
  readonly cvSize: number;
  readonly designEffect: number;
};

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/estimators.golden.json', import.meta.url), 'utf8'),
);

function frame(
  outcome: 'days' | 'voted' | 'interest',
  cluster: 'none' | 'home' | 'walk',
  isWeighted: boolean,
  arms = golden.arms,
) {
  const kind = outcome === 'days' ? 'continuous' : outcome === 'voted' ? 'binary' : 'ordinal';
  const people = golden.people.filter(({ arm }) => arms.includes(arm));
  return frameOf(
    arms,
    kind,
    people.map((person) => ({
      arm: person.arm,
      outcome: person[outcome],
      ...(cluster === 'none' ? {} : { cluster: person[cluster] }),
      ...(isWeighted ? { weight: person.weight } : {}),
    })),
  );
}

function expectCoefficient(ours: Omit<Term, 'term'>, theirs: Coefficient): void {
  const [low, high] = bounds(ours.interval);
  expectClosedForm(ours.estimate, theirs.estimate, 'estimate');
  expectClosedForm(ours.standardError, theirs.standardError, 'standard error');
  expectClosedForm(ours.statistic, theirs.statistic, 'statistic');
  expect(ours.df).toBe(theirs.df);
  expect(isSameTail(ours.p, ours.logP, theirs.p, Math.log(theirs.p)), `p ${ours.p}, expected ${theirs.p}`).toBe(true);
  expectClosedForm(low, theirs.low, 'lower bound');
  expectClosedForm(high, theirs.high, 'upper bound');
}

describe('linear agrees with lm_robust', () => {
  const contrasts = [
    { treated: 1, reference: 0 },
    { treated: 2, reference: 0 },
    { treated: 2, reference: 1 },
  ];

  it.each(golden.linear)('$outcome $errors, cluster $cluster, weighted $isWeighted, level $level', (record) => {
    const { outcome, cluster, isWeighted, errors, level } = record;
    const results = linear(frame(outcome, cluster, isWeighted), contrasts, { errors, level });
    expect(results).toHaveLength(3);
    for (const [index, expected] of record.contrasts.entries()) {
      const result = given(results[index]);
      expectCoefficient(result, expected);
      expect(result.quantity).toBe(outcome === 'voted' ? 'risk-difference' : 'mean-difference');
      expect(result.n).toBe(record.n);
      expect(result.clusters).toBe(record.clusters);
      expect(result.warning).toBeUndefined();
      expect(result.terms.map(({ term }) => term)).toEqual(['(intercept)', 'arm=letter', 'arm=visit']);
      for (const [place, term] of result.terms.entries()) {
        const theirs = record.terms[place];
        if (theirs === undefined) throw new Error('R has fewer terms');
        if (theirs.p === 0) expect(given(term).logP).toBeLessThan(-700);
        else expectCoefficient(given(term), theirs);
      }
    }
  });
});

describe('proportions agree with binom.test, prop.test and the closed forms', () => {
  const intervals: readonly ProportionInterval[] = ['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'];

  it.each(golden.proportions)('$x of $n at $level', (record) => {
    const { x, n, level } = record;
    for (const interval of intervals) {
      const row = given(given(proportions(frameOfCounts(0, 1, x, n), { interval, level })).rows[0]);
      if (!('count' in row)) throw new Error('an arm is empty');
      const [low, high] = bounds(row.interval);
      expect([row.n, row.count, row.proportion]).toEqual([n, x, x / n]);
      expectClosedForm(low, record[interval][0], `${interval} lower`);
      expectClosedForm(high, record[interval][1], `${interval} upper`);
    }
  });
});

describe('risk differences agree with the published closed forms', () => {
  const intervals: readonly DifferenceInterval[] = ['wald', 'newcombe', 'newcombe-continuity', 'agresti-caffo'];

  it.each(golden.differences)('$x1/$n1 against $x0/$n0 at $level', (record) => {
    const { x1, n1, x0, n0, level } = record;
    const people = frameOfCounts(x1, n1, x0, n0);
    for (const interval of intervals) {
      const expected = record[interval];
      const result = riskDifference(people, treatedAgainstReference, { interval, level });
      if (expected === undefined) {
        expect(result).toMatchObject({ notEstimable: { code: 'no-variation' } });
        continue;
      }
      const figures = given(result);
      const [low, high] = bounds(figures.interval);
      expectClosedForm(figures.estimate, record.estimate, 'estimate');
      expectClosedForm(low, expected[0], `${interval} lower`);
      expectClosedForm(high, expected[1], `${interval} upper`);
      expect(figures.n).toBe(n1 + n0);
      expect('p' in figures).toBe(interval === 'wald');
      if (interval === 'wald') expect(figures).toMatchObject({ distribution: 'normal' });
      if ('standardError' in figures) {
        expectClosedForm(figures.standardError, record.standardError ?? Number.NaN, 'standard error');
        expectClosedForm(figures.statistic, record.z ?? Number.NaN, 'z');
        const p = record.p ?? Number.NaN;
        expect(isSameTail(figures.p, figures.logP, p, Math.log(p))).toBe(true);
      }
    }
  });

  it.each(golden.differences)('Miettinen-Nurminen: $x1/$n1 against $x0/$n0 at $level', (record) => {
    const { x1, n1, x0, n0, level } = record;
    const options = { interval: 'miettinen-nurminen', level } as const;
    const figures = given(riskDifference(frameOfCounts(x1, n1, x0, n0), treatedAgainstReference, options));
    const [low, high] = bounds(figures.interval);
    expectScoreBound(low, record['miettinen-nurminen']?.[0] ?? Number.NaN, 'lower');
    expectScoreBound(high, record['miettinen-nurminen']?.[1] ?? Number.NaN, 'upper');
    if (record.scoreZ === undefined || record.scoreP === undefined) {
      expect(figures).toMatchObject({ test: { notEstimable: { code: 'no-variation' } } });
      expect('p' in figures).toBe(false);
      return;
    }
    if (!('p' in figures)) throw new Error('the score has no p');
    expectClosedForm(figures.statistic, record.scoreZ, 'score');
    expect(isSameTail(figures.p, figures.logP, record.scoreP, Math.log(record.scoreP))).toBe(true);
  });
});

describe('chi-squared agrees with chisq.test', () => {
  it.each(golden.chiSquared)('$outcome over $over, continuity $continuity', (record) => {
    const { outcome, over, continuity } = record;
    const contrast = over === 'all-arms' ? over : treatedAgainstReference;
    const result = given(chiSquared(frame(outcome, 'none', true), contrast, { continuity }));
    expectClosedForm(result.statistic, record.statistic, 'statistic');
    expect(result.df).toBe(record.df);
    expect(result.distribution).toBe('chi-squared');
    expect(isSameTail(result.p, result.logP, record.p, Math.log(record.p))).toBe(true);
  });
});

describe('the intraclass correlation agrees with the analysis of variance', () => {
  it.each([
    ['a row each', false, golden.icc.plain],
    ['weighted', true, golden.icc.weighted],
  ] as const)('%s', (_, isWeighted, expected) => {
    const result = given(icc(frame('days', 'home', isWeighted), { level: expected.level }));
    const [low, high] = bounds(result.interval);
    expectClosedForm(result.estimate, expected.estimate, 'estimate');
    expectClosedForm(low, expected.low, 'lower bound');
    expectClosedForm(high, expected.high, 'upper bound');
    expect([result.clusters, result.n]).toEqual([expected.clusters, expected.n]);
    expectClosedForm(result.meanSize, expected.meanSize, 'mean size');
    expectClosedForm(result.cvSize, expected.cvSize, 'variation of size');
    expectClosedForm(result.designEffect, expected.designEffect, 'design effect');
  });

  it('a single arm', () => {
    const result = given(icc(frame('days', 'home', false, ['standard']), { level: 0.95 }));
    expectClosedForm(result.estimate, golden.icc.oneArm.estimate, 'estimate');
  });
});
