/** Fisher's exact test: longhand, against R, by the definition of its odds ratio, at the edges, and whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Alternative, fisherExact } from '../../../analysis/estimators/fisher-exact.ts';
import type { Frame } from '../../../analysis/frame.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder } from './invariance.ts';
import { hasReferences, numberAt, type Reference, trialRows, twoArmReferences, valuesOf } from './references.ts';

const options = { level: 0.95, midP: true, alternative: 'two-sided' } as const;

function twoByTwo(frame: Frame, settings: { level: number; midP: boolean; alternative: Alternative } = options) {
  const figures = given(fisherExact(frame, treatedAgainstReference, settings));
  if (figures.quantity !== 'odds-ratio') throw new Error('the table is not two by two');
  return figures;
}

/** People of each arm (a row of counts) and value. */
function frameOfTable(rows: readonly (readonly number[])[]): Frame {
  const people: Row[] = rows.flatMap((counts, arm) =>
    counts.map((weight, outcome) => ({ arm: String(arm), outcome, weight })),
  );
  const arms = rows.map((_, arm) => String(arm));
  return frameOf(
    arms,
    'ordinal',
    people.filter(({ weight = 0 }) => weight > 0),
  );
}

describe('4 of 5 against 1 of 4, longhand', () => {
  // Of the 126 ways to place the five successes, 5·1, 10·4, 10·6, 5·4 and 1·1 have 1 … 5 of them in the letter arm.
  const frame = frameOfCounts(4, 5, 1, 4);
  const ways = [0, 5, 40, 60, 20, 1];
  const share = (wanted: (k: number) => boolean, ratio: number) => {
    const weights = ways.map((count, k) => count * ratio ** k);
    const sum = (of: readonly number[]) => of.reduce((all, weight) => all + weight, 0);
    return sum(weights.filter((_, k) => wanted(k))) / sum(weights);
  };

  it('p, both tails and the mid-p', () => {
    const { p, midP, n } = twoByTwo(frame);
    expectClosedForm(p, 26 / 126, 'one, four or five');
    expectClosedForm(midP ?? 0, 16 / 126, 'those as likely count half');
    expect(n).toBe(9);
    expectClosedForm(twoByTwo(frame, { ...options, alternative: 'greater' }).p, 21 / 126, 'four or more');
    expectClosedForm(twoByTwo(frame, { ...options, alternative: 'less' }).p, 125 / 126, 'four or fewer');
    expectClosedForm(twoByTwo(frame, { ...options, alternative: 'less' }).midP ?? 0, 115 / 126, 'four counts half');
  });

  it('the estimate makes four the mean, and the bounds cut off what the level leaves', () => {
    const { estimate, interval } = twoByTwo(frame);
    const mean = [1, 2, 3, 4, 5].reduce((sum, k) => sum + k * share((one) => one === k, Number(estimate)), 0);
    expectClosedForm(mean, 4, 'mean');
    expectClosedForm(
      share((k) => k >= 4, Number(interval[0])),
      0.025,
      'four or more at the lower bound',
    );
    expectClosedForm(
      share((k) => k <= 4, Number(interval[1])),
      0.025,
      'four or fewer at the upper bound',
    );
  });
});

type Golden = {
  readonly fisher: readonly {
    readonly counts: readonly [number, number, number, number];
    readonly alternative: Alternative;
    readonly level: number;
    readonly p: number;
    readonly midP: number;
    readonly estimate: number | 'Inf';
    readonly low: number;
    readonly high: number | 'Inf';
  }[];
  readonly tables: readonly { readonly rows: readonly (readonly number[])[]; readonly p: number }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/comparisons.golden.json', import.meta.url), 'utf8'),
);

function expectBound(actual: number | string, expected: number | 'Inf', label: string): void {
  if (expected === 'Inf') expect(actual, label).toBe('Infinity');
  else expectClosedForm(Number(actual), expected, label);
}

