/** Which table of the report belongs to each method that compares arms without a model. */
import type { ComparisonEstimator } from '../plan/comparisons.ts';
import type { ResultRow } from '../results/result.ts';
import { losses } from './attrition-table.ts';
import { ratioNames } from './quantity-names.ts';
import { ratios } from './ratio-tables.ts';
import { equivalences, shifts } from './shift-tables.ts';
import { bySite } from './site-tables.ts';
import { overStrata } from './stratified-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { exactTests } from './test-tables.ts';

/** @param caption the table's caption, with how the method was set */
export function comparisonTable(
  estimator: ComparisonEstimator,
  caption: (how: string | null) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  switch (estimator.method) {
    case 'risk-ratio':
      return ratios(caption(estimator.interval), ratioNames['risk-ratio'], bounds, rows, isAdjusted);
    case 'odds-ratio':
      return ratios(caption(estimator.interval), ratioNames['odds-ratio'], bounds, rows, isAdjusted);
    case 'fisher-exact':
      return exactTests(
        caption(estimator.alternative === 'two-sided' ? null : `alternative ${estimator.alternative}`),
        bounds,
        rows,
        isAdjusted,
      );
    case 't-test': {
      const how = estimator.pairs === undefined ? estimator.variances : `pairs by ${estimator.pairs}`;
      return shifts(caption(how), 'Difference in means', bounds, rows, isAdjusted);
    }
    case 'rank-sum': {
      const how = estimator.exact ? 'exact' : estimator.continuity ? 'with continuity correction' : null;
      return shifts(caption(how), 'Shift of the outcome (Hodges-Lehmann)', bounds, rows, isAdjusted);
    }
    case 'sites':
      return bySite(
        caption(estimator.knappHartung ? `${estimator.model}, Knapp-Hartung` : estimator.model),
        estimator.measure,
        bounds,
        rows,
        isAdjusted,
      );
    case 'equivalence':
      return equivalences(caption(`margin ${estimator.margin}`), bounds, rows, isAdjusted);
    case 'attrition':
      return losses(caption(null), rows);
    case 'mantel-haenszel':
      return overStrata(
        caption(estimator.continuity ? 'test with continuity correction' : null),
        estimator.measure,
        bounds,
        rows,
        isAdjusted,
      );
  }
}
