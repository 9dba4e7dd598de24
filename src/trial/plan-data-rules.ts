/**
 * Rules on how a plan reads the trial's data: people are chosen, adjusted and grouped only by what was known before the
 * draw (attendance and outcomes can be effects of the arm; Rosenbaum 1984, JRSS A 147:656), 0 and 1 mean what the data set means
 * by them, and a band is no number.
 */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { daysColumn, sourceColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { groupSizeStrata } from './group-size.ts';
import { plannedColumns } from './plan-columns.ts';
import type { Protocol } from './protocol-schema.ts';

export function planDataFindings(protocol: Protocol): readonly Finding[] {
  return [...postDrawFindings(protocol), ...valueFindings(protocol), ...bandFindings(protocol)];
}

function postDrawFindings({ analysis, outcomes }: Protocol): readonly Finding[] {
  const afterDraw = ['attended', ...outcomes.flatMap(({ name }) => [name, daysColumn(name), sourceColumn(name)])];
  return plannedColumns(analysis).flatMap(({ path, column }) =>
    afterDraw.includes(column) && !mayFollowDraw(path)
      ? [
          finding(
            ['analysis', ...path],
            `${quoted(column)} is known only after the draw and can be an effect of the arm: it may not choose, adjust or group people`,
          ),
        ]
      : [],
  );
}

/** What is measured is an outcome, or what was received of an arm (for a complier average effect). */
function mayFollowDraw([first, , third]: JsonPath): boolean {
  return first === 'outcomes' || (first === 'estimators' && third === 'received');
}

function valueFindings({ analysis }: Protocol): readonly Finding[] {
  const turned = analysis.outcomes.flatMap((planned, index) =>
    planned.kind === 'binary' && planned.success !== undefined
      ? [
          finding(
            ['analysis', 'outcomes', index, 'success'],
            'must be left out: the data set writes 1 where an outcome happened and 0 where it did not',
          ),
        ]
      : [],
  );
  const hidden = analysis.missing.flatMap((value, index) =>
    value === '0' || value === '1'
      ? [
          finding(
            ['analysis', 'missing', index],
            `must not be ${quoted(value)}: the data set writes 1 where an outcome happened and 0 where it did not`,
          ),
        ]
      : [],
  );
  return [...turned, ...hidden];
}

/** Where households are drawn by their size, the data set holds the band they were drawn in: compared with a number it stops the run. */
function bandFindings({ analysis, strata }: Protocol): readonly Finding[] {
  if (!strata.includes('group_size')) return [];
  const filters = [
    ...analysis.rows.map((row, index) => ({ row, at: ['analysis', 'rows', index] })),
    ...analysis.estimators.flatMap(({ rows = [] }, estimator) =>
      rows.map((row, index) => ({ row, at: ['analysis', 'estimators', estimator, 'rows', index] })),
    ),
  ];
  return filters.flatMap(({ row, at }) => {
    if (row.column !== 'group_size' || row.op === 'notMissing') return [];
    const values = Array.isArray(row.value) ? row.value : [row.value];
    if (values.every((value) => typeof value === 'string')) return [];
    const bands = groupSizeStrata.map((band) => `"${band}"`).join(', ');
    return [
      finding([...at, 'value'], `"group_size" is a stratum here and holds one of the texts ${bands}, not a number`),
    ];
  });
}
