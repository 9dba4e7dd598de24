/**
 * Re-draws of a whole trial: the i-th allocation that its schemes could have given as well, for randomisation inference and for
 * judging a design before the lock. The arms come from the very functions that the draw calls (blocks, whole lists, big
 * stick, minimisation, rerandomisation), fed by fast numbers instead of the seed's streams: a scheme is written down once.
 * docs/randomisation.md, section 16.
 */
import { balanceOf } from './balance.ts';
import { chooseBigStick } from './big-stick.ts';
import { covariateColumns } from './covariate-columns.ts';
import { type Design, expandedArms, ratiosOf } from './design.ts';
import { levelKeys } from './draw-in-order.ts';
import type { Unit, UnitList } from './draw-state.ts';
import type { SchemeOf } from './drawing.ts';
import { fastNumbers } from './fast-numbers.ts';
import { leadersOf } from './households.ts';
import { choosePlace, minimisingOf } from './minimisation.ts';
import { arrangeBlock } from './permuted-block.ts';
import { arrangeTry, chooseTry } from './rerandomised.ts';
import { below } from './stream.ts';
import { arrangeWholeList } from './whole-list.ts';

/** What was drawn under one version of the protocol: its lists in the order in which they closed. */
export type DrawnLists = { readonly design: Design; readonly lists: readonly UnitList[] };

export type Redraws = {
  /** How many units an allocation is about: those of every part's lists, one after another. */
  readonly units: number;
  /** The i-th allocation (i a whole number from 0): each unit's arm as its index in the `arms` given. The same i, the same allocation. */
  readonly redraw: (i: number) => Uint8Array;
};

/** Fills in the arms of one part, as indices into the design's arms, at the places of the part's units. */
type Arrange = (armOf: Uint8Array, random: () => number) => void;

const mostArms = 256;

/**
 * Makes re-draws ready: everything that does not change from one to the next is worked out here, once. `arms` names the arms
 * of all versions; `seed` tells one row of re-draws from another. Throws on a design whose arm is not among them.
 */
export function redrawsOf(parts: readonly DrawnLists[], arms: readonly string[], seed: string): Redraws {
  if (arms.length > mostArms) throw new Error(`re-draws know at most ${mostArms} arms`);
  let units = 0;
  const arranged = parts.map(({ design, lists }) => {
    const codes = Uint8Array.from(design.arms, ({ name }) => codeOf(arms, name));
    const first = units;
    const count = lists.reduce((sum, list) => sum + list.units.length, 0);
    units += count;
    return { first, count, codes, arrange: withFollowers(design, lists) };
  });
  return {
    units,
    redraw(i) {
      const random = fastNumbers(`${seed}|${i}`);
      const allocation = new Uint8Array(units);
      for (const { first, count, codes, arrange } of arranged) {
        const part = allocation.subarray(first, first + count);
        arrange(part, random);
        for (let unit = 0; unit < count; unit++) part[unit] = codes[part[unit] ?? 0] ?? 0;
      }
      return allocation;
    },
  };
}

function codeOf(arms: readonly string[], name: string): number {
  const code = arms.indexOf(name);
  if (code === -1) throw new Error(`the arm "${name}" is not among ${arms.join(', ')}`);
  return code;
}

/** A unit of the part that takes a slot: its place among all units, and what the schemes read of it. */
type Leader = {
  readonly place: number;
  readonly stratum: string;
  readonly values: readonly string[];
  readonly list: string;
};

/** Draws whoever takes a slot, then gives the rest of each household the same arm. */
function withFollowers(design: Design, lists: readonly UnitList[]): Arrange {
  const all = lists.flatMap(({ id, units }) => units.map((unit) => ({ ...unit, list: id })));
  const first: ReadonlySet<Unit> = new Set(leadersOf(all, new Map()));
  const leaders = all.flatMap((unit, place): readonly Leader[] => (first.has(unit) ? [{ ...unit, place }] : []));
  const homes = new Map(all.flatMap((unit, place) => (first.has(unit) ? [[unit.household, place] as const] : [])));
  const follows = all.flatMap((unit, place) =>
    first.has(unit) ? [] : [{ place, leader: homes.get(unit.household) ?? 0 }],
  );
  const arrange = arrangeBy(design, leaders);
  return (armOf, random) => {
    arrange(armOf, random);
    for (const { place, leader } of follows) armOf[place] = armOf[leader] ?? 0;
  };
}

