/** What every scheme's draw of a list shares: the walk in list order, with positions running on. */
import type { Scheme, SchemeKind } from '../trial/scheme.ts';
import {
  cursorAfter,
  type Drawn,
  type DrawState,
  freshCursor,
  type Rerandomised,
  type StratumCursor,
  type Tally,
  type Unit,
  type UnitList,
} from './draw-state.ts';

/** A scheme with its own keys. */
export type SchemeOf<Kind extends SchemeKind> = Extract<Scheme, { readonly kind: Kind }>;

/** What a scheme gives for the units of a list that take a slot. */
export type Drawing = {
  readonly drawn: readonly Drawn[];
  readonly tally: Tally;
  readonly rerandomised: Rerandomised | null;
};

/** A drawing that leaves no tally behind. */
export function untallied(drawn: readonly Drawn[], { tally }: DrawState): Drawing {
  return { drawn, tally, rerandomised: null };
}

/** Walks a list, handing each unit its stratum's cursor and moving that cursor on. */
export function inOrder(
  { units }: UnitList,
  { cursors }: DrawState,
  drawOne: (unit: Unit, cursor: StratumCursor) => Drawn,
): readonly Drawn[] {
  const current = new Map(cursors);
  return units.map((unit) => {
    const drawn = drawOne(unit, current.get(unit.stratum) ?? freshCursor);
    current.set(unit.stratum, cursorAfter(drawn));
    return drawn;
  });
}

/** The places (from 0) of each stratum's units in the list, strata in the order in which they come first. */
export function rowsByStratum(units: readonly Unit[]): ReadonlyMap<string, readonly number[]> {
  return Map.groupBy(units.keys(), (row) => units[row]?.stratum ?? '');
}
