/**
 * What a draw knows of the draws before it, and what it gives: where each stratum stands, and for the schemes that look at
 * the arms so far, how many units each arm has. Everything a later list needs is in here, so that no list before it is read
 * again. docs/randomisation.md, section 5.
 */

/** `values`: the unit's factors or covariates, as text, in the order in which the scheme names them; empty where it names none. */
export type Unit = { readonly unit: string; readonly stratum: string; readonly values: readonly string[] };

export type UnitList = { readonly id: string; readonly units: readonly Unit[] };

/** Where a stratum stands: its next position, and the block (or list) it is in with that block's first position. */
export type StratumCursor = { readonly nextPosition: number; readonly block: number; readonly blockStart: number };

export const freshCursor: StratumCursor = { nextPosition: 0, block: 0, blockStart: 0 };

/** Units so far, by what they are counted for (a stratum, or a level of a factor in it), one count for each place of the ratio. */
export type Tally = ReadonlyMap<string, readonly number[]>;

export type DrawState = { readonly cursors: ReadonlyMap<string, StratumCursor>; readonly tally: Tally };

export const freshState: DrawState = { cursors: new Map(), tally: new Map() };

/** One unit's arm and the slot it took: `position`, `block` and `blockStart` count from 0 within the stratum. */
export type Drawn = {
  readonly unit: string;
  readonly stratum: string;
  readonly position: number;
  readonly block: number;
  readonly blockStart: number;
  readonly arm: string;
};

/** How a rerandomised list came out: the tries it took, its imbalance, and whether the criterion was met within the tries allowed. */
export type Rerandomised = { readonly tries: number; readonly imbalance: number; readonly isMet: boolean };

export type DrawnList = {
  readonly drawn: readonly Drawn[];
  /** Where the draw stands after this list. */
  readonly state: DrawState;
  readonly rerandomised: Rerandomised | null;
};

/** Where the stratum of `drawn` stands after it. */
export function cursorAfter({ position, block, blockStart }: Drawn): StratumCursor {
  return { nextPosition: position + 1, block, blockStart };
}
