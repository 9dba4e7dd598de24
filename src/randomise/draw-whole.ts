/**
 * Schemes that draw a closed list at once, each stratum by itself: the one list of a trial (complete, rerandomised) and each
 * list of a cohort. docs/randomisation.md, sections 8 and 11.
 */
import { Refusal } from '../trial/refusal.ts';
import { balanceOf } from './balance.ts';
import { covariateColumns } from './covariate-columns.ts';
import { armName, type Design } from './design.ts';
import { type Drawn, type DrawState, freshCursor, type StratumCursor, type UnitList } from './draw-state.ts';
import { type Drawing, inOrder, rowsByStratum, type SchemeOf, untallied } from './drawing.ts';
import { rerandomise } from './rerandomised.ts';
import { wholeListArms } from './whole-list.ts';

const completeLabel = (stratum: string) => `stratum=${stratum}|list`;

/** The arms of one stratum of a trial's one list under complete randomisation, by position: indices into the design's arms. */
export function completeArms(design: Design, key: Uint8Array, stratum: string, units: number): readonly number[] {
  return wholeListArms(design, key, completeLabel(stratum), units);
}

export function drawComplete(design: Design, key: Uint8Array, list: UnitList, state: DrawState): Drawing {
  refuseSecondList(state);
  return untallied(drawStrata(design, key, list, state, completeLabel), state);
}

export function drawCohort(design: Design, key: Uint8Array, list: UnitList, state: DrawState): Drawing {
  return untallied(
    drawStrata(design, key, list, state, (stratum) => `stratum=${stratum}|list=${list.id}`),
    state,
  );
}

export function drawRerandomised(
  design: Design,
  scheme: SchemeOf<'rerandomised'>,
  key: Uint8Array,
  list: UnitList,
  state: DrawState,
): Drawing {
  refuseSecondList(state);
  if (list.units.length === 0) return untallied([], state);
  const columns = covariateColumns(
    scheme,
    list.units.map(({ values }) => values),
  );
  const { imbalanceOf, leftOut } = balanceOf(scheme.criterion, columns, design.arms.length);
  const { arms, tries, imbalance, isMet } = rerandomise(design, scheme, key, rowsByStratum(list.units), imbalanceOf);
  let row = 0;
  const drawn = inOrder(list, state, ({ unit, stratum }, { nextPosition: position }) => {
    return { unit, stratum, position, block: 0, blockStart: 0, arm: armName(design, arms[row++]) };
  });
  return { drawn, tally: state.tally, rerandomised: { tries, imbalance, isMet, leftOut } };
}

function refuseSecondList({ cursors }: DrawState): void {
  if ([...cursors.values()].every(({ nextPosition }) => nextPosition === 0)) return;
  throw new Refusal('already-drawn', 'This trial draws its whole list at once, and that list has been drawn.');
}

function drawStrata(
  design: Design,
  key: Uint8Array,
  list: UnitList,
  state: DrawState,
  labelOf: (stratum: string) => string,
): readonly Drawn[] {
  const drawnStrata = new Map<string, { readonly slot: Slot; readonly arms: readonly number[] }>();
  for (const [stratum, rows] of rowsByStratum(list.units)) {
    const arms = wholeListArms(design, key, labelOf(stratum), rows.length);
    drawnStrata.set(stratum, { slot: nextList(state.cursors.get(stratum) ?? freshCursor), arms });
  }
  return inOrder(list, state, ({ unit, stratum }, { nextPosition }) => {
    const drawn = drawnStrata.get(stratum);
    if (drawn === undefined) throw new Error(`stratum "${stratum}" was not drawn`);
    const arm = armName(design, drawn.arms[nextPosition - drawn.slot.blockStart]);
    return { unit, stratum, position: nextPosition, ...drawn.slot, arm };
  });
}

type Slot = { readonly block: number; readonly blockStart: number };

/** A list takes the place of a block: lists of a stratum are numbered from 0 in the order in which they were drawn. */
function nextList({ nextPosition, block }: StratumCursor): Slot {
  return { block: nextPosition === 0 ? 0 : block + 1, blockStart: nextPosition };
}
