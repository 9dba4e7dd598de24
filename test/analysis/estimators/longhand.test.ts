/** Each estimator against its formula written out the slow way, on a handful of unsorted rows that a person can follow. */
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../analysis/distributions/normal.ts';
import { chiSquared } from '../../../analysis/estimators/chi-squared.ts';
import type { LinearErrors } from '../../../analysis/estimators/estimator.ts';
import { icc } from '../../../analysis/estimators/icc.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, given } from './given.ts';
import { at, type Matrix, textbook } from './textbook.ts';

/** An intercept and an indicator of each arm but the first. */
const armDesign = (rows: readonly Row[], arms: readonly string[]): Matrix =>
  rows.map(({ arm }) => arms.map((name, index) => (index === 0 || name === arm ? 1 : 0)));

const arms = ['standard', 'letter', 'visit'];
const ceremonies: readonly Row[] = [
  { arm: 'visit', outcome: 7.5, cluster: 'Tuesday' },
  { arm: 'standard', outcome: 2, cluster: 'Monday' },
  { arm: 'letter', outcome: 3.25, cluster: 'Friday' },
  { arm: 'standard', outcome: 5, cluster: 'Sunday' },
  { arm: 'visit', outcome: 4, cluster: 'Monday' },
  { arm: 'letter', outcome: -1, cluster: 'Tuesday' },
  { arm: 'standard', outcome: 4.5, cluster: 'Monday' },
  { arm: 'letter', outcome: 0.5, cluster: 'Friday' },
  { arm: 'visit', outcome: 9, cluster: 'Sunday' },
  { arm: 'standard', outcome: 1, cluster: 'Friday' },
];
const repeated: readonly Row[] = ceremonies.map((row, index) => ({ ...row, weight: 1 + (index % 3) }));
const errors: readonly LinearErrors[] = ['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'];

describe('linear is the textbook sandwich', () => {
  it.each(errors.flatMap((kind) => [[kind, ceremonies] as const, [kind, repeated] as const]))('%s', (kind, rows) => {
    const x = armDesign(expanded(rows), arms);
    const { coefficients, covariance, n, df } = textbook(x, expanded(rows), kind, [0, 1, 0]);
    const against = textbook(x, expanded(rows), kind, [0, 1, -1]);
    const contrasts = [
      { treated: 1, reference: 0 },
      { treated: 1, reference: 2 },
    ];
    const results = linear(frameOf(arms, 'continuous', rows), contrasts, { errors: kind, level: 0.9 });
    const [letter, letterAgainstVisit] = results.map(given);
    const [b1, b2] = [coefficients[1] ?? 0, coefficients[2] ?? 0];
    const variance = at(covariance, 1, 1) + at(covariance, 2, 2) - 2 * at(covariance, 1, 2);
    if (letter === undefined || letterAgainstVisit === undefined) throw new Error('two contrasts were asked for');
    expectClosedForm(letter.estimate, b1, 'letter');
    expectClosedForm(letter.standardError, Math.sqrt(at(covariance, 1, 1)), 'its error');
    expectClosedForm(letterAgainstVisit.estimate, b1 - b2, 'letter against visit');
    expectClosedForm(letterAgainstVisit.standardError, Math.sqrt(variance), 'its error');
    expect(letter.n).toBe(n);
    expectClosedForm(letter.df, df, 'degrees of freedom');
    expectClosedForm(letterAgainstVisit.df, against.df, 'degrees of freedom, letter against visit');
    for (const [index, term] of letter.terms.entries()) {
      expectClosedForm(given(term).estimate, coefficients[index] ?? 0, term.term);
      expectClosedForm(given(term).standardError, Math.sqrt(at(covariance, index, index)), term.term);
    }
  });
});

const registered: readonly Row[] = [
  { arm: 'letter', outcome: 1 },
  { arm: 'standard', outcome: 0 },
  { arm: 'letter', outcome: 0 },
  { arm: 'standard', outcome: 1 },
  { arm: 'letter', outcome: 1 },
  { arm: 'standard', outcome: 0 },
  { arm: 'standard', outcome: 0 },
  { arm: 'letter', outcome: 1 },
  { arm: 'letter', outcome: 1 },
];
const twoArms = ['standard', 'letter'];

