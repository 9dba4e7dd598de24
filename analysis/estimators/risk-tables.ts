/**
 * Who is at risk and to whom the event happens, by arm, at each time at which it happens to anybody: all that the estimators
 * of time to an event need when arms are all they know of people. Somebody censored at a time is still at risk at it.
 * Source: J. P. Klein & M. L. Moeschberger 2003, "Survival Analysis", section 3.6.
 */
import type { Frame, Groups } from '../frame.ts';

export type TimeFrame = {
  /** `outcome` is 1 where the event happened and 0 where the person was last seen without it. */
  readonly frame: Frame;
  /** Time of each row's event or last sight, 0 or more. */
  readonly time: Float64Array;
};

/** One stratum; the entries of `atRisk` and `events` run over the arms asked for. */
export type RiskTable = readonly EventTime[];
export type EventTime = {
  readonly time: number;
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
};

/** In the order of time, for each stratum that has people of these arms, as `strataRows` orders them. Weights are people. */
export function riskTables(data: TimeFrame, arms: readonly number[], strata: Groups | null): readonly RiskTable[] {
  const place = new Map(arms.map((arm, index) => [arm, index]));
  return strataRows(data, arms, strata).map((rows) => tableOf(data.frame, data.time, rows, place));
}

/** The rows of these arms in each stratum. */
export function strataRows(
  { frame }: TimeFrame,
  arms: readonly number[],
  strata: Groups | null,
): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < frame.rows; row += 1) {
    if (!arms.includes(frame.arm[row] ?? -1)) continue;
    const stratum = strata?.codes[row] ?? 0;
    const own = members.get(stratum);
    if (own === undefined) members.set(stratum, [row]);
    else own.push(row);
  }
  return [...members.values()];
}

/** From the last time backwards, so that those at risk are counted as they come. */
function tableOf(
  { arm, outcome, weight }: Frame,
  time: Float64Array,
  rows: readonly number[],
  place: ReadonlyMap<number, number>,
): RiskTable {
  const backwards = [...rows].sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0));
  const people = (row: number) => (weight === null ? 1 : (weight[row] ?? 0));
  const atRisk = new Float64Array(place.size);
  const table: EventTime[] = [];
  for (let next = 0; next < backwards.length; ) {
    const now = time[backwards[next] ?? 0] ?? 0;
    const events = new Float64Array(place.size);
    for (; next < backwards.length && time[backwards[next] ?? 0] === now; next += 1) {
      const row = backwards[next] ?? 0;
      const index = place.get(arm[row] ?? -1) ?? 0;
      atRisk[index] = (atRisk[index] ?? 0) + people(row);
      if (outcome[row] === 1) events[index] = (events[index] ?? 0) + people(row);
    }
    if (events.some((count) => count > 0)) table.push({ time: now, atRisk: [...atRisk], events: [...events] });
  }
  return table.reverse();
}

/** People of each arm. */
export function peopleAt({ rows, arm, weight }: Frame, arms: readonly number[]): readonly number[] {
  const people = new Map<number, number>();
  for (let row = 0; row < rows; row += 1) {
    const own = arm[row] ?? -1;
    people.set(own, (people.get(own) ?? 0) + (weight === null ? 1 : (weight[row] ?? 0)));
  }
  return arms.map((own) => people.get(own) ?? 0);
}
