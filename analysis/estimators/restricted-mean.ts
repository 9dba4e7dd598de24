/**
 * The difference of mean times without the event up to a horizon: the areas under the two Kaplan-Meier curves.
 * Sources: P. Royston & M. K. B. Parmar 2013, BMC Med. Res. Methodol. 13:152; variance: J. P. Klein & M. L. Moeschberger
 * 2003, equation 4.5.2. Oracle: survival's survmean, print(survfit(…), rmean = horizon).
 */
import type { Contrast, Frame, Interval } from '../frame.ts';
import { isNotGiven, type NormalTest, notEstimable, type Result, type Warning } from './estimator.ts';
import { normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { clusteringWarning, emptyArm } from './refusals.ts';
import { peopleAt, type RiskTable, riskTables, type TimeFrame } from './risk-tables.ts';

export type RestrictedMeanOptions = { readonly horizon: number; readonly level: number };
export type RestrictedMeanResult = {
  readonly quantity: 'restricted-mean-difference';
  readonly estimate: number;
  readonly standardError: number;
} & NormalTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly warning?: Warning;
  };

/**
 * Treated minus reference, in the unit of time; `n` counts the people of both arms. Refuses an arm without people, an arm
 * whose last person was seen before the horizon while the event had not happened to all, and arms without events before it.
 */
export function restrictedMean(
  data: TimeFrame,
  { treated, reference }: Contrast,
  { horizon, level }: RestrictedMeanOptions,
): Result<RestrictedMeanResult> {
  const { frame } = data;
  const [n1 = 0, n0 = 0] = peopleAt(frame, [treated, reference]);
  if (n1 === 0) return emptyArm(frame, treated);
  if (n0 === 0) return emptyArm(frame, reference);
  const one = areaOf(data, treated, horizon);
  if (isNotGiven(one)) return one;
  const other = areaOf(data, reference, horizon);
  if (isNotGiven(other)) return other;
  const standardError = Math.sqrt(one.variance + other.variance);
  if (standardError === 0) return notEstimable('no-variation', 'The event happens to nobody before the horizon.');
  const estimate = one.area - other.area;
  return {
    quantity: 'restricted-mean-difference',
    estimate,
    standardError,
    ...normalTest(estimate / standardError),
    interval: symmetricInterval(estimate, standardError, normalCritical(level)),
    level,
    n: n1 + n0,
    ...clusteringWarning(frame),
  };
}

function areaOf(data: TimeFrame, arm: number, horizon: number): Result<{ area: number; variance: number }> {
  const [table = []] = riskTables(data, [arm], null);
  const before = table.filter(({ time }) => time <= horizon);
  const steps = stepsOf(before, horizon);
  const end = steps.at(-1)?.survival ?? 1;
  if (lastSeen(data.frame, data.time, arm) < horizon && end > 0) {
    const name = data.frame.arms[arm] ?? '';
    return notEstimable('horizon-beyond-follow-up', `Nobody in the arm ${name} was followed to the horizon.`);
  }
  let area = before[0]?.time ?? horizon;
  let variance = 0;
  for (const { width, survival } of steps) area += width * survival;
  let rest = 0;
  for (const step of [...steps].reverse()) {
    rest += step.width * step.survival;
    // Where nobody is left there is no area beyond, and 0 · ∞ is 0.
    if (step.survival > 0) variance += rest * rest * step.greenwood;
  }
  return { area, variance };
}

/** From each event time to the next, or to the horizon. */
function stepsOf(before: RiskTable, horizon: number) {
  let survival = 1;
  return before.map(({ time, atRisk: [n = 0], events: [d = 0] }, index) => {
    survival *= (n - d) / n;
    const width = (before[index + 1]?.time ?? horizon) - time;
    return { width, survival, greenwood: d / n / (n - d) };
  });
}

function lastSeen({ rows, arm }: Frame, time: Float64Array, wanted: number): number {
  let last = 0;
  for (let row = 0; row < rows; row += 1) if (arm[row] === wanted) last = Math.max(last, time[row] ?? 0);
  return last;
}
