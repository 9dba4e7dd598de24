/** A run in a few lines for a terminal: how many rows, what was found, what to be careful with. */
import { isNotGiven } from '../estimators/estimator.ts';
import { exploratorySentence } from '../plan/exploratory.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { boundaryWords, decisionWords } from './interim-table.ts';
import { howMany } from './randomisation-tables.ts';
import { furtherWarnings } from './warning-words.ts';
import { fixed, grouped, intervalOf, levelName, percentage, pValue, ratioOf, significant } from './wording.ts';

export function summaryLines({ summary, isExploratory, warnings, rows }: Results): readonly string[] {
  const ignoring = [...new Set(rows.filter((row) => row.warnings.includes('ignores-clustering')).map(({ id }) => id))];
  return [
    ...(isExploratory ? [exploratorySentence] : []),
    `${grouped(summary.used)} of ${grouped(summary.rows)} rows used`,
    ...(ignoring.length === 0
      ? []
      : [`Warning: these take the rows of a cluster as independent: ${ignoring.join(', ')}`]),
    ...furtherWarnings({ warnings, rows }).map((words) => `Warning: ${words}`),
    ...rows.flatMap(resultLines),
  ];
}

function resultLines(row: ResultRow): readonly string[] {
  const { figures, contrast, id, outcome, pAdjusted } = row;
  const head = `${id}${outcome === null ? '' : `  ${outcome}`}${contrast === null ? '' : `  ${contrast[0]} - ${contrast[1]}`}`;
  if (isNotGiven(figures)) return [`${head}  not estimable: ${figures.notEstimable.reason}`];
  const adjusted = pAdjusted === null ? '' : `, adjusted ${pValue(pAdjusted)}`;
  const p = 'p' in figures ? `  p ${pValue(figures.p)}${adjusted}` : '';
  if ('monteCarloError' in figures) {
    return [`${head}  ${significant(figures.estimate)}${p} (allocations: ${howMany(figures)})`];
  }
  switch (figures.quantity) {
    case 'proportion':
      return figures.rows.map((arm) =>
        'count' in arm
          ? `${head}  ${arm.arm}  ${grouped(arm.count)} of ${grouped(arm.n)}  ${percentage(arm.proportion)} (${levelName(figures.level)}: ${intervalOf(arm.interval, percentage)})`
          : `${head}  ${arm.arm}  not estimable: ${arm.notEstimable.reason}`,
      );
    case 'risk-difference': {
      const points = (value: number) => fixed(value * 100, 2);
      return [
        `${head}  ${points(figures.estimate)} points (${levelName(figures.level)}: ${intervalOf(figures.interval, points)})${p}`,
      ];
    }
    case 'interim-look': {
      const decision = typeof figures.decision === 'string' ? decisionWords[figures.decision] : 'not estimable';
      const z = figures.statistic === undefined ? '' : `  z ${fixed(figures.statistic, 3)}`;
      return [`${head}  look ${figures.look}${z}, boundary ${boundaryWords(figures)}: ${decision}`];
    }
    case 'mean-difference':
    case 'location-shift':
    case 'coefficient':
    case 'restricted-mean-difference':
    case 'complier-average-causal-effect':
    case 'icc':
      return [
        `${head}  ${significant(figures.estimate)} (${levelName(figures.level)}: ${intervalOf(figures.interval, significant)})${p}`,
      ];
    case 'risk-ratio':
    case 'odds-ratio':
    case 'rate-ratio':
    case 'hazard-ratio':
      return [
        `${head}  ratio ${ratioOf(figures.estimate)} (${levelName(figures.level)}: ${intervalOf(figures.interval, significant)})${p}`,
      ];
    case 'balance':
      return [`${head}  ${grouped(figures.rows.length)} lines`];
    case 'survival':
      return figures.medians.map((median) =>
        isNotGiven(median)
          ? `${head}  ${median.arm}  median not reached`
          : `${head}  ${median.arm}  median ${significant(median.median)} (${levelName(figures.level)}: ${intervalOf(median.interval, significant)})`,
      );
    case 'attrition':
      return [
        `${head}  missing ${figures.rows.map(({ arm, n, missing }) => `${arm} ${grouped(missing)} of ${grouped(n)}`).join(', ')}`,
      ];
    case 'subgroup-differences':
      return figures.rows.map((one) =>
        isNotGiven(one)
          ? `${head}  ${one.level}  not estimable: ${one.notEstimable.reason}`
          : `${head}  ${one.level}  ${significant(one.estimate)} (${levelName(figures.level)}: ${intervalOf(one.interval, significant)})  p ${pValue(one.p)}`,
      );
    case 'test':
      if (!('statistic' in figures)) return [`${head}  exact test${p}`];
      if (figures.distribution === 'F') {
        return [
          `${head}  F ${significant(figures.statistic)} on ${figures.df1} and ${significant(figures.df2)} df${p}`,
        ];
      }
      return [`${head}  chi-squared ${significant(figures.statistic)} on ${grouped(figures.df)} df${p}`];
  }
}
