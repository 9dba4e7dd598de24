/** What the report's tables share: their shape, and the words for a comparison and for a figure that is not there. */

import type { ResultRow } from '../results/result.ts';
import type { Chart } from './charts/chart.ts';

/** A line of a list of terms. */
export type Fact = { readonly term: string; readonly description: string };

export type FigureTable = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** In plain words, one sentence per comparison. */
  readonly sentences: readonly string[];
  /** The same figures drawn. */
  readonly chart?: Chart;
};

export const notComputed = 'not computed';
export const none = '\u2013';

/** "letter against control". */
export function comparison({ contrast }: ResultRow): string {
  return contrast === null ? 'All arms' : `${contrast[0]} against ${contrast[1]}`;
}