describe('two risks, 4 of 5 against 1 of 4', () => {
  const frame = frameOf(twoArms, 'binary', registered);

  it('proportions count', () => {
    const { rows, n } = given(proportions(frame, { interval: 'wald', level: 0.95 }));
    expect(rows).toMatchObject([
      { arm: 'standard', n: 4, count: 1, proportion: 0.25 },
      { arm: 'letter', n: 5, count: 4, proportion: 0.8 },
    ]);
    expect(n).toBe(9);
  });

  it('Clopper-Pearson: at either bound the count seen or a further one has half of one per cent', () => {
    const row = given(proportions(frame, { interval: 'clopper-pearson', level: 0.99 })).rows[1];
    const [low, high] = bounds(given(row).interval);
    const choose = [1, 5, 10, 10, 5, 1];
    const atLeast = (k: number, p: number) =>
      choose.reduce((sum, ways, x) => (x < k ? sum : sum + ways * p ** x * (1 - p) ** (5 - x)), 0);
    expectClosedForm(atLeast(4, low), 0.005, 'four or more at the lower bound');
    expectClosedForm(1 - atLeast(5, high), 0.005, 'four or fewer at the upper bound');
  });

  it('Wald', () => {
    const result = given(riskDifference(frame, treatedAgainstReference, { interval: 'wald', level: 0.95 }));
    if (!('standardError' in result)) throw new Error('no standard error');
    const longhand = Math.sqrt((0.8 * 0.2) / 5 + (0.25 * 0.75) / 4);
    expectClosedForm(result.estimate, 0.55, 'difference');
    expectClosedForm(result.standardError, longhand, 'standard error');
    expectClosedForm(Number(result.interval[1]), 0.55 + 1.959963984540054 * longhand, 'upper bound');
  });

  it('Miettinen-Nurminen: the restricted likelihood is highest and the score is critical at each bound', () => {
    const options = { interval: 'miettinen-nurminen', level: 0.95 } as const;
    const [low, high] = bounds(given(riskDifference(frame, treatedAgainstReference, options)).interval);
    const critical = normalQuantile(0.025);
    for (const [difference, sign] of [
      [low, 1],
      [high, -1],
    ] as const) {
      let best = { p0: 0, likelihood: Number.NEGATIVE_INFINITY };
      const [from, to] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
      for (let step = 1; step < 2_000_000; step += 1) {
        const p0 = from + ((to - from) * step) / 2_000_000;
        const p1 = p0 + difference;
        const likelihood = 4 * Math.log(p1) + Math.log(1 - p1) + Math.log(p0) + 3 * Math.log(1 - p0);
        if (likelihood > best.likelihood) best = { p0, likelihood };
      }
      const p1 = best.p0 + difference;
      const variance = (((p1 * (1 - p1)) / 5 + (best.p0 * (1 - best.p0)) / 4) * 9) / 8;
      expect(Math.abs((0.55 - difference) / Math.sqrt(variance) - sign * critical)).toBeLessThan(1e-5);
    }
  });

  it('chi-squared, with and without Yates', () => {
    const expected = [20 / 9, 25 / 9, 16 / 9, 20 / 9];
    const distance = 7 / 3 - 1 / 9;
    const statistic = (less: number) =>
      expected.reduce((sum, e, index) => {
        const observed = [1, 4, 3, 1][index] ?? 0;
        return sum + (Math.abs(observed - e) - less) ** 2 / e;
      }, 0);
    const plain = given(chiSquared(frame, treatedAgainstReference, { continuity: false }));
    const yates = given(chiSquared(frame, treatedAgainstReference, { continuity: true }));
    expect(distance).toBeGreaterThan(0.5);
    expectClosedForm(plain.statistic, statistic(0), 'Pearson');
    expectClosedForm(yates.statistic, statistic(0.5), 'Yates');
    expect([plain.df, plain.n]).toEqual([1, 9]);
  });
});

describe('the intraclass correlation, three and two ceremonies', () => {
  const rows: readonly Row[] = [
    { arm: 'letter', outcome: 3, cluster: 'd' },
    { arm: 'standard', outcome: 1, cluster: 'a' },
    { arm: 'standard', outcome: 4, cluster: 'b' },
    { arm: 'letter', outcome: 8, cluster: 'e' },
    { arm: 'standard', outcome: 2, cluster: 'a' },
    { arm: 'letter', outcome: 4, cluster: 'd' },
    { arm: 'standard', outcome: 6, cluster: 'b' },
    { arm: 'standard', outcome: 3, cluster: 'c' },
    { arm: 'standard', outcome: 3, cluster: 'a' },
    { arm: 'letter', outcome: 6, cluster: 'e' },
  ];

  it('is (MSB − MSW) / (MSB + (m₀ − 1) MSW)', () => {
    const standard = 19 / 6;
    const letter = 21 / 4;
    const between =
      (3 * (2 - standard) ** 2 +
        2 * (5 - standard) ** 2 +
        (3 - standard) ** 2 +
        2 * (3.5 - letter) ** 2 +
        2 * (7 - letter) ** 2) /
      3;
    const within = (1 + 0 + 1 + 1 + 1 + 0.25 + 0.25 + 1 + 1) / 5;
    const size = (10 - (9 + 4 + 1) / 6 - (4 + 4) / 4) / 3;
    const rho = (between - within) / (between + (size - 1) * within);
    const result = given(icc(frameOf(twoArms, 'continuous', rows), { level: 0.95 }));
    const variation = Math.sqrt((1 + 0 + 1 + 0 + 0) / 4) / 2;
    expectClosedForm(result.estimate, rho, 'estimate');
    expect([result.clusters, result.meanSize, result.n]).toEqual([5, 2, 10]);
    expectClosedForm(result.cvSize, variation, 'variation of size');
    expectClosedForm(result.designEffect, 1 + ((1 + variation ** 2) * 2 - 1) * rho, 'design effect');
  });
});
