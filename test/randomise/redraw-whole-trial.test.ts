/**
 * Re-draws of a whole trial: each scheme keeps in them what it keeps in the draw, and gives every unit its declared
 * probabilities.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceOf } from '../../src/randomise/balance.ts';
import { covariateColumns } from '../../src/randomise/covariate-columns.ts';
import type { Unit, UnitList } from '../../src/randomise/draw-state.ts';
import { fastNumbers } from '../../src/randomise/fast-numbers.ts';
import { redrawsOf } from '../../src/randomise/redraw.ts';
import type { Scheme } from '../../src/trial/scheme.ts';
import { armsWith, designWith } from './design-fixture.ts';

const minimisation: Scheme = {
  kind: 'minimisation',
  factors: [
    { name: 'borough', weight: 1 },
    { name: 'age_band', weight: 2 },
  ],
  imbalance: 'range',
  randomShare: 0.2,
};
const rerandomised: Scheme = {
  kind: 'rerandomised',
  covariates: [
    { column: 'people', as: 'number' },
    { column: 'age_band', as: 'category' },
  ],
  criterion: 'mahalanobis',
  threshold: 2,
  maximumTries: 1_000,
};

function unitsOf(count: number, listId: string, household: (index: number) => string | null = () => null): UnitList {
  const units = Array.from({ length: count }, (_, index): Unit => {
    const values = [String(index % 7), `band ${(index * 5) % 3}`];
    return { unit: `${listId}-${index}`, stratum: `s${index % 2}`, household: household(index), values };
  });
  return { id: listId, units };
}

const names = (ratios: readonly number[]) => armsWith(ratios).map(({ name }) => name);

function redraw(scheme: Scheme, ratios: readonly number[], lists: readonly UnitList[], seed = 'seed') {
  return redrawsOf([{ design: designWith(scheme, ratios), lists }], names(ratios), seed);
}

function countsIn(arms: Iterable<number>, of: number): readonly number[] {
  const counts = new Array<number>(of).fill(0);
  for (const arm of arms) counts[arm] = (counts[arm] ?? 0) + 1;
  return counts;
}

/** The arms of one stratum of a single list, in list order. */
const stratumOf = (allocation: Uint8Array, list: UnitList, stratum: string) =>
  [...allocation].filter((_, unit) => list.units[unit]?.stratum === stratum);

const everyScheme: readonly (readonly [string, Scheme])[] = [
  ['simple', { kind: 'simple' }],
  ['blocks', { kind: 'blocks', blockSizes: [3, 6] }],
  ['complete', { kind: 'complete' }],
  ['cohort', { kind: 'cohort' }],
  ['big stick', { kind: 'big-stick', limit: 2 }],
  ['minimisation', minimisation],
  ['rerandomised', rerandomised],
];

/** Computed with 64-bit integers from docs/randomisation.md alone. */
test('the numbers behind re-draws are these for ever', () => {
  const random = fastNumbers('vector|0');
  expect([random(), random(), random(), random()]).toEqual([
    0.4165889131836593, 0.8656778307631612, 0.3487958472687751, 0.9000173886306584,
  ]);
});

describe.each(everyScheme)('%s', (_, scheme) => {
  const lists = [unitsOf(11, 'a'), unitsOf(7, 'b')];
  const isOneList = scheme.kind === 'complete' || scheme.kind === 'rerandomised';
  const given = isOneList ? lists.slice(0, 1) : lists;
  const redraws = redraw(scheme, [1, 1, 1], given);

  test('the i-th re-draw is always the same, and another i or seed gives another', () => {
    const again = redraw(scheme, [1, 1, 1], given);
    expect([...again.redraw(5)]).toEqual([...redraws.redraw(5)]);
    const differing = new Set(Array.from({ length: 40 }, (__, i) => redraws.redraw(i).join()));
    expect(differing.size).toBeGreaterThan(30);
    const other = redraw(scheme, [1, 1, 1], given, 'another seed');
    expect(Array.from({ length: 10 }, (__, i) => other.redraw(i).join())).not.toEqual(
      Array.from({ length: 10 }, (__, i) => redraws.redraw(i).join()),
    );
  });

  test('every unit gets every arm with the declared probability, over 3,000 re-draws', () => {
    const draws = 3_000;
    const counts = Array.from({ length: redraws.units }, () => [0, 0, 0]);
    for (let i = 0; i < draws; i++) {
      for (const [unit, arm] of redraws.redraw(i).entries()) {
        const row = counts[unit] ?? [];
        row[arm] = (row[arm] ?? 0) + 1;
      }
    }
    // Chi-squared with 2 degrees of freedom, 1 − 10⁻⁵ quantile (R: qchisq(1e-5, 2, lower.tail = FALSE)) for each of up to 18 units.
    for (const row of counts) {
      const statistic = row.reduce((sum, count) => sum + (count - draws / 3) ** 2 / (draws / 3), 0);
      expect(statistic).toBeLessThan(23.02585);
    }
  });

  test('people of one household share an arm in every re-draw', () => {
    const list = unitsOf(12, 'a', (index) => (index < 8 ? `h${index % 4}` : null));
    const { redraw: at } = redraw(scheme, [1, 1, 1], [list]);
    for (let i = 0; i < 50; i++) {
      const allocation = at(i);
      for (let first = 0; first < 4; first++) expect(allocation[first + 4]).toBe(allocation[first]);
    }
  });
});

