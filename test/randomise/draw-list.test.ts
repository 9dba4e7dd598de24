/** Properties of the engine: what a draw keeps, and what it does not depend on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import {
  cursorAfter,
  type Drawn,
  freshCursor,
  freshState,
  type StratumCursor,
  type Unit,
} from '../../src/randomise/draw-state.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { designWith, seedOf } from './design-fixture.ts';

const key = drawKey(seedOf(1), null);

function drawLists(
  design: Design,
  lists: readonly { readonly id: string; readonly units: readonly Unit[] }[],
): readonly Drawn[] {
  let state = freshState;
  return lists.flatMap((list) => {
    const result = drawList(design, key, list, state);
    state = result.state;
    return result.drawn;
  });
}

/** The state of a draw whose strata stand at these cursors. */
const standing = (cursors: readonly (readonly [string, StratumCursor])[]) => ({
  ...freshState,
  cursors: new Map(cursors),
});

function countOf(arms: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(arms, (arm) => arm)].map(([arm, all]) => [arm, all.length]));
}

const ratiosOf = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 });
const strataOf = fc.array(fc.constantFrom('', 'E09000005', 'E09000005/1', '0', 'false'), {
  minLength: 1,
  maxLength: 120,
});
const unitsOf = strataOf.map((strata) =>
  strata.map((stratum, index) => ({ unit: `u${index}`, stratum, household: null, values: [] })),
);
/** Where to cut a list into several; cuts may give empty lists. */
const cutsOf = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 6 });

function cut(units: readonly Unit[], cuts: readonly number[]) {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), units.length];
  return edges.slice(1).map((end, index) => ({ id: `c${index}`, units: units.slice(edges[index], end) }));
}

describe('permuted blocks', () => {
  const timesOf = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });

  test('drawing list by list gives what drawing the whole file gives', () => {
    fc.assert(
      fc.property(ratiosOf, timesOf, unitsOf, cutsOf, (ratios, times, units, cuts) => {
        const sum = ratios.reduce((total, ratio) => total + ratio, 0);
        const design = designWith({ kind: 'blocks', blockSizes: times.map((time) => time * sum) }, ratios);
        expect(drawLists(design, cut(units, cuts))).toEqual(drawLists(design, [{ id: 'file', units }]));
      }),
    );
  });

  test('every completed block holds the ratio exactly, in every stratum', () => {
    fc.assert(
      fc.property(ratiosOf, timesOf, unitsOf, (ratios, times, units) => {
        const sum = ratios.reduce((total, ratio) => total + ratio, 0);
        const design = designWith({ kind: 'blocks', blockSizes: times.map((time) => time * sum) }, ratios);
        const drawn = drawLists(design, [{ id: 'file', units }]);
        for (const block of Map.groupBy(drawn, ({ stratum, block }) => `${stratum}|${block}`).values()) {
          const next = drawn.some(
            (one) => one.stratum === block[0]?.stratum && one.block === (block[0]?.block ?? 0) + 1,
          );
          if (!next) continue;
          const counts = countOf(block.map(({ arm }) => arm));
          expect(counts).toEqual(
            Object.fromEntries(ratios.map((ratio, arm) => [`arm-${arm}`, (ratio * block.length) / sum])),
          );
        }
      }),
    );
  });

  test('a cursor at the end of its block goes on with the next one', () => {
    const design = designWith({ kind: 'blocks', blockSizes: [3] }, [1, 1, 1]);
    const units = Array.from({ length: 4 }, (_, index) => ({
      unit: `u${index}`,
      stratum: 's',
      household: null,
      values: [],
    }));
    const drawn = drawLists(design, [
      { id: 'first', units: units.slice(0, 3) },
      { id: 'second', units: units.slice(3) },
    ]);
    expect(drawn.map(({ position, block, blockStart }) => [position, block, blockStart])).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [2, 0, 0],
      [3, 1, 3],
    ]);
  });

  test('a cursor outside its block is a bug, not a draw', () => {
    const design = designWith({ kind: 'blocks', blockSizes: [3] }, [1, 1, 1]);
    const state = standing([['s', { nextPosition: 7, block: 0, blockStart: 0 }]]);
    expect(() =>
      drawList(design, key, { id: 'c', units: [{ unit: 'u', stratum: 's', household: null, values: [] }] }, state),
    ).toThrow('not in its block');
  });

  test('the ten-thousandth allocation needs only the cursor', () => {
    const design = designWith({ kind: 'blocks', blockSizes: [3, 6] }, [1, 1, 1]);
    const units = Array.from({ length: 10_001 }, (_, index) => ({
      unit: `u${index}`,
      stratum: 's',
      household: null,
      values: [],
    }));
    const all = drawList(design, key, { id: 'file', units }, freshState).drawn;
    const before = all[9_999];
    const last = all[10_000];
    if (before === undefined || last === undefined) throw new Error('the draw is too short');
    const alone = drawList(
      design,
      key,
      { id: 'other', units: units.slice(-1) },
      standing([['s', cursorAfter(before)]]),
    );
    expect(alone.drawn).toEqual([last]);
  });
});

