/** What the report says of completed data sets: how many there are, and what was combined. */
import type { DataSummary } from '../results/result.ts';
import type { Fact } from './table-parts.ts';
import { grouped } from './wording.ts';

/** Nothing where the file holds the data themselves. */
export function imputationFacts(imputations: DataSummary['imputations']): readonly Fact[] {
  if (imputations === null) return [];
  const { column, sets } = imputations;
  const description = `The missing values were filled in ${grouped(sets)} times, which gives ${grouped(sets)} completed data sets (numbered by ${column}). Each was analysed by itself, and the estimates with their standard errors were combined by Rubin's rules. The rows above are those of all completed data sets; people are counted once.`;
  return [{ term: 'Completed data sets', description }];
}
