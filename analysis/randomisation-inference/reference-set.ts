/**
 * An observed statistic among those of the allocations that could have come as well: how many are as extreme. One whose statistic
 * is not defined (an arm without people, or a difference that has no standard error because an arm holds one unit) counts as
 * extreme, which can only make p larger.
 * Sources: B. Phipson & G. K. Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39 (p never 0); P. H. Westfall & S. S. Young 1993,
 * "Resampling-Based Multiple Testing" (single-step maxT).
 */
import type { Contrast, Interval } from '../frame.ts';
import type { Allocations } from './allocations.ts';
import { Inversion } from './inversion.ts';
import { type Form, statisticOf, type Tally } from './tally.ts';

export type Compared = {
  /** Of each contrast alone, and by the largest of all contrasts. */
  readonly p: readonly number[];
  readonly pOfLargest: readonly number[];
  readonly inversion: { readonly interval: (level: number) => Interval } | null;
};

/** One part in 10¹² less: what rounding may take from a statistic that is the same. */
const asExtreme = 1 - 1e-12;

/** @param isInverted keeps what an interval of the first contrast needs */
export function compareAll(
  allocations: Allocations,
  tally: Tally,
  contrasts: readonly Contrast[],
  observed: readonly Form[],
  { isStudentised, isInverted }: { readonly isStudentised: boolean; readonly isInverted: boolean },
): Compared {
  const bounds = observed.map((form) => Math.abs(statisticOf(form, isStudentised)) * asExtreme);
  const extreme = bounds.map(() => 0);
  const extremeOfLargest = bounds.map(() => 0);
  const [first] = observed;
  const inversion = isInverted && first !== undefined ? new Inversion(first, isStudentised) : null;
  let total = 0;
  allocations.visitAll(tally, (weight) => {
    total += weight;
    let largest = 0;
    for (const [index, contrast] of contrasts.entries()) {
      const form = tally.form(contrast);
      const size = Math.abs(statisticOf(form, isStudentised));
      if (!(size < (bounds[index] ?? 0))) extreme[index] = (extreme[index] ?? 0) + weight;
      largest = size > largest || Number.isNaN(size) ? size : largest;
      if (index === 0) inversion?.add(form, weight);
    }
    for (const [index, bound] of bounds.entries()) {
      if (!(largest < bound)) extremeOfLargest[index] = (extremeOfLargest[index] ?? 0) + weight;
    }
  });
  const pOf = (weight: number) => (allocations.isExact ? Math.min(1, weight / total) : (weight + 1) / (total + 1));
  return {
    p: extreme.map(pOf),
    pOfLargest: extremeOfLargest.map(pOf),
    inversion: inversion === null ? null : { interval: (level) => inversion.interval(isKept(pOf, level)) },
  };
}

/** Whether an effect is not rejected at 1 − level, where the allocations as extreme have this weight. */
function isKept(pOf: (weight: number) => number, level: number): (weight: number) => boolean {
  const rejected = (1 - level) * (1 + 1e-12);
  return (weight) => pOf(weight) > rejected;
}

/** The standard error of a p that comes from draws; 0 of one that was counted out. */
export function monteCarloError(p: number, { isExact, count }: Allocations): number {
  return isExact ? 0 : Math.sqrt((p * (1 - p)) / count);
}