describe('simple', () => {
  test('a unit’s arm does not depend on order, on other units or on its stratum', () => {
    fc.assert(
      fc.property(ratiosOf, unitsOf, (ratios, units) => {
        const design = designWith({ kind: 'simple' }, ratios);
        const forwards = new Map(drawLists(design, [{ id: 'a', units }]).map(({ unit, arm }) => [unit, arm]));
        for (const { unit } of units.toReversed()) {
          const alone = drawList(
            design,
            key,
            { id: 'b', units: [{ unit, stratum: 'other', household: null, values: [] }] },
            freshState,
          );
          expect(alone.drawn[0]?.arm).toBe(forwards.get(unit));
        }
      }),
    );
  });
});

describe('cohort', () => {
  test('a list’s arms do not depend on the lists before it, and positions run on', () => {
    fc.assert(
      fc.property(ratiosOf, unitsOf, cutsOf, (ratios, units, cuts) => {
        const design = designWith({ kind: 'cohort' }, ratios);
        const lists = cut(units, cuts);
        const together = new Map(drawLists(design, lists).map((one) => [one.unit, one]));
        for (const list of lists) {
          for (const { unit, arm } of drawList(design, key, list, freshState).drawn)
            expect(together.get(unit)?.arm).toBe(arm);
        }
        for (const stratum of Map.groupBy([...together.values()], ({ stratum }) => stratum).values()) {
          expect(stratum.map(({ position }) => position)).toEqual(stratum.map((_, index) => index));
        }
      }),
    );
  });

  test('within a list and stratum no arm is more than its ratio away from its share', () => {
    fc.assert(
      fc.property(ratiosOf, unitsOf, cutsOf, (ratios, units, cuts) => {
        const design = designWith({ kind: 'cohort' }, ratios);
        const sum = ratios.reduce((total, ratio) => total + ratio, 0);
        for (const list of cut(units, cuts)) {
          const { drawn } = drawList(design, key, list, freshState);
          for (const stratum of Map.groupBy(drawn, ({ stratum }) => stratum).values()) {
            const counts = countOf(stratum.map(({ arm }) => arm));
            const times = Math.floor(stratum.length / sum);
            for (const [arm, ratio] of ratios.entries()) {
              const count = counts[`arm-${arm}`] ?? 0;
              expect(count).toBeGreaterThanOrEqual(times * ratio);
              expect(count).toBeLessThanOrEqual((times + 1) * ratio);
            }
          }
        }
      }),
    );
  });

  test('lists are numbered in a stratum, each from its first position', () => {
    const design = designWith({ kind: 'cohort' }, [1, 1]);
    const units = Array.from({ length: 5 }, (_, index) => ({
      unit: `u${index}`,
      stratum: 's',
      household: null,
      values: [],
    }));
    const drawn = drawLists(design, cut(units, [2]));
    expect(drawn.map(({ block, blockStart }) => [block, blockStart])).toEqual([
      [0, 0],
      [0, 0],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });
});

describe('complete', () => {
  test('draws one list, and refuses another', () => {
    const design = designWith({ kind: 'complete' }, [1, 1, 1]);
    const units = Array.from({ length: 9 }, (_, index) => ({
      unit: `u${index}`,
      stratum: 's',
      household: null,
      values: [],
    }));
    const { drawn, state } = drawList(design, key, { id: 'all', units }, standing([['s', freshCursor]]));
    expect(countOf(drawn.map(({ arm }) => arm))).toEqual({ 'arm-0': 3, 'arm-1': 3, 'arm-2': 3 });
    const late = () =>
      drawList(
        design,
        key,
        { id: 'more', units: [{ unit: 'late', stratum: 's', household: null, values: [] }] },
        state,
      );
    expect(late).toThrow(Refusal);
  });
});

test('another seed, another label or another protocol hash gives another draw', () => {
  const design = designWith({ kind: 'blocks', blockSizes: [27] }, [1, 1, 1]);
  const list = {
    id: 'c',
    units: Array.from({ length: 27 }, (_, index) => ({ unit: `u${index}`, stratum: 'a', household: null, values: [] })),
  };
  const elsewhere = {
    id: 'c',
    units: list.units.map(({ unit }) => ({ unit, stratum: 'b', household: null, values: [] })),
  };
  const arms = (drawn: readonly Drawn[]) => drawn.map(({ arm }) => arm).join();
  const draws = [
    drawList(design, key, list, freshState).drawn,
    drawList(design, drawKey(seedOf(2), null), list, freshState).drawn,
    drawList(design, key, elsewhere, freshState).drawn,
    drawList({ ...design, protocolHash: '0'.repeat(64) }, key, list, freshState).drawn,
  ].map(arms);
  expect(new Set(draws).size).toBe(draws.length);
});
