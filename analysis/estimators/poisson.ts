/**
 * Poisson regression on arms and, where it is adjusted, covariates: the rate ratio of a count, per exposure where there is an offset, or the risk ratio of a binary
 * outcome, for which the errors must be robust. Sources: G. Zou 2004, Am. J. Epidemiol. 159:702–706 (modified Poisson);
 * oracle: R's glm(family = poisson) with package sandwich.
 */
import type { Contrast, Frame, FrameColumn } from '../frame.ts';
import { isNotGiven, notEstimable, type Result } from './estimator.ts';
import { glmModel, type ModelErrors, normalTerms } from './glm-model.ts';
import { type ModelRatioResult, modelRatio } from './logistic.ts';

export type PoissonOptions = {
  readonly errors: ModelErrors;
  /** Log of each row's exposure. */
  readonly offset: Float64Array | null;
  readonly covariates: readonly FrameColumn[];
  readonly level: number;
};

/** Beyond this e^offset leaves double precision. */
const largestOffset = 500;

/**
 * One result per contrast; `n` counts the people of all arms. Refuses an outcome that is neither binary nor a count, an
 * offset too large, what `glmModel` refuses (an arm in which nothing happened), and per contrast an arm without people.
 */
export function poisson(
  frame: Frame,
  contrasts: readonly Contrast[],
  { errors, offset, covariates, level }: PoissonOptions,
): readonly Result<ModelRatioResult>[] {
  if (frame.outcomeKind !== 'binary' && frame.outcomeKind !== 'count') {
    const reason = 'A Poisson regression needs an outcome that counts, or is 0 or 1.';
    return contrasts.map(() => notEstimable('not-count', reason));
  }
  if (offset?.some((value) => Math.abs(value) > largestOffset)) {
    return contrasts.map(() => notEstimable('overflow', 'The log of exposure is too large for double precision.'));
  }
  const model = glmModel(frame, { family: 'poisson', errors, covariates, offset });
  if (isNotGiven(model)) return contrasts.map(() => model);
  const basis = { n: model.n, ...model.clustering, terms: normalTerms(frame, model, level) };
  const quantity = frame.outcomeKind === 'binary' ? 'risk-ratio' : 'rate-ratio';
  return contrasts.map((contrast) => modelRatio(frame, model, contrast, quantity, basis, level));
}
