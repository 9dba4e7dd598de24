/** Report tables of estimates combined over completed data sets, one for each measure that the method reports. */
import type { PooledQuantity, PooledResult } from '../imputations/pooled-result.ts';
import type { ResultRow } from '../results/result.ts';
import { byComparison, differenceWords, pColumns, people } from './by-comparison.ts';
import { quantityNames } from './quantity-names.ts';
import { ratioSentence } from './ratio-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { fixed, grouped, intervalOf, percentage, significant } from './wording.ts';

/** Empty where nothing was pooled. @param caption the table's caption, with how many sets were combined */
export function pooledTables(
  caption: (how: string) => string,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): readonly FigureTable[] {
  const pooled = rows.flatMap(({ figures }) => (isPooled(figures) ? [figures] : []));
  const [first] = pooled;
  if (first === undefined) return [];
  const how = `combined over ${grouped(first.imputations.sets)} completed data sets`;
  const quantities = [...new Set(pooled.map(({ quantity }) => quantity))];
  return quantities.map((quantity, index) => {
    const own = rows.filter(({ figures }) => (isPooled(figures) ? figures.quantity === quantity : index === 0));
    const measure = quantities.length < 2 ? '' : `, ${quantity.replaceAll('-', ' ')}`;
    return tableOf(caption(`${how}${measure}`), quantity, bounds, own, isAdjusted);
  });
}

function tableOf(
  caption: string,
  quantity: PooledQuantity,
  bounds: string,
  rows: readonly ResultRow[],
  isAdjusted: boolean,
): FigureTable {
  const isRisk = quantity === 'risk-difference';
  const write = (value: number) => (isRisk ? fixed(value * 100, 2) : significant(value));
  return byComparison(
    caption,
    rows,
    isPooled,
    [
      [quantityNames[quantity], ({ estimate }) => differenceWords(estimate, isRisk)],
      [bounds, ({ interval }) => intervalOf(interval, write)],
      ...pColumns(isAdjusted),
      ['Information lost to missing values', ({ imputations }) => percentage(imputations.missingInformation)],
      people,
    ],
    [...rows.flatMap(ratioSentence), ...leftOut(rows)],
  );
}

const figureWords: Readonly<Record<string, string>> = {
  test: 'the common test',
  homogeneity: 'the test of homogeneity',
  workingCorrelation: 'the working correlation',
  firstStage: 'the first stage',
  andersonRubin: 'the Anderson-Rubin interval',
  rows: 'the effect of each site',
  tau2: 'the variance between sites',
  i2: 'I\u00b2',
  heterogeneity: 'the test of heterogeneity',
  predictionInterval: 'the prediction interval',
  leaveOneOut: 'the means without one site',
};

/** What the method gives besides, which Rubin's rules do not combine. */
function leftOut(rows: readonly ResultRow[]): readonly string[] {
  const names = rows.flatMap(({ figures }) => (isPooled(figures) ? (figures.imputations.notPooled ?? []) : []));
  const words = [...new Set(names)].map((name) => figureWords[name] ?? name);
  return words.length === 0 ? [] : [`Not combined over the completed data sets: ${words.join(', ')}.`];
}

function isPooled(figures: ResultRow['figures']): figures is PooledResult {
  return 'imputations' in figures && 'estimate' in figures;
}
