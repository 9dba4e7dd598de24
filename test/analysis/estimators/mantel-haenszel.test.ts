/** Mantel-Haenszel: longhand, against R on made-up data and real trials, at the edges, and whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MantelHaenszelOptions, mantelHaenszel } from '../../../analysis/estimators/mantel-haenszel.ts';
import type { Frame, Groups } from '../../../analysis/frame.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder } from './invariance.ts';
import { type Cells, expectP, hasReferences, numberAt, trialRows, valuesOf } from './references.ts';

type Placed = Row & { readonly city: string | number };
const options: MantelHaenszelOptions = { measure: 'odds-ratio', continuity: false, level: 0.95 };
const measures = ['odds-ratio', 'risk-ratio', 'risk-difference'] as const;

function cities(rows: readonly Placed[]): Groups {
  const names = [...new Set(rows.map(({ city }) => city))];
  return { codes: Int32Array.from(rows, ({ city }) => names.indexOf(city)), count: names.length };
}

function pooled(rows: readonly Placed[], settings: Partial<MantelHaenszelOptions> = {}, arms = ['0', '1']) {
  const frame = frameOf(arms, 'binary', rows);
  return mantelHaenszel(frame, cities(rows), treatedAgainstReference, { ...options, ...settings });
}

/** One city from its counts: treated with the outcome, treated, reference with it, reference. */
function counts(city: string | number, x1: number, n1: number, x0: number, n0: number): readonly Placed[] {
  return [
    { city, arm: '1', outcome: 1, weight: x1 },
    { city, arm: '0', outcome: 0, weight: n0 - x0 },
    { city, arm: '1', outcome: 0, weight: n1 - x1 },
    { city, arm: '0', outcome: 1, weight: x0 },
  ].filter(({ weight }) => weight > 0);
}

describe('two cities, longhand', () => {
  // Bath: 2 of 3 against 1 of 4; Wells: 1 of 2 against 1 of 3.
  const rows: readonly Placed[] = [
    { city: 'Wells', arm: '1', outcome: 0 },
    { city: 'Bath', arm: '0', outcome: 0 },
    { city: 'Bath', arm: '1', outcome: 1 },
    { city: 'Wells', arm: '0', outcome: 1 },
    { city: 'Bath', arm: '0', outcome: 1 },
    { city: 'Bath', arm: '1', outcome: 0 },
    { city: 'Wells', arm: '0', outcome: 0 },
    { city: 'Bath', arm: '0', outcome: 0 },
    { city: 'Wells', arm: '1', outcome: 1 },
    { city: 'Wells', arm: '0', outcome: 0 },
    { city: 'Bath', arm: '1', outcome: 1 },
    { city: 'Bath', arm: '0', outcome: 0 },
  ];

  it('the pooled odds ratio and its test', () => {
    const result = given(pooled(rows));
    const [r, s] = [(2 * 3) / 7 + (1 * 2) / 5, (1 * 1) / 7 + (1 * 1) / 5];
    expectClosedForm(result.estimate, r / s, 'odds ratio');
    const [p1, p2] = [5 / 7, 3 / 5];
    const pr = p1 * (6 / 7) + p2 * (2 / 5);
    const mixed = p1 * (1 / 7) + (1 - p1) * (6 / 7) + p2 * (1 / 5) + (1 - p2) * (2 / 5);
    const qs = (1 - p1) * (1 / 7) + (1 - p2) * (1 / 5);
    if (!('logStandardError' in result)) throw new Error('a ratio has a log');
    expectClosedForm(
      result.logStandardError ** 2,
      pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s),
      'variance',
    );
    const distance = 2 - (3 * 3) / 7 + (1 - (2 * 2) / 5);
    const variance = (3 * 4 * 3 * 4) / (49 * 6) + (2 * 3 * 2 * 3) / (25 * 4);
    expectClosedForm(result.test.statistic, distance ** 2 / variance, 'test');
    const corrected = given(pooled(rows, { continuity: true }));
    expectClosedForm(corrected.test.statistic, (distance - 0.5) ** 2 / variance, 'test less a half');
    expect([result.strataUsed, result.n, result.test.df]).toEqual([2, 12, 1]);
  });

  it('the pooled risk difference is weighted by n₁n₀/n', () => {
    const result = given(pooled(rows, { measure: 'risk-difference' }));
    const [bath, wells] = [12 / 7, 6 / 5];
    expectClosedForm(
      result.estimate,
      (bath * (2 / 3 - 1 / 4) + wells * (1 / 2 - 1 / 3)) / (bath + wells),
      'difference',
    );
  });

  it('the pooled risk ratio', () => {
    const result = given(pooled(rows, { measure: 'risk-ratio' }));
    expectClosedForm(result.estimate, ((2 * 4) / 7 + (1 * 3) / 5) / ((1 * 3) / 7 + (1 * 2) / 5), 'ratio');
  });
});

