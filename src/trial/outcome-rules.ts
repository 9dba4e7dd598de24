/** Rules on outcomes: names that can be columns, a primary one, and kinds of evidence that are never pooled. */
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { daysColumn, isReservedColumn, sourceColumn } from './dataset-columns.ts';
import { finding, repeats } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum } from './unit.ts';

export function outcomeFindings({ outcomes, strata }: Protocol): readonly Finding[] {
  const columns = outcomes.flatMap(({ name }) => [name, daysColumn(name), sourceColumn(name)]);
  const twice = repeats(columns).map((index) =>
    finding(
      ['outcomes', Math.floor(index / 3), 'name'],
      `two columns of the data set would be called ${quoted(columns[index] ?? '')}`,
    ),
  );
  const taken = outcomes.flatMap(({ name }, index) =>
    isReservedColumn(name) || isKnownStratum(name) || strata.includes(name)
      ? [finding(['outcomes', index, 'name'], `${quoted(name)} is the name of another column of the data set`)]
      : [],
  );
  const unrecorded = outcomes.flatMap(({ kind }, index) =>
    kind === 'binary'
      ? []
      : [
          finding(
            ['outcomes', index, 'kind'],
            'must be "binary": follow-up records whether something happened and when; the days to it are a column of their own',
          ),
        ],
  );
  const mixed = outcomes.flatMap(({ sources }, index) => sourceFindings(sources, index));
  const primary = outcomes.some((outcome) => outcome.primary)
    ? []
    : [finding(['outcomes'], 'one outcome must be the primary one: "primary": true')];
  return [...twice, ...taken, ...unrecorded, ...mixed, ...primary];
}

function sourceFindings(sources: readonly string[], index: number): readonly Finding[] {
  const twice = repeats(sources).map((source) =>
    finding(['outcomes', index, 'sources', source], 'this source is named twice'),
  );
  if (!sources.includes('intention') || sources.length === 1) return twice;
  const message = 'an intention is not a behaviour: give it an outcome of its own, with "intention" as its only source';
  return [...twice, finding(['outcomes', index, 'sources'], message)];
}
