/** The criterion of a rerandomised list: longhand, on columns it cannot use, and the same for every arm. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BalanceCriterion, balanceOf } from '../../src/randomise/balance.ts';
import { type CovariateColumn, covariateColumns } from '../../src/randomise/covariate-columns.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState } from '../../src/randomise/draw-state.ts';
import { chooseTry } from '../../src/randomise/rerandomised.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { schemeSchema } from '../../src/trial/scheme.ts';
import { designWith, seedOf, unitsIn } from './design-fixture.ts';

const column = (name: string, ...values: readonly number[]): CovariateColumn => ({ name, values });

/** Mahalanobis distance of two arms over two columns, by the inverse of the two-by-two covariance. */
function distance(a: readonly number[], b: readonly number[], arms: readonly number[]): number {
  const mean = (x: readonly number[], arm?: number) => {
    const own = x.filter((_, unit) => arm === undefined || arms[unit] === arm);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const covariance = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, unit) => sum + (value - mean(x)) * ((y[unit] ?? 0) - mean(y)), 0) / (x.length - 1);
  const [saa, sab, sbb] = [covariance(a, a), covariance(a, b), covariance(b, b)];
  const [da, db] = [mean(a, 0) - mean(a, 1), mean(b, 0) - mean(b, 1)];
  const [n0, n1] = [0, 1].map((arm) => arms.filter((own) => own === arm).length);
  const form = (sbb * da * da - 2 * sab * da * db + saa * db * db) / (saa * sbb - sab * sab);
  return (((n0 ?? 0) * (n1 ?? 0)) / arms.length) * form;
}

describe('the Mahalanobis distance', () => {
  const people = [31, 12, 25, 8, 40, 17, 22, 29];
  const distances = [1.5, 9, 2.25, 7, 1, 6.5, 3, 4];

  test('of two arms is that of Morgan & Rubin, longhand', () => {
    const { imbalanceOf } = balanceOf('mahalanobis', [column('people', ...people), column('km', ...distances)], 2);
    for (const arms of [
      [0, 1, 0, 1, 0, 1, 0, 1],
      [0, 0, 0, 0, 1, 1, 1, 1],
      [1, 0, 0, 0, 0, 1, 0, 0],
    ]) {
      expect(imbalanceOf(arms)).toBeCloseTo(distance(people, distances, arms), 12);
    }
  });

  test('of three arms is the largest over pairs', () => {
    const { imbalanceOf } = balanceOf('mahalanobis', [column('people', ...people)], 3);
    const arms = [0, 1, 2, 0, 1, 2, 0, 1];
    const mean = people.reduce((sum, value) => sum + value, 0) / people.length;
    const variance = people.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (people.length - 1);
    const of = (arm: number) => people.filter((_, unit) => arms[unit] === arm);
    const meanOf = (arm: number) => of(arm).reduce((sum, value) => sum + value, 0) / of(arm).length;
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([i = 0, j = 0]) => {
      const [ni, nj] = [of(i).length, of(j).length];
      return (((ni * nj) / (ni + nj)) * (meanOf(i) - meanOf(j)) ** 2) / variance;
    });
    expect(imbalanceOf(arms)).toBeCloseTo(Math.max(...pairs), 12);
  });

  test('is the same in other units of measurement and from another zero', () => {
    const { imbalanceOf } = balanceOf('mahalanobis', [column('a', ...people), column('b', ...distances)], 2);
    const moved = balanceOf(
      'mahalanobis',
      [
        column('a', ...people.map((x) => 1000 - 3 * x)),
        column('b', ...distances.map((x, unit) => 0.25 * x + (people[unit] ?? 0))),
      ],
      2,
    );
    const arms = [0, 1, 1, 0, 0, 1, 1, 0];
    expect(moved.imbalanceOf(arms)).toBeCloseTo(imbalanceOf(arms), 10);
  });

  test('an arm without units makes no pair', () => {
    const { imbalanceOf } = balanceOf('mahalanobis', [column('people', 1, 2, 4)], 3);
    expect(imbalanceOf([0, 0, 0])).toBe(0);
    expect(imbalanceOf([0, 0, 2])).toBeGreaterThan(0);
  });
});

describe('columns that carry nothing of their own are left out and named', () => {
  const [people, hall] = [column('people', 12, 40, 31, 8), column('hall', 1, 0, 1, 0)];
  const doubled = column('doubled', 25, 81, 63, 17);

  test('a constant one, though its mean is not exact in doubles', () => {
    const constant = column('constant', 0.1, 0.1, 0.1, 0.1);
    for (const criterion of ['mahalanobis', 'standardised-difference'] as const) {
      const { imbalanceOf, leftOut } = balanceOf(criterion, [constant, people], 2);
      expect(leftOut).toEqual(['constant']);
      expect(imbalanceOf([0, 1, 0, 1])).toBe(balanceOf(criterion, [people], 2).imbalanceOf([0, 1, 0, 1]));
    }
  });

  test('one that those before it determine, whatever comes behind', () => {
    const { imbalanceOf, leftOut } = balanceOf('mahalanobis', [people, doubled, hall], 2);
    expect(leftOut).toEqual(['doubled']);
    expect(imbalanceOf([0, 1, 1, 0])).toBe(balanceOf('mahalanobis', [people, hall], 2).imbalanceOf([0, 1, 1, 0]));
    expect(balanceOf('standardised-difference', [people, doubled], 2).leftOut).toEqual([]);
  });

  test('a list of one unit has nothing to balance', () => {
    expect(balanceOf('mahalanobis', [column('people', 3)], 2).imbalanceOf([1])).toBe(0);
  });
});