type Golden = {
  readonly people: readonly (Placed & { readonly voted: number; readonly weight: number })[];
  readonly pooled: readonly {
    readonly isWeighted: boolean;
    readonly treated: string;
    readonly measure: MantelHaenszelOptions['measure'];
    readonly level: number;
    readonly continuity: boolean;
    readonly [figure: string]: number | string | boolean;
  }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/comparisons.golden.json', import.meta.url), 'utf8'),
);

describe('against R', () => {
  it.each(golden.pooled)('$measure of $treated, weighted $isWeighted, $level, corrected $continuity', (expected) => {
    const { isWeighted, treated, measure, level, continuity } = expected;
    const rows = golden.people.map(({ arm, city, voted, weight }) => ({
      ...{ arm, city, outcome: voted },
      ...(isWeighted ? { weight } : {}),
    }));
    const result = given(pooled(rows, { measure, level, continuity }, ['standard', treated, 'letter', 'visit']));
    const figure = (key: string) => Number(expected[key]);
    const isRatio = 'logEstimate' in result;
    const own = isRatio ? result.logEstimate : result.estimate;
    const scale = (bound: number) => (isRatio ? Math.log(bound) : bound);
    const [low, high] = bounds(result.interval);
    expectClosedForm(own, figure('estimate'), 'estimate');
    expectClosedForm(isRatio ? result.logStandardError : result.standardError, figure('standardError'), 'error');
    expectClosedForm(scale(low), figure('low'), 'lower bound');
    expectClosedForm(scale(high), figure('high'), 'upper bound');
    expect(isSameTail(result.p, result.logP, figure('p'), Math.log(figure('p')))).toBe(true);
    expectClosedForm(result.test.statistic, figure('statistic'), 'test');
    expectClosedForm(result.test.p, figure('testP'), 'p of the test');
    const homogeneity = given(result.homogeneity);
    expectClosedForm(homogeneity.statistic, figure('q'), 'Q');
    expectClosedForm(homogeneity.p, figure('qP'), 'p of Q');
    expect([homogeneity.df, result.strataUsed, result.n]).toEqual([figure('qDf'), figure('strata'), figure('n')]);
  });
});

type Trial = {
  readonly rows: () => readonly Placed[];
  readonly dataset: string;
  readonly rma?: Readonly<Partial<Record<MantelHaenszelOptions['measure'], string>>>;
  readonly cmh?: string;
  readonly corrected?: string;
};

const fromRows =
  (
    file: string,
    arm: string,
    treated: string,
    outcome: string,
    city: string,
    isIn: (row: Cells) => boolean = () => true,
  ) =>
  () =>
    trialRows(file)
      .filter((row) => isIn(row) && !['', 'NA'].includes(row[outcome] ?? ''))
      .map((row) => ({ arm: row[arm] === treated ? '1' : '0', outcome: Number(row[outcome]), city: row[city] ?? '' }));
