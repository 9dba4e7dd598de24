/** From a scheme, declared or the trial's own, to what is exchanged and how: for two arms, and for all at once. */
import { isNotGiven, type NotGiven } from '../estimators/estimator.ts';
import type { CategoryColumn, Frame } from '../frame.ts';
import { type Allocations, allocationsOf } from './allocations.ts';
import type { Tally } from './tally.ts';
import { placesOf, redrawn, type TrialRedraws } from './trial-redraws.ts';
import type { Drawn, Units } from './units.ts';

export type RedrawOptions = {
  readonly null: 'pairwise' | 'global';
  readonly draws: number;
  readonly seed: string;
  /** Allocations are counted out where there are fewer than this. */
  readonly exactBelow: number;
};

/** Either units and cells as declared, or the trial's own draw with the column that names its units. */
export type RedrawScheme =
  | { readonly kind: 'declared'; readonly drawn: Drawn }
  | { readonly kind: 'protocol'; readonly trial: TrialRedraws; readonly unit: CategoryColumn };

export type Reference = {
  readonly drawn: Drawn;
  /** @param arms those of the units, as indices into the frame's; null where there is one allocation only */
  readonly allocations: (units: Units, arms: readonly number[], tally: Tally) => Allocations | null;
};

export type Exchange = {
  /** null where the global null is tested. */
  readonly pairwise: Reference | null;
  readonly global: Reference;
  readonly isByPerson: boolean;
};

/** Refuses rows of units that the trial did not draw. */
export function exchangeOf(scheme: RedrawScheme, frame: Frame, options: RedrawOptions): Exchange | NotGiven {
  const exchanging = (drawn: Drawn): Reference => ({
    drawn,
    allocations: (units, arms, tally) =>
      allocationsOf(units, tally, { ...options, seed: `${options.seed}|${arms.join('|')}` }),
  });
  const isPairwise = options.null === 'pairwise';
  if (scheme.kind === 'declared') {
    const reference = exchanging(scheme.drawn);
    return { pairwise: isPairwise ? reference : null, global: reference, isByPerson: scheme.drawn.unit === null };
  }
  const { trial, unit } = scheme;
  const places = placesOf(trial, unit);
  if (isNotGiven(places)) return places;
  const units = { codes: unit.codes, count: unit.levels.length };
  const global: Reference = {
    drawn: { unit: units, cell: null, isBlocked: false },
    allocations: (drawn, arms) => {
      const names = arms.map((arm) => frame.arms[arm] ?? '');
      return redrawn(trial, options, drawn, places, names);
    },
  };
  const { cells } = trial;
  if (!isPairwise) return { pairwise: null, global, isByPerson: false };
  if (trial.arms.length === 2) return { pairwise: global, global, isByPerson: false };
  if (cells === null) return { pairwise: null, global, isByPerson: false };
  const cell = unit.codes.map((code) => cells[places[code] ?? 0] ?? 0);
  return { pairwise: exchanging({ unit: units, cell, isBlocked: false }), global, isByPerson: false };
}
