/** The words that the report's tables share. */
import type { ResultRow } from '../results/result.ts';

export const notComputed = 'not computed';
/** What stands in a cell that has no figure. */
export const none = '\u2013';

export function comparison({ contrast }: ResultRow): string {
  return contrast === null ? 'All arms' : `${contrast[0]} against ${contrast[1]}`;
}
