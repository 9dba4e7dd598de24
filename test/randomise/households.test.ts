/** Households stay together: under every scheme, within a list and from list to list, and whoever follows counts nowhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { type Drawn, type Follower, freshState, inListOrder, type Unit } from '../../src/randomise/draw-state.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { schemeSchema } from '../../src/trial/scheme.ts';
import { designWith, seedOf } from './design-fixture.ts';

const key = drawKey(seedOf(9), null);

const schemes = [
  { kind: 'simple' },
  { kind: 'complete' },
  { kind: 'cohort' },
  { kind: 'blocks', blockSizes: [2, 4] },
  { kind: 'big-stick', limit: 2 },
  { kind: 'minimisation', factors: ['people'], randomShare: 0.2 },
  { kind: 'rerandomised', covariates: ['people'], threshold: 0.5, maximumTries: 20 },
].map((scheme) => schemeSchema.parse(scheme));

/** People in households of their own, shared ones, and none. */
const peopleOf = fc
  .array(
    fc.tuple(
      fc.constantFrom('s', 't'),
      fc.option(fc.constantFrom('a', 'b', 'c', '', '0'), { freq: 5 }),
      fc.nat({ max: 9 }),
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) =>
    rows.map(
      ([stratum, household, people], index): Unit => ({
        unit: `u${index}`,
        stratum,
        household,
        values: [String(people)],
      }),
    ),
  );

function drawLists(design: Design, lists: readonly (readonly Unit[])[]): readonly (Drawn | Follower)[] {
  let state = freshState;
  return lists.flatMap((units, index) => {
    const list = { id: `c${index}`, units };
    const result = drawList(design, key, list, state);
    state = result.state;
    return inListOrder(list, result);
  });
}

describe.each(schemes)('$kind', (scheme) => {
  const design = designWith(scheme, [1, 1]);
  const isOneList = scheme.kind === 'complete' || scheme.kind === 'rerandomised';
  const listsOf = (people: readonly Unit[], at: number) =>
    isOneList ? [people] : [people.slice(0, at), people.slice(at)];

  test('never splits a household, and takes one slot for it', () => {
    fc.assert(
      fc.property(peopleOf, fc.nat({ max: 40 }), (people, at) => {
        const all = drawLists(design, listsOf(people, at));
        expect(all.map(({ unit }) => unit)).toEqual(people.map(({ unit }) => unit));
        const households = new Map(people.map(({ unit, household }) => [unit, household]));
        const shared = all.filter(({ unit }) => households.get(unit) !== null);
        for (const home of Map.groupBy(shared, ({ unit }) => households.get(unit)).values()) {
          expect(new Set(home.map(({ arm }) => arm)).size).toBe(1);
          expect(home.map(({ position }) => position === null)).toEqual(home.map((_, index) => index > 0));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('draws the same without those who follow', () => {
    fc.assert(
      fc.property(peopleOf, fc.nat({ max: 40 }), (people, at) => {
        const lists = listsOf(people, at);
        const all = drawLists(design, lists);
        const follows = new Set(all.filter(({ position }) => position === null).map(({ unit }) => unit));
        const alone = lists.map((list) => list.filter(({ unit }) => !follows.has(unit)));
        expect(drawLists(design, alone)).toEqual(all.filter(({ position }) => position !== null));
      }),
      { numRuns: 40 },
    );
  });
});

test('who follows keeps their own stratum, and says whom they follow', () => {
  const design = designWith({ kind: 'blocks', blockSizes: [4] }, [1, 1]);
  const person = (unit: string, stratum: string, household: string | null) => ({
    unit,
    stratum,
    household,
    values: [],
  });
  const list = {
    id: 'c',
    units: [person('ada', '18-24', 'home'), person('bo', '65-plus', 'home'), person('cy', '65-plus', null)],
  };
  const result = drawList(design, key, list, freshState);
  expect(result.drawn.map(({ unit, stratum, position }) => [unit, stratum, position])).toEqual([
    ['ada', '18-24', 0],
    ['cy', '65-plus', 0],
  ]);
  const arm = result.drawn[0]?.arm;
  expect(result.followers).toEqual([{ unit: 'bo', stratum: '65-plus', position: null, arm, follows: 'ada' }]);
  expect(result.state.households).toEqual(new Map([['home', { unit: 'ada', arm }]]));
});

test('a household the caller says was drawn keeps its arm, also one that is drawn no more', () => {
  const design = designWith({ kind: 'cohort' }, [1, 1]);
  const households = new Map([['home', { unit: 'ada', arm: 'stopped' }]]);
  const units = [{ unit: 'bo', stratum: 's', household: 'home', values: [] }];
  const { drawn, followers, state } = drawList(design, key, { id: 'c', units }, { ...freshState, households });
  expect(drawn).toEqual([]);
  expect(followers).toEqual([{ unit: 'bo', stratum: 's', position: null, arm: 'stopped', follows: 'ada' }]);
  expect(state.cursors.size).toBe(0);
});
