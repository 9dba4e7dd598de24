/**
 * The engine: draws the arms of one list of units, from where each stratum stands. The service calls it list by list, the
 * offline commands for a whole file; a unit's arm is the same either way, and the n-th costs what the first does, because
 * a stratum's current block is all that has to be known. docs/randomisation.md, sections 5 to 8.
 */
import { Refusal } from '../trial/refusal.ts';
import { armName, type Design } from './design.ts';
import {
  cursorAfter,
  type Drawn,
  type DrawnList,
  type DrawState,
  freshCursor,
  type StratumCursor,
  type Unit,
  type UnitList,
} from './draw-state.ts';
import { blockArms } from './permuted-block.ts';
import { simpleArm } from './simple.ts';
import { wholeListArms } from './whole-list.ts';

/**
 * Draws a closed list, in list order, each stratum going on from its cursor (a stratum without one starts fresh). `key`
 * comes from `drawKey`. Refuses a second list where the scheme draws the whole trial's list at once ("already-drawn").
 */
export function drawList(design: Design, key: Uint8Array, list: UnitList, state: DrawState): DrawnList {
  const drawn = drawInOrder(design, key, list, state.cursors);
  const cursors = new Map(state.cursors);
  for (const one of drawn) cursors.set(one.stratum, cursorAfter(one));
  return { drawn, state: { cursors, tally: state.tally }, rerandomised: null };
}

function drawInOrder(
  design: Design,
  key: Uint8Array,
  list: UnitList,
  cursors: ReadonlyMap<string, StratumCursor>,
): readonly Drawn[] {
  const { scheme } = design;
  switch (scheme.kind) {
    case 'simple':
      return inOrder(list, cursors, ({ unit, stratum }, { nextPosition }) => {
        const arm = armName(design, simpleArm(design, key, unit));
        return { unit, stratum, position: nextPosition, block: 0, blockStart: 0, arm };
      });
    case 'blocks':
      return drawBlocks(design, scheme.blockSizes, key, list, cursors);
    case 'complete':
      return drawWhole(design, key, list, cursors, (stratum) => `stratum=${stratum}|list`);
    case 'cohort':
      return drawWhole(design, key, list, cursors, (stratum) => `stratum=${stratum}|list=${list.id}`);
    case 'big-stick':
    case 'minimisation':
    case 'rerandomised':
      throw new Error(
        `the scheme "${scheme.kind}" has no engine in ${design.algorithm}; a protocol naming it is refused`,
      );
  }
}

/** Walks a list, handing each unit its stratum's cursor and moving that cursor on. */
function inOrder(
  { units }: UnitList,
  cursors: ReadonlyMap<string, StratumCursor>,
  drawOne: (unit: Unit, cursor: StratumCursor) => Drawn,
): readonly Drawn[] {
  const current = new Map(cursors);
  return units.map((unit) => {
    const drawn = drawOne(unit, current.get(unit.stratum) ?? freshCursor);
    current.set(unit.stratum, cursorAfter(drawn));
    return drawn;
  });
}

function drawBlocks(
  design: Design,
  blockSizes: readonly number[],
  key: Uint8Array,
  list: UnitList,
  cursors: ReadonlyMap<string, StratumCursor>,
): readonly Drawn[] {
  const openBlocks = new Map<string, { readonly block: number; readonly arms: readonly number[] }>();

  function armsOf(stratum: string, block: number): readonly number[] {
    const open = openBlocks.get(stratum);
    if (open?.block === block) return open.arms;
    const arms = blockArms(design, blockSizes, key, stratum, block);
    openBlocks.set(stratum, { block, arms });
    return arms;
  }

  return inOrder(list, cursors, ({ unit, stratum }, { nextPosition, block, blockStart }) => {
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
}

function drawWhole(
  design: Design,
  key: Uint8Array,
  list: UnitList,
  cursors: ReadonlyMap<string, StratumCursor>,
  labelOf: (stratum: string) => string,
): readonly Drawn[] {
  const sizes = new Map<string, number>();
  for (const { stratum } of list.units) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);

  const drawnStrata = new Map<string, { readonly slot: Slot; readonly arms: readonly number[] }>();
  for (const [stratum, size] of sizes) {
    const cursor = cursors.get(stratum) ?? freshCursor;
    if (design.scheme.kind === 'complete' && cursor.nextPosition > 0) {
      throw new Refusal('already-drawn', 'This trial draws its whole list at once, and that list has been drawn.');
    }
    const arms = wholeListArms(design, key, labelOf(stratum), size);
    drawnStrata.set(stratum, { slot: nextList(cursor), arms });
  }

  return inOrder(list, cursors, ({ unit, stratum }, { nextPosition }) => {
    const drawn = drawnStrata.get(stratum);
    const arm = drawn?.arms[nextPosition - drawn.slot.blockStart];
    if (drawn === undefined || arm === undefined)
      throw new Error(`stratum "${stratum}" has more units than were counted`);
    return { unit, stratum, position: nextPosition, ...drawn.slot, arm: armName(design, arm) };
  });
}

type Slot = { readonly block: number; readonly blockStart: number };

/** A list takes the place of a block: lists of a stratum are numbered from 0 in the order in which they were drawn. */
function nextList({ nextPosition, block }: StratumCursor): Slot {
  return { block: nextPosition === 0 ? 0 : block + 1, blockStart: nextPosition };
}
