/**
 * Why a logistic or log-linear model has no finite coefficients: where nobody, or everybody, at one level of a covariate has the
 * outcome, that level's coefficient has no maximum. R's glm stops somewhere on the way to infinity, at a place that its
 * tolerance decides; which people to leave out is the plan's to say, so here the level is named and nothing is estimated.
 * Source: A. Albert & J. A. Anderson 1984, Biometrika 71:1–10 (quasi-complete separation).
 */
import type { Frame, FrameColumn } from '../frame.ts';
import { type NotGiven, notEstimable } from './estimator.ts';
import type { GlmFamily } from './glm-fit.ts';

/** The first such level by name; without one, that the covariates do it together. */
export function separated(frame: Frame, covariates: readonly FrameColumn[], family: GlmFamily): NotGiven {
  for (const covariate of covariates) {
    for (const { level, n, sum } of totals(frame, covariate)) {
      if (sum > 0 && (family === 'poisson' || sum < n)) continue;
      const who = `${sum === 0 ? 'Nobody' : 'Everybody'} with ${covariate.name} = ${level} has the outcome`;
      const way = 'leave them out with "rows", or the covariate out';
      return notEstimable('separation', `${who}, so no finite coefficient fits that level best; ${way}.`);
    }
  }
  return notEstimable('separation', 'The covariates separate the outcomes, so no finite coefficients fit them best.');
}

/** People and outcomes at each level; of a number only where it has two values. */
function totals({ rows, outcome, weight }: Frame, covariate: FrameColumn) {
  const levelOf = covariate.kind === 'category' ? covariate.codes : covariate.values;
  const found = new Map<number, { n: number; sum: number }>();
  for (let row = 0; row < rows; row += 1) {
    const code = levelOf[row] ?? 0;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    const own = found.get(code) ?? { n: 0, sum: 0 };
    found.set(code, { n: own.n + w, sum: own.sum + w * (outcome[row] ?? 0) });
    if (covariate.kind === 'number' && found.size > 2) return [];
  }
  const nameOf = (code: number) => (covariate.kind === 'category' ? (covariate.levels[code] ?? '') : String(code));
  return [...found].sort(([a], [b]) => a - b).map(([code, total]) => ({ level: nameOf(code), ...total }));
}
