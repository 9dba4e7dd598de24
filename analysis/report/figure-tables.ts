/**
 * One table of the report for each estimator and outcome. A difference that the data do not tell from none gets the same row
 * and the same kind of sentence as one that they do.
 */
import { isComparison } from '../plan/comparisons.ts';
import { isDesignCheck } from '../plan/design-checks.ts';
import { isGeneralised } from '../plan/generalised-models.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { blocksOf, columnList, errorsOf } from '../plan/settings.ts';
import { isSurvival } from '../plan/survival-methods.ts';
import type { ResultRow } from '../results/result.ts';
import { correlations, proportions } from './arm-tables.ts';
import { comparisonTable } from './comparison-tables.ts';
import { differences } from './difference-tables.ts';
import { filtersInWords } from './filter-words.ts';
import { generalisedTables } from './generalised-tables.ts';
import { interimTables } from './interim-table.ts';
import { methodNames } from './method-names.ts';
import { linearHow, receivedTable, subgroupTable } from './model-tables.ts';
import { pooledTables } from './pooled-tables.ts';
import { randomisationTable, redrawHow } from './randomisation-tables.ts';
import { atRiskTable, stepsTable, survivalTable } from './survival-tables.ts';
import type { FigureTable } from './table-parts.ts';
import { tests } from './test-tables.ts';
import { levelName } from './wording.ts';

export type { FigureTable };

/** No table where the estimator gave nothing for this outcome. */
export function figureTable(
  plan: Plan,
  estimator: PlannedEstimator,
  outcome: Outcome,
  rows: readonly ResultRow[],
): readonly FigureTable[] {
  const isAdjusted = plan.multiplicity !== undefined;
  const level = rows.map(({ figures }) => ('level' in figures ? figures.level : null)).find((found) => found !== null);
  const bounds = level === undefined || level === null ? 'Interval' : `${levelName(level)} interval`;
  if (rows.length === 0 || isDesignCheck(estimator)) return [];
  const how = estimator.method === 'linear' ? linearHow(plan, estimator) : null;
  const combined = (sets: string) => caption(estimator, outcome, how === null ? sets : `${how}, ${sets}`);
  const pooled = pooledTables(combined, bounds, rows, isAdjusted);
  if (pooled.length > 0) return pooled;
  if (isComparison(estimator)) {
    return [comparisonTable(estimator, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted)];
  }
  if (isSurvival(estimator)) {
    return [
      survivalTable(estimator, outcome, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted),
      ...atRiskTable(caption(estimator, outcome, null), outcome, rows),
      ...stepsTable(caption(estimator, outcome, null), bounds, rows),
    ];
  }
  if (isGeneralised(estimator)) {
    return generalisedTables(estimator, (how) => caption(estimator, outcome, how), bounds, rows, isAdjusted);
  }
  switch (estimator.method) {
    case 'proportions':
      return [proportions(caption(estimator, outcome, estimator.interval), bounds, rows)];
    case 'risk-difference':
      return [differences(caption(estimator, outcome, estimator.interval), bounds, rows, isAdjusted)];
    case 'linear':
      return [differences(caption(estimator, outcome, linearHow(plan, estimator)), bounds, rows, isAdjusted)];
    case 'chi-squared':
      return [
        tests(
          caption(estimator, outcome, estimator.continuity ? 'with continuity correction' : null),
          rows,
          isAdjusted,
        ),
      ];
    case 'difference-in-means': {
      const blocks = blocksOf(plan, estimator);
      const how = [
        `${estimator.design ?? 'simple'} design`,
        ...(blocks.length === 0 ? [] : [`blocks by ${blocks.join(' and ')}`]),
      ];
      return [differences(caption(estimator, outcome, how.join(', ')), bounds, rows, isAdjusted)];
    }
    case 'two-stage-least-squares': {
      const how = `${errorsOf(plan, estimator)}, received: ${estimator.received}`;
      return [receivedTable(caption(estimator, outcome, how), bounds, rows, isAdjusted)];
    }
    case 'wald-joint':
      return [
        tests(caption(estimator, outcome, `${estimator.test ?? 'F'} test under ${estimator.of}`), rows, isAdjusted),
      ];
    case 'subgroup':
      return [subgroupTable(caption(estimator, outcome, errorsOf(plan, estimator)), estimator.by, bounds, rows)];
    case 'randomisation-inference': {
      const how = caption(estimator, outcome, redrawHow(plan, estimator));
      return [randomisationTable(how, bounds, rows, isAdjusted || estimator.maxT)];
    }
    case 'interim':
      return interimTables((how) => caption(estimator, outcome, how), rows);
    case 'icc':
      return [correlations(caption(estimator, outcome, null), bounds, rows)];
    default:
      return noTable(estimator);
  }
}

/** A method without a table does not compile; one that comes all the same must not leave its results out in silence. */
function noTable(estimator: never): never {
  throw new Error(`the report has no table for ${JSON.stringify(estimator)}`);
}

function caption(estimator: PlannedEstimator, outcome: Outcome, how: string | null): string {
  const { id, method } = estimator;
  return [`${outcome.name}, ${id}: ${methodNames[method]}`, how ?? [], ownSettings(estimator)].flat().join(', ');
}

/** Where an estimator's rows or cluster are not the plan's, its tables say so. */
function ownSettings({ rows, cluster }: PlannedEstimator): readonly string[] {
  const unit = columnList(cluster);
  return [
    ...(rows === undefined ? [] : [rows.length === 0 ? 'all rows' : `rows where ${filtersInWords(rows)}`]),
    ...(cluster === undefined ? [] : [unit.length === 0 ? 'without clusters' : `clusters by ${unit.join(' and ')}`]),
  ];
}
