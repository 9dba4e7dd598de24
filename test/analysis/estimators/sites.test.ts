/** Effects by site: longhand, against metafor on real trials, at the edges, and whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pool } from '../../../analysis/estimators/random-effects.ts';
import { type SitesOptions, sites } from '../../../analysis/estimators/sites.ts';
import type { CategoryColumn, Frame } from '../../../analysis/frame.ts';
import { expectClosedForm, expectFit } from '../numbers/tolerance.ts';
import { frameOf, treatedAgainstReference as pair, type Row } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder, type Person } from './invariance.ts';
import { hasReferences, numberAt, trialRows, valuesOf } from './references.ts';

type Placed = Row & { readonly city: string };
const options: SitesOptions = {
  ...{ measure: 'risk-difference', model: 'fixed', knappHartung: false, leaveOneOut: false, level: 0.95 },
};

function cities(rows: readonly Placed[]): CategoryColumn {
  const levels = [...new Set(rows.map(({ city }) => city))].sort();
  const codes = Int32Array.from(rows, ({ city }) => levels.indexOf(city));
  return { kind: 'category', name: 'city', levels, codes };
}
const of = (rows: readonly Placed[], more: Partial<SitesOptions> = {}, kind: Frame['outcomeKind'] = 'binary') =>
  sites(frameOf(['0', '1'], kind, rows), cities(rows), pair, { ...options, ...more });

/** One city from its counts: treated with the outcome, treated, reference with it, reference. */
function counts(city: string, x1: number, n1: number, x0: number, n0: number): readonly Placed[] {
  return [
    { city, arm: '1', outcome: 1, weight: x1 },
    { city, arm: '0', outcome: 0, weight: n0 - x0 },
    { city, arm: '1', outcome: 0, weight: n1 - x1 },
    { city, arm: '0', outcome: 1, weight: x0 },
  ].filter(({ weight }) => weight > 0);
}

describe('three cities, longhand', () => {
  const rows = [...counts('Bath', 8, 20, 5, 25), ...counts('Ely', 9, 30, 10, 30), ...counts('Wells', 6, 10, 2, 10)];
  const own = [
    { value: 8 / 20 - 5 / 25, variance: (0.4 * 0.6) / 20 + (0.2 * 0.8) / 25 },
    { value: 9 / 30 - 10 / 30, variance: (0.3 * 0.7) / 30 + ((1 / 3) * (2 / 3)) / 30 },
    { value: 0.4, variance: (0.6 * 0.4) / 10 + (0.2 * 0.8) / 10 },
  ];
  const sum = (of: (one: { value: number; variance: number }) => number) => own.reduce((all, one) => all + of(one), 0);
  const total = sum(({ variance }) => 1 / variance);
  const mean = sum(({ value, variance }) => value / variance) / total;
  const q = sum(({ value, variance }) => (value - mean) ** 2 / variance);

  it('fixed: weighted by the inverse variance', () => {
    const result = given(of(rows));
    expectClosedForm(result.estimate, mean, 'mean');
    expectClosedForm(result.standardError ?? 0, Math.sqrt(1 / total), 'error');
    expectClosedForm(result.heterogeneity.statistic, q, 'Q');
    expect(result.rows.map(({ site, n }) => [site, n])).toEqual([
      ['Bath', 45],
      ['Ely', 60],
      ['Wells', 20],
    ]);
    expect(result).not.toHaveProperty('predictionInterval');
    expect(result.tau2).toBe(0);
  });

  it('DerSimonian-Laird: the excess of Q', () => {
    const result = given(of(rows, { model: 'dersimonian-laird' }));
    const tau2 = (q - 2) / (total - sum(({ variance }) => 1 / variance ** 2) / total);
    expectClosedForm(result.tau2, tau2, 'variance between cities');
    const weights = sum(({ variance }) => 1 / (variance + tau2));
    expectClosedForm(result.standardError ?? 0, Math.sqrt(1 / weights), 'error');
    const [low, high] = bounds(result.predictionInterval ?? [0, 0]);
    expectClosedForm((high - low) / 2, 1.959963984540054 * Math.sqrt(1 / weights + tau2), 'half of the prediction');
  });

  it('REML: the slope of the restricted likelihood is 0', () => {
    const { tau2 } = given(of(rows, { model: 'reml' }));
    const logLikelihood = (t: number) => {
      const w = sum(({ variance }) => 1 / (variance + t));
      const m = sum(({ value, variance }) => value / (variance + t)) / w;
      const squares = sum(({ value, variance }) => (value - m) ** 2 / (variance + t));
      return -0.5 * (sum(({ variance }) => Math.log(variance + t)) + Math.log(w) + squares);
    };
    const slope = (logLikelihood(tau2 * 1.001) - logLikelihood(tau2 * 0.999)) / (0.002 * tau2);
    expect(Math.abs(slope)).toBeLessThan(1e-3);
    expect(logLikelihood(tau2)).toBeGreaterThan(Math.max(logLikelihood(tau2 * 1.05), logLikelihood(tau2 * 0.95)));
  });
});

