/** t and rank-sum tests: longhand, against R on made-up data and real trials, at the edges, and whatever the data. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTails } from '../../../analysis/distributions/normal.ts';
import { rankSumCumulative } from '../../../analysis/distributions/rank-sum.ts';
import { kthDifference, sampleOf } from '../../../analysis/estimators/pairwise-differences.ts';
import { type RankSumOptions, rankSum } from '../../../analysis/estimators/rank-sum.ts';
import { pairedTTest, type TTestOptions, tTest } from '../../../analysis/estimators/t-test.ts';
import type { Frame, Groups } from '../../../analysis/frame.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference as pair, type Row } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder } from './invariance.ts';
import { type Cells, expectP, hasReferences, numberAt, trialRows, twoArmReferences, valuesOf } from './references.ts';

const welch: TTestOptions = { variances: 'welch', level: 0.95 };
const plain: RankSumOptions = { continuity: false, exact: false, level: 0.95 };

const days: readonly Row[] = [
  { arm: 'letter', outcome: 7 },
  { arm: 'standard', outcome: 4 },
  { arm: 'letter', outcome: 3 },
  { arm: 'standard', outcome: 1 },
  { arm: 'standard', outcome: 6 },
  { arm: 'letter', outcome: 11 },
  { arm: 'standard', outcome: 5 },
];
const frame = frameOf(['standard', 'letter'], 'continuous', days);

describe('7, 3, 11 against 4, 1, 6, 5, longhand', () => {
  it('Welch', () => {
    const result = given(tTest(frame, pair, welch));
    const [v1, v0] = [32 / 2 / 3, 14 / 3 / 4];
    expectClosedForm(result.estimate, 3, 'difference');
    expectClosedForm(result.standardError, Math.sqrt(v1 + v0), 'standard error');
    expectClosedForm(result.df, (v1 + v0) ** 2 / (v1 ** 2 / 2 + v0 ** 2 / 3), 'degrees of freedom');
    expect(result).toMatchObject({ quantity: 'mean-difference', n: 7, distribution: 't' });
  });

  it('equal variances', () => {
    const result = given(tTest(frame, pair, { ...welch, variances: 'equal' }));
    expectClosedForm(result.standardError, Math.sqrt((46 / 5) * (1 / 3 + 1 / 4)), 'standard error');
    expect(result.df).toBe(5);
  });

  it('rank sum: in nine of twelve pairs the letter arm has the larger outcome', () => {
    const result = given(rankSum(frame, pair, plain));
    expect(result.statistic).toBe(9);
    expectClosedForm(result.p, 2 * normalTails(3 / Math.sqrt(8)).upper, 'W less its mean of 6, over √(12·8/12)');
    const differences = [7, 3, 11].flatMap((x) => [4, 1, 6, 5].map((y) => x - y)).sort((a, b) => a - b);
    expect(result.estimate).toBe(((differences[5] ?? 0) + (differences[6] ?? 0)) / 2);
  });

  it('rank sum, exact: nine or more in 7 of the 35 orderings', () => {
    const result = given(rankSum(frame, pair, { ...plain, exact: true, level: 0.8 }));
    // Orderings of 3 and 4 with a count of 0 … 3: 1, 1, 2, 3.
    expectClosedForm(result.p, (2 * 7) / 35, 'p');
    // A count of at most 1 has less than a tenth (2 of 35), of at most 2 more (4 of 35): the second difference from either end.
    const differences = [7, 3, 11].flatMap((x) => [4, 1, 6, 5].map((y) => x - y)).sort((a, b) => a - b);
    expect(bounds(result.interval)).toEqual([differences[1], differences[10]]);
  });
});

type Person = {
  readonly arm: string;
  readonly days: number;
  readonly voted: number;
  readonly grade: number;
  readonly weight: number;
};
type Figures = { readonly [figure: string]: number };
type Case = { readonly isWeighted: boolean; readonly outcome: 'days' | 'voted' | 'grade'; readonly treated: string };
type Golden = {
  readonly people: readonly Person[];
  readonly students: readonly (Case & TTestOptions & { readonly figures?: never } & Figures)[];
  readonly pairs: readonly { readonly pair: number; readonly arm: string; readonly days: number }[];
  readonly paired: Figures;
  readonly ranks: readonly (Case & RankSumOptions & Figures)[];
  readonly exactRanks: readonly { readonly m: number; readonly n: number; readonly cumulative: readonly number[] }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/comparisons.golden.json', import.meta.url), 'utf8'),
);

function goldenFrame({ isWeighted, outcome, treated }: Case, distinct: boolean): Frame {
  const seen = new Set<number>();
  const rows = golden.people
    .filter((person) => !distinct || (!seen.has(person.days) && seen.add(person.days)))
    .map((person) => ({
      ...{ arm: person.arm, outcome: person[outcome] },
      ...(isWeighted ? { weight: person.weight } : {}),
    }));
  return frameOf(['standard', treated, 'letter', 'visit'], 'continuous', rows);
}

function expectFigures(ours: Readonly<Record<string, unknown>>, expected: object, keys: readonly string[]): void {
  const theirs = new Map<string, unknown>(Object.entries(expected));
  for (const key of keys) expectClosedForm(Number(ours[key]), Number(theirs.get(key)), key);
  const [low, high] = ours.interval as readonly [number, number]; // every case here has finite bounds
  expectClosedForm(low, Number(theirs.get('low')), 'lower bound');
  expectClosedForm(high, Number(theirs.get('high')), 'upper bound');
}

describe('against R', () => {
  it.each(golden.students)('t: $outcome of $treated, $variances, weighted $isWeighted, $level', (expected) => {
    const result = given(tTest(goldenFrame(expected, false), pair, expected));
    expectFigures(result, expected, ['estimate', 'standardError', 'statistic', 'df']);
    expect(isSameTail(result.p, result.logP, Number(expected.p), Math.log(Number(expected.p)))).toBe(true);
  });

  it('t for pairs, of which one is incomplete', () => {
    const rows = golden.pairs.map(({ arm, days: outcome }) => ({ arm, outcome }));
    const pairs: Groups = { codes: Int32Array.from(golden.pairs, (row) => row.pair - 1), count: 20 };
    const result = given(pairedTTest(frameOf(['standard', 'letter'], 'continuous', rows), pairs, pair, { level: 0.9 }));
    expectFigures(result, golden.paired, ['estimate', 'standardError', 'statistic', 'df', 'p']);
    expect(result.n).toBe(38);
  });

  it.each(golden.ranks)(
    'ranks: $outcome of $treated, exact $exact, continuity $continuity, weighted $isWeighted, $level',
    (expected) => {
      const result = given(rankSum(goldenFrame(expected, expected.exact), pair, expected));
      expectFigures(result, expected, ['estimate', 'statistic']);
      expect(isSameTail(result.p, result.logP, Number(expected.p), Math.log(Number(expected.p)))).toBe(true);
    },
  );

  it.each(golden.exactRanks)('the distribution of W for $m and $n', ({ m, n, cumulative }) => {
    const ours = rankSumCumulative(m, n);
    expect(ours).toHaveLength(cumulative.length);
    for (const [w, probability] of cumulative.entries()) {
      expect(Math.abs((ours[w] ?? 0) / probability - 1), `W ${w}`).toBeLessThan(1e-11);
    }
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  it.each(twoArmReferences('ttest_welch'))('$dataset $id', ({ inputs, values }) => {
    const counts = ['x1', 'n1', 'x0', 'n0'].map((key) => numberAt(inputs, key));
    const result = tTest(frameOfCounts(...(counts as [number, number, number, number])), pair, welch); // four keys
    if (typeof values.error === 'string') return expect(codeOf(result)).toBe('no-variation');
    checkT(given(result), values);
  });

  function checkT(
    result: Exclude<ReturnType<typeof tTest>, { notEstimable: unknown }>,
    values: Parameters<typeof numberAt>[0],
    sign = 1,
  ) {
    const [low, high] = bounds(result.interval);
    expectClosedForm(result.statistic, sign * numberAt(values, 'statistic', 't'), 't');
    expectClosedForm(result.df, numberAt(values, 'parameter', 'df'), 'df');
    expectP(result, numberAt(values, 'p.value'), 'p');
    const [first, last] = sign === 1 ? [0, 1] : [1, 0];
    expectClosedForm(low, sign * numberAt(values, 'conf.int', first), 'lower bound');
    expectClosedForm(high, sign * numberAt(values, 'conf.int', last), 'upper bound');
  }

  const ofRows = (file: string, outcome: string, arm: string, treated: string, isIn = (_: Cells) => true) => {
    const rows = trialRows(file).filter((row) => isIn(row) && !['', 'NA'].includes(row[outcome] ?? ''));
    const people = rows.map((row) => ({ arm: row[arm] === treated ? '1' : '0', outcome: Number(row[outcome]) }));
    return frameOf(['0', '1'], 'continuous', people);
  };
  const gpa = () => ofRows('alo_star_men.csv', 'GPA_year1', 'sfsp', '1');
  const pain = () => ofRows('licorice_gargle.csv', 'pacu30min_throatPain', 'treat', '1');
  const radiology = () => ofRows('strep_tb.csv', 'rad_num', 'arm', 'Streptomycin');

  it('grade point averages', () => {
    checkT(given(tTest(gpa(), pair, welch)), valuesOf('alo_star_men', 'ttest'));
    checkT(given(tTest(gpa(), pair, { ...welch, variances: 'equal' })), valuesOf('alo_star_men', 'ttest_eq'));
    const values = valuesOf('alo_star_men', 'wilcoxon');
    const result = given(rankSum(gpa(), pair, { ...plain, continuity: true }));
    expect(result.statistic).toBe(numberAt(values, 'statistic', 'W'));
    expectP(result, numberAt(values, 'p.value'), 'p');
    // R's shifts are roots that stop at about 1e-4; ours are differences of two people's averages.
    const [low, high] = bounds(result.interval);
    expect(Math.abs(result.estimate - numberAt(values, 'estimate', 'difference in location'))).toBeLessThan(1e-3);
    expect(Math.abs(low - numberAt(values, 'conf.int', 0))).toBeLessThan(1e-3);
    expect(Math.abs(high - numberAt(values, 'conf.int', 1))).toBeLessThan(1e-3);
  });

  it('sore throats, R’s groups the other way round', () => {
    checkT(given(tTest(pain(), pair, welch)), valuesOf('licorice_gargle', 'ttest'), -1);
    const values = valuesOf('licorice_gargle', 'wilcoxon');
    const result = given(rankSum(pain(), { treated: 0, reference: 1 }, { ...plain, continuity: true }));
    expect(result.statistic).toBe(numberAt(values, 'statistic', 'W'));
    expectP(result, numberAt(values, 'p.value'), 'p');
  });

  it('radiology at six months', () => {
    for (const [continuity, id] of [
      [true, 'wilcoxon'],
      [false, 'wilcoxon_nocc'],
    ] as const) {
      const values = valuesOf('strep_tb', id);
      const result = given(rankSum(radiology(), { treated: 0, reference: 1 }, { ...plain, continuity }));
      expect(result.statistic).toBe(numberAt(values, 'statistic', 'W'));
      expectP(result, numberAt(values, 'p.value'), id);
    }
  });

  it('precinct means, exact', () => {
    const precincts = Map.groupBy(trialRows('arceneaux2005.csv'), (row) => row.precinct ?? '');
    const means = [...precincts.values()].map((people) => ({
      arm: people[0]?.z ?? '',
      outcome: people.reduce((sum, row) => sum + Number(row.voted03), 0) / people.length,
    }));
    const collapsed = frameOf(['0', '1'], 'continuous', means);
    checkT(given(tTest(collapsed, pair, welch)), valuesOf('arceneaux2005', 'collapsed.ttest_welch'));
    const values = valuesOf('arceneaux2005', 'collapsed.wilcoxon');
    const result = given(rankSum(collapsed, pair, { ...plain, exact: true }));
    expectP(result, numberAt(values, 'p.value'), 'p');
    expectClosedForm(result.estimate, numberAt(values, 'estimate', 'difference in location'), 'shift');
    expectClosedForm(bounds(result.interval)[0], numberAt(values, 'conf.int', 0), 'lower bound');
    expectClosedForm(bounds(result.interval)[1], numberAt(values, 'conf.int', 1), 'upper bound');
  });
});

describe('at the edges', () => {
  const of = (...rows: readonly (readonly [arm: string, outcome: number])[]) =>
    frameOf(
      ['0', '1'],
      'continuous',
      rows.map(([arm, outcome]) => ({ arm, outcome })),
    );
  it('an empty arm, and an arm of one', () => {
    const alone = of(['0', 1], ['0', 2], ['1', 3]);
    expect(codeOf(tTest(of(['0', 1], ['0', 2]), pair, welch))).toBe('empty-arm');
    expect(codeOf(rankSum(of(['0', 1], ['0', 2]), pair, plain))).toBe('empty-arm');
    expect(codeOf(tTest(alone, pair, welch))).toBe('one-person-in-arm');
    expect(given(tTest(alone, pair, { ...welch, variances: 'equal' })).df).toBe(1);
    expect(codeOf(tTest(of(['0', 1], ['1', 2]), pair, { ...welch, variances: 'equal' }))).toBe('no-degrees-of-freedom');
  });
  it('outcomes that do not vary', () => {
    const flat = of(['0', 0.1], ['0', 0.1], ['1', 0.1], ['1', 0.1]);
    expect(codeOf(tTest(flat, pair, welch))).toBe('no-variation');
    expect(codeOf(rankSum(flat, pair, plain))).toBe('no-variation');
  });
  it('outcomes too large to square', () =>
    expect(codeOf(tTest(of(['0', 1e200], ['0', 1], ['1', 2], ['1', 3]), pair, welch))).toBe('overflow'));
  it('pairs that are none', () => {
    const rows = of(['0', 1], ['1', 3], ['1', 2], ['0', 4]);
    const pairs = { codes: Int32Array.of(0, 0, 0, 1), count: 2 };
    expect(codeOf(pairedTTest(rows, pairs, pair, welch))).toBe('not-pairs');
    expect(codeOf(pairedTTest(rows, { codes: Int32Array.of(0, 0, 1, 2), count: 3 }, pair, welch))).toBe(
      'too-few-pairs',
    );
  });
  it('differences within pairs that are equal but for rounding', () => {
    const rows = of(['0', 0.1], ['1', 0.3], ['0', 0.2], ['1', 0.4], ['0', 0.5], ['1', 0.7]);
    const pairs = { codes: Int32Array.of(0, 0, 1, 1, 2, 2), count: 3 };
    expect(codeOf(pairedTTest(rows, pairs, pair, welch))).toBe('no-variation');
  });
  it('the exact distribution has no ties and is not for large arms', () => {
    expect(codeOf(rankSum(of(['0', 1], ['1', 1], ['1', 2]), pair, { ...plain, exact: true }))).toBe('ties');
    const large = Array.from({ length: 300 }, (_, row): [string, number] => [String(row % 2), row * 1.1]);
    expect(codeOf(rankSum(of(...large), pair, { ...plain, exact: true }))).toBe('too-many-people');
  });
  it('arms too small for any shift to be rejected', () => {
    for (const exact of [false, true]) {
      const result = given(rankSum(of(['0', 1], ['1', 2.5], ['1', 4]), pair, { ...plain, exact }));
      expect(result.interval).toEqual(['-Infinity', 'Infinity']);
      expect(result.estimate).toBe(2.25);
    }
  });
});

describe('whatever the data', () => {
  const figures = (one: Frame) => [tTest(one, pair, welch), rankSum(one, pair, { ...plain, continuity: true })];
  it('any order', () => holdsInAnyOrder('continuous', figures, 1e-9));
  it('weights', () => holdsExpanded('continuous', figures, 1e-9));
  it('ordinal outcomes', () => holdsExpanded('ordinal', figures, 1e-9));
  it('finite', () => holdsFinite('continuous', (one) => [figures(one), rankSum(one, pair, { ...plain, exact: true })]));
  it('swapping the arms turns the sign', () => {
    const back = { treated: 0, reference: 1 };
    expectClosedForm(given(tTest(frame, back, welch)).estimate, -3, 'difference');
    expect(given(rankSum(frame, back, plain)).estimate).toBe(-given(rankSum(frame, pair, plain)).estimate);
  });

  it('an order statistic of the differences is the one that sorting finds', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -30, max: 40 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(values, values, fc.nat(), (x, y, at) => {
        const [xs, ys] = [x, y].map((side) => side.flatMap(([value, n]) => Array.from({ length: n }, () => value / 7)));
        const sorted = (xs ?? []).flatMap((a) => (ys ?? []).map((b) => a - b)).sort((a, b) => a - b);
        const [left, right] = [x, y].map((side) =>
          sampleOf(
            Float64Array.from(side, ([value]) => value / 7),
            Float64Array.from(side, ([, n]) => n),
          ),
        );
        if (left === undefined || right === undefined) return false;
        const k = 1 + (at % sorted.length);
        return kthDifference(left, right, k) === sorted[k - 1];
      }),
      { numRuns: 300, seed: 1963 },
    );
  });
});
