/** What holds for any data: names, order and the form of the file do not matter; and what cannot be answered is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomisationInference } from '../../../analysis/randomisation-inference/randomisation-inference.ts';
import type { RandomisationOptions } from '../../../analysis/randomisation-inference/randomisation-result.ts';
import { frameOf } from '../estimators/frame-fixture.ts';
import { codeOf, given } from '../estimators/given.ts';
import { declared, exactly, type Kind, kinds } from './declared.ts';
import type { Pair, Person } from './longhand.ts';

const arms = ['standard', 'letter', 'visit'];
const pairs: readonly Pair[] = [
  ['letter', 'standard'],
  ['visit', 'standard'],
];
/** Twelve units of one to three people in two blocks; whole numbers, thirds and sixths. */
const sample = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 }),
    fc.array(fc.integer({ min: -30, max: 70 }), { minLength: 36, maxLength: 36 }),
    fc.constantFrom(1, 3, 10),
  )
  .map(([sizes, values, divisor]) =>
    sizes.flatMap((size, unit) =>
      values.slice(3 * unit, 3 * unit + size).map(
        (value): Person => ({
          arm: arms[unit % 3] ?? '',
          outcome: value / divisor,
          unit: `${unit}`,
          block: unit < 6 ? 'one' : 'other',
        }),
      ),
    ),
  );
const settings = fc.record({
  statistic: fc.constantFrom('difference' as const, 'studentised' as const),
  null: fc.constantFrom('pairwise' as const, 'global' as const),
  exactBelow: fc.constantFrom(0, 1_000),
  maxT: fc.boolean(),
});
const drawing: Partial<RandomisationOptions> = { draws: 99, seed: 'seed' };

describe('whatever the data', () => {
  const check = (holds: (people: readonly Person[], own: Partial<RandomisationOptions>) => boolean) =>
    fc.assert(
      fc.property(sample, settings, (people, own) => holds(people, { ...drawing, ...own })),
      { numRuns: 40, seed: 2013 },
    );

  it.each(kinds)('%s: the order of rows changes nothing, to the last bit', (kind) => {
    check((people, own) => {
      const order = [...people].map((person, at) => ({ person, key: (at * 7919) % 104_729 }));
      const mixed = order.toSorted((a, b) => (a.key % 13) - (b.key % 13) || b.key - a.key).map(({ person }) => person);
      expect(declared(kind, mixed, arms, pairs, own)).toEqual(declared(kind, people, arms, pairs, own));
      return true;
    });
  });

  it.each(kinds)('%s: the same seed gives the same figures', (kind) => {
    check((people, own) => {
      expect(declared(kind, people, arms, pairs, own)).toEqual(declared(kind, people, arms, pairs, own));
      return true;
    });
  });

  it.each(kinds)('%s: swapping the two arms turns the sign of the estimate and of the interval', (kind) => {
    check((people, own) => {
      const asked = { ...own, interval: own.null === 'pairwise', maxT: false };
      const swapped = pairs.map(([treated, reference]): Pair => [reference, treated]);
      const [left, right] = [pairs, swapped].map((which) => declared(kind, people, arms, which, asked));
      return pairs.every((_, index) => {
        const [one, other] = [left?.[index], right?.[index]];
        if (one === undefined || other === undefined) return false;
        if ('notEstimable' in one || 'notEstimable' in other) return codeOf(one) === codeOf(other);
        expect([one.estimate, one.statistic, one.p, one.draws]).toEqual([
          -other.estimate,
          -other.statistic,
          other.p,
          other.draws,
        ]);
        if (!('interval' in one) || !('interval' in other)) return own.null === 'global';
        const [low, high] = one.interval.map(Number);
        const [otherLow, otherHigh] = other.interval.map(Number);
        const close = (a = 0, b = 0) => a === -b || Math.abs(a + b) <= 1e-9 * Math.max(1, Math.abs(a));
        return close(low, otherHigh) && close(high, otherLow);
      });
    });
  });

  it('0 lies outside the interval exactly where p is at most 1 − level', () => {
    check((people, own) => {
      const asked = { ...own, null: 'pairwise' as const, interval: true, level: 0.9, draws: 199 };
      return declared('clustered', people, arms, pairs, asked).every((result) => {
        if ('notEstimable' in result || !('interval' in result)) return true;
        const [low, high] = result.interval.map(Number);
        const isAtEdge = [low, high].some((bound) => Math.abs(bound ?? 0) < 1e-9);
        return isAtEdge || (Number(low) > 0 || Number(high) < 0) === result.p <= 0.1 + 1e-12;
      });
    });
  });

  it('a frequency weight is so many people, each drawn', () => {
    const rows = fc.array(
      fc.record({ outcome: fc.integer({ min: 0, max: 3 }), weight: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 8,
        maxLength: 14,
      },
    );
    const of = (people: readonly { arm: string; outcome: number; weight?: number }[], exactBelow: number) =>
      randomisationInference(
        frameOf(['standard', 'letter'], 'count', people),
        [{ treated: 1, reference: 0 }],
        { kind: 'declared', drawn: { unit: null, cell: null, isBlocked: false } },
        { ...exactly, draws: 50, exactBelow, interval: true },
      );
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 5_000), (drawn, exactBelow) => {
        const weighted = drawn.map((row, at) => ({ ...row, arm: at % 2 === 0 ? 'letter' : 'standard' }));
        const people = weighted.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row));
        expect(of(weighted, exactBelow)).toEqual(of(people, exactBelow));
        return true;
      }),
      { numRuns: 40, seed: 2013 },
    );
  });
});

