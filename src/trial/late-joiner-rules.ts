/**
 * Rules for a trial whose data set also holds people who joined after their list had closed. The primary population stays those
 * on the list, as randomised: the plan keeps to them, and only an estimator that says so by rows of its own looks further. That the
 * estimator of the trial's effect is none of those is asked in plan-primary-rules.ts.
 */
import type { RowFilter } from '../../analysis/plan/plan-parts.ts';
import type { PlannedEstimator } from '../../analysis/plan/schema.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { onListColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { plannedColumns } from './plan-columns.ts';
import type { Protocol } from './protocol-schema.ts';

/** The filter of a plan by which rows are those of the primary population, as it is written. */
export const onListCondition = `{ "column": "${onListColumn}", "op": "=", "value": 1 }`;

export function lateJoinerFindings({ lateJoiners, analysis }: Protocol): readonly Finding[] {
  if (lateJoiners === 'counted') return [];
  const open = hasCondition(analysis.rows)
    ? []
    : [
        finding(
          ['analysis', 'rows'],
          `must hold ${onListCondition}: the primary population is those on the list when it closed`,
        ),
      ];
  const used = plannedColumns(analysis).flatMap(({ path, column }) =>
    column === onListColumn && !path.includes('rows')
      ? [finding(['analysis', ...path], `"${onListColumn}" chooses rows; it is known only after the draw`)]
      : [],
  );
  return [...open, ...used];
}

/** true where this estimator reads nobody who joined later, if the plan's own rows hold what lateJoinerFindings asks of them. */
export function keepsToList({ lateJoiners }: Protocol, { rows }: PlannedEstimator): boolean {
  return lateJoiners === 'counted' || rows === undefined || hasCondition(rows);
}

function hasCondition(rows: readonly RowFilter[]): boolean {
  return rows.some((row) => row.column === onListColumn && row.op === '=' && String(row.value) === '1');
}
