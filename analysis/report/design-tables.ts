/** Report tables of the checks on the rows themselves, which come before any outcome. */
import { isNotGiven } from '../estimators/estimator.ts';
import type { DesignCheck } from '../plan/design-checks.ts';
import type { ResultRow } from '../results/result.ts';
import { balanceOf } from './charts/charts-of.ts';
import { methodNames } from './method-names.ts';
import type { FigureTable } from './table-parts.ts';
import { none, notComputed } from './table-parts.ts';
import { fixed, grouped, pValue, significant } from './wording.ts';

/** No table where the check gave no figures: the reason stands among the refusals. */
export function designTables(estimator: DesignCheck, rows: readonly ResultRow[]): readonly FigureTable[] {
  const captionText = `${estimator.id}: ${methodNames[estimator.method]}`;
  return rows.flatMap(({ figures }) =>
    isNotGiven(figures) ? [] : [...ratioTable(captionText, figures), ...balanceTable(captionText, figures)],
  );
}

function balanceTable(caption: string, figures: ResultRow['figures']): readonly FigureTable[] {
  if (!('quantity' in figures) || figures.quantity !== 'balance') return [];
  const chart = balanceOf(caption, figures);
  return [
    {
      ...(chart === undefined ? {} : { chart }),
      caption,
      columns: ['Covariate', 'Arm', 'People', 'Mean or share', 'Standard deviation', 'Standardised difference'],
      rows: figures.rows.map((row) => [
        row.covariate,
        row.arm,
        grouped(row.n),
        'mean' in row ? significant(row.mean) : notComputed,
        'sd' in row ? significant(row.sd) : none,
        'standardisedDifference' in row && row.standardisedDifference !== undefined
          ? fixed(row.standardisedDifference, 3)
          : none,
      ]),
      sentences: [],
    },
  ];
}

function ratioTable(caption: string, figures: ResultRow['figures']): readonly FigureTable[] {
  if (!('quantity' in figures) || figures.quantity !== 'test' || !('rows' in figures)) return [];
  const how = 'statistic' in figures ? 'chi-squared test' : 'exact multinomial test';
  return [
    {
      caption,
      columns: ['Arm', !('clusters' in figures) || figures.clusters === undefined ? 'People' : 'Clusters', 'Expected'],
      rows: figures.rows.map(({ arm, n, expected }) => [arm, grouped(n), significant(expected)]),
      sentences: [`Test that the arms have the sizes that were drawn: p ${pValue(figures.p)} (${how}).`],
    },
  ];
}
