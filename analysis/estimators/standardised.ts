/**
 * Marginal measures from a logistic model: the mean risk of all people used, had all been in the one arm and had all been in
 * the other (g-computation), and their difference and ratios by the delta method, the covariates held fixed.
 * Sources: J. Robins 1986, Math. Modelling 7:1393–1512; B. Flanders & P. Rhodes 1987, J. Chronic Dis. 40:697–704 (delta
 * method); FDA 2023, "Adjusting for Covariates in Randomized Clinical Trials", section III.C.
 */
import type { Contrast, Frame, Interval } from '../frame.ts';
import { log1p } from '../numbers/logarithm.ts';
import { isNotGiven, type NormalTest, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { meanOf } from './glm-fit.ts';
import { armContrast, type GlmModel, quadratic } from './glm-model.ts';
import { normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { logRatio, type RatioFigures, ratioFigures } from './ratio-result.ts';

export type StandardisedDifference = {
  readonly quantity: 'risk-difference';
  readonly estimate: number;
  readonly standardError: number;
} & NormalTest & { readonly interval: Interval; readonly level: number };

type Marginal = { readonly risk: number; readonly gradient: Float64Array };

/** Risk difference, risk ratio, odds ratio; the same refusal three times over is given once. */
export function standardised(
  frame: Frame,
  model: GlmModel,
  contrast: Contrast,
  level: number,
): readonly Result<StandardisedDifference | RatioFigures<'risk-ratio' | 'odds-ratio'>>[] {
  const c = armContrast(frame, model, contrast);
  if (isNotGiven(c)) return [c];
  const one = marginal(frame, model, contrast.treated);
  const other = marginal(frame, model, contrast.reference);
  const error = (weightOne: number, weightOther: number): number =>
    Math.sqrt(
      quadratic(
        model.covariance,
        one.gradient.map((value, j) => weightOne * value - weightOther * (other.gradient[j] ?? 0)),
      ),
    );
  const difference = one.risk - other.risk;
  const standardError = error(1, 1);
  if (!(standardError > 0)) return [noVariation()];
  const odds = (risk: number) => risk / (1 - risk);
  const oddsWeight = ({ risk }: Marginal) => 1 / (risk * (1 - risk));
  return [
    {
      quantity: 'risk-difference',
      estimate: difference,
      standardError,
      ...normalTest(difference / standardError),
      interval: symmetricInterval(difference, standardError, normalCritical(level)),
      level,
    },
    ratioFigures('risk-ratio', logRatio(one.risk, other.risk), error(1 / one.risk, 1 / other.risk), level),
    ratioFigures(
      'odds-ratio',
      {
        estimate: odds(one.risk) / odds(other.risk),
        logEstimate:
          logRatio(one.risk, other.risk).logEstimate +
          // ln((1 − p₀)/(1 − p₁)), close to 1 where the risks are close.
          log1p(difference / (1 - one.risk)),
      },
      error(oddsWeight(one), oddsWeight(other)),
      level,
    ),
  ];
}

/** Mean risk with every row in the arm, and its slope in each coefficient. */
function marginal({ rows, weight }: Frame, { fit, columns, columnOf, regressors }: GlmModel, arm: number): Marginal {
  const own = columnOf[arm] ?? 0;
  const first = columns.length - regressors.length;
  const gradient = new Float64Array(columns.length);
  let people = 0;
  let risk = 0;
  for (let row = 0; row < rows; row += 1) {
    const w = weight === null ? 1 : (weight[row] ?? 0);
    let eta = fit.coefficients[own] ?? 0;
    for (let j = first; j < columns.length; j += 1) eta += (fit.coefficients[j] ?? 0) * (columns[j]?.[row] ?? 0);
    const mean = meanOf(eta, 'binomial');
    const slope = w * mean * (1 - mean);
    people += w;
    risk += w * mean;
    gradient[own] = (gradient[own] ?? 0) + slope;
    for (let j = first; j < columns.length; j += 1) gradient[j] = (gradient[j] ?? 0) + slope * (columns[j]?.[row] ?? 0);
  }
  return { risk: risk / people, gradient: gradient.map((value) => value / people) };
}

function noVariation(): NotGiven {
  return notEstimable('no-variation', 'The clusters do not vary, so there is no standard error.');
}
