import type { Interval, NotEstimable } from '../frame.ts';

/**
 * What every estimator takes as options and gives back. Keys stand in the order of results.json (contract, "results.json"),
 * so a writer may put id, method, outcome and contrast before them; a figure that a method does not define is left out,
 * and one that the data cannot give is replaced by `notEstimable`, never by NaN, null, 0 or p = 1.
 */
export type NotGiven = { readonly notEstimable: NotEstimable };
export type Result<Given> = Given | NotGiven;

/** Carried by every estimate that takes the rows as independent although the plan declares a cluster. */
export type Warning = 'ignores-clustering';

/**
 * A two-sided test. `logP` is the natural log of p, from the tail itself; where p is below the smallest double it reads 0
 * and `logP` is the figure to use.
 */
export type NormalTest = {
  readonly statistic: number;
  readonly distribution: 'normal';
  readonly p: number;
  readonly logP: number;
};
export type StudentTest = {
  readonly statistic: number;
  readonly distribution: 't';
  readonly df: number;
  readonly p: number;
  readonly logP: number;
};

/** `n` counts persons (sum of frequency weights), `level` is the interval's, e.g. 0.95. */
type Basis = {
  readonly interval: Interval;
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
};

export type ProportionInterval = 'wald' | 'wilson' | 'clopper-pearson' | 'jeffreys' | 'agresti-coull';
export type ProportionsOptions = { readonly interval: ProportionInterval; readonly level: number };
export type ProportionRow = {
  readonly arm: string;
  readonly n: number;
  readonly count: number;
  readonly proportion: number;
  readonly interval: Interval;
};
/** An arm without anybody in it. */
export type EmptyArmRow = { readonly arm: string; readonly n: 0 } & NotGiven;
export type ProportionsResult = {
  readonly quantity: 'proportion';
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
  readonly rows: readonly (ProportionRow | EmptyArmRow)[];
};

export type DifferenceInterval = 'wald' | 'newcombe' | 'newcombe-continuity' | 'agresti-caffo' | 'miettinen-nurminen';
export type RiskDifferenceOptions = { readonly interval: DifferenceInterval; readonly level: number };
type RiskDifference = { readonly quantity: 'risk-difference'; readonly estimate: number };
/** Wald has a standard error and z; Miettinen-Nurminen a score z, or says why not; the other three an interval alone. */
export type RiskDifferenceResult =
  | (RiskDifference & { readonly standardError: number } & NormalTest & Basis)
  | (RiskDifference & NormalTest & Basis)
  | (RiskDifference & Basis & { readonly test: NotGiven })
  | (RiskDifference & Basis);

export type ChiSquaredOptions = { readonly continuity: boolean };
export type ChiSquaredResult = {
  readonly quantity: 'test';
  readonly statistic: number;
  readonly distribution: 'chi-squared';
  readonly df: number;
  readonly p: number;
  readonly logP: number;
  readonly n: number;
  readonly warning?: Warning;
};

export type LinearErrors = 'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3' | 'CR0' | 'CR1S' | 'CR2';
export type LinearOptions = { readonly errors: LinearErrors; readonly level: number };
/** One coefficient of the model on the scale of the linear predictor: `(intercept)`, then `arm=LEVEL`. */
export type Term = {
  readonly term: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly logP: number;
  readonly interval: Interval;
};
export type TermRow = Term | ({ readonly term: string } & NotGiven);
export type LinearResult = {
  readonly quantity: 'risk-difference' | 'mean-difference';
  readonly estimate: number;
  readonly standardError: number;
} & StudentTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    /** Clusters the covariance used: only with CR0, CR1S and CR2. */
    readonly clusters?: number;
    readonly warning?: Warning;
    readonly terms: readonly TermRow[];
  };

export type IccOptions = { readonly level: number };
export type IccResult = {
  readonly quantity: 'icc';
  readonly estimate: number;
  readonly interval: Interval;
  readonly level: number;
  readonly n: number;
  readonly clusters: number;
  readonly meanSize: number;
  readonly cvSize: number;
  readonly designEffect: number;
};

/** `notEstimable('no-variation', 'Every outcome …')`: the code is kebab-case, the reason one sentence for a reader. */
export function notEstimable(code: string, reason: string): NotGiven {
  return { notEstimable: { code, reason } };
}

/** Narrows a result to the refusal. */
export function isNotGiven(result: object): result is NotGiven {
  return 'notEstimable' in result;
}
