/** `pledge analyse` meets the arithmetic: a plan and a data file in, the bundle and its summary out. */
import type { Bundle } from '../../analysis/bundle.ts';
import { engineVersion } from '../../analysis/engine-version.ts';
import type { Problem } from '../../analysis/plan/problem.ts';
import { SourceRefused } from '../../analysis/plan/source-refused.ts';
import { summaryLines } from '../../analysis/report/summary-lines.ts';
import { analyse } from '../../analysis/run.ts';

export type AnalysedFile =
  | { readonly ok: true; readonly files: Bundle['files']; readonly summary: RunSummary }
  /** `source` says in which of the two files a problem's line and column count. */
  | { readonly ok: false; readonly source: 'plan' | 'data'; readonly problems: readonly Problem[] };

export type RunSummary = {
  readonly lines: readonly string[];
  readonly rows: number;
  readonly used: number;
  readonly results: number;
  readonly notEstimable: number;
  readonly planHash: string;
  readonly dataHash: string;
};

/** @param onStep called with the name of each step as it begins */
export async function analyseFile(
  plan: Uint8Array,
  data: Uint8Array,
  onStep: (step: string) => void,
): Promise<AnalysedFile> {
  try {
    const { files, results } = await analyse({ planText: plan, data, engineVersion, onStep });
    const summary = {
      lines: summaryLines(results),
      rows: results.summary.rows,
      used: results.summary.used,
      results: results.rows.length,
      notEstimable: results.rows.filter(({ figures }) => 'notEstimable' in figures).length,
      planHash: results.plan.sha256,
      dataHash: results.data.sha256,
    };
    return { ok: true, files, summary };
  } catch (error) {
    if (error instanceof SourceRefused) return { ok: false, source: error.source, problems: error.problems };
    throw error;
  }
}