const yusuf = (table: string) => () =>
  trialRows('meta_yusuf1985.csv')
    .filter((row) => row.table === table && row.ai !== '')
    .flatMap((row, trial) => counts(trial, Number(row.ai), Number(row.n1i), Number(row.ci), Number(row.n2i)));
const bcg = () =>
  trialRows('meta_bcg.csv').flatMap(({ trial = '', tpos, tneg, cpos, cneg }) =>
    counts(trial, Number(tpos), Number(tpos) + Number(tneg), Number(cpos), Number(cpos) + Number(cneg)),
  );
const all = { 'odds-ratio': 'mh.OR', 'risk-ratio': 'mh.RR', 'risk-difference': 'mh.RD' };
const each = { 'odds-ratio': 'OR.MH', 'risk-ratio': 'RR.MH', 'risk-difference': 'RD.MH' };
const trials: readonly Trial[] = [
  {
    dataset: 'ggn2003',
    rows: fromRows('ggn2003.csv', 'treat', '1', 'voted01', 'city'),
    rma: all,
    cmh: 'cmh',
    corrected: 'cmh_cc',
  },
  {
    dataset: 'indo_rct',
    rows: fromRows('indo_rct.csv', 'rx', '1', 'outcome', 'site'),
    rma: all,
    cmh: 'cmh',
    corrected: 'cmh_cc',
  },
  { dataset: 'meta_bcg', rows: bcg, rma: each },
  ...['6', '9', '10', '11', '12a', '12b'].map((table) => ({
    dataset: 'meta_yusuf1985',
    rows: yusuf(table),
    rma: { 'odds-ratio': `table${table}.MH_OR`, 'risk-difference': `table${table}.MH_RD` },
  })),
  ...['1', '2', '3', '4'].map((visit) => ({
    dataset: 'respiratory',
    rows: fromRows('respiratory.csv', 'treat', 'A', 'outcome', 'center', (row) => row.visit === visit),
    cmh: `visit${visit}.cmh`,
  })),
  { dataset: 'resume2004', rows: fromRows('resume2004.csv', 'black', '1', 'call', 'female'), cmh: 'cmh' },
  {
    dataset: 'rosen2010',
    rows: fromRows('rosen2010.csv', 'hispanic_name', '1', 'response', 'good_grammar'),
    cmh: 'cmh',
  },
  {
    dataset: 'strep_tb',
    rows: fromRows('strep_tb.csv', 'arm', 'Streptomycin', 'improved', 'baseline_condition'),
    cmh: 'cmh',
  },
  {
    dataset: 'star_qss',
    rows: fromRows(
      ...(['star_qss.csv', 'classtype', '1', 'hsgrad', 'race'] as const),
      (row) => row.classtype !== '3' && ['1', '2'].includes(row.race ?? ''),
    ),
    cmh: 'cmh_race',
  },
];

describe.skipIf(!hasReferences)('real trials', () => {
  it.each(trials)('$dataset $rma $cmh', ({ dataset, rows, rma = {}, cmh, corrected }) => {
    for (const measure of measures) {
      const id = rma[measure];
      if (id === undefined) continue;
      const values = valuesOf(dataset, id);
      const result = given(pooled(rows(), { measure }));
      const isRatio = 'logEstimate' in result;
      expectClosedForm(isRatio ? result.logEstimate : result.estimate, numberAt(values, 'b'), `${id} estimate`);
      expectClosedForm(isRatio ? result.logStandardError : result.standardError, numberAt(values, 'se'), `${id} error`);
      expectP(result, numberAt(values, 'p'), `${id} p`);
      expectClosedForm(given(result.homogeneity).statistic, numberAt(values, 'Q'), `${id} Q`);
      expectClosedForm(given(result.homogeneity).p, numberAt(values, 'Qp'), `${id} p of Q`);
      expect(result.strataUsed).toBe(numberAt(values, 'k'));
    }
    for (const [continuity, id] of [
      [false, cmh],
      [true, corrected],
    ] as const) {
      if (id === undefined) continue;
      const values = valuesOf(dataset, id);
      const result = given(pooled(rows(), { continuity }));
      const [low, high] = bounds(result.interval);
      expectClosedForm(result.test.statistic, numberAt(values, 'statistic', 'Mantel-Haenszel X-squared'), 'test');
      expectP(result.test, numberAt(values, 'p.value'), 'p of the test');
      expectClosedForm(result.estimate, numberAt(values, 'estimate', 'common odds ratio'), 'odds ratio');
      expectClosedForm(low, numberAt(values, 'conf.int', 0), 'lower bound');
      expectClosedForm(high, numberAt(values, 'conf.int', 1), 'upper bound');
    }
  });
});

