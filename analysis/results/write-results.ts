/**
 * results.json (contract "results.json"): keys in a fixed order, numbers as the shortest text that reads back to the same
 * double, no times and no paths, so that the same inputs give the same bytes on every engine.
 */
import type { ResultRow, Results } from './result.ts';

/** The order of keys in a result; a key that is not listed follows in its estimator's own order. */
const keyOrder = [
  ...[
    'id',
    'method',
    'outcome',
    'contrast',
    'quantity',
    'measure',
    'estimate',
    'logEstimate',
    'standardError',
    'logStandardError',
  ],
  ...['statistic', 'distribution', 'df', 'df1', 'df2', 'p', 'logP', 'pAdjusted', 'interval', 'level', 'n', 'clusters'],
  ...[
    'meanSize',
    'cvSize',
    'designEffect',
    'warning',
    'warnings',
    'null',
    'draws',
    'monteCarloError',
    'exact',
    'inversion',
    'notes',
    'test',
    'tau2',
    'i2',
    'heterogeneity',
    'predictionInterval',
    'rows',
    'terms',
    'imputations',
    'notEstimable',
  ],
];

/** The text of results.json. Throws on a number that is not finite: an estimator must have said notEstimable. */
export function writeResults(results: Results): string {
  const document = { ...resultsHead(results), results: results.rows.map(resultEntry) };
  return `${JSON.stringify(document, refuseNonFinite, 2)}\n`;
}

/** What stands before the results: what they were made from, and how many people there are. */
export function resultsHead({ plan, data, engine, isExploratory, summary, warnings }: Results): object {
  return {
    format: 'pledge-results/1',
    ...(isExploratory ? { analysis: 'exploratory' } : {}),
    plan: { sha256: plan.sha256 },
    data: {
      sha256: data.sha256,
      rows: summary.rows,
      used: summary.used,
      excluded: summary.excluded,
      ...(summary.imputations === null ? {} : { imputations: summary.imputations }),
    },
    engine: { name: engine.name, version: engine.version },
    ...(warnings.length === 0 ? {} : { warnings }),
    arms: summary.arms.map(({ arm, n, clusters }) => (clusters === null ? { arm, n } : { arm, n, clusters })),
  };
}

/** One entry of `results` as it stands in the file. `warning` is the one that ignores clusters; where there are others, `warnings` has them all. */
export function resultEntry({ id, method, outcome, contrast, figures, pAdjusted, warnings }: ResultRow): object {
  const flat: Readonly<Record<string, unknown>> = {
    id,
    method,
    ...(outcome === null ? {} : { outcome }),
    ...(contrast === null ? {} : { contrast }),
    ...figures,
    ...(pAdjusted === null ? {} : { pAdjusted }),
    ...(warnings.includes('ignores-clustering') ? { warning: 'ignores-clustering' } : {}),
    ...(warnings.some((code) => code !== 'ignores-clustering') ? { warnings } : {}),
  };
  const keys = [
    ...keyOrder.filter((key) => key in flat),
    ...Object.keys(flat).filter((key) => !keyOrder.includes(key)),
  ];
  return Object.fromEntries(keys.map((key) => [key, flat[key]]));
}

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`results: ${key} is ${value}`);
  return value;
}