type Golden = {
  readonly counts: readonly Readonly<Record<'x1' | 'n1' | 'x0' | 'n0', number> & { site: string }>[];
  readonly people: readonly { readonly site: string; readonly arm: number; readonly outcome: number }[];
  readonly effects: readonly {
    readonly measure: 'RD' | 'RR' | 'OR' | 'MD';
    readonly level: number;
    readonly value: readonly number[];
    readonly error: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
  }[];
};
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/sites.golden.json', import.meta.url), 'utf8'));
const named = { RD: 'risk-difference', RR: 'risk-ratio', OR: 'odds-ratio', MD: 'mean-difference' } as const;

describe('each site against R', () => {
  const shares = golden.counts.flatMap(({ site, x1, n1, x0, n0 }) => counts(site, x1, n1, x0, n0));
  const means = golden.people.map(({ site, arm, outcome }) => ({ city: site, arm: String(arm), outcome }));

  it.each(golden.effects)('$measure at $level: its effect, error and interval', (expected) => {
    const isMean = expected.measure === 'MD';
    const more = { measure: named[expected.measure], level: expected.level };
    const { rows } = given(of(isMean ? means : shares, more, isMean ? 'continuous' : 'binary'));
    expect(rows.map(({ site }) => site)).toEqual(golden.counts.map(({ site }) => site));
    for (const [index, row] of rows.entries()) {
      const [value, error, interval] =
        'logEstimate' in row
          ? [row.logEstimate, row.logStandardError, row.logInterval]
          : [row.estimate, row.standardError, row.interval];
      const [low, high] = bounds(interval);
      expectClosedForm(value, expected.value[index] ?? 0, `effect of ${row.site}`);
      expectClosedForm(error, expected.error[index] ?? 0, `error of ${row.site}`);
      expectClosedForm(low, expected.low[index] ?? 0, `lower bound of ${row.site}`);
      expectClosedForm(high, expected.high[index] ?? 0, `upper bound of ${row.site}`);
    }
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const bcg = () =>
    trialRows('meta_bcg.csv').flatMap(({ trial = '', tpos, tneg, cpos, cneg }) =>
      counts(
        trial.padStart(2, '0'),
        Number(tpos),
        Number(tpos) + Number(tneg),
        Number(cpos),
        Number(cpos) + Number(cneg),
      ),
    );
  const canvass = () =>
    trialRows('ggn2003.csv').map((row) => ({
      ...{ arm: row.treat ?? '', outcome: Number(row.voted01), city: row.city ?? '' },
    }));
  const models = [
    ['FE', { model: 'fixed' }],
    ['DL', { model: 'dersimonian-laird' }],
    ['REML', { model: 'reml' }],
    ['REML_HK', { model: 'reml', knappHartung: true }],
  ] as const;
  const measures = [
    ['meta_bcg', 'RR', 'risk-ratio', bcg],
    ['meta_bcg', 'OR', 'odds-ratio', bcg],
    ['meta_bcg', 'RD', 'risk-difference', bcg],
    ['ggn2003', 'meta.RD', 'risk-difference', canvass],
  ] as const;
  const cases = measures.flatMap(([dataset, name, measure, rows]) =>
    models.map(([id, model]) => ({ dataset, id: `${name}.${id}`, measure, model, rows })),
  );

  it.each(cases)('$dataset $id', ({ dataset, id, measure, model, rows }) => {
    const values = valuesOf(dataset, id);
    const result = given(of(rows(), { ...model, measure }));
    const isRatio = measure !== 'risk-difference';
    const scale = (bound: number) => (isRatio ? Math.log(bound) : bound);
    const [low, high] = bounds(result.interval).map(scale);
    expectFit(result.logEstimate ?? result.estimate, numberAt(values, 'b'), 'mean');
    expectFit(result.logStandardError ?? result.standardError ?? 0, numberAt(values, 'se'), 'error');
    expectFit(result.p, numberAt(values, 'p'), 'p');
    expectFit(low ?? 0, numberAt(values, 'ci_low'), 'lower bound');
    expectFit(high ?? 0, numberAt(values, 'ci_high'), 'upper bound');
    expectFit(result.tau2, numberAt(values, 'tau2'), 'τ²');
    expectFit(result.i2, numberAt(values, 'I2'), 'I²');
    expectFit(result.heterogeneity.statistic, numberAt(values, 'Q'), 'Q');
    expectFit(result.heterogeneity.p, numberAt(values, 'Qp'), 'p of Q');
    if (result.predictionInterval === undefined || !('pi_low' in values)) return;
    const [from, to] = bounds(result.predictionInterval).map(scale);
    expectFit(from ?? 0, numberAt(values, 'pi_low'), 'prediction, lower');
    expectFit(to ?? 0, numberAt(values, 'pi_high'), 'prediction, upper');
  });

  it('leaving out one of the BCG trials at a time', () => {
    const values = valuesOf('meta_bcg', 'RR.loo');
    const result = given(of(bcg(), { measure: 'risk-ratio', model: 'reml', leaveOneOut: true }));
    for (const [index, row] of (result.leaveOneOut ?? []).entries()) {
      if (!('logEstimate' in row)) throw new Error('no estimate');
      // That record is metafor's at its default threshold, 1e-5.
      const loose = (actual: number, key: string) =>
        expect(Math.abs(actual - numberAt(values, key, index))).toBeLessThan(
          1e-4 * Math.abs(numberAt(values, key, index)),
        );
      loose(row.logEstimate, 'estimate');
      loose(row.logStandardError, 'se');
    }
    expect(result.leaveOneOut).toHaveLength(13);
  });
});

describe('REML', () => {
  // metafor 3.8-1: rma(yi, vi, method = "REML", control = list(threshold = 1e-15, maxiter = 10000)).
  it('a variance far below those of the effects, where steps end in rounding', () => {
    const values = [
      0.66190127999999993, 0.731521, 0.42187125, 0.43872046666666675, 0.47905866666666674, 0.81169614666666678,
    ];
    const variances = [
      0.053367890967468405, 0.078076661232926364, 0.049922476789982025, 0.037836527321294521, 0.032071299685419358,
      0.024762379147881562,
    ];
    const effects = values.map((value, index) => ({ value, variance: variances[index] ?? 0 }));
    const found = pool(effects, 'reml', false);
    expectFit(found?.tau2 ?? 0, 0.0002561708884406088, 'τ²');
    expectFit(found?.mean ?? 0, 0.59845138478408355, 'mean');
    expectFit(found?.error ?? 0, 0.082061348882797827, 'error');
  });
});

describe('REML with two maxima', () => {
  // metafor 3.8-1 takes the higher one too, with a warning: rma(yi, vi, method = "REML").
  const effects = [
    { value: 0.03174869831458027, variance: 0.00206570597597425 },
    { value: 0.013355791181555636, variance: 0.00202628315007596 },
    { value: 0.2876820724517809, variance: 0.01422764227642277 },
  ];

  it('is that of the higher likelihood: 0 here, beside a lower maximum at 0.0048', () => {
    const found = pool(effects, 'reml', false);
    expect(found?.tau2).toBe(0);
    expectFit(found?.mean ?? 0, 0.0402526847374525, 'mean');
    expectFit(found?.error ?? 0, 0.0308916336727597, 'error');
  });

  it('agrees with the likelihood written out, on a grid, for many sets of effects', () => {
    const likelihood = (own: typeof effects, tau2: number) => {
      const weights = own.map(({ variance }) => 1 / (variance + tau2));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = own.reduce((sum, { value }, index) => sum + value * (weights[index] ?? 0), 0) / total;
      const squares = own.reduce((sum, { value }, index) => sum + (weights[index] ?? 0) * (value - mean) ** 2, 0);
      return (weights.reduce((sum, weight) => sum + Math.log(weight), 0) - Math.log(total) - squares) / 2;
    };
    for (let last = 0; last < 40; last += 1) {
      const own = effects.map((effect, index) => (index === 2 ? { ...effect, value: last / 100 } : effect));
      const tau2 = pool(own, 'reml', false)?.tau2 ?? -1;
      for (let step = 0; step <= 200; step += 1) {
        expect(likelihood(own, (step * step) / 1e6)).toBeLessThanOrEqual(likelihood(own, tau2) + 1e-12);
      }
    }
  });
});

describe('at the edges', () => {
  it('one site, and sites with one arm', () => {
    expect(codeOf(of(counts('a', 3, 7, 2, 9)))).toBe('too-few-sites');
    expect(codeOf(of([...counts('a', 3, 7, 2, 9), ...counts('b', 3, 7, 0, 0)]))).toBe('too-few-sites');
  });
  it('an empty cell gets halves', () => {
    const result = given(of([...counts('a', 0, 7, 2, 9), ...counts('b', 4, 7, 3, 8)], { measure: 'odds-ratio' }));
    const [row] = result.rows;
    if (row === undefined || !('logEstimate' in row)) throw new Error('no log');
    expectClosedForm(row.logEstimate, Math.log((0.5 * 7.5) / (7.5 * 2.5)), 'log odds ratio');
  });
  it('a risk of an outcome that is not binary; means of one that is', () => {
    const rows = [...counts('a', 3, 7, 2, 9), ...counts('b', 4, 7, 3, 8)];
    expect(codeOf(of(rows, {}, 'count'))).toBe('not-binary');
    const result = given(of(rows, { measure: 'mean-difference' }, 'count'));
    const [row] = result.rows;
    if (row === undefined || !('standardError' in row)) throw new Error('no error');
    expectClosedForm(row.standardError, Math.sqrt((3 * 4) / 7 / 6 / 7 + (2 * 7) / 9 / 8 / 9), 'Welch');
  });
  it('leaving one of two out leaves too few', () => {
    const result = given(of([...counts('a', 3, 7, 2, 9), ...counts('b', 4, 7, 3, 8)], { leaveOneOut: true }));
    expect((result.leaveOneOut ?? []).map(codeOf)).toEqual(['too-few-sites', 'too-few-sites']);
  });
});

describe.each(['fixed', 'dersimonian-laird', 'reml'] as const)('%s whatever the data', (model) => {
  const figures = (frame: Frame, _: unknown, people: readonly Person[]) => {
    const rows = people.map((person) => ({ ...person, city: String(person.city) }));
    const measure = frame.outcomeKind === 'binary' ? 'risk-ratio' : 'mean-difference';
    return sites(frame, cities(rows), pair, { ...options, model, measure, leaveOneOut: true });
  };
  it.each(['binary', 'continuous'] as const)('%s outcomes', (kind) => {
    holdsInAnyOrder(kind, figures, 1e-7);
    holdsExpanded(kind, figures, 1e-7);
    holdsFinite(kind, figures);
  });
});
