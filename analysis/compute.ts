/**
 * Plan and data in, results out: the arithmetic of a run, without the files made of it. Pure: no clock, no chance, no file
 * system, so the same inputs give the same figures on Node and on Workers.
 */
import { type Dataset, openDataset } from './dataset/dataset.ts';
import { frameSource } from './dataset/frames.ts';
import { collectBytes } from './dataset/gunzip.ts';
import { type CsvFile, openCsv } from './dataset/table.ts';
import { completedSets } from './imputations/completed-sets.ts';
import { poolRows } from './imputations/pool-rows.ts';
import { summaryOfSets } from './imputations/summary-of-sets.ts';
import { decodeText } from './plan/decode-text.ts';
import { isExploratory } from './plan/exploratory.ts';
import { lookedAt } from './plan/interim.ts';
import { type LocatedPlan, parseLocatedPlan } from './plan/parse-plan.ts';
import { planWarnings } from './plan/plan-warnings.ts';
import type { Parsed } from './plan/problem.ts';
import { unknownDraw } from './plan/redraw-scheme.ts';
import { problemsAt } from './plan/schema-problems.ts';
import { SourceRefused } from './plan/source-refused.ts';
import type { TrialDraw } from './randomisation-inference/trial-redraws.ts';
import { summarise } from './results/data-summary.ts';
import { estimate } from './results/estimate.ts';
import { interimRows } from './results/interim.ts';
import { adjustEstimator } from './results/multiplicity.ts';
import type { Results } from './results/result.ts';
import { sha256 } from './results/sha256.ts';

export type AnalysisInput = {
  /** plan.json as given: its bytes, or its text. */
  readonly planText: Uint8Array | string;
  /** The data file as given: CSV or gzipped CSV, UTF-8 or UTF-16 with a byte order mark. */
  readonly data: Uint8Array | ReadableStream<Uint8Array>;
  readonly engineVersion: string;
  /** The trial's own draw, for a plan that infers from it; without one such a plan is refused. */
  readonly trial?: TrialDraw;
  /** Called with the name of each step as it begins. */
  readonly onStep?: (step: string) => void;
};

export type Computed = {
  readonly planBytes: Uint8Array;
  readonly plan: LocatedPlan['plan'];
  readonly file: CsvFile;
  readonly dataset: Dataset;
  /** draw.json, where the plan infers from the trial's own draw. */
  readonly draw: Uint8Array | null;
  readonly results: Results;
};

/**
 * The results alone. Their data hash is that of the uncompressed file, so that it is the hash of the data.csv in the bundle
 * and a gzipped file gives the same results.json as the file inside it.
 */
export async function compute({ planText, data, engineVersion, trial, onStep }: AnalysisInput): Promise<Computed> {
  onStep?.('reading the plan');
  const planBytes = typeof planText === 'string' ? new TextEncoder().encode(planText) : planText;
  const { plan, located } = accepted(parseLocatedPlan(accepted(decodeText(planBytes))));
  const undrawn = trial === undefined ? unknownDraw(plan) : [];
  if (undrawn.length > 0) throw new SourceRefused('plan', problemsAt(located, undrawn));
  onStep?.('reading the data');
  const given = data instanceof Uint8Array ? data : await collectBytes(data);
  const file = await openCsv(given);
  const dataset = openDataset(file, plan, located);
  const imputed = completedSets(dataset);
  const sets = (imputed?.sets ?? [dataset]).map((set) => ({ set, source: frameSource(set) }));
  const summaries = sets.map(({ set, source }) => summarise(set, source));
  const rows = plan.estimators.flatMap((estimator) => {
    onStep?.(`computing ${estimator.id}`);
    const tested = estimator.method === 'interim' ? lookedAt(plan, estimator) : estimator;
    const own = sets.map(({ set, source }) => estimate(set, source, tested, trial?.redraws ?? null));
    const found = imputed === null ? own.flat() : poolRows(own);
    if (estimator.method === 'interim') return interimRows(estimator, found, plan.level);
    return adjustEstimator(plan, estimator, found);
  });
  const results: Results = {
    plan: { sha256: await sha256(planBytes) },
    data: { sha256: await sha256(file.content) },
    engine: { name: 'pledge', version: engineVersion },
    isExploratory: isExploratory(plan),
    summary: summaryOfSets(imputed, summaries),
    warnings: planWarnings(plan),
    rows,
  };
  return { planBytes, plan, file, dataset, draw: trial?.file ?? null, results };
}

function accepted<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new SourceRefused('plan', parsed.problems);
  return parsed.value;
}
