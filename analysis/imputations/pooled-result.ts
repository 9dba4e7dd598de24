/** The figures of an estimate combined over completed data sets, as results.json has them. */
import type { NormalTest, NotGiven, StudentTest, Warning } from '../estimators/estimator.ts';
import type { SubgroupResult, SubgroupRow } from '../estimators/subgroup.ts';
import type { Interval } from '../frame.ts';
import type { Pooled } from './rubin.ts';

/** The number of completed sets, and Rubin's variances and fraction of missing information on the pooled scale. */
export type Imputations = Pick<Pooled, 'within' | 'between' | 'missingInformation'> & {
  readonly sets: number;
  /** Figures of the method that Rubin's rules do not combine, left out. */
  readonly notPooled?: readonly string[];
};

type Test = NormalTest | StudentTest;

export type PooledTerm = {
  readonly term: string;
  readonly estimate: number;
  readonly standardError: number;
} & Test & { readonly interval: Interval; readonly imputations: Imputations };
export type PooledTermRow = PooledTerm | ({ readonly term: string } & NotGiven);

export type PooledQuantity =
  | 'risk-difference'
  | 'mean-difference'
  | 'coefficient'
  | 'complier-average-causal-effect'
  | 'restricted-mean-difference'
  | 'risk-ratio'
  | 'odds-ratio'
  | 'rate-ratio'
  | 'hazard-ratio';

/** Ratios: pooled as logs, `logEstimate` and `logStandardError`, with `estimate` and `interval` on the ratio's own scale. */
export type PooledResult = {
  readonly quantity: PooledQuantity;
  readonly estimate: number;
  readonly standardError?: number;
  readonly logEstimate?: number;
  readonly logStandardError?: number;
} & Test & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly clusters?: number;
    readonly warning?: Warning;
    readonly terms?: readonly PooledTermRow[];
    readonly imputations: Imputations;
  };

export type PooledSubgroups = Omit<SubgroupResult, 'rows' | 'interaction'> & {
  readonly rows: readonly (
    | (SubgroupRow & { readonly imputations: Imputations })
    | ({ readonly level: string } & NotGiven)
  )[];
  readonly interaction: NotGiven;
};
