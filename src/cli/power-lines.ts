/** A plan's power in words, as `pledge power` prints it; `--json` carries the numbers unrounded. */
import type { PowerReport } from '../actions/answer-power.ts';
import { isRefused, type NotGiven, type PowerPlan, type PowerRow, type SizeNeeded } from '../actions/plan-power.ts';
import { aligned } from './aligned.ts';
import { figure, percent, points } from './planned-figures.ts';

export function powerLines({ plan, answer, baseline, notes }: PowerReport): readonly string[] {
  const { comparison, comparisons, alphaOfOne, isLowerBound } = answer;
  const family =
    comparisons === 1
      ? ''
      : `, one of ${comparisons} comparisons (${plan.correction === 'none' ? 'no correction' : plan.correction})`;
  const bound = isLowerBound
    ? ['  planned at the smallest error the correction leaves one comparison: it may reject more']
    : [];
  return [
    `${comparison[0]} against ${comparison[1]}${family}`,
    `  ${outcomeWords(plan)}; error ${figure(alphaOfOne, 4)} of ${plan.sided === 2 ? 'two sides' : 'one side'}, power asked for ${percent(plan.power)}`,
    `  ${sizeWords(plan)}`,
    ...bound,
    ...(baseline === null
      ? []
      : [
          `  baseline: intraclass correlation ${figure(baseline.icc, 4)} (${percent(baseline.level)} interval ${baseline.interval.map((end) => (typeof end === 'number' ? figure(end, 4) : end)).join(' to ')}), mean ${figure(baseline.mean)}, of ${figure(baseline.n)} people in ${figure(baseline.clusters)} clusters`,
        ]),
    ...aligned(tableOf(plan, answer.rows)),
    ...notes.map((note) => `  assumed: ${note}`),
  ];
}

function outcomeWords({ outcome }: PowerPlan): string {
  return outcome.kind === 'binary'
    ? `risk in the reference arm ${percent(outcome.reference)}`
    : `standard deviation ${figure(outcome.sd)}`;
}

function sizeWords({ units, clusters, arms }: PowerPlan): string {
  const ratio = `ratio ${arms.map((arm) => arm.ratio).join(':')}`;
  const count = units === null ? 'a trial' : figure(units, 0);
  if (clusters === null)
    return `${count} ${units === null ? 'of people drawn one by one' : 'people drawn one by one'}, ${ratio}`;
  const many = units === null ? `a trial of ${clusters.name}` : `${count} ${clusters.name}`;
  return `${many} of ${figure(clusters.size, 1)} people (coefficient of variation ${figure(clusters.sizeVariation, 2)}), ${ratio}`;
}

type Cell = (row: PowerRow) => string;

/** Only the columns that can be answered; the first line is their heads. */
function tableOf(plan: PowerPlan, rows: readonly PowerRow[]): readonly (readonly string[])[] {
  const { difference, clusters, units } = plan;
  const name = clusters?.name ?? 'people';
  const writeDifference = (value: number) => (plan.outcome.kind === 'binary' ? points(value) : figure(value));
  const columns: readonly (readonly [head: string, cell: Cell])[] = [
    ...(clusters === null
      ? []
      : ([
          ['correlation', ({ icc }) => figure(icc ?? 0, 4)],
          ['design effect', (row) => (row.designEffect ?? 1).toFixed(2)],
        ] satisfies (readonly [string, Cell])[])),
    ...(units === null
      ? []
      : ([['detects', ({ detectable }) => said(detectable, writeDifference)]] satisfies (readonly [string, Cell])[])),
    ...(units === null || difference === null
      ? []
      : ([[`power for ${writeDifference(difference)}`, ({ power }) => said(power, percent)]] satisfies (readonly [
          string,
          Cell,
        ])[])),
    ...(difference === null
      ? []
      : ([
          [
            `${name} for ${writeDifference(difference)}`,
            ({ needed }) =>
              said<SizeNeeded>(
                needed,
                ({ ofArms }) =>
                  `${figure(ofArms.reduce((sum, arm) => sum + arm, 0))} (${ofArms.map((arm) => figure(arm)).join(' + ')})`,
              ),
          ],
        ] satisfies (readonly [string, Cell])[])),
  ];
  return [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
}

/** A figure, or the sentence that says why there is none. */
function said<Figure>(figureOrNot: Figure | NotGiven | undefined, write: (figure: Figure) => string): string {
  if (figureOrNot === undefined) return '';
  return isRefused(figureOrNot) ? `none: ${figureOrNot.notEstimable.reason}` : write(figureOrNot);
}
