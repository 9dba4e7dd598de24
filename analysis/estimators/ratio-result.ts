/**
 * What a ratio says: estimate and interval on the ratio's own scale, the log and its standard error beside them, and the
 * two-sided z test of its log (contract, "results.json": ratios). Shared by every method whose figure is a ratio.
 */

import type { Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { ln, log1p } from '../numbers/logarithm.ts';
import type { NormalTest, Warning } from './estimator.ts';
import { normalCritical, normalTest } from './inference.ts';

export type RatioQuantity = 'risk-ratio' | 'odds-ratio' | 'rate-ratio' | 'hazard-ratio';

export type RatioFigures<Quantity extends RatioQuantity> = {
  readonly quantity: Quantity;
  readonly estimate: number;
  readonly logEstimate: number;
  readonly logStandardError: number;
} & NormalTest & { readonly interval: Interval; readonly level: number };

export type RatioResult = RatioFigures<RatioQuantity> & { readonly n: number; readonly warning?: Warning };

/** From the log of a ratio and its standard error, which must be above 0. */
export function ratioFigures<Quantity extends RatioQuantity>(
  quantity: Quantity,
  { estimate, logEstimate }: LogRatio,
  logStandardError: number,
  level: number,
): RatioFigures<Quantity> {
  const margin = normalCritical(level) * logStandardError;
  return {
    quantity,
    estimate,
    logEstimate,
    logStandardError,
    ...normalTest(logEstimate / logStandardError),
    interval: [exp(logEstimate - margin), exp(logEstimate + margin)],
    level,
  };
}

export type LogRatio = { readonly estimate: number; readonly logEstimate: number };

/** a / b and its log, without losing a ratio close to 1 where a and b are exact; both above 0. */
export function logRatio(a: number, b: number): LogRatio {
  const estimate = a / b;
  const isClose = estimate > 0.5 && estimate < 2;
  return { estimate, logEstimate: isClose ? log1p((a - b) / b) : ln(estimate) };
}
