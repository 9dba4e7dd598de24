/** Time to an event: longhand, against package survival on made-up data and real trials, at the edges, whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cox } from '../../../analysis/estimators/cox.ts';
import { type CurveInterval, kaplanMeier } from '../../../analysis/estimators/kaplan-meier.ts';
import { logRank } from '../../../analysis/estimators/log-rank.ts';
import { restrictedMean } from '../../../analysis/estimators/restricted-mean.ts';
import type { TimeFrame } from '../../../analysis/estimators/risk-tables.ts';
import type { Contrast, Frame, Groups } from '../../../analysis/frame.ts';
import { expectClosedForm, expectFit, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, treatedAgainstReference as pair } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder, type Person } from './invariance.ts';
import { hasReferences, numberAt, trialRows, type Value, type Values, valuesOf } from './references.ts';

type Seen = { readonly arm: string; readonly days: number; readonly registered: number; readonly weight?: number };
const level = 0.95;
const curve = { interval: 'log', level } as const;
const efron = { errors: 'model', ties: 'efron', level } as const;

function times(rows: readonly Seen[], arms: readonly string[]): TimeFrame {
  const frame = frameOf(
    arms,
    'binary',
    rows.map(({ arm, registered, weight }) => ({
      arm,
      outcome: registered,
      ...(weight === undefined ? {} : { weight }),
    })),
  );
  return { frame, time: Float64Array.from(rows, ({ days }) => days) };
}
const seen = (arm: string, ...days: readonly string[]): readonly Seen[] =>
  days.map((text) => ({ arm, days: Number.parseFloat(text), registered: text.endsWith('+') ? 0 : 1 }));
/** Days of the event; "+" for those last seen without it. */
const small = times(
  [...seen('letter', '2', '5+', '2'), ...seen('standard', '3', '8+', '6', '3')],
  ['standard', 'letter'],
);

describe('letter 2 2 5+ against standard 3 3 6 8+, longhand', () => {
  it('the curve, its error and its median', () => {
    const { rows, medians, n } = given(kaplanMeier(small, curve));
    const standard = rows.filter(({ arm }) => arm === 'standard');
    expect(standard.map(({ time, atRisk, events, survival }) => [time, atRisk, events, survival])).toEqual([
      [3, 4, 2, 0.5],
      [6, 2, 1, 0.25],
    ]);
    const [, last] = standard.map(given);
    const error = Math.sqrt(2 / (4 * 2) + 1 / (2 * 1));
    if (last === undefined || !('standardError' in last)) throw new Error('no error');
    expectClosedForm(last.standardError, 0.25 * error, 'Greenwood');
    expectClosedForm(bounds(last.interval)[0], 0.25 * Math.exp(-1.959963984540054 * error), 'lower bound');
    expect(bounds(last.interval)[1]).toBe(1);
    expect(medians[0]).toMatchObject({ arm: 'standard', median: 4.5 });
    expect(n).toBe(7);
  });

  it('numbers at risk: at 0, then at each quarter of the last time, in whole days', () => {
    expect(given(kaplanMeier(small, curve)).numbersAtRisk).toEqual([
      { arm: 'standard', lastSeen: 8, times: [0, 2, 4, 6, 8], atRisk: [4, 4, 2, 2, 1] },
      { arm: 'letter', lastSeen: 5, times: [0, 2, 4, 6, 8], atRisk: [3, 3, 1, 0, 0] },
    ]);
  });

  it('log-rank: expected events are shares of those at risk', () => {
    const result = given(logRank(small, pair, null));
    // At 2: two events, 3 of 7 at risk in the letter arm; at 3: two events, 1 of 5; at 6: one, 0 of 2.
    const expected = (2 * 3) / 7 + (2 * 1) / 5;
    const variance = (2 * (3 / 7) * (4 / 7) * 5) / 6 + (2 * (1 / 5) * (4 / 5) * 3) / 4;
    expectClosedForm(result.statistic, (2 - expected) ** 2 / variance, 'statistic');
    expectClosedForm(result.rows[0]?.expected ?? 0, expected, 'expected');
    expect(result).toMatchObject({
      df: 1,
      n: 7,
      rows: [
        { arm: 'letter', observed: 2 },
        { arm: 'standard', observed: 3 },
      ],
    });
  });

  it('Cox with Breslow’s ties is where the score is 0', () => {
    const [result] = cox(small, [pair], null, { ...efron, ties: 'breslow' });
    const ratio = given(result).estimate;
    const score = 2 - (2 * 3 * ratio) / (4 + 3 * ratio) - (2 * ratio) / (4 + ratio);
    expect(Math.abs(score)).toBeLessThan(1e-12);
  });

  it('mean time to day 5: the areas under the curves', () => {
    const result = given(restrictedMean(small, pair, { horizon: 5, level }));
    const [letter, standard] = [2 + 3 / 3, 3 + 2 * 0.5];
    expectClosedForm(result.estimate, letter - standard, 'difference');
    const variance = 1 ** 2 * (2 / (3 * 1)) + 1 ** 2 * (2 / (4 * 2));
    expectClosedForm(result.standardError, Math.sqrt(variance), 'error');
  });
});