describe('against R', () => {
  it.each(golden.fisher)('$counts $alternative $level', ({ counts, alternative, level, ...expected }) => {
    const figures = twoByTwo(frameOfCounts(...counts), { level, alternative, midP: true });
    expect(isSameTail(figures.p, figures.logP, expected.p, Math.log(expected.p)), `p ${figures.p}`).toBe(true);
    expectClosedForm(figures.midP ?? 0, expected.midP, 'mid-p');
    expectBound(figures.estimate, expected.estimate, 'estimate');
    expectBound(figures.interval[0], expected.low, 'lower bound');
    expectBound(figures.interval[1], expected.high, 'upper bound');
    expect(figures.alternative).toBe(alternative);
  });

  it.each(golden.tables)('a larger table $rows', ({ rows, p }) => {
    const settings = { ...options, midP: false };
    const figures = given(fisherExact(frameOfTable(rows), 'all-arms', settings));
    expectClosedForm(figures.p, p, 'p');
    expect(figures).not.toHaveProperty('midP');
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const counts = ({ inputs }: Reference) =>
    frameOfCounts(numberAt(inputs, 'x1'), numberAt(inputs, 'n1'), numberAt(inputs, 'x0'), numberAt(inputs, 'n0'));

  it('has thirty-eight of them', () => expect(twoArmReferences('fisher').length).toBeGreaterThanOrEqual(38));

  it.each(twoArmReferences('fisher'))('$dataset $id', (record) => {
    const { p, estimate, interval } = twoByTwo(counts(record));
    const { values } = record;
    expectClosedForm(p, numberAt(values, 'p.value'), 'p');
    // R's own roots are about this loose; ours are held to their definition above.
    for (const [ours, theirs] of [
      [estimate, numberAt(values, 'estimate', 'odds ratio')],
      [interval[0], numberAt(values, 'conf.int', 0)],
      [interval[1], numberAt(values, 'conf.int', 1)],
    ] as const) {
      if (ours === 'Infinity') expect(theirs).toBe(Number.POSITIVE_INFINITY);
      else expect(Math.abs(Number(ours) - theirs)).toBeLessThanOrEqual(1e-3 * theirs);
    }
  });

  it.each(twoArmReferences('fisher_midp'))('$dataset $id', (record) => {
    for (const alternative of ['two-sided', 'less', 'greater'] as const) {
      const { midP } = twoByTwo(counts(record), { ...options, alternative });
      expectClosedForm(midP ?? 0, numberAt(record.values, `p_${alternative.replace('-', '_')}`), alternative);
    }
  });

  function ofRows(file: string, arm: string, outcome: string): Frame {
    const rows = trialRows(file).filter((row) => row[outcome] !== '' && row[arm] !== '');
    const values = [...new Set(rows.map((row) => row[outcome] ?? ''))];
    const arms = [...new Set(rows.map((row) => row[arm] ?? ''))];
    return frameOf(
      arms,
      'ordinal',
      rows.map((row) => ({ arm: row[arm] ?? '', outcome: values.indexOf(row[outcome] ?? '') })),
    );
  }

  it.each([
    ['star_qss', 'star_qss.csv', 'classtype', 'hsgrad', 'fisher3x2'],
    ['strep_tb', 'strep_tb.csv', 'arm', 'rad_num', 'rxc.fisher'],
    ['scurvy', 'scurvy.csv', 'treatment', 'fit', 'fisher_6x2'],
    ['scurvy', 'scurvy.csv', 'treatment', 'gum_rot', 'fisher_gum_6x4'],
  ])('%s, all arms', (dataset, file, arm, outcome, id) => {
    const figures = given(fisherExact(ofRows(file, arm, outcome), 'all-arms', { ...options, midP: false }));
    expectClosedForm(figures.p, numberAt(valuesOf(dataset, id), 'p.value'), 'p');
  });
});

describe('at the edges', () => {
  const of = (rows: readonly (readonly number[])[], settings: Parameters<typeof fisherExact>[2] = options) =>
    fisherExact(frameOfTable(rows), 'all-arms', settings);

  it('one value for all, one arm, an empty arm', () => {
    expect(codeOf(of([[3], [4]]))).toBe('zero-margin');
    expect(codeOf(of([[3, 2]]))).toBe('zero-margin');
    expect(codeOf(fisherExact(frameOfCounts(1, 2, 0, 0), treatedAgainstReference, options))).toBe('empty-arm');
  });
  it('a continuous outcome', () => {
    const frame = frameOf(['0', '1'], 'continuous', [{ arm: '0', outcome: 1 }]);
    expect(codeOf(fisherExact(frame, 'all-arms', options))).toBe('not-categorical');
  });
  it('a one-sided alternative of a larger table', () =>
    expect(
      codeOf(
        of(
          [
            [3, 2, 1],
            [1, 4, 2],
          ],
          { ...options, alternative: 'less' },
        ),
      ),
    ).toBe('one-sided-table'));
  it('a table too large to visit, politely', () => {
    const large = [1, 2, 3, 4, 5].map((arm) => [arm * 20_000, 70_000 - arm * 3_000]);
    expect(codeOf(of(large))).toBe('table-too-large');
    const small = [1, 2, 3, 4, 5].map((arm) => [300, 200, 100, 150, 180 + arm]);
    expect(codeOf(of(small))).toBe('table-too-large');
  });
  it('344,084 people in two arms, and a p that underflows', () => {
    const figures = twoByTwo(frameOfCounts(12_021, 38_218, 56_730, 191_243));
    const far = twoByTwo(frameOfCounts(9_000, 10_000, 1_000, 10_000));
    expect(figures.p).toBeLessThan(1e-10);
    expect(Number(figures.interval[0])).toBeLessThan(Number(figures.estimate));
    expect(far.p).toBe(0);
    expect(far.logP).toBeLessThan(-745);
  });
});

describe('whatever the data', () => {
  const pair = (frame: Frame, contrast: typeof treatedAgainstReference) => fisherExact(frame, contrast, options);
  const all = (frame: Frame) => fisherExact(frame, 'all-arms', options);
  it('any order', () => holdsInAnyOrder('binary', (frame) => [pair(frame, treatedAgainstReference), all(frame)]));
  it('weights', () => holdsExpanded('binary', (frame) => [pair(frame, treatedAgainstReference), all(frame)]));
  it('finite', () => holdsFinite('ordinal', (frame) => pair(frame, treatedAgainstReference)));
  it('the two alternatives overlap by the table seen alone', () => {
    for (const [x1, n1, x0, n0] of [
      [3, 9, 5, 7],
      [11, 40, 2, 13],
      [0, 4, 6, 9],
    ] as const) {
      const frame = frameOfCounts(x1, n1, x0, n0);
      const p = (alternative: Alternative, midP: boolean) => {
        const figures = twoByTwo(frame, { level: 0.95, midP, alternative });
        return midP ? (figures.midP ?? 0) : figures.p;
      };
      expectClosedForm(p('less', true) + p('greater', true), 1, 'half of it in each mid-p');
      expect(p('less', false) + p('greater', false)).toBeGreaterThan(1);
    }
  });
});
