/** Report tables of the generalised linear models: one for each measure that the model reports. */
import type { LogisticResult } from '../estimators/logistic.ts';
import type { GeneralisedEstimator } from '../plan/generalised-models.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { byComparison, differenceWords, pColumns, people } from './by-comparison.ts';
import { quantityNames, ratioNames } from './quantity-names.ts';
import { isRatio, ratios } from './ratio-tables.ts';
import { shifts } from './shift-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { fixed, intervalOf } from './wording.ts';

/** A refused contrast stands among the refusals alone, unless all are. @param caption the table's caption, with how the method was set */
export function generalisedTables(
  estimator: GeneralisedEstimator,
  caption: (how: string | null) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): readonly FigureTable[] {
  if (estimator.method === 'gee') {
    const shape = `${estimator.link} link, ${estimator.working}`;
    return [shifts(caption(shape), `Coefficient (${estimator.link} link)`, bounds, rows, isAdjusted)];
  }
  const how = [
    `${estimator.errors} errors`,
    ...(estimator.method === 'logistic' && estimator.adjust === 'additive' ? ['with covariates'] : []),
    ...(estimator.method === 'logistic' && estimator.report === 'standardised' ? ['standardised'] : []),
  ].join(', ');
  const differences = rows.filter(({ figures }) => isModelDifference(figures));
  const kinds = [...new Set(rows.flatMap(({ figures }) => (isRatio(figures) ? [figures.quantity] : [])))];
  const refused = rows.filter(({ figures }) => 'notEstimable' in figures);
  const isOne = kinds.length + Math.min(1, differences.length) < 2;
  const named = (measure: string) => caption(isOne ? how : `${how}, ${measure}`);
  const tables = [
    ...(differences.length === 0 ? [] : [riskTable(named('risk difference'), bounds, differences, isAdjusted)]),
    ...kinds.map((kind) => {
      const own = rows.filter(({ figures }) => isRatio(figures) && figures.quantity === kind);
      return ratios(named(ratioNames[kind].toLowerCase()), ratioNames[kind], bounds, own, isAdjusted);
    }),
  ];
  return tables.length === 0 ? [ratios(caption(how), 'Ratio', bounds, refused, isAdjusted)] : tables;
}

type ModelDifference = Extract<LogisticResult, { readonly quantity: 'risk-difference' }>;

function riskTable(caption: string, bounds: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  return byComparison(caption, rows, isModelDifference, [
    [quantityNames['risk-difference'], ({ estimate }) => differenceWords(estimate, true)],
    [bounds, ({ interval }) => intervalOf(interval, (value) => fixed(value * 100, 2))],
    ...pColumns(isAdjusted),
    people,
  ]);
}

function isModelDifference(figures: Figures): figures is ModelDifference {
  return 'quantity' in figures && figures.quantity === 'risk-difference' && 'p' in figures && 'interval' in figures;
}