test('no arm is treated otherwise than another, to the last bit', () => {
  const valuesOf = fc.array(
    fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.nat({ max: 3 }), fc.nat({ max: 2 })),
    {
      minLength: 3,
      maxLength: 30,
    },
  );
  const criteria = fc.constantFrom<BalanceCriterion>('mahalanobis', 'standardised-difference');
  fc.assert(
    fc.property(valuesOf, criteria, fc.constantFrom([1, 0, 2], [2, 0, 1], [2, 1, 0]), (rows, criterion, swap) => {
      const columns = [column('a', ...rows.map(([a]) => a)), column('b', ...rows.map(([, b]) => b))];
      const arms = rows.map(([, , arm]) => arm);
      const { imbalanceOf } = balanceOf(criterion, columns, 3);
      expect(imbalanceOf(arms.map((arm) => swap[arm] ?? 0))).toBe(imbalanceOf(arms));
    }),
  );
});

describe('covariates as columns', () => {
  const rows = ['b', 'Å', '', 'b', 'a', '\u{1F600}', '\uFF5E'].map((level, index) => [String(index), level]);
  const covariates = [
    { column: 'n', as: 'number' },
    { column: 'hall', as: 'category' },
  ] as const;

  test('levels stand in the order of their bytes, beyond the basic plane too', () => {
    const all = covariateColumns({ covariates, criterion: 'standardised-difference' }, rows);
    expect(all.map(({ name }) => name)).toEqual([
      'n',
      'hall=',
      'hall=a',
      'hall=b',
      'hall=Å',
      'hall=\uFF5E',
      'hall=\u{1F600}',
    ]);
    expect(all.find(({ name }) => name === 'hall=b')?.values).toEqual([1, 0, 0, 1, 0, 0, 0]);
  });

  test('under Mahalanobis the first level has none, and the distance is the same whichever it is', () => {
    const columns = covariateColumns({ covariates, criterion: 'mahalanobis' }, rows);
    expect(columns.map(({ name }) => name)).not.toContain('hall=');
    const halls = ['x', 'y', 'z', 'x', 'y', 'z', 'x', 'x'];
    const of = (rename: (hall: string) => string) => {
      const own = covariateColumns(
        { covariates: [{ column: 'hall', as: 'category' }], criterion: 'mahalanobis' },
        halls.map((hall) => [rename(hall)]),
      );
      return balanceOf('mahalanobis', own, 2).imbalanceOf([0, 0, 1, 1, 0, 1, 0, 1]);
    };
    expect(of((hall) => ({ x: 'z', y: 'x', z: 'y' })[hall] ?? '')).toBeCloseTo(
      of((hall) => hall),
      12,
    );
  });

  test('a text that is no number is a bug by then: lists are checked where they come in', () => {
    expect(() => covariateColumns({ covariates, criterion: 'mahalanobis' }, [['NA', 'a']])).toThrow('"NA" of "n"');
  });
});

describe('the tries', () => {
  const tryOf = (imbalances: readonly number[], threshold: number) =>
    chooseTry(
      { threshold, maximumTries: imbalances.length },
      (attempt) => [attempt],
      ([attempt = 0]) => imbalances[attempt] ?? 0,
    );

  test('the first that meets the criterion is taken, one at the threshold included', () => {
    expect(tryOf([3, 1, 0], 1)).toEqual({ arms: [1], tries: 2, imbalance: 1, isMet: true });
  });

  test('where none does, the best is taken, the first among equals, and flagged', () => {
    expect(tryOf([3, 2, 5, 2], 1)).toEqual({ arms: [1], tries: 4, imbalance: 2, isMet: false });
  });

  test('a drawn list meets its criterion, or says that it does not', () => {
    const booked = (index: number) => [String((index * 37) % 23)];
    for (const [threshold, maximumTries] of [
      [0.05, 10_000],
      [1e-9, 3],
    ] as const) {
      const scheme = schemeSchema.parse({ kind: 'rerandomised', covariates: ['booked'], threshold, maximumTries });
      const units = unitsIn('s', 20, booked);
      const { drawn, rerandomised } = drawList(
        designWith(scheme, [1, 1]),
        drawKey(seedOf(3), null),
        { id: 'all', units },
        freshState,
      );
      const values = units.map((_, index) => Number(booked(index)[0]));
      const again = balanceOf('mahalanobis', [column('booked', ...values)], 2);
      expect(again.imbalanceOf(drawn.map(({ arm }) => (arm === 'arm-0' ? 0 : 1)))).toBe(rerandomised?.imbalance);
      expect(rerandomised?.isMet).toBe((rerandomised?.imbalance ?? 0) <= threshold);
      expect(rerandomised?.isMet).toBe(maximumTries > 3);
    }
  });
});
