/** What each scheme keeps, and what its draw does not depend on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { type Drawn, freshState, type Unit } from '../../src/randomise/draw-state.ts';
import { choosePlace } from '../../src/randomise/minimisation.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { type Scheme, schemeSchema } from '../../src/trial/scheme.ts';
import { designWith, seedOf, unitsIn } from './design-fixture.ts';

const key = drawKey(seedOf(5), null);

/** The whole state as it can be compared, once lists have been drawn one after the other. */
function drawLists(design: Design, lists: readonly (readonly Unit[])[]) {
  let state = freshState;
  const drawn: Drawn[] = [];
  for (const [index, units] of lists.entries()) {
    const result = drawList(design, key, { id: `c${index}`, units }, state);
    state = result.state;
    drawn.push(...result.drawn);
  }
  return { drawn, cursors: [...state.cursors].toSorted(), tally: [...state.tally].toSorted() };
}

const minimised = (more: object = {}): Scheme =>
  schemeSchema.parse({
    kind: 'minimisation',
    factors: ['hall', { name: 'season', weight: 2 }],
    randomShare: 0.2,
    ...more,
  });

const halls = fc.constantFrom('', '0', 'false', 'Å|b=c/%', 'Civic Centre');
const seasons = fc.constantFrom('spring', 'autumn');
const unitsOf = fc
  .array(fc.tuple(fc.constantFrom('', 'E09000005', 'a|b'), halls, seasons), { minLength: 1, maxLength: 60 })
  .map((rows) =>
    rows.map(([stratum, ...values], index): Unit => ({ unit: `u${index}`, stratum, household: null, values })),
  );
const ratiosOf = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 });
const cutsOf = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 });

/** A list cut into several, some of them perhaps empty. */
function cut(units: readonly Unit[], cuts: readonly number[]): readonly (readonly Unit[])[] {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), units.length];
  return edges.slice(1).map((end, index) => units.slice(edges[index], end));
}

describe('big stick', () => {
  test('no arm of a stratum is ever ahead of another by more than the limit', () => {
    fc.assert(
      fc.property(unitsOf, fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }), (units, arms, limit) => {
        const design = designWith({ kind: 'big-stick', limit }, new Array<number>(arms).fill(1));
        const counts = new Map<string, number[]>();
        for (const { stratum, arm } of drawLists(design, [units]).drawn) {
          const row = counts.get(stratum) ?? new Array<number>(arms).fill(0);
          const index = Number(arm.slice('arm-'.length));
          row[index] = (row[index] ?? 0) + 1;
          counts.set(stratum, row);
          expect(Math.max(...row) - Math.min(...row)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  test('reaches its limit, and is more than blocks of the ratio', () => {
    const { drawn } = drawLists(designWith({ kind: 'big-stick', limit: 3 }, [1, 1]), [unitsIn('s', 200)]);
    let [lead, most] = [0, 0];
    for (const { arm } of drawn) {
      lead += arm === 'arm-0' ? 1 : -1;
      most = Math.max(most, Math.abs(lead));
    }
    expect(most).toBe(3);
  });

  test('refuses to be drawn at a ratio', () => {
    const design = designWith({ kind: 'big-stick', limit: 2 }, [2, 1]);
    expect(() => drawLists(design, [unitsIn('s', 1)])).toThrow('equal ratios');
  });
});

describe('minimisation', () => {
  /** Longhand, by the page: the imbalance of each place once it has one unit more. */
  function imbalances(counts: readonly (readonly number[])[], weights: readonly number[], kind: 'range' | 'variance') {
    return (counts[0] ?? []).map((_, place) =>
      counts.reduce((sum, row, factor) => {
        const after = row.map((count, c) => count + (c === place ? 1 : 0));
        const total = after.reduce((all, count) => all + count, 0);
        const squares = after.reduce((all, count) => all + count ** 2, 0);
        const range = Math.max(...after) - Math.min(...after);
        return sum + (weights[factor] ?? 0) * (kind === 'range' ? range : after.length * squares - total ** 2);
      }, 0),
    );
  }

  test('without a random share never takes a place that leaves more imbalance than another', () => {
    const rows = fc.integer({ min: 2, max: 5 }).chain((places) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: places, maxLength: places }), {
        minLength: 1,
        maxLength: 4,
      }),
    );
    const weightsOf = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 });
    const numbers = fc.tuple(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
    );
    fc.assert(
      fc.property(
        rows,
        weightsOf,
        fc.constantFrom('range', 'variance'),
        numbers,
        (counts, weights, imbalance, tape) => {
          const left = [...tape];
          const place = choosePlace(counts, { weights, imbalance, randomShare: 0 }, () => left.shift() ?? Number.NaN);
          const all = imbalances(counts, weights, imbalance);
          expect(all[place]).toBe(Math.min(...all));
          // The second number picks among exactly those that are least.
          const least = all.flatMap((value, index) => (value === Math.min(...all) ? [index] : []));
          expect(place).toBe(least[Math.floor(tape[1] * least.length)]);
        },
      ),
    );
  });

  test('counts the units of each level, in each stratum, at the place they took', () => {
    fc.assert(
      fc.property(unitsOf, ratiosOf, (units, ratios) => {
        const { tally } = drawLists(designWith(minimised(), ratios), [units]);
        const sum = (row: readonly number[]) => row.reduce((all, count) => all + count, 0);
        expect(tally.reduce((all, [, row]) => all + sum(row), 0)).toBe(2 * units.length);
        const distinct = new Set(
          units.flatMap(({ stratum, values }) => values.map((value, f) => JSON.stringify([stratum, f, value]))),
        );
        expect(tally).toHaveLength(distinct.size);
      }),
    );
  });

  test('the names of levels do not matter, only which units share them', () => {
    fc.assert(
      fc.property(unitsOf, ratiosOf, (units, ratios) => {
        const renamed = units.map((unit) => ({ ...unit, values: unit.values.map((value) => `level ${value}!`) }));
        const design = designWith(minimised(), ratios);
        expect(drawLists(design, [renamed]).drawn).toEqual(drawLists(design, [units]).drawn);
      }),
    );
  });

  test('a unit without a value for a factor is a bug, not a level', () => {
    expect(() => drawLists(designWith(minimised(), [1, 1]), [unitsIn('s', 1, () => ['only one'])])).toThrow('"season"');
  });
});

