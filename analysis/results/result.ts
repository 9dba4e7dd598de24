/**
 * The results of a run as the rooms pass them on: what each figure is of, and the figures an estimator gave. write-results.ts
 * flattens them into results.json; the report reads them as they are.
 */

import type { AttritionResult } from '../estimators/attrition.ts';
import type { BalanceResult } from '../estimators/balance.ts';
import type { DifferenceInMeansResult } from '../estimators/difference-in-means.ts';
import type { EquivalenceResult } from '../estimators/equivalence.ts';
import type {
  ChiSquaredResult,
  IccResult,
  LinearResult,
  NotGiven,
  ProportionsResult,
  RiskDifferenceResult,
} from '../estimators/estimator.ts';
import type { ExactOddsRatio, ExactTest } from '../estimators/fisher-exact.ts';
import type { GeeResult } from '../estimators/gee.ts';
import type { KaplanMeierResult } from '../estimators/kaplan-meier.ts';
import type { LogRankResult } from '../estimators/log-rank.ts';
import type { LogisticResult } from '../estimators/logistic.ts';
import type { MantelHaenszelResult } from '../estimators/mantel-haenszel.ts';
import type { RankSumResult } from '../estimators/rank-sum.ts';
import type { RatioResult } from '../estimators/ratio-result.ts';
import type { RestrictedMeanResult } from '../estimators/restricted-mean.ts';
import type { SampleRatioResult } from '../estimators/sample-ratio.ts';
import type { SitesResult } from '../estimators/sites.ts';
import type { SubgroupResult } from '../estimators/subgroup.ts';
import type { TTestResult } from '../estimators/t-test.ts';
import type { TwoStageResult } from '../estimators/two-stage.ts';
import type { WaldJointResult } from '../estimators/wald-joint.ts';
import type { PooledResult } from '../imputations/pooled-result.ts';
import type { InterimResult } from '../interim/look.ts';
import type { PlanWarning } from '../plan/plan-warnings.ts';
import type { PlannedEstimator } from '../plan/schema.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';

import type { RowWarning } from './row-warnings.ts';

export type Figures =
  | ProportionsResult
  | RiskDifferenceResult
  | ChiSquaredResult
  | LinearResult
  | WaldJointResult
  | DifferenceInMeansResult
  | TwoStageResult
  | IccResult
  | SubgroupResult
  | RatioResult
  | ExactOddsRatio
  | ExactTest
  | MantelHaenszelResult
  | TTestResult
  | RankSumResult
  | EquivalenceResult
  | AttritionResult
  | SampleRatioResult
  | BalanceResult
  | LogisticResult
  | GeeResult
  | KaplanMeierResult
  | LogRankResult
  | RestrictedMeanResult
  | SitesResult
  | InterimResult
  | RandomisationResult
  | PooledResult
  | NotGiven;

export type ResultRow = {
  /** The estimator's id in the plan. */
  readonly id: string;
  readonly method: PlannedEstimator['method'];
  /** The outcome's name; null for what is not about one. */
  readonly outcome: string | null;
  /** Treated and reference arm; null for what is not about two arms. */
  readonly contrast: readonly [treated: string, reference: string] | null;
  readonly figures: Figures;
  /** p adjusted within its estimator; null where the plan asks for none or there is no p. */
  readonly pAdjusted: number | null;
  readonly warnings: readonly RowWarning[];
};

/** Rows of the file that no estimate of the plan's own population uses, by the first reason that applies. */
export type Exclusion =
  | { readonly reason: 'before-imputation'; readonly column: string; readonly rows: number }
  | { readonly reason: 'row-filter'; readonly path: string; readonly column: string; readonly rows: number }
  | { readonly reason: 'missing-arm'; readonly column: string; readonly rows: number }
  | { readonly reason: 'missing-cluster'; readonly columns: readonly string[]; readonly rows: number }
  | { readonly reason: 'zero-weight'; readonly column: string; readonly rows: number }
  | { readonly reason: 'missing-outcome'; readonly outcomes: readonly string[]; readonly rows: number };

/** `n` counts people (sum of frequency weights); `clusters` is null where the plan declares none. */
export type ArmCount = { readonly arm: string; readonly n: number; readonly clusters: number | null };

export type DataSummary = {
  readonly rows: number;
  readonly used: number;
  readonly excluded: readonly Exclusion[];
  readonly arms: readonly ArmCount[];
  /** How many completed data sets the file holds and the plan combines; null where it holds the data themselves. */
  readonly imputations: { readonly column: string; readonly sets: number } | null;
};

export type Results = {
  readonly plan: { readonly sha256: string };
  readonly data: { readonly sha256: string };
  readonly engine: { readonly name: 'pledge'; readonly version: string };
  readonly isExploratory: boolean;
  readonly summary: DataSummary;
  /** Of the plan, whatever the data. */
  readonly warnings: readonly PlanWarning[];
  readonly rows: readonly ResultRow[];
};

/** The figures' p-value, where they have one. */
export function pOf(figures: Figures): number | null {
  return 'p' in figures ? figures.p : null;
}
