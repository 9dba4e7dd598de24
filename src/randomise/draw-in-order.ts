/**
 * Schemes that draw unit by unit: simple, blocks, and those that look at the arms so far. None of them reads the units
 * behind the one that is drawn, so that a list can be cut anywhere. docs/randomisation.md, sections 6, 7, 9 and 10.
 */
import { stratumKey } from '../trial/stratum.ts';
import { bigStickArm } from './big-stick.ts';
import { armName, type Design } from './design.ts';
import type { Drawn, DrawState, StratumCursor, Tally, Unit, UnitList } from './draw-state.ts';
import { type Drawing, inOrder, type SchemeOf, untallied } from './drawing.ts';
import { armsOfPlaces, minimisedPlace, minimisingOf } from './minimisation.ts';
import { blockArms } from './permuted-block.ts';
import { simpleArm } from './simple.ts';

export function drawSimple(design: Design, key: Uint8Array, list: UnitList, state: DrawState): Drawing {
  const drawn = inOrder(list, state, (unit, cursor) =>
    withoutBlock(unit, cursor, armName(design, simpleArm(design, key, unit.unit))),
  );
  return untallied(drawn, state);
}

export function drawBlocks(
  design: Design,
  { blockSizes }: SchemeOf<'blocks'>,
  key: Uint8Array,
  list: UnitList,
  state: DrawState,
): Drawing {
  const openBlocks = new Map<string, { readonly block: number; readonly arms: readonly number[] }>();

  function armsOf(stratum: string, block: number): readonly number[] {
    const open = openBlocks.get(stratum);
    if (open?.block === block) return open.arms;
    const arms = blockArms(design, blockSizes, key, stratum, block);
    openBlocks.set(stratum, { block, arms });
    return arms;
  }

  const drawn = inOrder(list, state, ({ unit, stratum }, { nextPosition, block, blockStart }) => {
    const isFull = nextPosition === blockStart + armsOf(stratum, block).length;
    const slot = isFull ? { block: block + 1, blockStart: nextPosition } : { block, blockStart };
    const arm = armsOf(stratum, slot.block)[nextPosition - slot.blockStart];
    if (arm === undefined) {
      throw new Error(
        `position ${nextPosition} of stratum "${stratum}" is not in its block ${block} from ${blockStart}`,
      );
    }
    return { unit, stratum, position: nextPosition, ...slot, arm: armName(design, arm) };
  });
  return untallied(drawn, state);
}

export function drawBigStick(
  design: Design,
  { limit }: SchemeOf<'big-stick'>,
  key: Uint8Array,
  list: UnitList,
  state: DrawState,
): Drawing {
  const counts = new Counts(state.tally, design.arms.length);
  const drawn = inOrder(list, state, (unit, cursor) => {
    const { stratum } = unit;
    const row = counts.of(stratum);
    const arm = bigStickArm(design, limit, key, { stratum, position: cursor.nextPosition }, row);
    countOne(row, arm);
    return withoutBlock(unit, cursor, armName(design, arm));
  });
  return { drawn, tally: counts.tally, rerandomised: null };
}

export function drawMinimised(
  design: Design,
  scheme: SchemeOf<'minimisation'>,
  key: Uint8Array,
  list: UnitList,
  state: DrawState,
): Drawing {
  const armOfPlace = armsOfPlaces(design);
  const minimising = minimisingOf(scheme);
  const counts = new Counts(state.tally, armOfPlace.length);
  const drawn = inOrder(list, state, (unit, cursor) => {
    const at = { stratum: unit.stratum, position: cursor.nextPosition };
    const rows = levelKeys(scheme, unit).map((level) => counts.of(level));
    const place = minimisedPlace(design, minimising, key, at, rows);
    for (const row of rows) countOne(row, place);
    return withoutBlock(unit, cursor, armName(design, armOfPlace[place]));
  });
  return { drawn, tally: counts.tally, rerandomised: null };
}

/** Under what a unit is counted: its level of each factor, within its stratum. */
export function levelKeys(
  { factors }: SchemeOf<'minimisation'>,
  { stratum, values }: Pick<Unit, 'stratum' | 'values'>,
): readonly string[] {
  return factors.map(({ name }, index) => {
    const level = values[index];
    if (level === undefined) throw new Error(`a unit has no value for the factor "${name}"`);
    return `${stratum}|${name}=${stratumKey([level])}`;
  });
}

/** Schemes without blocks have each stratum stand in one, the 0th, from its first position on. */
function withoutBlock({ unit, stratum }: Unit, { nextPosition }: StratumCursor, arm: string): Drawn {
  return { unit, stratum, position: nextPosition, block: 0, blockStart: 0, arm };
}

/** A tally that counts on while a list is drawn; the one it began from stays as it is. */
class Counts {
  readonly #before: Tally;
  readonly #places: number;
  readonly #rows = new Map<string, number[]>();

  constructor(before: Tally, places: number) {
    this.#before = before;
    this.#places = places;
  }

  get tally(): Tally {
    return new Map<string, readonly number[]>([...this.#before, ...this.#rows]);
  }

  /** The row of counts under this key, to be counted on in place. */
  of(key: string): number[] {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = [...(this.#before.get(key) ?? new Array<number>(this.#places).fill(0))];
    this.#rows.set(key, row);
    return row;
  }
}

function countOne(row: number[], place: number): void {
  row[place] = (row[place] ?? 0) + 1;
}
