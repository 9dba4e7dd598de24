/** The report's table of sites: for each comparison every site's own effect, then what they pool to, as the chart above it draws them. */
import type { SiteRow, SitesResult } from '../estimators/sites.ts';
import type { Bound, Interval } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import type { ResultRow } from '../results/result.ts';
import { adjustedP, differenceWords } from './by-comparison.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
import { fixed, grouped, intervalOf, percentage, pValue, pWords, significant } from './wording.ts';

/** One site's effect on the measure's own scale: results.json has a ratio's on its log scale. */
export function siteEffect(site: SiteRow): { readonly estimate: number; readonly interval: Interval } {
  if (!('logEstimate' in site)) return site;
  const [lower, upper] = site.logInterval;
  const scaled = (bound: Bound) => (typeof bound === 'number' ? exp(bound) : bound);
  return { estimate: exp(site.logEstimate), interval: [scaled(lower), scaled(upper)] };
}

export function bySite(
  caption: string,
  measure: SitesResult['quantity'],
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const adjusted = isAdjusted ? ['Adjusted p'] : [];
  const write = (value: number) => (measure === 'risk-difference' ? fixed(value * 100, 2) : significant(value));
  const sign = (value: number) => differenceWords(value, measure === 'risk-difference');
  const unit = measure === 'risk-difference' ? ' (percentage points)' : '';
  const blanks = adjusted.map(() => none);
  const name = measure.replace('-', ' ');
  return {
    caption,
    columns: [
      'Comparison and site',
      `${name.charAt(0).toUpperCase()}${name.slice(1)}${unit}`,
      bounds,
      'p',
      ...adjusted,
      'People',
    ],
    rows: rows.flatMap((row) => {
      const { figures } = row;
      if (!('heterogeneity' in figures)) return [[comparison(row), notComputed, none, none, ...blanks, none]];
      const sites = figures.rows.map((site) => {
        const { estimate, interval } = siteEffect(site);
        const label = `${comparison(row)}: ${site.site}`;
        return [label, sign(estimate), intervalOf(interval, write), none, ...blanks, grouped(site.n)];
      });
      const pooled = [
        `${comparison(row)}: pooled`,
        sign(figures.estimate),
        intervalOf(figures.interval, write),
        pValue(figures.p),
        ...adjusted.map(() => adjustedP(row)),
        grouped(figures.n),
      ];
      return [...sites, pooled];
    }),
    sentences: rows.flatMap((row) => ('heterogeneity' in row.figures ? spreadOf(row, row.figures, write) : [])),
  };
}

/** How far the sites differ, where a new site's effect would lie, and what is left without one of them. */
function spreadOf(row: ResultRow, figures: SitesResult, write: (value: number) => string): readonly string[] {
  const { heterogeneity, predictionInterval, leaveOneOut } = figures;
  const between = `${comparison(row)}: ${percentage(figures.i2 / 100)} of the variation lies between sites (I\u00b2); test that they are alike: ${pWords(heterogeneity.p)}.`;
  const next =
    predictionInterval === undefined
      ? []
      : [
          `${comparison(row)}: the effect in a site like these is expected within ${intervalOf(predictionInterval, write)}${figures.quantity === 'risk-difference' ? ' percentage points' : ''}.`,
        ];
  const without = (leaveOneOut ?? []).map((left) => {
    if ('notEstimable' in left) return `${left.site}: no pooled effect (${left.notEstimable.code})`;
    return `${left.site}: ${write('logEstimate' in left ? exp(left.logEstimate) : left.estimate)}`;
  });
  const others = without.length === 0 ? [] : [`${comparison(row)}, pooled without one site: ${without.join('; ')}.`];
  return [between, ...next, ...others];
}
