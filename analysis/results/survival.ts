/** Runs the methods of plan/survival-methods.ts. The event is the frame's outcome; its time is the first further column. */
import type { FrameWithColumns } from '../dataset/frames.ts';
import { cox } from '../estimators/cox.ts';
import { notEstimable } from '../estimators/estimator.ts';
import { groupsOf } from '../estimators/groups.ts';
import { kaplanMeier } from '../estimators/kaplan-meier.ts';
import { logRank } from '../estimators/log-rank.ts';
import { restrictedMean } from '../estimators/restricted-mean.ts';
import type { TimeFrame } from '../estimators/risk-tables.ts';
import type { Contrast, Groups } from '../frame.ts';
import type { SurvivalEstimator } from '../plan/survival-methods.ts';
import type { Figures } from './result.ts';

/** One for each contrast, in their order. */
export function compareTimes(
  estimator: SurvivalEstimator,
  framed: FrameWithColumns,
  contrasts: readonly Contrast[],
  level: number,
): readonly Figures[] {
  const { data, strata, isBeforeStart } = timesOf(framed);
  if (isBeforeStart) return contrasts.map(negativeTime);
  switch (estimator.method) {
    case 'log-rank':
      return contrasts.map((contrast) => logRank(data, contrast, strata));
    case 'cox':
      return cox(data, contrasts, strata, { errors: estimator.errors, ties: estimator.ties, level });
    case 'restricted-mean': {
      const { horizon } = estimator;
      if (horizon === undefined) throw new Error("the plan's check let a restricted mean without a horizon pass");
      return contrasts.map((contrast) => restrictedMean(data, contrast, { horizon, level }));
    }
    case 'kaplan-meier':
      throw new Error('kaplan-meier is not about two arms');
  }
}

export function timesOfAllArms(estimator: SurvivalEstimator, framed: FrameWithColumns, level: number): Figures {
  const { data, strata, isBeforeStart } = timesOf(framed);
  if (isBeforeStart) return negativeTime();
  if (estimator.method === 'kaplan-meier') return kaplanMeier(data, { interval: estimator.interval, level });
  if (estimator.method === 'log-rank') return logRank(data, 'all-arms', strata);
  throw new Error(`${estimator.method} compares two arms`);
}

function timesOf({ frame, columns: [time, ...strata] }: FrameWithColumns) {
  if (time?.kind !== 'number') throw new Error('the time was to be read as numbers');
  const data: TimeFrame = { frame, time: time.values };
  const groups: Groups | null = strata.length === 0 ? null : groupsOf(strata);
  return { data, strata: groups, isBeforeStart: time.values.some((value) => value < 0) };
}

function negativeTime(): Figures {
  return notEstimable('negative-time', 'A time is below 0, before anybody was at risk.');
}