type Written = number | 'NA';
type Golden = {
  readonly people: readonly (Seen & { readonly city: number; readonly home: number })[];
  readonly curves: readonly {
    readonly isWeighted: boolean;
    readonly interval: CurveInterval;
    readonly level: number;
    readonly arm: readonly string[];
    readonly time: readonly number[];
    readonly atRisk: readonly number[];
    readonly events: readonly number[];
    readonly survival: readonly number[];
    readonly standardError: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly medians: readonly Written[];
    readonly mediansLow: readonly Written[];
    readonly mediansHigh: readonly Written[];
  }[];
  readonly atRisk: readonly {
    readonly isWeighted: boolean;
    readonly unit: number;
    readonly times: readonly number[];
    readonly arm: readonly string[];
    readonly lastSeen: readonly number[];
    readonly count: readonly (readonly number[])[];
  }[];
  readonly tests: readonly {
    readonly isWeighted: boolean;
    readonly strata: boolean;
    readonly arms: readonly string[];
    readonly statistic: number;
    readonly p: number;
    readonly observed: readonly number[];
    readonly expected: readonly number[];
  }[];
  readonly hazards: readonly {
    readonly isWeighted: boolean;
    readonly ties: 'efron' | 'breslow';
    readonly strata: boolean;
    readonly estimate: readonly number[];
    readonly standardError: readonly number[];
    readonly robust: readonly number[];
    readonly robustAlone: readonly number[];
  }[];
  readonly means: readonly {
    readonly isWeighted: boolean;
    readonly horizon: number;
    readonly mean: readonly number[];
    readonly error: readonly number[];
  }[];
};
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/survival.golden.json', import.meta.url), 'utf8'));
const arms = ['standard', 'letter', 'visit'];
const goldenTimes = (isWeighted: boolean) =>
  times(
    golden.people.map(({ arm, days, registered, weight = 1 }) => ({
      ...{ arm, days, registered },
      ...(isWeighted ? { weight } : {}),
    })),
    arms,
  );
/** The same people in the homes they live in. */
function inHomes(isWeighted: boolean): TimeFrame {
  const { frame, time } = goldenTimes(isWeighted);
  const cluster = Int32Array.from(golden.people, ({ home }) => home - 1);
  return { frame: { ...frame, cluster, clusterCount: 40 }, time };
}
const cities: Groups = { codes: Int32Array.from(golden.people, ({ city }) => city - 1), count: 4 };

