/** Each scheme on a tiny design: every allocation written out, beside what the engine counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounds, given } from '../estimators/given.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { declared, type Kind, kinds } from './declared.ts';
import { allocations, type Pair, type Person, pOfEffect, pOfLargest, pValue, statistic } from './longhand.ts';

const pair: Pair = ['letter', 'standard'];

/** Units of one to three people, in two blocks, unequal arms, in no order. */
const people: readonly Person[] = [
  ['letter', 'a', 'north', [7.1, 4]],
  ['standard', 'b', 'north', [2.5]],
  ['letter', 'e', 'south', [9, 6, 8]],
  ['standard', 'c', 'north', [5, 3]],
  ['standard', 'f', 'south', [8]],
  ['letter', 'd', 'north', [6]],
  ['standard', 'g', 'south', [1.2, 4]],
  ['letter', 'h', 'south', [3]],
  ['standard', 'i', 'south', [6.5]],
].flatMap(([arm, unit, block, outcomes]) =>
  (outcomes as readonly number[]).map((outcome) => ({
    arm: String(arm),
    unit: String(unit),
    block: String(block),
    outcome,
  })),
);

/** As the scheme sees them: persons are units of their own, and there is one block where it knows none. */
function asDrawn(kind: Kind, all: readonly Person[]): readonly Person[] {
  return all.map((person, index) => ({
    ...person,
    unit: kind.endsWith('clustered') ? person.unit : `${index}`,
    block: kind.startsWith('blocked') ? person.block : 'all',
  }));
}

const statistics = ['difference', 'studentised'] as const;
const cases = kinds.flatMap((kind) => statistics.map((name) => [kind, name] as const));

describe('two arms', () => {
  it.each(cases)('%s, %s', (kind, name) => {
    const drawn = asDrawn(kind, people);
    const [result] = declared(kind, people, ['standard', 'letter'], [pair], { statistic: name });
    const ours = given(result);
    const isStudentised = name === 'studentised';
    expectClosedForm(ours.estimate, statistic(drawn, pair, false), 'estimate');
    expectClosedForm(ours.statistic, statistic(drawn, pair, isStudentised), 'statistic');
    expectClosedForm(ours.p, pValue(drawn, pair, pair, isStudentised), 'p');
    expectClosedForm(ours.logP, Math.log(ours.p), 'log p');
    expect([ours.exact, ours.monteCarloError, ours.null]).toEqual([true, 0, 'pairwise']);
    expect(ours.draws).toBe(allocations(drawn, pair).length);
    expect(ours.n).toBe(people.length);
  });

  it('nine people by hand: of the 126 ways to choose four, p counts those as far apart', () => {
    const [result] = declared(
      'complete',
      [8, 9, 7, 10, 1, 2, 3, 4, 5].map((outcome, index) => ({
        arm: index < 4 ? 'letter' : 'standard',
        outcome,
        unit: `${index}`,
        block: 'all',
      })),
      ['standard', 'letter'],
      [pair],
      { statistic: 'difference' },
    );
    // The four largest are in one arm: nothing is further apart, and its mirror (1 to 4 chosen: 2.5 − 7.8) is less far.
    expect(given(result)).toMatchObject({ estimate: 5.5, p: 1 / 126, draws: 126, exact: true });
  });
});

const three = [
  ...people,
  { arm: 'visit', unit: 'j', block: 'north', outcome: 9.5 },
  { arm: 'visit', unit: 'k', block: 'south', outcome: 7 },
  { arm: 'visit', unit: 'l', block: 'south', outcome: 2 },
  { arm: 'visit', unit: 'm', block: 'north', outcome: 4.4 },
].filter(({ unit }) => !['c', 'i'].includes(unit));
const arms = ['standard', 'letter', 'visit'];
const pairs: readonly Pair[] = [pair, ['visit', 'standard'], ['visit', 'letter']];

