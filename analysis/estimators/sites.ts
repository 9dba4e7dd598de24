/**
 * The effect pooled over sites from each site's own (random-effects.ts), its spread between sites, and the interval in which
 * a further site's effect would lie. Oracle: metafor::escalc and rma; the prediction interval as metafor's.
 */
import type { CategoryColumn, Contrast, Frame, Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { type NotGiven, notEstimable, type Result, type Warning } from './estimator.ts';
import {
  chiSquaredTest,
  normalCritical,
  normalTest,
  studentCritical,
  studentTest,
  symmetricInterval,
} from './inference.ts';
import { type Pool, type PoolModel, pool } from './random-effects.ts';
import { clusteringWarning, notBinary, tooLarge } from './refusals.ts';
import { type SiteEffect, type SiteMeasure, siteEffects } from './site-effects.ts';

export type SitesOptions = {
  readonly measure: SiteMeasure;
  readonly model: PoolModel;
  readonly knappHartung: boolean;
  readonly leaveOneOut: boolean;
  readonly level: number;
};

type Own =
  | { readonly estimate: number; readonly standardError: number }
  | { readonly logEstimate: number; readonly logStandardError: number };
/** With the normal interval of the site's own standard error, at the level of the pooled one; of a ratio that of its log. */
export type SiteRow = { readonly site: string; readonly n: number } & (
  | { readonly estimate: number; readonly standardError: number; readonly interval: Interval }
  | { readonly logEstimate: number; readonly logStandardError: number; readonly logInterval: Interval }
);
export type LeftOutRow = { readonly site: string } & (
  | (Own & { readonly tau2: number; readonly i2: number })
  | NotGiven
);
export type SitesResult = {
  readonly quantity: SiteMeasure;
  readonly estimate: number;
  readonly standardError?: number;
  readonly logEstimate?: number;
  readonly logStandardError?: number;
  readonly statistic: number;
  readonly distribution: 'normal' | 't';
  readonly df?: number;
  readonly p: number;
  readonly logP: number;
  readonly interval: Interval;
  readonly level: number;
  readonly n: number;
  readonly warning?: Warning;
  readonly rows: readonly SiteRow[];
  readonly tau2: number;
  readonly i2: number;
  readonly heterogeneity: {
    readonly statistic: number;
    readonly df: number;
    readonly p: number;
    readonly logP: number;
  };
  /** Not of a fixed effect, which has no further sites. */
  readonly predictionInterval?: Interval;
  readonly leaveOneOut?: readonly LeftOutRow[];
};

/**
 * `n` counts the people of the sites used. Refuses risks and ratios of an outcome that is not binary, fewer than two sites
 * with people in both arms, and a variance between sites that the iterations do not find.
 */
export function sites(
  frame: Frame,
  by: CategoryColumn,
  contrast: Contrast,
  options: SitesOptions,
): Result<SitesResult> {
  const { measure, model, knappHartung, leaveOneOut, level } = options;
  if (measure !== 'mean-difference' && frame.outcomeKind !== 'binary') return notBinary('A risk');
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const effects = siteEffects(frame, by, contrast, measure);
  if (effects.length < 2) {
    return notEstimable('too-few-sites', 'Fewer than two sites have an effect of their own to pool.');
  }
  const pooled = pool(effects, model, knappHartung);
  if (pooled === null) return noSpread();
  if (pooled.error === 0) return notEstimable('no-variation', 'The sites have the same effect, so there is no error.');
  const isRatio = measure === 'risk-ratio' || measure === 'odds-ratio';
  const df = effects.length - 1;
  const critical = knappHartung ? studentCritical(level, df) : normalCritical(level);
  const scaled = (interval: Interval): Interval =>
    isRatio ? [exp(Number(interval[0])), exp(Number(interval[1]))] : interval;
  const { statistic, p, logP } = chiSquaredTest(pooled.q, df);
  const spread = Math.sqrt(pooled.error * pooled.error + pooled.tau2);
  return {
    quantity: measure,
    ...(isRatio
      ? { estimate: exp(pooled.mean), logEstimate: pooled.mean, logStandardError: pooled.error }
      : { estimate: pooled.mean, standardError: pooled.error }),
    ...(knappHartung ? studentTest(pooled.mean / pooled.error, df) : normalTest(pooled.mean / pooled.error)),
    interval: scaled(symmetricInterval(pooled.mean, pooled.error, critical)),
    level,
    n: effects.reduce((sum, { n }) => sum + n, 0),
    ...clusteringWarning(frame),
    rows: effects.map((effect) => siteRow(effect, isRatio, level)),
    tau2: pooled.tau2,
    i2: pooled.i2,
    heterogeneity: { statistic, df, p, logP },
    ...(model === 'fixed' ? {} : { predictionInterval: scaled(symmetricInterval(pooled.mean, spread, critical)) }),
    ...(leaveOneOut ? { leaveOneOut: effects.map((left) => without(effects, left, isRatio, options)) } : {}),
  };
}

function siteRow({ site, n, value, variance }: SiteEffect, isRatio: boolean, level: number): SiteRow {
  const error = Math.sqrt(variance);
  const interval = symmetricInterval(value, error, normalCritical(level));
  return isRatio
    ? { site, n, logEstimate: value, logStandardError: error, logInterval: interval }
    : { site, n, estimate: value, standardError: error, interval };
}

function without(
  effects: readonly SiteEffect[],
  left: SiteEffect,
  isRatio: boolean,
  { model, knappHartung }: SitesOptions,
): LeftOutRow {
  const { site } = left;
  if (effects.length < 3) return { site, ...notEstimable('too-few-sites', 'Without it there is one site.') };
  const pooled: Pool | null = pool(
    effects.filter((effect) => effect !== left),
    model,
    knappHartung,
  );
  if (pooled === null) return { site, ...noSpread() };
  return { site, ...ownScale(isRatio, pooled.mean, pooled.error), tau2: pooled.tau2, i2: pooled.i2 };
}

function ownScale(isRatio: boolean, value: number, error: number): Own {
  return isRatio ? { logEstimate: value, logStandardError: error } : { estimate: value, standardError: error };
}

function noSpread(): NotGiven {
  return notEstimable('no-convergence', 'The variance between sites is not found by the iterations.');
}
