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
  const least = leastPlaces(counts, minimising);
  return least[below(least.length, random)] as number; // one place at least has the least imbalance
}

/** The places that leave the least imbalance, in order. Whole numbers throughout, so that a tie is a tie. */
function leastPlaces(counts: readonly (readonly number[])[], { weights, imbalance }: Minimising): readonly number[] {
  const places = counts[0]?.length ?? 0;
  const total = new Array<number>(places).fill(0);
  for (const [factor, row] of counts.entries()) {
    const weight = weights[factor] ?? 0;
    const added = imbalance === 'range' ? rangesAfter(row) : row;
    for (let place = 0; place < places; place++) {
      total[place] = (total[place] ?? 0) + weight * (added[place] ?? 0);
    }
  }
  const least = Math.min(...total);
  return total.flatMap((value, place) => (value === least ? [place] : []));
}

/**
 * Range at a level once each place in turn has one unit more. (For the variance the counts themselves serve: with s the sum
 * of the counts n, R·Σn² − s² once place c has one more is 2R·n_c beside what is the same for every place.)
 */
function rangesAfter(row: readonly number[]): readonly number[] {
  const most = Math.max(...row);
  const fewest = Math.min(...row);
  const isOneFewest = row.indexOf(fewest) === row.lastIndexOf(fewest);
  return row.map((count) => Math.max(most, count + 1) - (isOneFewest && count === fewest ? fewest + 1 : fewest));
}
