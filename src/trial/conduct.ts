/**
 * How a trial was run around its draw, as counts of each borough: ceremonies entered at short notice, what changed once arms were
 * seen, and errors of the randomisation. Whoever enters a ceremony at short notice sees its arm at once, and can cancel the
 * one and hold the next: no rule stops that, so it is counted and said (CONSORT 2025, items 18 and 19, on concealment).
 */
import type { RandomisationErrorKind } from './randomisation-errors.ts';

export type ShortNotice = {
  /** Ceremonies scheduled so late that their lead time had begun. */
  readonly scheduled: number;
  /** Ceremonies moved to an earlier day whose lead time had begun. */
  readonly broughtForward: number;
  /** Of both, ceremonies cancelled once their arm had been unsealed. */
  readonly cancelledOnceSeen: number;
};

export type AfterUnsealing = {
  /** Ceremonies. */
  readonly moved: number;
  /** Of those, ceremonies moved more than once. */
  readonly movedAgain: number;
  /** Of those, ceremonies moved beyond their lead time, as two people signed. */
  readonly movedBeyondLeadTime: number;
  readonly cancelled: number;
  readonly merged: number;
  /** People. */
  readonly joined: number;
  readonly rebooked: number;
  readonly withdrawn: number;
};

export type ErrorCounts = {
  /** Reports that stand, every kind, also those that nobody reported. */
  readonly standing: Readonly<Record<RandomisationErrorKind, number>>;
  readonly takenBack: number;
};

export type Conduct = {
  /** Ceremonies of the trial phase. */
  readonly ceremonies: number;
  readonly shortNotice: ShortNotice;
  readonly afterUnsealing: AfterUnsealing;
  readonly errors: ErrorCounts;
};

/** Cancelling or merging one such ceremony happens to anybody; from two on, somebody may be choosing. */
const cancelledOnceSeenFrom = 2;
const mergedFrom = 2;

/** Plain sentences where a borough may have chosen among arms, or kept one it had seen in hand; none where nothing points to it. */
export function conductWarnings(borough: string, { shortNotice, afterUnsealing }: Conduct): readonly string[] {
  const { cancelledOnceSeen } = shortNotice;
  const { movedAgain, merged } = afterUnsealing;
  return [
    ...(cancelledOnceSeen < cancelledOnceSeenFrom
      ? []
      : [
          `${borough} cancelled ${cancelledOnceSeen} ceremonies that were entered at short notice, after their arms were unsealed. ` +
            'Whoever does so can choose which arms are held: ask why.',
        ]),
    ...(movedAgain === 0
      ? []
      : [
          `${borough} moved ${movedAgain === 1 ? 'a ceremony' : `${movedAgain} ceremonies`} more than once after the arm was unsealed, ` +
            'so that it was known for longer than the lead time: ask why.',
        ]),
    ...(merged < mergedFrom
      ? []
      : [
          `${borough} merged ${merged} ceremonies once their arms, or those of the ceremony they went into, were unsealed. ` +
            'Whoever does so can see sealed arms early, or choose which arms are held: ask why.',
        ]),
  ];
}