describe('what cannot be answered is refused', () => {
  const people: readonly Person[] = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5].map((outcome, index) => ({
    arm: index % 2 === 0 ? 'letter' : 'standard',
    outcome,
    unit: `${Math.floor(index / 2) * 2 + (index % 2)}`,
    block: index < 4 ? 'one' : 'other',
  }));
  const changed = (at: number, change: Partial<Person>) =>
    people.map((person, index) => (index === at ? { ...person, ...change } : person));
  const of = (kind: Kind, all: readonly Person[], options: Partial<RandomisationOptions> = {}) =>
    declared(kind, all, ['standard', 'letter'], [['letter', 'standard']], options)[0];

  it('an arm without anybody, in all or in a block', () => {
    expect(
      codeOf(
        of(
          'complete',
          people.filter(({ arm }) => arm === 'letter'),
        ),
      ),
    ).toBe('empty-arm');
    const oneArm = people.map((person) => (person.block === 'one' ? { ...person, arm: 'letter' } : person));
    expect(codeOf(of('blocked', oneArm))).toBe('empty-arm');
  });

  it('studentised, an arm of one person or one cluster; the plain difference has an answer', () => {
    const one = changed(2, { arm: 'standard' }).map((person, at) =>
      at === 4 || at === 6 ? { ...person, arm: 'standard' } : person,
    );
    expect(codeOf(of('complete', one))).toBe('one-person-in-arm');
    expect(codeOf(of('clustered', one))).toBe('one-cluster-in-arm');
    expect(codeOf(of('blocked', changed(0, { arm: 'standard' })))).toBe('one-person-in-arm');
    expect(given(of('complete', one, { statistic: 'difference' }))).toMatchObject({ draws: 8, exact: true });
  });

  it('a cluster in two arms, or in two blocks', () => {
    expect(codeOf(of('clustered', changed(0, { unit: '1' })))).toBe('cluster-spans-arms');
    expect(codeOf(of('blocked-clustered', changed(0, { unit: '4' })))).toBe('cluster-spans-blocks');
  });

  it('outcomes that do not vary; studentised, that do not vary within the arms', () => {
    const same = people.map((person) => ({ ...person, outcome: 0.1 }));
    const within = people.map((person) => ({ ...person, outcome: person.arm === 'letter' ? 1 / 3 : 0.1 }));
    for (const statistic of ['difference', 'studentised'] as const) {
      expect(codeOf(of('complete', same, { statistic }))).toBe('no-variation');
    }
    expect(codeOf(of('complete', within))).toBe('no-variation');
    expect(given(of('complete', within, { statistic: 'difference' })).p).toBe(2 / 70);
  });

  it('an allocation without alternative', () => {
    const alone = people.map((person) => ({ ...person, unit: person.arm, block: person.arm }));
    expect(codeOf(of('blocked', alone, { statistic: 'difference' }))).toBe('empty-arm');
    const two = declared('complete', [...people], ['standard', 'letter', 'visit'], [['visit', 'standard']]);
    expect(codeOf(two[0])).toBe('empty-arm');
  });

  it('outcomes too large to square', () => {
    expect(codeOf(of('complete', changed(0, { outcome: 1e200 })))).toBe('overflow');
  });

  it('clusters ignored are said', () => {
    expect([given(of('complete', people)).warning, given(of('clustered', people)).warning]).toEqual([
      'ignores-clustering',
      undefined,
    ]);
  });
});
