/** The report's tables of an interim look: the plan of all its looks, and each comparison against the boundary of this one. */
import type { InterimResult } from '../interim/look.ts';
import type { ResultRow } from '../results/result.ts';
import { comparison, type FigureTable, none, notComputed } from './table-parts.ts';
import { counted, fixed, percentage, significant } from './wording.ts';

export const decisionWords = {
  reject: 'the boundary is crossed, so the trial may stop',
  continue: 'the boundary is not crossed, so the trial goes on',
  'do-not-reject': 'the boundary is not crossed',
} as const;

/** Of the look the data are at. */
export function boundaryWords({ sided, look, boundaries }: InterimResult): string {
  const z = boundaries[look - 1] ?? 'Infinity';
  return `${sided === 2 ? '±' : ''}${zWords(z)}`;
}

const zWords = (z: InterimResult['boundaries'][number]) => (typeof z === 'number' ? fixed(z, 3) : 'out of reach');

/** @param caption the table's caption, with how the looks are set */
export function interimTables(caption: (how: string) => string, rows: readonly ResultRow[]): readonly FigureTable[] {
  const looks = rows.flatMap(({ figures }) => (isLook(figures) ? [figures] : []));
  const [design] = looks;
  if (design === undefined) return [];
  const how = `look ${design.look} of ${counted(design.looks.length, 'look', 'looks')}`;
  return [
    boundaryTable(caption(`${design.spending} spending of ${design.alpha}`), design),
    lookTable(caption(how), rows),
  ];
}

export function isLook(figures: ResultRow['figures']): figures is InterimResult {
  return 'quantity' in figures && figures.quantity === 'interim-look';
}

function boundaryTable(caption: string, { looks, boundaries, alphaSpent, sided }: InterimResult): FigureTable {
  return {
    caption,
    columns: ['Look', 'Information', 'Boundary (z)', 'Error spent so far'],
    rows: looks.map((information, index) => [
      String(index + 1),
      percentage(information),
      `${sided === 2 ? '±' : ''}${zWords(boundaries[index] ?? 'Infinity')}`,
      significant(alphaSpent[index] ?? 0),
    ]),
    sentences: ['Each comparison has boundaries of its own: the error is not shared between comparisons or outcomes.'],
  };
}

function lookTable(caption: string, rows: readonly ResultRow[]): FigureTable {
  return {
    caption,
    columns: ['Comparison', 'z', 'Boundary (z)', 'Decision'],
    rows: rows.map((row) => {
      const { figures } = row;
      if (!isLook(figures)) return [comparison(row), notComputed, none, none];
      const { statistic, decision } = figures;
      return [
        comparison(row),
        statistic === undefined ? notComputed : fixed(statistic, 3),
        boundaryWords(figures),
        typeof decision === 'string' ? decisionWords[decision] : decision.notEstimable.reason,
      ];
    }),
    sentences: [],
  };
}
