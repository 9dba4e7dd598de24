/**
 * The covariance of log hazard ratios that takes a cluster as one unit, or without clusters a person: each person's score
 * residual, summed within clusters, between two inverse informations (CR0; survival's cluster = and robust = TRUE).
 * Sources: D. Y. Lin & L. J. Wei 1989, JASA 84:1074–1078; T. M. Therneau & P. M. Grambsch 2000, "Modeling Survival Data",
 * section 4.6 (residuals with Efron's ties, where a tied event leaves the risk set bit by bit).
 */
import type { Frame, Groups } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { type NotGiven, notEstimable, type Result } from './estimator.ts';
import { type ArmCoefficients, armOfOneCluster, sandwich } from './glm-model.ts';
import { oneInArm } from './refusals.ts';
import { type EventTime, peopleAt, riskTables, strataRows, type TimeFrame } from './risk-tables.ts';

/** `arms` are those of the coefficients, the first the baseline. Refuses one cluster, and one cluster or person in an arm. */
export function robustCovariance(
  data: TimeFrame,
  arms: readonly number[],
  strata: Groups | null,
  { coefficients, inverse }: ArmCoefficients['fit'],
  ties: 'efron' | 'breslow',
): Result<Float64Array> {
  const { rows: count, cluster, clusterCount, weight } = data.frame;
  const refused = cluster === null ? onePerson(data.frame, arms) : tooFewClusters(data.frame, cluster);
  if (refused !== undefined) return refused;
  const size = coefficients.length;
  const add = cluster === null ? alone : together;
  const sums = new Float64Array((cluster === null ? count : clusterCount) * size);
  const tables = riskTables(data, arms, strata);
  for (const [index, rows] of strataRows(data, arms, strata).entries()) {
    const residual = residuals(tables[index] ?? [], coefficients, ties);
    for (const row of rows) {
      const own = residual(arms.indexOf(data.frame.arm[row] ?? -1), data.time[row] ?? 0, data.frame.outcome[row] === 1);
      add(row, own, weight === null ? 1 : (weight[row] ?? 0));
    }
  }
  return sandwich(inverse, outer(sums, size), size);

  /** Each of a row's people is a unit of their own. */
  function alone(row: number, own: Float64Array, people: number): void {
    addTo(row, own, Math.sqrt(people));
  }

  function together(row: number, own: Float64Array, people: number): void {
    addTo(cluster?.[row] ?? 0, own, people);
  }

  function addTo(unit: number, own: Float64Array, factor: number): void {
    for (let k = 1; k < size; k += 1) sums[unit * size + k] = (sums[unit * size + k] ?? 0) + factor * (own[k] ?? 0);
  }
}

function tooFewClusters(frame: Frame, cluster: Int32Array): NotGiven | undefined {
  if (frame.clusterCount < 2) return notEstimable('one-cluster', 'All people belong to one cluster.');
  const alone = armOfOneCluster(frame, cluster);
  return alone === undefined ? undefined : oneInArm(frame, alone, 'cluster');
}

function onePerson(frame: Frame, arms: readonly number[]): NotGiven | undefined {
  const people = peopleAt(frame, arms);
  const alone = arms.find((_, index) => people[index] === 1);
  return alone === undefined ? undefined : oneInArm(frame, alone, 'person');
}

function outer(sums: Float64Array, size: number): Float64Array {
  const meat = new Float64Array(size * size);
  for (let start = 0; start < sums.length; start += size) {
    for (let at = 0; at < meat.length; at += 1) {
      const [row, column] = [Math.floor(at / size), at % size];
      meat[at] = (meat[at] ?? 0) + (sums[start + row] ?? 0) * (sums[start + column] ?? 0);
    }
  }
  return meat;
}

/** For one stratum: the score residual of a person of an arm, by their time and whether the event happened then. */
function residuals(table: readonly EventTime[], coefficients: Float64Array, ties: 'efron' | 'breslow') {
  const hazard = coefficients.map(exp);
  const size = hazard.length;
  const times = table.map(({ time }) => time);
  // What a person of each arm has gathered by each event time, and what the time of their own event gives them.
  const gathered: Float64Array[] = [];
  const own: Float64Array[] = [];
  const sum = new Float64Array(size * size);
  for (const { atRisk, events } of table) {
    const tied = new Float64Array(size * size);
    const deaths = events.reduce((all, count) => all + count, 0);
    const rounds = ties === 'efron' ? deaths : 1;
    for (let round = 0; round < rounds; round += 1) {
      const gone = round / deaths;
      const risk = hazard.map((rate, arm) => rate * ((atRisk[arm] ?? 0) - gone * (events[arm] ?? 0)));
      const total = risk.reduce((all, value) => all + value, 0);
      const rate = deaths / rounds / total;
      for (let at = 0; at < sum.length; at += 1) {
        const [arm, k] = [Math.floor(at / size), at % size];
        const distance = (arm === k ? 1 : 0) - (risk[k] ?? 0) / total;
        const taken = distance * (hazard[arm] ?? 0) * rate;
        sum[at] = (sum[at] ?? 0) + taken;
        tied[at] = (tied[at] ?? 0) + distance / rounds - taken * (1 - gone);
      }
    }
    gathered.push(Float64Array.from(sum));
    own.push(tied);
  }
  return (arm: number, time: number, happened: boolean): Float64Array => {
    const index = lastUpTo(times, time);
    const before = gathered[happened ? index - 1 : index];
    const at = happened ? own[index] : undefined;
    return Float64Array.from({ length: size }, (_, k) => {
      const place = arm * size + k;
      return (at?.[place] ?? 0) - (before?.[place] ?? 0);
    });
  };
}

/** Index of the last of the ascending times that is at most `time`; −1 for none. */
function lastUpTo(times: readonly number[], time: number): number {
  let [low, high] = [-1, times.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
