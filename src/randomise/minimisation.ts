/**
 * Minimisation (Pocock & Simon 1975, Biometrics 31:103): the arm that leaves the least imbalance
 * over the factors, with a random share. Unequal ratios are kept by drawing *places*, of which an arm has as many as its
 * ratio and among which no one is preferred (Kuznetsova & Tymofyeyev 2012, Statistics in Medicine 31:701): by
 * symmetry each unit's probability of an arm is ratio ÷ R at every allocation. docs/randomisation.md, section 10.
 */
import type { Scheme } from '../trial/scheme.ts';
import { type Design, expandedArms, ratiosOf } from './design.ts';
import { below, stream } from './stream.ts';

/** `weights`: one for each factor, in the scheme's order. `randomShare` in [0, 1]. */
export type Minimising = {
  readonly weights: readonly number[];
  readonly imbalance: 'range' | 'variance';
  readonly randomShare: number;
};

export function minimisingOf(scheme: Extract<Scheme, { readonly kind: 'minimisation' }>): Minimising {
  const { factors, imbalance, randomShare } = scheme;
  return { weights: factors.map(({ weight }) => weight), imbalance, randomShare };
}

/** The arm of each place: arm i (in protocol order) has as many places, one after the other, as its ratio. */
export function armsOfPlaces(design: Design): readonly number[] {
  return expandedArms(ratiosOf(design), 1);
}

/** The place (from 0) of a stratum's `position`; `counts` as for `choosePlace`. */
export function minimisedPlace(
  design: Design,
  minimising: Minimising,
  key: Uint8Array,
  at: { readonly stratum: string; readonly position: number },
  counts: readonly (readonly number[])[],
): number {
  const random = stream(key, design.protocolHash, `stratum=${at.stratum}|position=${at.position}`);
  return choosePlace(counts, minimising, random);
}

/**
 * The place of one unit. `counts` has a row for each factor: the units so far at this unit's level of it, one count for each
 * place. Two numbers are always taken: the first against the random share, the second picks among all places or among
 * those with the least imbalance.
 */
export function choosePlace(
  counts: readonly (readonly number[])[],
  minimising: Minimising,
  random: () => number,
): number {
  const places = counts[0]?.length ?? 0;
  const isByRatioAlone = random() < minimising.randomShare;
  if (isByRatioAlone) return below(places, random);
  const imbalance = imbalances(counts, places, minimising);
  let least = Number.POSITIVE_INFINITY;
  for (const one of imbalance) least = Math.min(least, one);
  let ties = 0;
  for (const one of imbalance) if (one === least) ties++;
  let skipped = below(ties, random);
  for (let place = 0; place < places; place++) {
    if (imbalance[place] !== least) continue;
    if (skipped === 0) return place;
    skipped--;
  }
  throw new Error('one place at least has the least imbalance');
}

/**
 * What each place would leave, up to what is the same for all of them. Whole numbers throughout, so that a tie is a tie. For
 * the variance the counts themselves serve: with s the sum of the counts n, R·Σn² − s² once place c has one more is 2R·n_c
 * beside what is the same for every place.
 */
function imbalances(
  counts: readonly (readonly number[])[],
  places: number,
  { weights, imbalance }: Minimising,
): readonly number[] {
  const total = new Array<number>(places).fill(0);
  for (let factor = 0; factor < counts.length; factor++) {
    const row = counts[factor] as readonly number[]; // the loop ends with the rows
    const weight = weights[factor] ?? 0;
    if (imbalance === 'range') addRanges(total, row, weight);
    else for (let place = 0; place < places; place++) total[place] = (total[place] ?? 0) + weight * (row[place] ?? 0);
  }
  return total;
}

/** Adds to each place's total the weighted range at a level once that place has one unit more. */
function addRanges(total: number[], row: readonly number[], weight: number): void {
  let most = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let atFewest = 0;
  for (const count of row) {
    if (count > most) most = count;
    if (count < fewest) {
      fewest = count;
      atFewest = 0;
    }
    if (count === fewest) atFewest++;
  }
  for (let place = 0; place < row.length; place++) {
    const count = row[place] ?? 0;
    const lowest = atFewest === 1 && count === fewest ? fewest + 1 : fewest;
    const range = Math.max(most, count + 1) - lowest;
    total[place] = (total[place] ?? 0) + weight * range;
  }
}
