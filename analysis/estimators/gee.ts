/**
 * Generalised estimating equations on arms: people of a cluster are taken as independent or as equally correlated, and the
 * robust covariance stands whichever is true. Family by link: gaussian for identity, binomial for logit, Poisson for log.
 * Sources: K.-Y. Liang & S. L. Zeger 1986, Biometrika 73:13–22 (equations, robust covariance); the working correlation is
 * the mean product of Pearson residuals over all pairs, over their mean square, neither corrected for the number of
 * coefficients: U. Halekoh, S. Højsgaard & J. Yan 2006, J. Stat. Softw. 15(2). Oracle: geepack::geeglm.
 */
import type { Contrast, Frame, Interval } from '../frame.ts';
import { armCells } from './arm-cells.ts';
import { isNotGiven, type NormalTest, type NotGiven, notEstimable, type Result } from './estimator.ts';
import { type GeeLink, solveEquations } from './gee-fit.ts';
import { armContrast, armOfOneCluster, combination, type NormalTermRow, normalTerms, oneSided } from './glm-model.ts';
import { normalCritical, normalTest, symmetricInterval } from './inference.ts';
import { notBinary, oneInArm, tooLarge } from './refusals.ts';

export type GeeOptions = {
  readonly working: 'independence' | 'exchangeable';
  readonly link: GeeLink;
  readonly level: number;
};

export type GeeResult = {
  /** On the scale of the link. */
  readonly quantity: 'coefficient';
  readonly estimate: number;
  readonly standardError: number;
} & NormalTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly clusters: number;
    readonly workingCorrelation: number;
    readonly terms: readonly NormalTermRow[];
  };

/**
 * One result per contrast; `n` and `clusters` are those of all arms. Refuses a frame without clusters or with one, an arm of
 * one cluster, outcomes that the link's family does not take or that make a coefficient infinite, correlations where no
 * cluster has two people, and equations without a solution in which the working correlation is one.
 */
export function gee(frame: Frame, contrasts: readonly Contrast[], options: GeeOptions): readonly Result<GeeResult>[] {
  const refused = refusal(frame, options.link);
  if (refused !== undefined) return contrasts.map(() => refused);
  const fit = solveEquations(frame, options.link, options.working);
  if (isNotGiven(fit)) return contrasts.map(() => fit);
  const cells = armCells(frame);
  const terms = normalTerms(frame, fit, options.level);
  return contrasts.map((contrast) => {
    const c = armContrast(frame, fit, contrast);
    if (isNotGiven(c)) return c;
    const given = combination(fit, c);
    if (isNotGiven(given)) return given;
    const { estimate, standardError } = given;
    return {
      quantity: 'coefficient',
      estimate,
      standardError,
      ...normalTest(estimate / standardError),
      interval: symmetricInterval(estimate, standardError, normalCritical(options.level)),
      level: options.level,
      n: cells.total,
      clusters: frame.clusterCount,
      workingCorrelation: fit.correlation,
      terms,
    };
  });
}

function refusal(frame: Frame, link: GeeLink): NotGiven | undefined {
  const { cluster, clusterCount, outcomeKind } = frame;
  if (cluster === null) return notEstimable('no-cluster', 'Estimating equations need the unit that was randomised.');
  if (clusterCount < 2) return notEstimable('one-cluster', 'All people belong to one cluster.');
  if (link === 'logit' && outcomeKind !== 'binary') return notBinary('The logit link');
  if (link === 'log' && outcomeKind !== 'binary' && outcomeKind !== 'count') {
    return notEstimable('not-count', 'The log link needs an outcome that counts, or is 0 or 1.');
  }
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const alone = armOfOneCluster(frame, cluster);
  if (alone !== undefined) return oneInArm(frame, alone, 'cluster');
  if (link === 'identity') return undefined;
  const { n, mean } = armCells(frame);
  const infinite = frame.arms.findIndex(
    (_, arm) => (n[arm] ?? 0) > 0 && (mean[arm] === 0 || (link === 'logit' && mean[arm] === 1)),
  );
  return infinite === -1 ? undefined : oneSided(frame, infinite, mean[infinite] === 0);
}
