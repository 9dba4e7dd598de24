/**
 * How many of each arm are still at risk at a few times: what a reader of a Kaplan-Meier curve needs to judge how much of its
 * end to believe. Sources: S. J. Pocock, T. C. Clayton & D. G. Altman 2002, Lancet 359:1686–1689 (numbers at risk beneath
 * the curves, at equal steps of time). Oracle: survival's summary(survfit(…), times = …, extend = TRUE).
 */
import type { Frame } from '../frame.ts';
import type { TimeFrame } from './risk-tables.ts';

/** `times` and `atRisk` run together, the times the same in every arm; `lastSeen` is the last time of anybody of the arm. */
export type AtRiskRow = {
  readonly arm: string;
  readonly lastSeen: number;
  readonly times: readonly number[];
  readonly atRisk: readonly number[];
};

/** For these arms, at `quarters` of the last time of all of them. Weights are people. */
export function numbersAtRisk({ frame, time }: TimeFrame, arms: readonly number[]): readonly AtRiskRow[] {
  const members = arms.map((own) => membersOf(frame, time, own));
  const lastTimes = members.map((own) => own.reduce((last, one) => Math.max(last, one.time), 0));
  const times = quarters(Math.max(0, ...lastTimes));
  return arms.map((arm, index) => ({
    arm: frame.arms[arm] ?? '',
    lastSeen: lastTimes[index] ?? 0,
    times,
    atRisk: times.map((at) => peopleFrom(members[index] ?? [], at)),
  }));
}

type Member = { readonly time: number; readonly people: number };

function membersOf({ rows, arm, weight }: Frame, time: Float64Array, wanted: number): readonly Member[] {
  const members: Member[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (arm[row] === wanted) members.push({ time: time[row] ?? 0, people: weight === null ? 1 : (weight[row] ?? 0) });
  }
  return members;
}

/** Those whose time is this one or later. */
function peopleFrom(members: readonly Member[], at: number): number {
  return members.reduce((sum, { time, people }) => (time >= at ? sum + people : sum), 0);
}

/**
 * 0, the quarters of `last`, and `last`: rounded down to whole units of time where there are four or more of them, as they
 * are where there are fewer. 0 alone where nobody was seen later.
 */
function quarters(last: number): readonly number[] {
  if (last === 0) return [0];
  const exact = [0, 1, 2, 3, 4].map((quarter) => (quarter * last) / 4);
  return last < 4 ? exact : exact.map(Math.floor);
}
