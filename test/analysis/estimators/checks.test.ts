/** Equivalence, sample ratio and missing outcomes: longhand, against R, at the edges, and whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attrition } from '../../../analysis/estimators/attrition.ts';
import { equivalence } from '../../../analysis/estimators/equivalence.ts';
import { sampleRatio } from '../../../analysis/estimators/sample-ratio.ts';
import type { Frame } from '../../../analysis/frame.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference as pair, type Row } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder } from './invariance.ts';
import { hasReferences, numberAt, trialRows, valuesOf } from './references.ts';

type Person = { readonly arm: string; readonly days: number; readonly voted: number; readonly weight: number };
type Golden = {
  readonly people: readonly Person[];
  readonly equivalence: readonly {
    readonly isWeighted: boolean;
    readonly outcome: 'days' | 'voted';
    readonly treated: string;
    readonly margin: number;
    readonly level: number;
    readonly lower: number;
    readonly upper: number;
    readonly lowerT: number;
    readonly upperT: number;
    readonly df?: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly ratios: readonly {
    readonly units: readonly number[];
    readonly ratio: readonly number[];
    readonly statistic?: number;
    readonly p: number;
  }[];
  readonly attrition: readonly {
    readonly n: readonly number[];
    readonly missing: readonly number[];
    readonly statistic: number;
    readonly df: number;
    readonly p: number;
  }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/comparisons.golden.json', import.meta.url), 'utf8'),
);
const isP = (ours: { readonly p: number; readonly logP: number }, p: number) =>
  expect(isSameTail(ours.p, ours.logP, p, Math.log(p)), `p ${ours.p}, expected ${p}`).toBe(true);

describe('equivalence', () => {
  it('longhand: 30 of 60 against 24 of 50 within ten points', () => {
    const result = given(equivalence(frameOfCounts(30, 60, 24, 50), pair, { margin: 0.1, level: 0.95 }));
    const error = Math.sqrt((0.5 * 0.5) / 60 + (0.48 * 0.52) / 50);
    expectClosedForm(result.lower.statistic, (0.02 + 0.1) / error, 'above −0.1');
    expectClosedForm(result.upper.statistic, (0.02 - 0.1) / error, 'below 0.1');
    expect(result.p).toBe(result.upper.p);
    expect(result.level).toBe(0.9);
    expectClosedForm(bounds(result.interval)[1], 0.02 + 1.6448536269514722 * error, 'upper bound of the 90% interval');
  });

  it.each(golden.equivalence)('R: $outcome of $treated within $margin, weighted $isWeighted, $level', (expected) => {
    const { isWeighted, outcome, treated, margin, level } = expected;
    const rows = golden.people.map((person) => ({
      ...{ arm: person.arm, outcome: person[outcome] },
      ...(isWeighted ? { weight: person.weight } : {}),
    }));
    const kind = outcome === 'voted' ? 'binary' : 'continuous';
    const frame = frameOf(['standard', treated, 'letter', 'visit'], kind, rows);
    const result = given(equivalence(frame, pair, { margin, level }));
    const [low, high] = bounds(result.interval);
    isP(result.lower, expected.lower);
    isP(result.upper, expected.upper);
    expectClosedForm(result.lower.statistic, expected.lowerT, 'lower statistic');
    expectClosedForm(result.upper.statistic, expected.upperT, 'upper statistic');
    expectClosedForm(low, expected.low, 'lower bound');
    expectClosedForm(high, expected.high, 'upper bound');
    expect(result.p).toBe(Math.max(result.lower.p, result.upper.p));
    if (expected.df === undefined) expect(result.lower).not.toHaveProperty('df');
    else expectClosedForm(result.lower.df ?? 0, expected.df, 'df');
  });

  it('refuses what its difference refuses, and a level that leaves no interval', () => {
    expect(codeOf(equivalence(frameOfCounts(5, 5, 4, 4), pair, { margin: 0.1, level: 0.95 }))).toBe('no-variation');
    expect(codeOf(equivalence(frameOfCounts(5, 9, 4, 9), pair, { margin: 0.1, level: 0.5 }))).toBe('level');
  });

  const figures = (frame: Frame) => equivalence(frame, pair, { margin: 0.2, level: 0.95 });
  it.each(['binary', 'continuous'] as const)('whatever the %s data', (kind) => {
    holdsInAnyOrder(kind, figures, 1e-9);
    holdsExpanded(kind, figures, 1e-9);
    holdsFinite(kind, figures);
  });
});

describe.skipIf(!hasReferences)('equivalence in real trials', () => {
  it('Civic Duty against Control within three points', () => {
    const arms = trialRows('ggl2008.csv.gz').filter((row) => ['Control', 'Civic Duty'].includes(row.treatment ?? ''));
    const rows = arms.map((row) => ({ arm: row.treatment ?? '', outcome: Number(row.voted) }));
    const result = given(
      equivalence(frameOf(['Control', 'Civic Duty'], 'binary', rows), pair, { margin: 0.03, level: 0.95 }),
    );
    const values = valuesOf('ggl2008', 'tost.civic');
    isP(result.lower, numberAt(values, 'p_lower'));
    isP(result.upper, numberAt(values, 'p_upper'));
    expectClosedForm(bounds(result.interval)[0], numberAt(values, 'ci90_low'), 'lower bound');
    expectClosedForm(bounds(result.interval)[1], numberAt(values, 'ci90_high'), 'upper bound');
  });

  it('grade point averages within 0.3', () => {
    const rows = trialRows('alo_star_men.csv').filter((row) => !['', 'NA'].includes(row.GPA_year1 ?? ''));
    const people = rows.map((row) => ({ arm: row.sfsp ?? '', outcome: Number(row.GPA_year1) }));
    const result = given(equivalence(frameOf(['0', '1'], 'continuous', people), pair, { margin: 0.3, level: 0.95 }));
    const values = valuesOf('alo_star_men', 'tost.mean');
    isP(result.lower, numberAt(values, 'lower', 'p.value'));
    isP(result.upper, numberAt(values, 'upper', 'p.value'));
  });

  it.each(['0.05', '0.1', '0.2'])('streptomycin within %s', (margin) => {
    const people = trialRows('strep_tb.csv').map((row) => ({
      arm: row.arm === 'Streptomycin' ? '1' : '0',
      outcome: Number(row.improved),
    }));
    const result = given(
      equivalence(frameOf(['0', '1'], 'binary', people), pair, { margin: Number(margin), level: 0.95 }),
    );
    const values = valuesOf('strep_tb', `ni.${margin}`);
    isP(result.lower, numberAt(values, 'p_lower'));
    isP(result.upper, numberAt(values, 'p_upper'));
    expectClosedForm(result.p, numberAt(values, 'p_tost'), 'p');
  });
});

describe('sample ratio', () => {
  const of = (units: readonly number[], ratio: readonly number[]) =>
    sampleRatio(
      units.map((count, arm) => ({ arm: String(arm), units: count, share: ratio[arm] ?? 0 })),
      { n: units.reduce((sum, count) => sum + count, 0) },
    );

  it('longhand: four of four at one to one', () => {
    const result = given(of([4, 0], [1, 1]));
    expectClosedForm(result.p, 2 / 16, 'all in one arm or all in the other');
    expect(result).toMatchObject({
      quantity: 'test',
      n: 4,
      rows: [
        { n: 4, expected: 2 },
        { n: 0, expected: 2 },
      ],
    });
    expect(result).not.toHaveProperty('statistic');
  });

  it.each(golden.ratios)('R: $units at $ratio', ({ units, ratio, statistic, p }) => {
    const result = given(of(units, ratio));
    isP(result, p);
    if (statistic === undefined) return expect(result).not.toHaveProperty('statistic');
    if (!('statistic' in result)) throw new Error('a chi-squared test has a statistic');
    expectClosedForm(result.statistic, statistic, 'statistic');
    expect(result.df).toBe(units.length - 1);
  });

  it('nobody, one arm, and too many outcomes for the exact test', () => {
    expect(codeOf(of([0, 0], [1, 1]))).toBe('no-rows');
    expect(codeOf(of([5], [1]))).toBe('one-arm');
    expect(codeOf(of([900, 900, 900, 900, 2], [900, 900, 900, 900, 1]))).toBe('too-many-outcomes');
  });
});

describe('missing outcomes', () => {
  /** Of each arm n people, the first `missing` without an outcome, every third of the others with it. */
  function trial(n: readonly number[], missing: readonly number[], kind: Frame['outcomeKind'] = 'binary') {
    const rows: Row[] = n.flatMap((people, arm) =>
      Array.from({ length: people - (missing[arm] ?? 0) }, (_, row) => ({
        arm: String(arm),
        outcome: Number(row % 3 === 0),
      })),
    );
    return frameOf(
      n.map((_, arm) => String(arm)),
      kind,
      rows,
    );
  }

  it('longhand: the bounds take every missing outcome as one, then as the other', () => {
    // Of 10 in the letter arm 2 are missing and 3 happened; of 8 in the other 1 is missing and 3 happened.
    const result = given(attrition(trial([8, 10], [1, 2]), [8, 10], pair));
    const manski = given(result.manski);
    expectClosedForm(manski.lower, 3 / 10 - 4 / 8, 'lower');
    expectClosedForm(manski.upper, 5 / 10 - 3 / 8, 'upper');
    expect(result.rows).toEqual([
      { arm: '0', n: 8, missing: 1 },
      { arm: '1', n: 10, missing: 2 },
    ]);
    expect(result.n).toBe(18);
  });

  it.each(golden.attrition)('R: $missing of $n', ({ n, missing, statistic, df, p }) => {
    const test = given(given(attrition(trial(n, missing), n, pair)).test);
    expectClosedForm(test.statistic, statistic, 'statistic');
    expect(test.df).toBe(df);
    isP(test, p);
  });

  it.skipIf(!hasReferences)('graduation in the STAR trial', () => {
    const rows = trialRows('star_qss.csv');
    const arms = ['1', '2', '3'];
    const known = rows.filter((row) => !['', 'NA'].includes(row.hsgrad ?? ''));
    const frame = frameOf(
      arms,
      'binary',
      known.map((row) => ({ arm: row.classtype ?? '', outcome: Number(row.hsgrad) })),
    );
    const n = arms.map((arm) => rows.filter((row) => row.classtype === arm).length);
    const test = given(given(attrition(frame, n, pair)).test);
    const values = valuesOf('star_qss', 'attrition');
    expectClosedForm(test.statistic, numberAt(values, 'statistic', 'X-squared'), 'statistic');
    isP(test, numberAt(values, 'p.value'));
  });

  it('nobody missing, everybody missing, an outcome without limits, an arm without anybody', () => {
    const whole = given(attrition(trial([4, 5], [0, 0]), [4, 5], pair));
    expect(codeOf(whole.test)).toBe('no-variation');
    expectClosedForm(given(whole.manski).lower, given(whole.manski).upper, 'nothing is missing');
    const none = given(attrition(trial([4, 5], [4, 5]), [4, 5], pair));
    expect(codeOf(none.test)).toBe('no-variation');
    expect(given(none.manski)).toEqual({ lower: -1, upper: 1 });
    expect(codeOf(given(attrition(trial([4, 5], [1, 0], 'continuous'), [4, 5], pair)).manski)).toBe('no-limits');
    expect(codeOf(attrition(trial([4, 0], [1, 0]), [4, 0], pair))).toBe('empty-arm');
  });
});
