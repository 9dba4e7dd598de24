/** Risk and odds ratios: longhand, against R's closed forms on real trials, at the edges, and whatever the data. */
import { describe, expect, it } from 'vitest';
import { oddsRatio, riskRatio } from '../../../analysis/estimators/risk-ratio.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder } from './invariance.ts';
import { expectP, hasReferences, numberAt, twoArmReferences } from './references.ts';

const options = { level: 0.95 };
const estimators = { rr_katz: riskRatio, or_woolf: oddsRatio } as const;

describe('4 of 5 against 1 of 4, longhand', () => {
  const frame = frameOf(['standard', 'letter'], 'binary', [
    { arm: 'letter', outcome: 1 },
    { arm: 'standard', outcome: 0 },
    { arm: 'letter', outcome: 0 },
    { arm: 'standard', outcome: 1 },
    { arm: 'letter', outcome: 1 },
    { arm: 'standard', outcome: 0 },
    { arm: 'standard', outcome: 0 },
    { arm: 'letter', outcome: 1 },
    { arm: 'letter', outcome: 1 },
  ]);

  it('risk ratio 3.2', () => {
    const result = given(riskRatio(frame, treatedAgainstReference, options));
    const error = Math.sqrt(1 / 4 - 1 / 5 + 1 / 1 - 1 / 4);
    expectClosedForm(result.estimate, 3.2, 'ratio');
    expectClosedForm(result.logEstimate, Math.log(3.2), 'log');
    expectClosedForm(result.logStandardError, error, 'its error');
    expectClosedForm(result.statistic, Math.log(3.2) / error, 'z');
    expectClosedForm(bounds(result.interval)[0], 3.2 * Math.exp(-1.959963984540054 * error), 'lower bound');
    expect(result).toMatchObject({ quantity: 'risk-ratio', n: 9, level: 0.95, distribution: 'normal' });
  });

  it('odds ratio 12', () => {
    const result = given(oddsRatio(frame, treatedAgainstReference, options));
    const error = Math.sqrt(1 / 4 + 1 / 1 + 1 / 1 + 1 / 3);
    expectClosedForm(result.estimate, 12, 'ratio');
    expectClosedForm(result.logStandardError, error, 'its error');
    expectClosedForm(bounds(result.interval)[1], 12 * Math.exp(1.959963984540054 * error), 'upper bound');
    expect(result).toMatchObject({ quantity: 'odds-ratio', n: 9 });
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const records = twoArmReferences('rr_katz', 'or_woolf');
  it('has both ratios of forty-three comparisons', () => expect(records.length).toBeGreaterThanOrEqual(86));

  it.each(records)('$dataset $id', ({ kind, inputs, values }) => {
    const frame = frameOfCounts(
      ...([numberAt(inputs, 'x1'), numberAt(inputs, 'n1'), numberAt(inputs, 'x0'), numberAt(inputs, 'n0')] as const),
    );
    const estimator = kind === 'rr_katz' ? estimators.rr_katz : estimators.or_woolf;
    const result = estimator(frame, treatedAgainstReference, options);
    if (typeof values.se_log !== 'number') {
      expect(codeOf(result)).toBe('zero-cell');
      return;
    }
    const figures = given(result);
    const [low, high] = bounds(figures.interval);
    expectClosedForm(figures.estimate, numberAt(values, 'estimate'), 'estimate');
    expectClosedForm(figures.logEstimate, numberAt(values, 'log_estimate'), 'log estimate');
    expectClosedForm(figures.logStandardError, numberAt(values, 'se_log'), 'log standard error');
    expectClosedForm(low, numberAt(values, 'ci_low'), 'lower bound');
    expectClosedForm(high, numberAt(values, 'ci_high'), 'upper bound');
    expectP(figures, numberAt(values, 'p'), kind);
  });
});

describe('at the edges', () => {
  const ratio = (...counts: readonly [number, number, number, number]) =>
    riskRatio(frameOfCounts(...counts), treatedAgainstReference, options);
  const odds = (...counts: readonly [number, number, number, number]) =>
    oddsRatio(frameOfCounts(...counts), treatedAgainstReference, options);

  it('an arm in which nobody has the outcome', () => {
    expect(codeOf(ratio(0, 10, 3, 10))).toBe('zero-cell');
    expect(codeOf(ratio(3, 10, 0, 10))).toBe('zero-cell');
    expect(codeOf(odds(0, 10, 3, 10))).toBe('zero-cell');
  });
  it('an arm in which everybody has it has no odds, and its risk can still be compared', () => {
    expect(codeOf(odds(10, 10, 3, 10))).toBe('zero-cell');
    expectClosedForm(given(ratio(10, 10, 3, 10)).logStandardError, Math.sqrt(1 / 3 - 1 / 10), 'one arm varies');
  });
  it('everybody in both', () => expect(codeOf(ratio(10, 10, 7, 7))).toBe('no-variation'));
  it('an empty arm', () => {
    const frame = frameOf(['0', '1'], 'binary', [{ arm: '0', outcome: 1 }]);
    expect(codeOf(riskRatio(frame, treatedAgainstReference, options))).toBe('empty-arm');
  });
  it('an outcome that is not binary', () => {
    const frame = frameOf(['0', '1'], 'count', [{ arm: '0', outcome: 1 }]);
    expect(codeOf(oddsRatio(frame, treatedAgainstReference, options))).toBe('not-binary');
  });
  it('a tail that underflows keeps its log', () => {
    const figures = given(odds(900_000, 1_000_000, 100_000, 1_000_000));
    expect(figures.p).toBe(0);
    expect(figures.logP).toBeLessThan(-745);
  });
  it('a ratio close to 1 keeps the digits of its log', () => {
    const figures = given(ratio(100_000_001, 200_000_000, 100_000_000, 200_000_000));
    expectClosedForm(figures.logEstimate / 9.99999995e-9, 1, 'log');
  });
  it('clusters that are put aside carry the warning', () => {
    const rows = [0, 1, 0, 1].map((outcome, row) => ({ arm: String(row >> 1), outcome, cluster: row }));
    const frame = frameOf(['0', '1'], 'binary', rows);
    expect(given(riskRatio(frame, treatedAgainstReference, options)).warning).toBe('ignores-clustering');
  });
});

describe.each(Object.values(estimators))('%s whatever the data', (estimator) => {
  const figures = (frame: Parameters<typeof riskRatio>[0], contrast = { treated: 1, reference: 0 }) =>
    estimator(frame, contrast, options);
  it('any order', () => holdsInAnyOrder('binary', (frame) => figures(frame)));
  it('weights', () => holdsExpanded('binary', (frame) => figures(frame)));
  it('finite', () => holdsFinite('binary', (frame) => figures(frame)));
  it('swapping the arms inverts the ratio', () => {
    const frame = frameOfCounts(7, 19, 11, 14);
    const [there, back] = [figures(frame), figures(frame, { treated: 0, reference: 1 })].map((one) => given(one));
    expectClosedForm((there?.estimate ?? 0) * (back?.estimate ?? 0), 1, 'product');
    expectClosedForm((there?.logEstimate ?? 0) + (back?.logEstimate ?? 0), 0, 'sum of logs');
  });
});
