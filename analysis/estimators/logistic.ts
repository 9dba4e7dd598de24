/**
 * Logistic regression of a binary outcome on arms and, where it is adjusted, covariates: the conditional odds ratio of a
 * contrast, or its three marginal measures (standardised.ts). Oracle: R's glm(family = binomial).
 */
import type { Contrast, Frame, FrameColumn } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { isNotGiven, type Result, type Warning } from './estimator.ts';
import {
  type ArmCoefficients,
  armContrast,
  combination,
  glmModel,
  type ModelErrors,
  type NormalTermRow,
  normalTerms,
} from './glm-model.ts';
import { type RatioFigures, type RatioQuantity, ratioFigures } from './ratio-result.ts';
import { notBinary } from './refusals.ts';
import { type StandardisedDifference, standardised } from './standardised.ts';

export type LogisticOptions = {
  readonly errors: ModelErrors;
  readonly report: 'odds-ratio' | 'standardised';
  readonly covariates: readonly FrameColumn[];
  readonly level: number;
};

export type ModelBasis = {
  readonly n: number;
  /** Clusters the covariance used: only with CR1. */
  readonly clusters?: number;
  readonly warning?: Warning;
  readonly terms: readonly NormalTermRow[];
};
export type ModelRatioResult = RatioFigures<RatioQuantity> & ModelBasis;
export type ModelDifferenceResult = StandardisedDifference & ModelBasis;
export type LogisticResult = ModelRatioResult | ModelDifferenceResult;

/**
 * For each contrast one result, or, standardised, three: risk difference, risk ratio, odds ratio. `n` counts the people of
 * all arms. Refuses an outcome that is not binary, what `glmModel` refuses, and per contrast an arm without people.
 */
export function logistic(
  frame: Frame,
  contrasts: readonly Contrast[],
  { errors, report, covariates, level }: LogisticOptions,
): readonly (readonly Result<LogisticResult>[])[] {
  const whole = (refusal: Result<LogisticResult>) => contrasts.map(() => [refusal]);
  if (frame.outcomeKind !== 'binary') return whole(notBinary('A logistic regression'));
  const model = glmModel(frame, { family: 'binomial', errors, covariates, offset: null });
  if (isNotGiven(model)) return whole(model);
  const terms = normalTerms(frame, model, level);
  const basis: ModelBasis = { n: model.n, ...model.clustering, terms };
  return contrasts.map((contrast) => {
    if (report === 'odds-ratio') return [modelRatio(frame, model, contrast, 'odds-ratio', basis, level)];
    return standardised(frame, model, contrast, level).map((one) => (isNotGiven(one) ? one : { ...one, ...basis }));
  });
}

/** e^(contrast of two arms' coefficients). */
export function modelRatio(
  frame: Frame,
  model: ArmCoefficients,
  contrast: Contrast,
  quantity: RatioQuantity,
  basis: ModelBasis,
  level: number,
): Result<ModelRatioResult> {
  const c = armContrast(frame, model, contrast);
  if (isNotGiven(c)) return c;
  const given = combination(model, c);
  if (isNotGiven(given)) return given;
  const ratio = { estimate: exp(given.estimate), logEstimate: given.estimate };
  return { ...ratioFigures(quantity, ratio, given.standardError, level), ...basis };
}