describe('drawn list by list or as one file', () => {
  const schemes = [
    { kind: 'big-stick', limit: 2 },
    minimised(),
    minimised({ imbalance: 'variance', randomShare: 0 }),
  ] as const;

  test('the arms and the state are the same', () => {
    fc.assert(
      fc.property(unitsOf, cutsOf, ratiosOf, fc.constantFrom(...schemes), (units, cuts, ratios, scheme) => {
        const design = designWith(scheme, scheme.kind === 'big-stick' ? ratios.map(() => 1) : ratios);
        expect(drawLists(design, cut(units, cuts))).toEqual(drawLists(design, [units]));
      }),
    );
  });

  test('a stratum’s arms do not depend on the units of others', () => {
    fc.assert(
      fc.property(unitsOf, fc.constantFrom(...schemes), (units, scheme) => {
        const design = designWith(scheme, [1, 1]);
        const { drawn } = drawLists(design, [units]);
        for (const [stratum, own] of Map.groupBy(units, (unit) => unit.stratum)) {
          expect(drawLists(design, [own]).drawn).toEqual(drawn.filter((one) => one.stratum === stratum));
        }
      }),
    );
  });

  test('the state a list was drawn from stays as it was', () => {
    const design = designWith(minimised(), [1, 1]);
    const units = unitsIn('s', 6, (index) => [`hall ${index % 2}`, 'spring']);
    const { state } = drawList(design, key, { id: 'c1', units: units.slice(0, 3) }, freshState);
    const before = JSON.stringify([...state.tally]);
    drawList(design, key, { id: 'c2', units: units.slice(3) }, state);
    expect(JSON.stringify([...state.tally])).toBe(before);
    expect(freshState.tally.size).toBe(0);
  });
});

describe('one closed list of the whole trial', () => {
  test.each<[string, Scheme]>([
    ['complete', { kind: 'complete' }],
    ['rerandomised', schemeSchema.parse({ kind: 'rerandomised', covariates: ['people'], threshold: 1 })],
  ])('%s: a second list is refused, of a new stratum too', (_, scheme) => {
    const design = designWith(scheme, [1, 1]);
    const { state } = drawList(
      design,
      key,
      { id: 'all', units: unitsIn('s', 4, (index) => [String(index)]) },
      freshState,
    );
    const late = () => drawList(design, key, { id: 'more', units: unitsIn('t', 1, () => ['1']) }, state);
    expect(late).toThrow(Refusal);
  });
});