describe('what a scheme keeps', () => {
  const ratiosOf = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 });

  test('blocks: every completed block of one size holds the ratio', () => {
    fc.assert(
      fc.property(ratiosOf, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 }), (ratios, times, units) => {
        const size = times * ratios.reduce((sum, ratio) => sum + ratio, 0);
        const list = unitsOf(units, 'a');
        const allocation = redraw({ kind: 'blocks', blockSizes: [size] }, ratios, [list]).redraw(units);
        for (const stratum of ['s0', 's1']) {
          const arms = stratumOf(allocation, list, stratum);
          for (let start = 0; start + size <= arms.length; start += size) {
            const counts = countsIn(arms.slice(start, start + size), ratios.length);
            expect(counts).toEqual(ratios.map((ratio) => ratio * times));
          }
        }
      }),
    );
  });

  test('a list drawn at once keeps the ratio to within its leftovers, in every stratum', () => {
    fc.assert(
      fc.property(ratiosOf, fc.integer({ min: 1, max: 60 }), (ratios, units) => {
        const list = unitsOf(units, 'a');
        const sum = ratios.reduce((total, ratio) => total + ratio, 0);
        for (const kind of ['complete', 'cohort'] as const) {
          const allocation = redraw({ kind }, ratios, [list]).redraw(units);
          for (const stratum of ['s0', 's1']) {
            const arms = stratumOf(allocation, list, stratum);
            const times = Math.floor(arms.length / sum);
            for (const [arm, count] of countsIn(arms, ratios.length).entries()) {
              expect(count).toBeGreaterThanOrEqual(times * (ratios[arm] ?? 0));
              expect(count).toBeLessThanOrEqual((times + 1) * (ratios[arm] ?? 0));
            }
          }
        }
      }),
    );
  });

  test('big stick: no arm is ever more than the limit ahead in its stratum', () => {
    const list = unitsOf(60, 'a');
    const { redraw: at } = redraw({ kind: 'big-stick', limit: 2 }, [1, 1, 1], [list]);
    for (let i = 0; i < 20; i++) {
      for (const stratum of ['s0', 's1']) {
        const arms = stratumOf(at(i), list, stratum);
        for (let end = 1; end <= arms.length; end++) {
          const counts = countsIn(arms.slice(0, end), 3);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
        }
      }
    }
  });

  test('rerandomised: every re-draw meets the criterion', () => {
    const list = unitsOf(40, 'a');
    const { redraw: at } = redraw(rerandomised, [1, 1, 1], [list]);
    const columns = covariateColumns(
      rerandomised,
      list.units.map(({ values }) => values),
    );
    const { imbalanceOf } = balanceOf('mahalanobis', columns, 3);
    for (let i = 0; i < 30; i++) expect(imbalanceOf([...at(i)])).toBeLessThanOrEqual(2);
  });

  test('after an arm is stopped, later units are re-drawn among the arms that are left, earlier ones among all', () => {
    const [before, after] = [designWith({ kind: 'simple' }, [1, 1, 1]), designWith({ kind: 'simple' }, [1, 1])];
    const renamed = {
      ...after,
      arms: [before.arms[0], before.arms[2]].flatMap((arm) => (arm === undefined ? [] : [arm])),
    };
    const { redraw: at } = redrawsOf(
      [
        { design: before, lists: [unitsOf(30, 'a')] },
        { design: renamed, lists: [unitsOf(30, 'b')] },
      ],
      names([1, 1, 1]),
      'seed',
    );
    const seen = [new Set<number>(), new Set<number>()];
    for (let i = 0; i < 50; i++) for (const [unit, arm] of at(i).entries()) seen[unit < 30 ? 0 : 1]?.add(arm);
    expect([...(seen[0] ?? [])].sort()).toEqual([0, 1, 2]);
    expect([...(seen[1] ?? [])].sort()).toEqual([0, 2]);
  });
});
