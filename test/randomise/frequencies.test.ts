/**
 * The real streams over fixed seeds, by chi-squared: what the enumeration shows of the choices, seen in the draws themselves.
 * Seeds are fixed, so that nothing here fails by chance; the bounds are those a new set of seeds would pass 9,999 times in
 * 10,000, for each statistic.
 */
import { describe, expect, test } from 'vitest';
import { balanceOf } from '../../src/randomise/balance.ts';
import { covariateColumns } from '../../src/randomise/covariate-columns.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState, type Unit } from '../../src/randomise/draw-state.ts';
import type { SchemeOf } from '../../src/randomise/drawing.ts';
import { probabilities } from '../../src/randomise/probability.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { arrangeWholeList } from '../../src/randomise/whole-list.ts';
import { type Scheme, schemeSchema } from '../../src/trial/scheme.ts';
import { designWith, seedOf, unitsIn } from './design-fixture.ts';
import { allocationsAtOnce, shuffleOf } from './enumerate.ts';

/** The 1 − 10⁻⁴ quantiles of chi-squared by degrees of freedom from 1 (R: qchisq(1e-4, df, lower.tail = FALSE)). */
const bounds = [15.1367, 18.4207, 21.1075, 23.5127, 25.7448, 27.8563, 29.8775];

const seeds = 3_000;

/** The arms of the units, in order, for each seed. */
function drawsOf(scheme: Scheme, ratios: readonly number[], units: readonly Unit[]): readonly (readonly string[])[] {
  const design = designWith(scheme, ratios);
  return Array.from({ length: seeds }, (_, seed) => {
    const { drawn } = drawList(design, drawKey(seedOf(seed), null), { id: 'c', units }, freshState);
    return drawn.map(({ arm }) => arm);
  });
}

function chiSquared(found: readonly number[], expected: readonly number[]): number {
  return expected.reduce((sum, due, index) => sum + ((found[index] ?? 0) - due) ** 2 / due, 0);
}

describe('each unit’s arms come as often as declared', () => {
  const halls = (index: number) => [
    ['Civic Centre', 'Old Town Hall', ''][index % 3] ?? '',
    index < 4 ? 'spring' : 'autumn',
  ];
  const booked = (index: number) => [String([31, 12, 25, 8, 40, 17, 22, 29][index])];
  test.each<{
    scheme: unknown;
    ratios: readonly number[];
    count: number;
    valuesOf?: (index: number) => readonly string[];
  }>([
    { scheme: { kind: 'simple' }, ratios: [1, 1, 1], count: 3 },
    { scheme: { kind: 'simple' }, ratios: [2, 1], count: 3 },
    { scheme: { kind: 'blocks', blockSizes: [4, 8] }, ratios: [3, 1], count: 10 },
    { scheme: { kind: 'complete' }, ratios: [1, 1, 1], count: 5 },
    { scheme: { kind: 'cohort' }, ratios: [1, 1, 1], count: 7 },
    { scheme: { kind: 'cohort' }, ratios: [3, 1], count: 6 },
    { scheme: { kind: 'big-stick', limit: 2 }, ratios: [1, 1, 1], count: 6 },
    {
      scheme: { kind: 'minimisation', factors: ['hall', 'season'], randomShare: 0.2 },
      ratios: [2, 1],
      count: 6,
      valuesOf: halls,
    },
    {
      scheme: {
        kind: 'minimisation',
        factors: ['hall', { name: 'season', weight: 3 }],
        imbalance: 'variance',
        randomShare: 0,
      },
      ratios: [1, 1, 1],
      count: 6,
      valuesOf: halls,
    },
    {
      scheme: { kind: 'rerandomised', covariates: ['booked'], threshold: 0.4 },
      ratios: [1, 1],
      count: 7,
      valuesOf: booked,
    },
  ])('$scheme.kind, ratio $ratios, $count units', ({ scheme, ratios, count, valuesOf }) => {
    const parsed = schemeSchema.parse(scheme);
    const draws = drawsOf(parsed, ratios, unitsIn('E09000005', count, valuesOf));
    for (let unit = 0; unit < count; unit++) {
      const arms = probabilities(designWith(parsed, ratios));
      const found = arms.map(({ arm }) => draws.filter((draw) => draw[unit] === arm).length);
      const expected = arms.map(({ numerator, denominator }) => (seeds * numerator) / denominator);
      expect(chiSquared(found, expected)).toBeLessThan(bounds[arms.length - 2] ?? 0);
    }
  });
});

describe('whole allocations come as often as each other', () => {
  function expectUniform(draws: readonly (readonly string[])[], possible: readonly string[]): void {
    const found = possible.map((arms) => draws.filter((draw) => draw.join() === arms).length);
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(seeds);
    const expected = possible.map(() => seeds / possible.length);
    expect(chiSquared(found, expected)).toBeLessThan(bounds[possible.length - 2] ?? 0);
  }

  /** The ways in which two arms can stand, two units each. */
  const sixWays = allocationsAtOnce([...shuffleOf(2), ...shuffleOf(4)], (random) =>
    arrangeWholeList([1, 1], 4, random),
  );
  const named = (arms: readonly number[]) => arms.map((arm) => `arm-${arm}`).join();

  test('a complete list of four: all six', () => {
    expect(sixWays).toHaveLength(6);
    expectUniform(
      drawsOf({ kind: 'complete' }, [1, 1], unitsIn('s', 4)),
      sixWays.map(({ arms }) => named(arms)),
    );
  });

  test('a big stick with a limit of one: blocks of two', () => {
    const possible = [
      [0, 1, 0, 1],
      [0, 1, 1, 0],
      [1, 0, 0, 1],
      [1, 0, 1, 0],
    ];
    expectUniform(drawsOf({ kind: 'big-stick', limit: 1 }, [1, 1], unitsIn('s', 4)), possible.map(named));
  });

  test('a rerandomised list of four: those that meet the criterion, and no others', () => {
    const scheme = schemeSchema.parse({
      kind: 'rerandomised',
      covariates: ['booked'],
      threshold: 1,
    }) as SchemeOf<'rerandomised'>; // the kind is given
    const units = unitsIn('s', 4, (index) => [String([10, 20, 30, 41][index])]);
    const columns = covariateColumns(
      scheme,
      units.map(({ values }) => values),
    );
    const { imbalanceOf } = balanceOf(scheme.criterion, columns, 2);
    const accepted = sixWays.filter(({ arms }) => imbalanceOf(arms) <= scheme.threshold);
    expect(accepted).toHaveLength(4);
    expectUniform(
      drawsOf(scheme, [1, 1], units),
      accepted.map(({ arms }) => named(arms)),
    );
  });
});
