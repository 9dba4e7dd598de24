/**
 * How results are printed on a page: per cent and percentage points to one decimal, p to three, a true minus sign. The full
 * precision stays in results.json.
 */
import type { ArmFigures, ContrastFigures, Figures, Safe } from './reads.ts';
import { type Cell, cell, numberCell } from './rows.ts';

type Table = Extract<Figures, { kind: 'table' }>;

export type FiguresTable = {
  readonly outcome: string;
  readonly armHead: readonly Cell[];
  readonly arms: readonly (readonly Cell[])[];
  readonly contrastHead: readonly Cell[];
  readonly contrasts: readonly (readonly Cell[])[];
  /** How to read the comparisons, one sentence each. */
  readonly notes: readonly string[];
};

/** The primary table as cells, with the sentences that say how to read it. */
export function figuresTable({ outcomeLabel, level, adjustment, arms, contrasts }: Table): FiguresTable {
  const interval = `${percent(level, 0)} interval`;
  const isAdjusted = adjustment !== null;
  const warnings = contrasts.flatMap((each) =>
    each.kind === 'estimate' && each.warning !== null ? [each.warning] : [],
  );
  return {
    outcome: outcomeLabel,
    armHead: [cell('Arm'), numberCell('People'), numberCell('Count'), numberCell('Rate'), numberCell(interval)],
    arms: arms.map(armCells),
    contrastHead: [
      cell('Comparison'),
      numberCell('Difference'),
      numberCell(interval),
      numberCell('p'),
      ...(isAdjusted ? [numberCell('Adjusted p')] : []),
    ],
    contrasts: contrasts.map((each) => contrastCells(each, isAdjusted)),
    notes: [
      'Differences are in percentage points.',
      ...(isAdjusted ? [`Adjusted p allows for several comparisons (${adjustment}).`] : []),
      ...new Set(warnings),
    ],
  };
}

function armCells({ arm, n, count, proportion, interval }: ArmFigures): readonly Cell[] {
  return [
    cell(arm),
    numberCell(safely(n, whole)),
    numberCell(safely(count, whole)),
    numberCell(safely(proportion, (value) => percent(value, 1))),
    numberCell(interval === null ? notGiven : `${percent(interval[0], 1)} to ${percent(interval[1], 1)}`),
  ];
}

function contrastCells(contrast: ContrastFigures, isAdjusted: boolean): readonly Cell[] {
  const name = cell(`${contrast.contrast[0]} against ${contrast.contrast[1]}`);
  if (contrast.kind === 'not-estimable') {
    return [name, { text: `Not estimable: ${contrast.reason}`, colspan: isAdjusted ? 4 : 3 }];
  }
  const { estimate, interval, p, pAdjusted } = contrast;
  return [
    name,
    numberCell(safely(estimate, points)),
    numberCell(interval === null ? notGiven : `${bound(interval[0])} to ${bound(interval[1])}`),
    numberCell(p === null ? notGiven : probability(p)),
    ...(isAdjusted ? [numberCell(pAdjusted === null ? notGiven : probability(pAdjusted))] : []),
  ];
}

const notGiven = 'not given';

const safely = (value: Safe, print: (value: number) => string): string =>
  value === 'suppressed' ? 'withheld' : print(value);

const whole = (count: number): string => count.toLocaleString('en-GB');

const percent = (proportion: number, decimals: number): string => withMinus(`${(proportion * 100).toFixed(decimals)}%`);

/** A difference of two proportions in percentage points, with its sign: "+8.1", "−0.3", "0.0". */
export function points(difference: number): string {
  const text = (difference * 100).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return Number(text) > 0 ? `+${text}` : withMinus(text);
}

function bound(value: number | 'Infinity' | '-Infinity'): string {
  if (value === 'Infinity') return 'no upper bound';
  if (value === '-Infinity') return 'no lower bound';
  return points(value);
}

const withMinus = (text: string): string => text.replace('-', '−');

/** A p-value to three decimals, "0.042", or "less than 0.001". */
export const probability = (p: number): string => (p < 0.001 ? 'less than 0.001' : p.toFixed(3));
