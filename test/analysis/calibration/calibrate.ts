/**
 * Simulated trials through the whole engine: plan and data in, results out, as `pledge analyse` has them. Counts how often a
 * test at 5% rejects and how often a 95% interval holds the truth. PLEDGE_CALIBRATION=long runs sixteen times as many trials.
 * A rate must lie within four standard errors of the nominal one, but for the bias that its claim allows and gives a reason for.
 */
import { describe, expect, it } from 'vitest';
import { compute } from '../../../analysis/compute.ts';
import type { ResultRow } from '../../../analysis/results/result.ts';
import { recordRate } from '../numbers/record.ts';
import { type Chance, chance } from './chance.ts';
import { type LookAtInterval, type LookAtP, ownInterval, ownP } from './looks.ts';

const isLong = process.env.PLEDGE_CALIBRATION === 'long';
const nominalLevel = 0.95;

export type Claim = {
  readonly id: string;
  /** An estimator of the plan without its id. */
  readonly estimator: Readonly<Record<string, unknown>>;
  /** What the interval should hold, or where it stands in the rows of a trial; without it the claim is about a true null. */
  readonly truth?: number | ((rows: readonly string[]) => number);
  /** How far the method's rate may lie under and over the nominal one, beyond chance: a bias that is known. */
  readonly below?: number;
  readonly above?: number;
  /**
   * The method's own rate on trials of this very kind, where it is known exactly and is not the nominal one: the rate seen is held
   * to it, by chance alone. A departure that is shown, not allowed for.
   */
  readonly exactly?: number;
  /** Why the bias is allowed; or what is shown where the method must fail. */
  readonly because?: string;
  /** Set where the method is used against its assumptions: its error (of rejection or coverage) is at least this. */
  readonly failsBy?: number;
  /** Share of trials that may be refused; none unless told. */
  readonly refusals?: number;
  /** Where the figure stands in the rows of one trial; the first row's own p or interval unless told. */
  readonly p?: LookAtP;
  readonly interval?: LookAtInterval;
};

export type Scenario = {
  /** Its chance comes from it, too. */
  readonly name: string;
  /** Of a short run. */
  readonly trials: number;
  readonly plan: Readonly<Record<string, unknown>>;
  readonly header: string;
  /** The rows of one trial, each a line of CSV. */
  readonly simulate: (random: Chance) => readonly string[];
  readonly claims: readonly Claim[];
};

type Tally = { hits: number; given: number };

function isHit({ truth, ...look }: Claim, rows: readonly ResultRow[], trial: readonly string[]): boolean | null {
  if (truth === undefined) {
    const p = (look.p ?? ownP)(rows);
    return p === null ? null : p < 1 - nominalLevel;
  }
  const interval = (look.interval ?? ownInterval)(rows);
  const held = typeof truth === 'number' ? truth : truth(trial);
  return interval === null ? null : interval[0] <= held && held <= interval[1];
}

/**
 * Re-draws get a seed of each trial's own: one seed for all would draw one set of allocations, whose few smallest p are off by the
 * same chance in every trial.
 */
function planOf(plan: Scenario['plan'], claims: readonly Claim[], trial: number): string {
  const estimators = claims.map(({ estimator }, index) => ({
    ...{ id: `claim-${index}`, ...estimator },
    ...('draws' in estimator ? { seed: trial } : {}),
  }));
  return JSON.stringify({ title: 'Calibration', level: nominalLevel, ...plan, estimators });
}

async function tallies({ name, plan, header, simulate, claims }: Scenario, trials: number) {
  const random = chance(name);
  const counts = claims.map((): Tally => ({ hits: 0, given: 0 }));
  for (let trial = 0; trial < trials; trial += 1) {
    const planText = planOf(plan, claims, trial);
    const rows = simulate(random);
    const data = new TextEncoder().encode(`${header}\n${rows.join('\n')}\n`);
    const { results } = await compute({ planText, data, engineVersion: '0' });
    for (const [index, claim] of claims.entries()) {
      const hit = isHit(
        claim,
        results.rows.filter(({ id }) => id === `claim-${index}`),
        rows,
      );
      const count = counts[index];
      if (hit === null || count === undefined) continue;
      count.given += 1;
      if (hit) count.hits += 1;
    }
  }
  return counts;
}

/** One test per claim, after all trials of the scenario have run. */
export function calibrate(scenario: Scenario): void {
  const trials = isLong ? scenario.trials * 16 : scenario.trials;
  describe(scenario.name, () => {
    let counted: ReturnType<typeof tallies> | undefined;
    it.each(scenario.claims.map((claim, index) => ({ ...claim, index })))(
      '$id',
      async ({ id, index, truth, below = 0, above = 0, exactly, failsBy, refusals = 0 }) => {
        counted ??= tallies(scenario, trials);
        const { hits, given } = (await counted)[index] ?? { hits: 0, given: 0 };
        const nominal = truth === undefined ? 1 - nominalLevel : nominalLevel;
        const expected = exactly ?? nominal;
        const noise = 4 * Math.sqrt((expected * (1 - expected)) / given);
        const seen = hits / given;
        const rate = truth === undefined ? 'rejection' : 'coverage';
        const isWithin = seen >= expected - noise - below && seen <= expected + noise + above;
        const error = truth === undefined ? seen - nominal : nominal - seen;
        const isKept = failsBy === undefined ? isWithin : error > failsBy;
        recordRate({ calibration: scenario.name, id, rate, nominal, expected, seen, trials: given, isKept });
        expect(1 - given / trials, 'share of trials refused').toBeLessThanOrEqual(refusals);
        if (failsBy !== undefined) {
          expect(error).toBeGreaterThan(failsBy);
          return;
        }
        expect(seen, `${rate} in ${given} trials`).toBeGreaterThanOrEqual(expected - noise - below);
        expect(seen, `${rate} in ${given} trials`).toBeLessThanOrEqual(expected + noise + above);
      },
      isLong ? 3_600_000 : 240_000,
    );
  });
}
