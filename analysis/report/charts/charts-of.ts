/** The charts of results: estimates by comparison, by site and by level of a subgroup, curves of a time to an event, balance. */
import { isNotGiven } from '../../estimators/estimator.ts';
import type { Interval } from '../../frame.ts';
import type { ResultRow } from '../../results/result.ts';
import { isRatioQuantity, quantityNames, ratioNames } from '../quantity-names.ts';
import { siteEffect } from '../site-tables.ts';
import { comparison } from '../table-parts.ts';
import type { BalanceChart, CurvesChart, ForestChart, ForestRow } from './chart.ts';

type Figures = ResultRow['figures'];

/** Figures of which none lies at 0, drawn on a plain scale. */
const differences: readonly string[] = [
  'risk-difference',
  'mean-difference',
  'restricted-mean-difference',
  'complier-average-causal-effect',
  'coefficient',
];

/** One row for each comparison; undefined where the results are no differences and no ratios, or are of several kinds. */
export function comparisonForest(title: string, rows: readonly ResultRow[]): ForestChart | undefined {
  const quantity = quantityOf(rows.map(({ figures }) => figures));
  if (quantity === undefined) return undefined;
  return {
    ...axisOf(title, quantity),
    rows: rows.map((row) => ({ label: comparison(row), value: drawnValue(row.figures, quantity) })),
  };
}

/** For each comparison its sites, then what they pool to. */
export function siteForest(title: string, rows: readonly ResultRow[]): ForestChart | undefined {
  const found = rows.flatMap((row) => ('heterogeneity' in row.figures ? [{ row, figures: row.figures }] : []));
  const quantity = quantityOf(found.map(({ figures }) => figures));
  if (quantity === undefined) return undefined;
  return {
    ...axisOf(title, quantity),
    rows: found.flatMap(({ row, figures }): ForestRow[] => [
      ...figures.rows.map((site): ForestRow => {
        const { estimate, interval } = siteEffect(site);
        return { label: `${comparison(row)}: ${site.site}`, value: scaledValue(estimate, interval, quantity) };
      }),
      { label: `${comparison(row)}: pooled`, value: drawnValue(figures, quantity) },
    ]),
  };
}

/** For each comparison the levels of the column. */
export function subgroupForest(title: string, rows: readonly ResultRow[]): ForestChart | undefined {
  const found = rows.flatMap((row) => ('interaction' in row.figures ? [{ row, figures: row.figures }] : []));
  const quantity = found[0]?.figures.measure;
  if (quantity === undefined) return undefined;
  return {
    ...axisOf(title, quantity),
    rows: found.flatMap(({ row, figures }) =>
      figures.rows.map((level) => ({
        label: `${comparison(row)}: ${level.level}`,
        value: isNotGiven(level) ? null : scaledValue(level.estimate, level.interval, quantity),
      })),
    ),
  };
}

export function curvesOf(title: string, unit: string, rows: readonly ResultRow[]): CurvesChart | undefined {
  const found = rows.flatMap(({ figures }) => ('medians' in figures ? [figures] : []));
  const [figures] = found;
  if (figures === undefined) return undefined;
  return {
    kind: 'curves',
    title,
    unit,
    curves: figures.numbersAtRisk.map(({ arm, lastSeen }) => ({
      arm,
      lastSeen,
      steps: figures.rows.flatMap((row) => (row.arm === arm ? [{ time: row.time, share: row.survival }] : [])),
    })),
  };
}

export function balanceOf(title: string, figures: Figures): BalanceChart | undefined {
  if (!('quantity' in figures) || figures.quantity !== 'balance') return undefined;
  const isKnown = (row: (typeof figures.rows)[number]) =>
    'standardisedDifference' in row && row.standardisedDifference !== undefined;
  const arms = [...new Set(figures.rows.filter(isKnown).map(({ arm }) => arm))];
  if (arms.length === 0) return undefined;
  const lines = Map.groupBy(figures.rows, ({ covariate }) => covariate);
  return {
    kind: 'balance',
    title,
    arms,
    lines: [...lines].map(([covariate, own]) => ({
      covariate,
      differences: arms.map((arm) => {
        const row = own.find((one) => one.arm === arm);
        return row !== undefined && 'standardisedDifference' in row ? (row.standardisedDifference ?? null) : null;
      }),
    })),
  };
}

/** The one quantity of these figures that can be drawn. */
function quantityOf(figures: readonly Figures[]): string | undefined {
  const found = new Set(
    figures.flatMap((one) => (isNotGiven(one) || !('interval' in one) ? [] : [one.quantity as string])),
  );
  const [quantity] = found;
  if (quantity === undefined || found.size > 1) return undefined;
  return isRatioQuantity(quantity) || differences.includes(quantity) ? quantity : undefined;
}

const names: Readonly<Record<string, string>> = quantityNames;

function axisOf(title: string, quantity: string) {
  return {
    kind: 'forest',
    title,
    scale: isRatioQuantity(quantity) ? 'ratio' : 'difference',
    unit: isRatioQuantity(quantity)
      ? `${ratioNames[quantity].toLowerCase()}, logarithmic scale`
      : (names[quantity] ?? quantity).toLowerCase(),
  } as const;
}

function drawnValue(figures: Figures, quantity: string): ForestRow['value'] {
  if (isNotGiven(figures) || !('interval' in figures) || !('estimate' in figures)) return null;
  return typeof figures.estimate === 'number' ? scaledValue(figures.estimate, figures.interval, quantity) : null;
}

function scaledValue(estimate: number, [lower, upper]: Interval, quantity: string): NonNullable<ForestRow['value']> {
  const bound = (one: Interval[0]) => (typeof one === 'number' ? onScale(one, quantity) : one);
  return { estimate: onScale(estimate, quantity), lower: bound(lower), upper: bound(upper) };
}

/** Risks are drawn in percentage points. */
function onScale(value: number, quantity: string): number {
  return quantity === 'risk-difference' ? value * 100 : value;
}
