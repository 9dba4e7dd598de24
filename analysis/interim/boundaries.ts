/**
 * The boundaries of a group sequential test by error spending: at each look the z beyond which the trial may stop, such that without
 * an effect the probability of stopping by then is what was to be spent by then. Oracle: rpact::getDesignGroupSequential with
 * typeOfDesign asOF and asP. Where they part, rpact is the one that stops short: it spends the last look's error to 1e-8 only
 * unless told otherwise, gives infinite boundaries once less than 1e-15 is to be spent, cannot place looks of 0.99, 0.999 and 1,
 * and takes a lone look at half of the information for a full one.
 */
import { normalQuantileOfLog } from '../distributions/normal.ts';
import type { Bound } from '../frame.ts';
import { increasingRoot } from '../numbers/increasing-root.ts';
import { ln } from '../numbers/logarithm.ts';
import { densityAt, furthest, type NotStopped, notStopped, tailAbove } from './not-stopped.ts';
import { type Spending, spentBy } from './spending.ts';

export type GroupSequentialDesign = {
  /** Shares of the planned information, increasing, each above 0 and at most 1. */
  readonly looks: readonly number[];
  readonly spending: Spending;
  /** Type I error over all looks and sides, above 0 and below ½. */
  readonly alpha: number;
  readonly sided: 1 | 2;
};

export type Boundaries = {
  /** z at each look; infinite where what is to be spent there is too small for a double. */
  readonly boundaries: readonly Bound[];
  /** Over all sides, up to and with each look. */
  readonly alphaSpent: readonly number[];
};

/** One side, of a large statistic; below it the trial goes on, and less than 1e-22 of the probability lies under this. */
const lowestOneSided = -10;

/** Never stops for futility: only the boundary against no effect is crossed. Refuses nothing; the plan's check did. */
export function groupSequentialBoundaries({ looks, spending, alpha, sided }: GroupSequentialDesign): Boundaries {
  const spent = looks.map((t) => spentBy(spending, alpha / sided, t));
  const boundaries: number[] = [];
  let before: NotStopped | null = null;
  for (const [look, information] of looks.entries()) {
    const boundary = boundaryAt(before, information, (spent[look] ?? 0) - (spent[look - 1] ?? 0));
    boundaries.push(boundary);
    const next = looks[look + 1] ?? null;
    if (next === null) break;
    const high = Math.min(boundary, furthest);
    before = notStopped(before, information, { low: sided === 2 ? -high : lowestOneSided, high }, next);
  }
  return {
    boundaries: boundaries.map((z) => (Number.isFinite(z) ? z : 'Infinity')),
    alphaSpent: spent.map((share) => share * sided),
  };
}

/** The z beyond which `share` of the probability lies, on one side. */
function boundaryAt(before: NotStopped | null, information: number, share: number): number {
  if (share <= smallestShare) return Number.POSITIVE_INFINITY;
  const target = ln(share);
  const start = normalQuantileOfLog(target);
  if (before === null) return start;
  return increasingRoot(
    (z) => {
      const tail = tailAbove(before, information, z);
      return { value: target - ln(tail), slope: densityAt(before, information, z) / tail };
    },
    start,
    'a boundary',
  );
}

/** Smaller numbers have lost digits. */
const smallestShare = 1e-300;
