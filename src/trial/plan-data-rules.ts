/**
 * Rules on how a plan reads the trial's data: people are chosen, adjusted and grouped only by what was known before the
 * draw (attendance and outcomes can be effects of the arm; Rosenbaum 1984, JRSS A 147:656), and 0 and 1 mean what the data
 * set means by them.
 */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { daysColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { plannedColumns } from './plan-columns.ts';
import type { Protocol } from './protocol-schema.ts';

export function planDataFindings(protocol: Protocol): readonly Finding[] {
  return [...postDrawFindings(protocol), ...valueFindings(protocol)];
}

function postDrawFindings({ analysis, outcomes }: Protocol): readonly Finding[] {
  const afterDraw = ['attended', ...outcomes.flatMap(({ name }) => [name, daysColumn(name)])];
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
