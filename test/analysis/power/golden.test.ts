/** Power against R's power.prop.test, power.t.test and pt, and rpact (test/golden/power.R). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noncentralUpper } from '../../../analysis/distributions/noncentral-student.ts';
import { type PlannedComparison, powerOf } from '../../../analysis/power/comparison.ts';
import { designEffect } from '../../../analysis/power/design-effect.ts';
import { differenceFor, peopleFor } from '../../../analysis/power/solve.ts';
import { powerOfProportions } from '../../../analysis/power/two-arms.ts';
import { hasReferences, valuesOf } from '../estimators/references.ts';
import { expectClosedForm, expectFit } from '../numbers/tolerance.ts';

type Sided = 1 | 2;
type Pair = readonly [number, number];
type Case =
  | { kind: 'proportions'; p: Pair; sided: Sided; alpha: number; n: number; strict: boolean; power: number }
  | { kind: 'proportions-size'; p: Pair; sided: Sided; alpha: number; n: number; power: number }
  | { kind: 'proportions-difference'; p: number; n: number; power: number; difference: number }
  | {
      kind: 'means' | 'means-size' | 'means-difference';
      d: number;
      sd: number;
      sided: Sided;
      alpha: number;
      n: number;
      power: number;
    }
  | { kind: 'unequal'; treated: number; reference: number; ratio: number; n1: number; n2: number }
  | { kind: 'clusters'; k: Pair; size: number; icc: number; cv: number; power: number }
  | { kind: 'noncentral'; df: number; ncp: number; t: number; upper: number; integral: number };
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../golden/power.golden.json', import.meta.url), 'utf8'),
);

const halves: PlannedComparison['shares'] = [0.5, 0.5];
const twoSided = { alpha: 0.05, sided: 2 } as const;
const ofRisk = (reference: number, test: Pick<PlannedComparison, 'alpha' | 'sided'>): PlannedComparison => ({
  ...test,
  outcome: { kind: 'binary', reference },
  shares: halves,
  clustering: null,
});
const ofMean = (sd: number, { alpha, sided }: Pick<PlannedComparison, 'alpha' | 'sided'>): PlannedComparison => ({
  alpha,
  sided,
  outcome: { kind: 'continuous', sd },
  shares: halves,
  clustering: null,
});

function compare(one: Case): void {
  switch (one.kind) {
    case 'proportions':
      expectClosedForm(powerOfProportions(one.p, [one.n, one.n], one, one.strict), one.power, 'power of proportions');
      break;
    case 'proportions-size': {
      const people = peopleFor(ofRisk(one.p[0], one), one.p[1] - one.p[0], one.power);
      expectFit(Number(people) / 2, one.n, 'size for proportions');
      break;
    }
    case 'proportions-difference':
      expectFit(
        Number(differenceFor(ofRisk(one.p, twoSided), 2 * one.n, one.power)),
        one.difference,
        'difference of risks',
      );
      break;
    case 'means':
      expectClosedForm(Number(powerOf(ofMean(one.sd, one), one.d, 2 * one.n)), one.power, 'power of means');
      break;
    case 'means-size':
      expectFit(Number(peopleFor(ofMean(one.sd, one), one.d, one.power)) / 2, one.n, 'size for means');
      break;
    case 'means-difference':
      expectFit(Number(differenceFor(ofMean(one.sd, one), 2 * one.n, one.power)), one.d, 'difference of means');
      break;
    case 'unequal': {
      const shares = [one.ratio / (1 + one.ratio), 1 / (1 + one.ratio)] as const;
      const people = peopleFor({ ...ofRisk(one.reference, twoSided), shares }, one.treated - one.reference, 0.8);
      expectFit(Number(people), one.n1 + one.n2, 'people in unequal arms');
      break;
    }
    case 'clusters': {
      const [k1, k0] = one.k;
      const clustering = { size: one.size, sizeVariation: one.cv, icc: one.icc };
      const shares = [k1 / (k1 + k0), k0 / (k1 + k0)] as const;
      const power = powerOf({ ...ofRisk(0.4, twoSided), shares, clustering }, 0.08, (k1 + k0) * one.size);
      expectClosedForm(Number(power), one.power, 'power of clusters');
      break;
    }
    case 'noncentral':
      expectClosedForm(noncentralUpper(one.t, one.df, one.ncp), one.integral, 'noncentral t');
      // R's pt stops its series at 1e-12 a term, and is right to about 1e-10 for it.
      expect(Math.abs(noncentralUpper(one.t, one.df, one.ncp) - one.upper)).toBeLessThan(1e-10);
  }
}

const kinds = [...new Set(cases.map(({ kind }) => kind))];

describe('against R', () => {
  it('has cases of every kind', () => expect(kinds).toHaveLength(9));

  it.each(kinds)('%s', (kind) => {
    const own = cases.filter((one) => one.kind === kind);
    expect(own.length).toBeGreaterThan(5);
    for (const one of own) compare(one);
  });
});

describe.runIf(hasReferences)('the reference results', () => {
  const of = (id: string) => valuesOf('design_power', id);

  it.each([
    [0.297, 0.315, 0.8],
    [0.297, 0.315, 0.9],
    [0.3, 0.35, 0.8],
    [0.3, 0.35, 0.9],
    [0.05, 0.03, 0.8],
    [0.05, 0.03, 0.9],
    [0.5, 0.6, 0.8],
    [0.5, 0.6, 0.9],
  ])('people for %d against %d with power %d', (p1, p2, power) => {
    const people = peopleFor(ofRisk(p1, twoSided), p2 - p1, power);
    expectFit(Number(people) / 2, Number(of(`ppt.n.${p1}_${p2}_${power}`).value), 'n');
  });

  it('design effects', () => {
    const { 'm20_icc.02': even, 'm20_icc.02_cv.5': uneven, 'm1.91_icc.53': homes } = of('deff');
    expectClosedForm(designEffect({ size: 20, sizeVariation: 0, icc: 0.02 }), Number(even), 'even');
    expectClosedForm(designEffect({ size: 20, sizeVariation: 0.5, icc: 0.02 }), Number(uneven), 'uneven');
    expectClosedForm(designEffect({ size: 1.912449, sizeVariation: 0, icc: 0.5324 }), Number(homes), 'homes');
  });

  // The reference adds the quantiles of t for alpha and power, a usual short cut; the noncentral t is what its test meets.
  it.each([8, 14, 50])('%d clusters an arm: the short cut’s difference has 80% power within a thousandth', (k) => {
    const difference = Number(of(`cluster.mde.k${k}`).t);
    const clustering = { size: 50, sizeVariation: 0, icc: 0.02 };
    const power = powerOf({ ...ofMean(Math.sqrt(0.21), twoSided), clustering }, difference, 2 * k * 50);
    expect(Math.abs(Number(power) - 0.8)).toBeLessThan(0.001);
  });
});

/** The grid that the programme was planned with: 24, 52 and 104 ceremonies an arm of 25 people, size CV 0.4, baseline 40%. */
describe('the planning table of the ceremonies', () => {
  it.each<[ceremonies: number, points: readonly number[]]>([
    [24, [9.3, 10.2, 12.7, 15.9]],
    [52, [6.2, 6.9, 8.5, 10.7]],
    [104, [4.4, 4.8, 6.0, 7.5]],
  ])('%d ceremonies an arm', (ceremonies, points) => {
    const found = [0.01, 0.02, 0.05, 0.1].map((icc) => {
      const clustering = { size: 25, sizeVariation: 0.4, icc };
      return 100 * Number(differenceFor({ ...ofRisk(0.4, twoSided), clustering }, 2 * ceremonies * 25, 0.8));
    });
    // The table takes the baseline's variance for both arms; ours is the treated arm's own.
    for (const [column, difference] of found.entries()) {
      expect(Math.abs(difference - (points[column] ?? 0)), `${difference}`).toBeLessThan(0.1);
    }
  });
});
