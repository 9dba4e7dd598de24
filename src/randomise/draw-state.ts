/**
 * What a draw knows of the draws before it, and what it gives: where each stratum stands, for the schemes that look at the
 * arms so far how many units each place has, and the arms of households that came before. Everything a later list needs
 * is in here, so that no list before it is read again. docs/randomisation.md, section 5.
 */

/**
 * `values`: the unit's factors or covariates, as text, in the order in which the scheme names them; empty where it names none.
 * `household`: where attendees are drawn, the household this person belongs to; null where there is none or the unit is larger.
 */
export type Unit = {
  readonly unit: string;
  readonly stratum: string;
  readonly household: string | null;
  readonly values: readonly string[];
};

export type UnitList = { readonly id: string; readonly units: readonly Unit[] };

/** Where a stratum stands: its next position, and the block (or list) it is in with that block's first position. */
export type StratumCursor = { readonly nextPosition: number; readonly block: number; readonly blockStart: number };

export const freshCursor: StratumCursor = { nextPosition: 0, block: 0, blockStart: 0 };

/** Units so far, by what they are counted for (a stratum, or a level of a factor in it), one count for each place of the ratio. */
export type Tally = ReadonlyMap<string, readonly number[]>;

/** A household's arm, and which of its people was drawn for it. */
export type HouseholdArm = { readonly unit: string; readonly arm: string };

/**
 * `households`: those drawn before, by id. The caller passes at least every one that has somebody on the list to come; the
 * engine looks nothing up. A household that is left out is drawn again.
 */
export type DrawState = {
  readonly cursors: ReadonlyMap<string, StratumCursor>;
  readonly tally: Tally;
  readonly households: ReadonlyMap<string, HouseholdArm>;
};

export const freshState: DrawState = { cursors: new Map(), tally: new Map(), households: new Map() };

/** One unit's arm and the slot it took: `position`, `block` and `blockStart` count from 0 within the stratum. */
export type Drawn = {
  readonly unit: string;
  readonly stratum: string;
  readonly position: number;
  readonly block: number;
  readonly blockStart: number;
  readonly arm: string;
};

/** Somebody whose household has its arm already, from `follows`: the same arm, no slot and no number of any stream. */
export type Follower = {
  readonly unit: string;
  readonly stratum: string;
  readonly position: null;
  readonly arm: string;
  readonly follows: string;
};

/** How a rerandomised list came out: the tries it took, its imbalance, and whether the criterion was met within the tries allowed. */
export type Rerandomised = {
  readonly tries: number;
  readonly imbalance: number;
  readonly isMet: boolean;
  /** Covariates, or levels of them, that could not be balanced on: constant on this list or determined by the others. */
  readonly leftOut: readonly string[];
};

export type DrawnList = {
  /** The units that took a slot, in list order. */
  readonly drawn: readonly Drawn[];
  /** The people who follow somebody of their household, in list order. */
  readonly followers: readonly Follower[];
  /** Where the draw stands after this list. */
  readonly state: DrawState;
  readonly rerandomised: Rerandomised | null;
};

/** Where the stratum of `drawn` stands after it. */
export function cursorAfter({ position, block, blockStart }: Drawn): StratumCursor {
  return { nextPosition: position + 1, block, blockStart };
}

/** Everybody of a drawn list in its order, those who follow among those who were drawn. */
export function inListOrder({ units }: UnitList, { drawn, followers }: DrawnList): readonly (Drawn | Follower)[] {
  if (followers.length === 0) return drawn;
  const [nextDrawn, nextFollower] = [drawn.values(), followers.values()];
  let [slot, follower] = [nextDrawn.next().value, nextFollower.next().value];
  return units.map(({ unit }) => {
    const one = slot?.unit === unit ? slot : follower;
    if (one?.unit !== unit) throw new Error(`"${unit}" of the list was neither drawn nor follows`);
    if (one === slot) slot = nextDrawn.next().value;
    else follower = nextFollower.next().value;
    return one;
  });
}