describe('against R', () => {
  it.each(golden.curves)('curves, $interval, $level, weighted $isWeighted', (expected) => {
    const { rows, medians } = given(kaplanMeier(goldenTimes(expected.isWeighted), expected));
    const shown = rows.flatMap((row) => ('interval' in row ? [row] : []));
    expect(shown.map(({ arm }) => arm)).toEqual(expected.arm);
    expect(shown.map(({ time, atRisk, events }) => [time, atRisk, events])).toEqual(
      expected.time.map((time, index) => [time, expected.atRisk[index], expected.events[index]]),
    );
    for (const [index, row] of shown.entries()) {
      expectClosedForm(row.survival, expected.survival[index] ?? 0, `share ${index}`);
      expectClosedForm(row.standardError, expected.standardError[index] ?? 0, `error ${index}`);
      expectClosedForm(bounds(row.interval)[0], expected.low[index] ?? 0, `lower bound ${index}`);
      expectClosedForm(bounds(row.interval)[1], expected.high[index] ?? 0, `upper bound ${index}`);
    }
    const written = (value: Written | undefined) => (value === 'NA' ? 'Infinity' : value);
    expect(medians.map((row) => ('median' in row ? row.median : 'NA'))).toEqual(expected.medians);
    expect(medians.map(({ interval }) => interval)).toEqual(
      arms.map((_, arm) => [written(expected.mediansLow[arm]), written(expected.mediansHigh[arm])]),
    );
  });

  it.each(golden.atRisk)('numbers at risk, weighted $isWeighted, in units of $unit', (expected) => {
    const { frame, time } = goldenTimes(expected.isWeighted);
    const scaled = { frame, time: time.map((days) => days / expected.unit) };
    const found = given(kaplanMeier(scaled, curve)).numbersAtRisk;
    expect(found.map(({ arm }) => arm)).toEqual(expected.arm);
    for (const [index, row] of found.entries()) {
      expect(row.times).toEqual(expected.times);
      expect(row.lastSeen).toBe(expected.lastSeen[index]);
      expect(row.atRisk).toHaveLength(expected.times.length);
      for (const [place, count] of row.atRisk.entries()) {
        expectClosedForm(count, expected.count[index]?.[place] ?? -1, `at risk in ${row.arm}, ${place}`);
      }
    }
  });

  it.each(golden.tests)('log-rank of $arms, strata $strata, weighted $isWeighted', (expected) => {
    const [, other = ''] = expected.arms;
    const over = expected.arms.length === 3 ? 'all-arms' : { treated: arms.indexOf(other), reference: 0 };
    const result = given(logRank(goldenTimes(expected.isWeighted), over, expected.strata ? cities : null));
    expectClosedForm(result.statistic, expected.statistic, 'statistic');
    expect(isSameTail(result.p, result.logP, expected.p, Math.log(expected.p))).toBe(true);
    for (const [index, arm] of expected.arms.entries()) {
      const row = result.rows.find((one) => one.arm === arm);
      expect(row?.observed).toBe(expected.observed[index]);
      expectClosedForm(row?.expected ?? 0, expected.expected[index] ?? 0, `expected in ${arm}`);
    }
  });

  it.each(golden.hazards)('Cox, $ties, strata $strata, weighted $isWeighted', (expected) => {
    const contrasts: readonly Contrast[] = [pair, { treated: 2, reference: 0 }, { treated: 2, reference: 1 }];
    const { isWeighted, ties, strata } = expected;
    const results = cox(goldenTimes(isWeighted), contrasts, strata ? cities : null, { ...efron, ties }).map(given);
    for (const [index, result] of results.entries()) {
      expectFit(result.logEstimate, expected.estimate[index] ?? 0, `hazard ratio ${index}`);
      expectFit(result.logStandardError, expected.standardError[index] ?? 0, `error ${index}`);
    }
    expect(results[0]?.terms.map(({ term }) => term)).toEqual(['arm=letter', 'arm=visit']);
    expect(results[0]).not.toHaveProperty('clusters');
    const settings = { errors: 'CR0', ties, level } as const;
    const robust = cox(inHomes(isWeighted), contrasts, strata ? cities : null, settings).map(given);
    for (const [index, result] of robust.entries()) {
      expectFit(result.logStandardError, expected.robust[index] ?? 0, `robust error ${index}`);
      expect([result.clusters, result.warning]).toEqual([40, undefined]);
    }
    const alone = cox(goldenTimes(isWeighted), contrasts, strata ? cities : null, settings).map(given);
    for (const [index, result] of alone.entries()) {
      expectFit(result.logStandardError, expected.robustAlone[index] ?? 0, `robust error ${index}, without clusters`);
      expect(result).not.toHaveProperty('clusters');
    }
  });

  it.each(golden.means)('mean time to $horizon, weighted $isWeighted', ({ isWeighted, horizon, mean, error }) => {
    for (const treated of [1, 2]) {
      const result = given(restrictedMean(goldenTimes(isWeighted), { treated, reference: 0 }, { horizon, level }));
      expectClosedForm(result.estimate, (mean[treated] ?? 0) - (mean[0] ?? 0), 'difference');
      expectClosedForm(result.standardError, Math.hypot(error[treated] ?? 0, error[0] ?? 0), 'error');
    }
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const colon = (etype: string): TimeFrame => {
    const rows = trialRows('colon.csv').filter((row) => row.etype === etype);
    const people = rows.map((row) => ({ arm: row.rx ?? '', days: Number(row.time), registered: Number(row.status) }));
    return times(people, ['Obs', 'Lev', 'Lev+5FU']);
  };
  const nodes = (etype: string): Groups => {
    const rows = trialRows('colon.csv').filter((row) => row.etype === etype);
    return { codes: Int32Array.from(rows, (row) => Number(row.node4)), count: 2 };
  };
  const prefix = { '1': 'recurrence', '2': 'death' } as const;

  it.each(['1', '2'] as const)('levamisole and fluorouracil, event %s', (etype) => {
    const own = prefix[etype];
    const check = (id: string, over: Contrast | 'all-arms', strata: Groups | null) => {
      const values = valuesOf('colon', `${own}.${id}`);
      const result = given(logRank(colon(etype), over, strata));
      expectClosedForm(result.statistic, numberAt(values, 'chisq'), id);
      expectClosedForm(result.p, numberAt(values, 'p'), `${id}, p`);
    };
    check('logrank', 'all-arms', null);
    check('logrank_2arm', { treated: 2, reference: 0 }, null);
    check('logrank_strat', 'all-arms', nodes(etype));
    for (const ties of ['efron', 'breslow'] as const) {
      const [lev, both] = cox(colon(etype), [pair, { treated: 2, reference: 0 }], null, { ...efron, ties }).map(given);
      const { terms } = valuesOf('colon', `${own}.cox.${ties}`) as { readonly terms: Values }; // a fit has terms
      expectFit(lev?.logEstimate ?? 0, numberAt(terms, 'rxLev', 'coef'), 'Lev');
      expectFit(both?.logEstimate ?? 0, numberAt(terms, 'rxLev+5FU', 'coef'), 'Lev+5FU');
      expectFit(both?.logStandardError ?? 0, numberAt(terms, 'rxLev+5FU', 'se(coef)'), 'its error');
    }
    const means = valuesOf('colon', `${own}.rmst`);
    const result = given(restrictedMean(colon(etype), { treated: 2, reference: 0 }, { horizon: 1825, level }));
    expectClosedForm(result.estimate, numberAt(means, 'data', 2, 0) - numberAt(means, 'data', 0, 0), 'mean time');
    const error = Math.hypot(numberAt(means, 'data', 2, 1), numberAt(means, 'data', 0, 1));
    expectClosedForm(result.standardError, error, 'error of the mean time');
    const medians = valuesOf('colon', `${own}.km_median`);
    for (const [arm, row] of given(kaplanMeier(colon(etype), curve)).medians.entries()) {
      const [median, low] = [6, 7].map(
        (column) => Array.isArray(medians.data) && (medians.data[arm] as Value[])[column],
      ); // a matrix
      expect('median' in row ? row.median : 'NA').toBe(median);
      expect(row.interval[0]).toBe(low === 'NA' ? 'Infinity' : low);
    }
  });
});

describe('at the edges', () => {
  const of = (standard: readonly string[], letter: readonly string[]) =>
    times([...seen('standard', ...standard), ...seen('letter', ...letter)], ['standard', 'letter']);

  it('an empty arm', () => {
    const data = of(['1', '2'], []);
    expect(codeOf(logRank(data, pair, null))).toBe('empty-arm');
    expect(codeOf(restrictedMean(data, pair, { horizon: 1, level }))).toBe('empty-arm');
    expect(codeOf(cox(data, [pair], null, efron)[0])).toBe('one-arm');
    expect(given(kaplanMeier(data, curve)).medians.map(({ arm }) => arm)).toEqual(['standard']);
  });
  it('an event that happens to nobody, in an arm or at all', () => {
    expect(codeOf(logRank(of(['1+', '2+'], ['3+']), pair, null))).toBe('no-variation');
    expect(codeOf(cox(of(['1', '2'], ['3+', '4+']), [pair], null, efron)[0])).toBe('separation');
    expect(codeOf(restrictedMean(of(['1+', '9+'], ['9+']), pair, { horizon: 5, level }))).toBe('no-variation');
  });
  it('events of one arm all before those of the other have no finite hazard ratio', () =>
    expect(codeOf(cox(of(['5', '6', '7'], ['1', '2', '3']), [pair], null, efron)[0])).toBe('separation'));
  it('nor have those that come when nobody of the other arm is left, however the rounding falls', () => {
    for (const [standard, letter] of [
      [
        ['8', '9+'],
        ['1', '2', '3'],
      ],
      [
        ['1', '2', '3'],
        ['8', '9+'],
      ],
      [
        ['1', '2', '3', '4+', '1', '1'],
        ['7', '8', '9+'],
      ],
    ] as const) {
      expect(codeOf(cox(of(standard, letter), [pair], null, efron)[0])).toBe('separation');
    }
  });
  it('CR0 with one cluster, with one in an arm, and of one person in an arm', () => {
    const data = of(['1', '3', '2+'], ['2', '5', '4']);
    const robust = (cluster: readonly number[]) => {
      const clustered = { ...data.frame, cluster: Int32Array.from(cluster), clusterCount: new Set(cluster).size };
      return cox({ ...data, frame: clustered }, [pair], null, { ...efron, errors: 'CR0' })[0];
    };
    const lone = cox(of(['1', '3', '2+'], ['2']), [pair], null, { ...efron, errors: 'CR0' });
    expect(codeOf(lone[0])).toBe('one-person-in-arm');
    expect(codeOf(robust([0, 0, 0, 0, 0, 0]))).toBe('one-cluster');
    expect(codeOf(robust([0, 1, 2, 3, 3, 3]))).toBe('one-cluster-in-arm');
    expect(given(robust([0, 1, 2, 3, 4, 4])).clusters).toBe(5);
  });
  it('a horizon that nobody was followed to', () =>
    expect(codeOf(restrictedMean(of(['1', '4+'], ['3', '9+']), pair, { horizon: 5, level }))).toBe(
      'horizon-beyond-follow-up',
    ));
  it('where the event has happened to everybody there is no error, and the mean time has one', () => {
    const data = of(['1', '4'], ['3', '9+']);
    const last = given(kaplanMeier(data, curve)).rows.findLast(({ arm }) => arm === 'standard');
    expect(last?.survival).toBe(0);
    expect(codeOf(last)).toBe('nobody-left');
    expectClosedForm(given(restrictedMean(data, pair, { horizon: 8, level })).estimate, 3 + 5 / 2 - 2.5, 'areas');
  });
  it('numbers at risk where all are seen on the first day, and with no whole days between', () => {
    const on = (data: TimeFrame) =>
      given(kaplanMeier(data, curve)).numbersAtRisk.map(({ times, atRisk }) => [times, atRisk]);
    expect(on(of(['0+', '0+'], ['0']))).toEqual([
      [[0], [2]],
      [[0], [1]],
    ]);
    expect(on(of(['1', '3'], ['2+']))[0]).toEqual([
      [0, 0.75, 1.5, 2.25, 3],
      [2, 2, 1, 1, 1],
    ]);
  });
  it('a median that is not reached', () => {
    const [, letter] = given(kaplanMeier(of(['1', '2'], ['1', '5+', '5+', '5+', '5+']), curve)).medians;
    expect(codeOf(letter)).toBe('median-not-reached');
    expect(letter?.interval[1]).toBe('Infinity');
  });
});

describe('whatever the data', () => {
  const figures = (frame: Frame, _: unknown, people: readonly Person[]) => {
    const data = { frame, time: Float64Array.from(people, ({ age }) => age % 12) };
    const strata = { codes: Int32Array.from(people, ({ city }) => city), count: 4 };
    return [
      kaplanMeier(data, curve),
      logRank(data, 'all-arms', strata),
      logRank(data, pair, null),
      cox(data, [pair], null, efron),
      restrictedMean(data, pair, { horizon: 4, level }),
    ];
  };
  it('any order', () => holdsInAnyOrder('binary', figures, 1e-8));
  it('weights', () => holdsExpanded('binary', figures, 1e-8));
  it('finite', () => holdsFinite('binary', figures));
});