describe('three arms, difference, clusters within blocks', () => {
  const drawn = asDrawn('blocked-clustered', three);
  const how = { statistic: 'difference' } as const;

  it('pairwise: the third arm’s units stay', () => {
    const results = declared('blocked-clustered', three, arms, pairs, how);
    for (const [index, own] of pairs.entries()) {
      expectClosedForm(given(results[index]).p, pValue(drawn, own, own, false), own.join());
    }
  });

  it('global: all arms are exchanged', () => {
    const results = declared('blocked-clustered', three, arms, pairs, { ...how, null: 'global' });
    for (const [index, own] of pairs.entries()) {
      const ours = given(results[index]);
      expectClosedForm(ours.p, pValue(drawn, own, arms, false), own.join());
      expect([ours.null, ours.draws]).toEqual(['global', allocations(drawn, arms).length]);
    }
  });

  it('max-T: the largest of the family under the global null, beside either null’s own p', () => {
    const expected = pOfLargest(drawn, pairs, false);
    for (const hypothesis of ['pairwise', 'global'] as const) {
      const results = declared('blocked-clustered', three, arms, pairs, { ...how, null: hypothesis, maxT: true });
      for (const [index, own] of pairs.entries()) {
        expectClosedForm(given(results[index]).pAdjusted ?? Number.NaN, expected[index] ?? 0, own.join());
      }
    }
  });
});

describe('the interval', () => {
  it.each(cases)('%s, %s: its bounds are where p passes 1 − level', (kind, name) => {
    const drawn = asDrawn(kind, people);
    const isStudentised = name === 'studentised';
    const level = 0.8;
    const [result] = declared(kind, people, ['standard', 'letter'], [pair], { statistic: name, interval: true, level });
    const ours = given(result);
    if (!('interval' in ours)) throw new Error('an interval was asked for');
    expect(ours.notes).toEqual(['interval-assumes-constant-additive-effect']);
    const [low, high] = bounds(ours.interval);
    const width = high - low;
    for (const step of [1e-9, 0.01, 0.1, 0.5]) {
      expect(pOfEffect(drawn, pair, isStudentised, low - step * width)).toBeLessThanOrEqual(1 - level + 1e-12);
      expect(pOfEffect(drawn, pair, isStudentised, high + step * width)).toBeLessThanOrEqual(1 - level + 1e-12);
    }
    expect(pOfEffect(drawn, pair, isStudentised, low + 1e-9 * width)).toBeGreaterThan(1 - level);
    expect(pOfEffect(drawn, pair, isStudentised, high - 1e-9 * width)).toBeGreaterThan(1 - level);
  });

  it('reaches without end where so few allocations cannot reject at its level', () => {
    const few = [3, 5, 1, 2].map((outcome, index) => ({
      arm: index < 2 ? 'letter' : 'standard',
      outcome,
      unit: `${index}`,
      block: 'all',
    }));
    const [result] = declared('complete', few, ['standard', 'letter'], [pair], { interval: true });
    expect(given(result)).toMatchObject({ interval: ['-Infinity', 'Infinity'], p: 1 / 3 });
  });
});

describe('whatever the data', () => {
  const unitSizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 7, maxLength: 9 });
  const sample = fc
    .tuple(
      unitSizes,
      fc.array(fc.integer({ min: -40, max: 90 }), { minLength: 27, maxLength: 27 }),
      fc.constantFrom(1, 3, 10),
    )
    .map(([sizes, values, divisor]) =>
      sizes.flatMap((size, unit) =>
        values.slice(3 * unit, 3 * unit + size).map((value): Person => {
          const arm = [0, 1, 4, 5, 8].includes(unit) ? 'letter' : 'standard';
          return { arm, outcome: value / divisor, unit: `${unit}`, block: unit < 4 ? 'one' : 'other' };
        }),
      ),
    );

  it.each(['clustered', 'blocked-clustered'] as const)('%s: p and statistic are those written out', (kind) => {
    fc.assert(
      fc.property(sample, fc.constantFrom(...statistics), (all, name) => {
        const drawn = asDrawn(kind, all);
        const isStudentised = name === 'studentised';
        const [result] = declared(kind, all, ['standard', 'letter'], [pair], { statistic: name });
        if (result === undefined || 'notEstimable' in result) {
          return result?.notEstimable.code !== 'no-variation'
            ? /one-cluster/.test(result?.notEstimable.code ?? '')
            : true;
        }
        expectClosedForm(result.statistic, statistic(drawn, pair, isStudentised), 'statistic');
        expectClosedForm(result.p, pValue(drawn, pair, pair, isStudentised), 'p');
        return true;
      }),
      { numRuns: 60, seed: 1935 },
    );
  });
});
