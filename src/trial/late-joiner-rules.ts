/**
 * Rules for a trial whose data set also holds people who joined after their list had closed. The primary population stays those
 * on the list, as randomised: the plan keeps to them, and only an estimator that says so by rows of its own looks further.
 */
import type { RowFilter } from '../../analysis/plan/plan-parts.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { onListColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { plannedColumns } from './plan-columns.ts';
import { comparesArms } from './plan-estimators.ts';
import type { Protocol } from './protocol-schema.ts';

export function lateJoinerFindings({ lateJoiners, analysis }: Protocol): readonly Finding[] {
  if (lateJoiners === 'counted') return [];
  const condition = `{ "column": "${onListColumn}", "op": "=", "value": 1 }`;
  const open = keepsToList(analysis.rows)
    ? []
    : [
        finding(
          ['analysis', 'rows'],
          `must hold ${condition}: the primary population is those on the list when it closed`,
        ),
      ];
  const primary = analysis.estimators.filter(comparesArms).some(({ rows }) => rows === undefined || keepsToList(rows))
    ? []
    : [
        finding(
          ['analysis', 'estimators'],
          `must hold one that compares the arms among those on the list: without rows of its own, or with ${condition} among them`,
        ),
      ];
  const used = plannedColumns(analysis).flatMap(({ path, column }) =>
    column === onListColumn && !path.includes('rows')
      ? [finding(['analysis', ...path], `"${onListColumn}" chooses rows; it is known only after the draw`)]
      : [],
  );
  return [...open, ...primary, ...used];
}

function keepsToList(rows: readonly RowFilter[]): boolean {
  return rows.some((row) => row.column === onListColumn && row.op === '=' && String(row.value) === '1');
}
