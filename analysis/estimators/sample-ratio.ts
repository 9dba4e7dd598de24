/**
 * Whether the arms have as many units as the ratio of the draw says: Pearson's goodness of fit, or the exact multinomial test
 * where an expected count is under 5, which adds up the outcomes no likelier than the one seen.
 * Sources: K. Pearson 1900, Philos. Mag. 50:157–175; exact test: N. A. C. Cressie & T. R. C. Read 1989, Int. Stat. Rev.
 * 57:19–43, section 4. Oracle: R's chisq.test(p =), binom.test for two arms.
 */
import { exp } from '../numbers/exponential.ts';
import { lnGamma } from '../numbers/log-gamma.ts';
import { ln } from '../numbers/logarithm.ts';
import { type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import { chiSquaredTest } from './inference.ts';

export type UnitCount = { readonly arm: string; readonly units: number; readonly share: number };
export type RatioRow = { readonly arm: string; readonly n: number; readonly expected: number };
type Basis = {
  readonly n: number;
  /** Clusters counted; absent where the unit is the row. */
  readonly clusters?: number;
  readonly warning?: Warning;
  readonly rows: readonly RatioRow[];
};
export type SampleRatioResult =
  | ({ readonly quantity: 'test'; readonly statistic: number; readonly distribution: 'chi-squared' } & {
      readonly df: number;
      readonly p: number;
      readonly logP: number;
    } & Basis)
  | ({ readonly quantity: 'test'; readonly p: number; readonly logP: number } & Basis);

const fewest = 5;
const mostOutcomes = 5_000_000;
/** Outcomes whose log probabilities are closer than this count as equally likely, as in R's binom.test. */
const tie = 1e-7;

/**
 * `arms` with the units that each has and its part of the ratio, in any whole numbers; `n` counts people. Refuses fewer than
 * two arms, no unit at all, and an exact test with more than five million outcomes.
 */
export function sampleRatio(
  arms: readonly UnitCount[],
  { n, clusters, warning }: { readonly n: number; readonly clusters?: number; readonly warning?: Warning },
): Result<SampleRatioResult> {
  const units = arms.reduce((sum, arm) => sum + arm.units, 0);
  const shares = arms.reduce((sum, arm) => sum + arm.share, 0);
  if (arms.length < 2) return notEstimable('one-arm', 'The ratio names one arm, so there is nothing to compare.');
  if (units === 0) return notEstimable('no-rows', 'No row is left to use.');
  const rows = arms.map((arm) => ({ arm: arm.arm, n: arm.units, expected: (units * arm.share) / shares }));
  const basis: Basis = {
    n,
    ...(clusters === undefined ? {} : { clusters }),
    ...(warning === undefined ? {} : { warning }),
    rows,
  };
  if (rows.every(({ expected }) => expected >= fewest)) {
    const statistic = rows.reduce(
      (sum, row) => sum + ((row.n - row.expected) * (row.n - row.expected)) / row.expected,
      0,
    );
    return { quantity: 'test', ...chiSquaredTest(statistic, rows.length - 1), ...basis };
  }
  const exact = multinomial(rows, units);
  return 'notEstimable' in exact ? exact : { quantity: 'test', ...exact, ...basis };
}

function multinomial(rows: readonly RatioRow[], units: number): { p: number; logP: number } | NotGiven {
  let outcomes = 1;
  for (let arm = 1; arm < rows.length; arm += 1) outcomes = (outcomes * (units + arm)) / arm;
  if (outcomes > mostOutcomes) {
    return notEstimable('too-many-outcomes', 'An expected count is under 5, and the exact test has too many outcomes.');
  }
  const logFactorial = Float64Array.from({ length: units + 1 }, (_, count) => lnGamma(count + 1));
  const logShare = rows.map(({ expected }) => ln(expected / units));
  const part = (arm: number, count: number) => count * (logShare[arm] ?? 0) - (logFactorial[count] ?? 0);
  const seen = rows.reduce((sum, row, arm) => sum + part(arm, row.n), 0);
  let sum = 0;
  spread(0, units, 0);
  const logP = Math.min(0, ln(sum) + seen + (logFactorial[units] ?? 0));
  return { p: exp(logP), logP };

  function spread(arm: number, left: number, log: number): void {
    if (arm === rows.length - 1) {
      const all = log + part(arm, left);
      if (all <= seen + tie) sum += exp(all - seen);
      return;
    }
    for (let count = 0; count <= left; count += 1) spread(arm + 1, left - count, log + part(arm, count));
  }
}