function arrangeBy(design: Design, leaders: readonly Leader[]): Arrange {
  const ratios = ratiosOf(design);
  const { scheme } = design;
  switch (scheme.kind) {
    case 'simple':
      return simple(ratios, leaders);
    case 'blocks':
      return blocks(ratios, scheme.blockSizes, leaders);
    case 'complete':
      return wholeLists(
        ratios,
        rowsBy(leaders, ({ stratum }) => stratum),
      );
    case 'cohort':
      return wholeLists(
        ratios,
        rowsBy(leaders, ({ stratum, list }) => `${list.length}|${list}|${stratum}`),
      );
    case 'big-stick':
      return bigStick(ratios.length, scheme.limit, leaders);
    case 'minimisation':
      return minimised(ratios, scheme, leaders);
    case 'rerandomised':
      return rerandomised(ratios, scheme, leaders);
  }
}

/** The places of the units that share a key, in order of draw. */
function rowsBy(leaders: readonly Leader[], keyOf: (leader: Leader) => string): readonly (readonly number[])[] {
  return [...Map.groupBy(leaders, keyOf).values()].map((group) => group.map(({ place }) => place));
}

function simple(ratios: readonly number[], leaders: readonly Leader[]): Arrange {
  const armOfPlace = expandedArms(ratios, 1);
  return (armOf, random) => {
    for (const { place } of leaders) armOf[place] = armOfPlace[below(armOfPlace.length, random)] ?? 0;
  };
}

function blocks(ratios: readonly number[], blockSizes: readonly number[], leaders: readonly Leader[]): Arrange {
  const strata = rowsBy(leaders, ({ stratum }) => stratum);
  return (armOf, random) => {
    for (const rows of strata) {
      for (let start = 0; start < rows.length; ) {
        const block = arrangeBlock(ratios, blockSizes, random);
        give(armOf, rows, start, block);
        start += block.length;
      }
    }
  };
}

/** Gives `arms` to the rows from `start` on, as far as there are rows. */
function give(armOf: Uint8Array, rows: readonly number[], start: number, arms: readonly number[]): void {
  const end = Math.min(arms.length, rows.length - start);
  for (let index = 0; index < end; index++) armOf[rows[start + index] ?? 0] = arms[index] ?? 0;
}

function wholeLists(ratios: readonly number[], lists: readonly (readonly number[])[]): Arrange {
  return (armOf, random) => {
    for (const rows of lists) give(armOf, rows, 0, arrangeWholeList(ratios, rows.length, random));
  };
}

function bigStick(arms: number, limit: number, leaders: readonly Leader[]): Arrange {
  const strata = rowsBy(leaders, ({ stratum }) => stratum);
  return (armOf, random) => {
    for (const rows of strata) {
      const counts = new Array<number>(arms).fill(0);
      for (const place of rows) {
        const arm = chooseBigStick(counts, limit, random);
        counts[arm] = (counts[arm] ?? 0) + 1;
        armOf[place] = arm;
      }
    }
  };
}

function minimised(ratios: readonly number[], scheme: SchemeOf<'minimisation'>, leaders: readonly Leader[]): Arrange {
  const armOfPlace = expandedArms(ratios, 1);
  const minimising = minimisingOf(scheme);
  const numbers = new Map<string, number>();
  const units = leaders.map((leader) => ({
    place: leader.place,
    levels: levelKeys(scheme, leader).map((key) => {
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    }),
  }));
  return (armOf, random) => {
    const tally = Array.from(numbers, () => new Array<number>(armOfPlace.length).fill(0));
    for (const { place, levels } of units) {
      const counts = levels.map((level) => tally[level] ?? []);
      const chosen = choosePlace(counts, minimising, random);
      for (const row of counts) row[chosen] = (row[chosen] ?? 0) + 1;
      armOf[place] = armOfPlace[chosen] ?? 0;
    }
  };
}

function rerandomised(
  ratios: readonly number[],
  scheme: SchemeOf<'rerandomised'>,
  leaders: readonly Leader[],
): Arrange {
  if (leaders.length === 0) return () => {};
  const columns = covariateColumns(
    scheme,
    leaders.map(({ values }) => values),
  );
  const { imbalanceOf } = balanceOf(scheme.criterion, columns, ratios.length);
  const inOrder = leaders.map((leader, row) => ({ ...leader, place: row }));
  const strata = rowsBy(inOrder, ({ stratum }) => stratum);
  const places = leaders.map(({ place }) => place);
  return (armOf, random) => {
    const { arms } = chooseTry(scheme, () => arrangeTry(ratios, strata, () => random), imbalanceOf);
    give(armOf, places, 0, arms);
  };
}
