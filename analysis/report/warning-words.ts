/** The warnings beside the one about ignored clusters, in words, for the head of the report and for a terminal. */
import type { ResultRow, Results } from '../results/result.ts';
import { fewest, type RowWarning } from '../results/row-warnings.ts';
import { smallest } from '../results/small-arms.ts';

/** One sentence for each warning of the plan and each kind of warning among the results, which it names. */
export function furtherWarnings({ warnings, rows }: Pick<Results, 'warnings' | 'rows'>): readonly string[] {
  const few = idsWith(rows, 'few-clusters');
  const sites = idsWith(rows, 'few-sites');
  const predictions = idsWith(rows, 'few-sites-prediction');
  const small = idsWith(rows, 'small-arms');
  return [
    ...warnings.map(({ reason }) => reason),
    ...(few.length === 0
      ? []
      : [
          `An arm has fewer than ${fewest} clusters, with which standard errors by cluster are unsure; CR2 is the least unsure: ${few.join(', ')}.`,
        ]),
    ...(sites.length === 0
      ? []
      : [
          `With fewer than ${fewest} sites these intervals are too narrow, for they take the variance between sites as known; Knapp and Hartung's does not: ${sites.join(', ')}.`,
        ]),
    ...(predictions.length === 0
      ? []
      : [
          `With fewer than ${fewest} sites a prediction interval holds the effect of a further site less often than it says: ${predictions.join(', ')}.`,
        ]),
    ...(small.length === 0
      ? []
      : [
          `An arm has fewer than ${smallest} people, where these intervals are somewhat too narrow and their p somewhat too small (about 6 in 100 true nulls are rejected at 5%), for they take an estimated variance as known: ${small.join(', ')}.`,
        ]),
  ];
}

function idsWith(rows: readonly ResultRow[], warning: RowWarning): readonly string[] {
  return [...new Set(rows.flatMap(({ id, warnings }) => (warnings.includes(warning) ? [id] : [])))];
}
