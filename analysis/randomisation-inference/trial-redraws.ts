/**
 * The trial's own draw, repeated: how re-draws made elsewhere reach the arithmetic. Units are matched by their ids; one whose
 * outcome nobody knows takes part in the re-draw and in nothing else.
 */
import { type NotGiven, notEstimable } from '../estimators/estimator.ts';
import type { CategoryColumn } from '../frame.ts';
import type { Allocations } from './allocations.ts';
import type { Units } from './units.ts';

export type TrialRedraws = {
  /** Names behind the indices that a re-draw holds. */
  readonly arms: readonly string[];
  /** The unit at each place of a re-draw. */
  readonly unitIds: readonly string[];
  /**
   * For each place the group of units whose arms could be exchanged with one another, given how many of each arm the group has
   * (a block, a list's stratum); null where the scheme has no such groups, as minimisation.
   */
  readonly cells: Int32Array | null;
  /** Makes a row of re-draws ready, named by a seed: its i-th holds an arm for each place. */
  readonly redraws: (seed: string) => (i: number) => Uint8Array;
};

/** A draw that can be repeated, with the file that it is repeated from and that an auditor checks it by. */
export type TrialDraw = { readonly redraws: TrialRedraws; readonly file: Uint8Array };

/** The place of each of the column's units in a re-draw. Refuses a unit that was not drawn. */
export function placesOf({ unitIds }: TrialRedraws, { levels }: CategoryColumn): Int32Array | NotGiven {
  const placeOf = new Map(unitIds.map((id, place) => [id, place]));
  const places = Int32Array.from(levels, (id) => placeOf.get(id) ?? -1);
  return places.includes(-1)
    ? notEstimable(
        'unit-not-drawn',
        'Some rows are of people whose unit was not drawn, so that it cannot be drawn again.',
      )
    : places;
}

/**
 * So many re-draws of the whole trial.
 * @param places of the units' codes in a re-draw
 * @param arms names of the units' arms; whatever other arm a re-draw gives counts as one more
 */
export function redrawn(
  trial: TrialRedraws,
  { draws, seed }: { readonly draws: number; readonly seed: string },
  units: Units,
  places: Int32Array,
  arms: readonly string[],
): Allocations {
  return {
    isExact: false,
    isTogether: false,
    count: draws,
    visitAll(tally, visit) {
      const redraw = trial.redraws(seed);
      const placeOf = units.code.map((code) => places[code] ?? 0);
      const labelOf = Uint16Array.from(trial.arms, (name) => (arms.includes(name) ? arms.indexOf(name) : arms.length));
      const labels = new Uint16Array(units.count);
      for (let draw = 0; draw < draws; draw += 1) {
        const drawn = redraw(draw);
        for (let unit = 0; unit < labels.length; unit += 1) labels[unit] = labelOf[drawn[placeOf[unit] ?? 0] ?? 0] ?? 0;
        tally.countLabels(labels);
        visit(1);
      }
    },
  };
}