describe('at the edges', () => {
  it('a stratum with one arm says nothing', () => {
    const two = [...counts('a', 3, 7, 2, 9), ...counts('b', 4, 5, 1, 6)];
    expect(pooled([...two, ...counts('c', 3, 4, 0, 0)])).toEqual(pooled(two));
  });
  it('no stratum with both arms, and an empty arm', () => {
    expect(codeOf(pooled([...counts('a', 3, 7, 0, 0), ...counts('b', 0, 0, 1, 6)]))).toBe('no-shared-stratum');
    expect(codeOf(pooled(counts('a', 0, 0, 1, 6)))).toBe('empty-arm');
  });
  it('a pooled ratio that is 0 or infinite', () => {
    for (const measure of ['odds-ratio', 'risk-ratio'] as const) {
      expect(codeOf(pooled([...counts('a', 3, 7, 0, 9), ...counts('b', 4, 5, 0, 6)], { measure }))).toBe('zero-cell');
    }
  });
  it('outcomes that do not vary', () => {
    for (const measure of measures)
      expect(codeOf(pooled(counts('a', 7, 7, 9, 9), { measure }))).toMatch(/no-variation/);
  });
  it('arms that differ by everything leave no error, whatever rounding leaves of it', () => {
    for (let n1 = 1; n1 < 12; n1 += 1) {
      for (let n0 = 1; n0 < 12; n0 += 1) {
        const rows = [
          ...counts('a', 0, n1, n0, n0),
          ...counts('b', 0, n0 + 2, n1 + 3, n1 + 3),
          ...counts('c', 0, 3, 1, 1),
        ];
        expect(codeOf(pooled(rows, { measure: 'risk-difference' }))).toBe('no-variation');
      }
    }
  });
  it('one stratum has no homogeneity, a second in which nobody has the outcome does not change that', () => {
    const result = given(pooled([...counts('a', 3, 7, 2, 9), ...counts('b', 0, 5, 0, 6)]));
    expect(codeOf(result.homogeneity)).toBe('one-stratum');
    expect(result.strataUsed).toBe(2);
  });
  it('a distance below a half is not corrected', () => {
    const rows = [...counts('a', 3, 7, 4, 9), ...counts('b', 2, 5, 3, 8)];
    expect(pooled(rows, { continuity: true })).toEqual(pooled(rows));
  });
  it('an outcome that is not binary', () => {
    const frame = frameOf(['0', '1'], 'count', [{ arm: '0', outcome: 1 }]);
    const strata = { codes: Int32Array.of(0), count: 1 };
    expect(codeOf(mantelHaenszel(frame, strata, treatedAgainstReference, options))).toBe('not-binary');
  });
});

describe.each(measures)('%s whatever the data', (measure) => {
  const figures = (frame: Frame, _: unknown, people: readonly Placed[]) =>
    mantelHaenszel(frame, cities(people), treatedAgainstReference, { ...options, measure });
  it('any order', () => holdsInAnyOrder('binary', figures, 1e-9));
  it('weights', () => holdsExpanded('binary', figures, 1e-9));
  it('finite', () => holdsFinite('binary', figures));
});
