/**
 * The standardised statistic of a trial that has not been stopped: its density over the region in which the trial goes on, carried
 * from one look to the next. Without an effect the increments of √I·Z between looks are independent normal with the variance of
 * the information gained. Sources: P. Armitage, C. K. McPherson & B. C. Rowe 1969, J. R. Stat. Soc. A 132:235–244; C. Jennison & B. W.
 * Turnbull 2000, "Group Sequential Methods with Applications to Clinical Trials", chapter 19. We integrate by Gauss-Legendre panels
 * narrower than three standard deviations of the increments, where the book has Simpson's rule.
 */
import { normalDensity, normalTails } from '../distributions/normal.ts';
import { panels } from '../numbers/gauss-legendre.ts';

/** At the points of a quadrature, the probability that the statistic is there and the trial has never stopped. */
export type NotStopped = {
  readonly information: number;
  readonly nodes: Float64Array;
  /** Density times the quadrature's weight. */
  readonly mass: Float64Array;
};

/** Where the trial goes on: between `low` and `high`, both within ±39, beyond which a double holds no density. */
export type Region = { readonly low: number; readonly high: number };

/** Panels of three standard deviations of 16 points each leave errors near the rounding of a double. */
const widestPanel = 3;

/** @param next information at the look after this one, if there is one */
export function notStopped(
  before: NotStopped | null,
  information: number,
  region: Region,
  next: number | null,
): NotStopped {
  const own = before === null ? 1 : Math.sqrt((information - before.information) / information);
  const coming = next === null ? 1 : Math.sqrt((next - information) / information);
  const { nodes, weights } = panels(region.low, region.high, widestPanel * Math.min(1, own, coming));
  const mass = weights.map((weight, i) => weight * densityAt(before, information, nodes[i] ?? 0));
  return { information, nodes, mass };
}

/** The density at `z` of the statistic at this information, with the trial not stopped before. */
export function densityAt(before: NotStopped | null, information: number, z: number): number {
  if (before === null) return normalDensity(z);
  const gained = Math.sqrt(information - before.information);
  const [now, then] = [Math.sqrt(information), Math.sqrt(before.information)];
  let sum = 0;
  for (let i = 0; i < before.nodes.length; i += 1) {
    const step = (z * now - (before.nodes[i] ?? 0) * then) / gained;
    if (step > -furthest && step < furthest) sum += (before.mass[i] ?? 0) * normalDensity(step);
  }
  return (sum * now) / gained;
}

/** The probability that the statistic is above `z` at this information, with the trial not stopped before. */
export function tailAbove(before: NotStopped | null, information: number, z: number): number {
  if (before === null) return normalTails(z).upper;
  const gained = Math.sqrt(information - before.information);
  const [now, then] = [Math.sqrt(information), Math.sqrt(before.information)];
  let sum = 0;
  for (let i = 0; i < before.nodes.length; i += 1) {
    const step = (z * now - (before.nodes[i] ?? 0) * then) / gained;
    if (step < furthest) sum += (before.mass[i] ?? 0) * (step > -furthest ? normalTails(step).upper : 1);
  }
  return sum;
}

/** φ and both tails leave double precision here. */
export const furthest = 39;
