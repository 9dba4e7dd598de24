/** Report tables of the checks on the rows themselves, which come before any outcome. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { DesignCheck } from '../plan/design-checks.ts';
import type { ResultRow } from '../results/result.ts';
import type { FigureTable } from './figure-tables.ts';
import { methodNames } from './method-names.ts';
import { grouped, pValue, significant } from './wording.ts';

/** No table where the check gave no figures: the reason stands among the refusals. */
export function designTables(estimator: DesignCheck, rows: readonly ResultRow[]): readonly FigureTable[] {
  const captionText = `${estimator.id}: ${methodNames[estimator.method]}`;
  return rows.flatMap(({ figures }) => (isNotGiven(figures) ? [] : ratioTable(captionText, figures)));
}

function ratioTable(caption: string, figures: ResultRow['figures']): readonly FigureTable[] {
  if (!('quantity' in figures) || figures.quantity !== 'test' || !('rows' in figures)) return [];
  const how = 'statistic' in figures ? 'chi-squared test' : 'exact multinomial test';
  return [
    {
      caption,
      columns: ['Arm', figures.clusters === undefined ? 'People' : 'Clusters', 'Expected'],
      rows: figures.rows.map(({ arm, n, expected }) => [arm, grouped(n), significant(expected)]),
      sentences: [`Test that the arms have the sizes that were drawn: p ${pValue(figures.p)} (${how}).`],
    },
  ];
}
