/** The predictability meter: its figures for designs whose figures can be worked out by hand, and what it never does. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { designOf } from '../../src/randomise/design.ts';
import type { Expected } from '../../src/randomise/expected-lists.ts';
import { expectedLists } from '../../src/randomise/expected-lists.ts';
import { fastNumbers } from '../../src/randomise/fast-numbers.ts';
import { predictability } from '../../src/randomise/predictability.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import type { Scheme } from '../../src/trial/scheme.ts';

const offer = JSON.parse(readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8'));
const parsed = parseProtocol(JSON.stringify(offer));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const protocol = parsed.value;

const boroughs = (ceremonies: number, peopleVariation = 0.4) =>
  protocol.boroughs.map((borough) => ({ ...borough, expected: { ceremonies, people: 25, peopleVariation } }));

function meter(scheme: Scheme, ceremonies: number, ratios = [1, 1, 1], changes: Partial<Expected> = {}) {
  const arms = protocol.arms.map((arm, index) => ({ ...arm, ratio: ratios[index] ?? 1 }));
  const declared = { ...protocol, scheme, arms, boroughs: boroughs(ceremonies), ...changes };
  return predictability(designOf(declared, '0'.repeat(64)), declared, { lists: 20, redraws: 40, seed: 'test' });
}

describe('the share guessed right by the convergence strategy', () => {
  test('whole blocks of three: (1/3 + 1/2 + 1) ÷ 3 each', () => {
    const { guessedRight } = meter({ kind: 'blocks', blockSizes: [3] }, 27);
    expect(guessedRight.share).toBeCloseTo(11 / 18, 12);
    expect(guessedRight.chance).toBeCloseTo(1 / 3, 12);
  });

  test('simple: chance, whatever is known', () => {
    const { guessedRight } = meter({ kind: 'simple' }, 26);
    expect(Math.abs(guessedRight.share - 1 / 3)).toBeLessThan(5 * guessedRight.standardError);
  });

  test('one list drawn at once: chance, since nothing of it is known before', () => {
    const { guessedRight } = meter({ kind: 'complete' }, 26);
    expect(guessedRight.share).toBeCloseTo(1 / 3, 12);
  });

  test('big stick with limit 1 and two arms is blocks of two: (1/2 + 1) ÷ 2', () => {
    const arms = protocol.arms.slice(0, 2);
    const declared = { ...protocol, arms, scheme: { kind: 'big-stick', limit: 1 } as const, boroughs: boroughs(26) };
    const { guessedRight } = predictability(designOf(declared, '0'.repeat(64)), declared, {
      lists: 20,
      redraws: 40,
      seed: 'test',
    });
    expect(guessedRight.share).toBeCloseTo(3 / 4, 12);
  });

  test('the smaller the blocks, the more is guessed', () => {
    const shares = [[3], [6], [27]].map((blockSizes) => meter({ kind: 'blocks', blockSizes }, 27).guessedRight.share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  test('cohorts of households: the arms of earlier lists say nothing', () => {
    const { guessedRight, units } = meter({ kind: 'cohort' }, 8, [1, 1, 1], {
      unit: 'household',
      strata: ['borough', 'group_size'],
    });
    expect(Math.abs(guessedRight.share - 1 / 3)).toBeLessThan(5 * guessedRight.standardError);
    expect(units).toBeGreaterThan(6 * 8 * 15);
  });
});

describe('imbalance, places left over, arms', () => {
  test('blocks of 27 at 26 ceremonies leave one place in each borough', () => {
    const { leftOver, strata, units, arms } = meter({ kind: 'blocks', blockSizes: [27] }, 26);
    expect(leftOver).toEqual({ mean: 6, worst: 6 });
    expect(strata).toEqual({ mean: 6, worst: 6 });
    expect(units).toBe(156);
    expect(arms.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(156, 9);
    for (const { fewest } of arms) expect(fewest).toBeGreaterThanOrEqual(46);
  });

  test('complete blocks are balanced to the unit; simple randomisation is not', () => {
    expect(meter({ kind: 'blocks', blockSizes: [27] }, 27).imbalance.overall.worst).toBeCloseTo(0, 9);
    expect(meter({ kind: 'simple' }, 27).imbalance.overall.mean).toBeGreaterThan(3);
  });

  test('big stick keeps each stratum within its limit', () => {
    expect(meter({ kind: 'big-stick', limit: 3 }, 26).imbalance.perStratum.worst).toBeLessThanOrEqual(2);
  });

  test('unequal ratios: arms come by their share, and imbalance counts from it', () => {
    const { arms, guessedRight, imbalance } = meter({ kind: 'blocks', blockSizes: [8] }, 16, [2, 1, 1]);
    expect(arms.map(({ mean }) => mean)).toEqual([48, 24, 24]);
    expect(guessedRight.chance).toBe(0.5);
    expect(imbalance.overall.worst).toBe(0);
  });
});

test('what the protocol does not declare is named as assumed', () => {
  expect(meter({ kind: 'simple' }, 5).notes).toEqual([]);
  const silent = meter({ kind: 'simple' }, 5, [1, 1, 1], {
    boroughs: protocol.boroughs.map((one) => ({ ...one, expected: null })),
  });
  expect(silent.notes.join()).toContain('6 of 6 boroughs declare nothing');
  expect(silent.units).toBe(156);
});

test('expected sizes have the declared mean and variation', () => {
  const expected = { ...protocol, unit: 'ceremony', strata: ['unit_size'], boroughs: boroughs(2_000, 0.4) } as const;
  const sizes = expectedLists(expected, fastNumbers('sizes')).flatMap(({ units }) =>
    units.map(({ stratum }) => Number(stratum)),
  );
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const deviation = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / (sizes.length - 1));
  // 12,000 log-normal sizes: the standard error of the mean is 0.09 people.
  expect(Math.abs(mean - 25)).toBeLessThan(0.5);
  expect(Math.abs(deviation / mean - 0.4)).toBeLessThan(0.02);
});

test('the same seed gives the same figures', () => {
  expect(meter({ kind: 'blocks', blockSizes: [3, 6] }, 26)).toEqual(meter({ kind: 'blocks', blockSizes: [3, 6] }, 26));
});
