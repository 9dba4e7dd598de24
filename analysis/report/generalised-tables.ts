/** Report tables of the generalised linear models: one for each measure that the model reports. */
import type { GeneralisedEstimator } from '../plan/generalised-models.ts';
import type { ResultRow } from '../results/result.ts';
import { shifts } from './comparison-tables.ts';
import { isRatio, ratios } from './ratio-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { comparison, none } from './table-parts.ts';
import { fixed, grouped, intervalOf, pValue, signed } from './wording.ts';

const names = {
  'risk-ratio': 'Risk ratio',
  'odds-ratio': 'Odds ratio',
  'rate-ratio': 'Rate ratio',
  'hazard-ratio': 'Hazard ratio',
} as const;

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
  const differences = rows.filter(({ figures }) => 'quantity' in figures && figures.quantity === 'risk-difference');
  const kinds = [...new Set(rows.flatMap(({ figures }) => (isRatio(figures) ? [figures.quantity] : [])))];
  const refused = rows.filter(({ figures }) => 'notEstimable' in figures);
  const tables = [
    ...(differences.length === 0 ? [] : [riskTable(caption(how), bounds, differences, isAdjusted)]),
    ...kinds.map((kind) => {
      const own = rows.filter(({ figures }) => isRatio(figures) && figures.quantity === kind);
      return ratios(caption(how), names[kind], bounds, own, isAdjusted);
    }),
  ];
  return tables.length === 0 ? [ratios(caption(how), 'Ratio', bounds, refused, isAdjusted)] : tables;
}

function riskTable(caption: string, bounds: string, rows: readonly ResultRow[], isAdjusted: boolean): FigureTable {
  const write = (value: number) => fixed(value * 100, 2);
  const adjusted = isAdjusted ? ['Adjusted p'] : [];
  return {
    caption,
    columns: ['Comparison', 'Difference in percentage points', bounds, 'p', ...adjusted, 'People'],
    rows: rows.flatMap((row) => {
      const { figures } = row;
      if (!('quantity' in figures) || figures.quantity !== 'risk-difference') return [];
      if (!('p' in figures) || !('interval' in figures)) return [];
      return [
        [
          comparison(row),
          signed(figures.estimate * 100, 2),
          intervalOf(figures.interval, write),
          pValue(figures.p),
          ...adjusted.map(() => (row.pAdjusted === null ? none : pValue(row.pAdjusted))),
          grouped(figures.n),
        ],
      ];
    }),
    sentences: [],
  };
}
